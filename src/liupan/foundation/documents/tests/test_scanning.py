"""The virus scanner, played by a small clamd on loopback: clean, EICAR, silent, dying, absent."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from liupan.foundation.documents import gateways
from liupan.foundation.documents.facade import (
    BeingChecked,
    HoldsVirus,
    ScannerSilent,
    open_file,
    open_files,
    scanner_version,
    shown,
)
from liupan.foundation.documents.models import Content
from liupan.foundation.documents.operations.opening import view_page, view_words
from liupan.foundation.documents.queries import find_file, list_checking
from liupan.foundation.documents.tasks import scan_content, scan_waiting
from liupan.foundation.documents.tests.factories import NOW, PDF, kept
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.organisations.tests import factories as city

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def _exactly(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        piece = line.recv(count - len(found))
        if not piece:
            raise ConnectionError
        found += piece
    return found


def _verdict(line: socket.socket) -> None:
    asked = line.recv(10, socket.MSG_PEEK)
    if asked.startswith(b"zVERSION"):
        return line.sendall(b"ClamAV 1.4.3/27000\0")
    assert _exactly(line, 10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack(">I", _exactly(line, 4))[0]:
        content += _exactly(line, length)
    found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
    return line.sendall(found)


def _hang(line: socket.socket) -> None:
    while line.recv(65536):
        pass


def _die(line: socket.socket) -> None:
    line.recv(4)


@contextmanager
def _clamd(answer: Callable[[socket.socket], None], settings: object) -> Iterator[None]:
    """A scanner that answers so, at a free port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _who = server.accept()
                except OSError:
                    return
                with line:
                    try:
                        answer(line)
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        settings.LIUPAN_CLAMD = f"127.0.0.1:{server.getsockname()[1]}"  # type: ignore[attr-defined]
        try:
            yield
        finally:
            server.shutdown(socket.SHUT_RDWR)


def _scanned() -> None:
    for content_id in list_checking(10):
        scan_content(actor=city.almighty(), now=NOW, content_id=str(content_id))


def test_without_a_scanner_a_file_says_that_it_was_not_scanned() -> None:
    file = kept()
    assert file.scan == "unscanned"
    assert open_file(file_id=file.id, actor=city.almighty(), now=NOW)


def test_a_file_waits_until_the_scanner_has_found_nothing(settings: object) -> None:
    with _clamd(_verdict, settings):
        assert scanner_version().startswith("ClamAV")
        file, who = kept(), city.almighty()
        assert file.scan == "checking"
        for act in (
            lambda: open_file(file_id=file.id, actor=who, now=NOW),
            lambda: open_files(of_id=file.of_id, actor=who, now=NOW),
            lambda: view_page(file_id=file.id, page=1, watermark="", actor=who, now=NOW),
            lambda: view_words(file_id=file.id, actor=who, now=NOW),
        ):
            with pytest.raises(BeingChecked):
                act()
        assert any(shown([file])[0].notes)
        _scanned()
    assert open_file(file_id=file.id, actor=who, now=NOW).ref.scan == "clean"


def test_a_virus_is_given_to_nobody_and_its_bringer_is_told(settings: object) -> None:
    city.found()
    from liupan.foundation.access.facade import actor_for

    account_id = city.person()
    with _clamd(_verdict, settings):
        who = city.almighty()
        bringer = actor_for(account_id)
        file = kept(content=EICAR + b"\n" * 70_000, name="a.txt", actor=who)
        content = Content.objects.get()
        content.files.update(kept_by=account_id)
        _scanned()
    found = find_file(file.id, who)
    assert found is not None
    assert (found.file.scan, found.file.finding) == ("infected", "Eicar-Test-Signature")
    for act in (open_file, view_words):
        with pytest.raises(HoldsVirus, match="Eicar"):
            act(file_id=file.id, actor=who, now=NOW)
    assert [n.kind for n in list_notices(bringer)] == ["documents.virus"]
    with pytest.raises(HoldsVirus):
        kept(
            content=EICAR + b"\n" * 70_000, name="b.txt", actor=who,
            owner_unit_id=content.owner_unit_id,
        )  # fmt: skip


@pytest.mark.parametrize("answer", [_hang, _die], ids=["hangs", "dies"])
def test_while_the_scanner_is_silent_files_wait(
    answer: Callable[[socket.socket], None], settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateways, "PATIENCE", 0.3)
    with _clamd(answer, settings):
        file = kept(content=PDF + b"\n" * 500_000)
        with pytest.raises(ScannerSilent):
            _scanned()
    with pytest.raises(ScannerSilent):  # nobody listens there any more
        _scanned()
    assert Content.objects.get().scan == "checking"
    with _clamd(_verdict, settings):
        scan_waiting(actor=city.almighty(), now=NOW)
    assert open_file(file_id=file.id, actor=city.almighty(), now=NOW)


def test_a_scanner_that_gives_no_verdict_is_not_believed(settings: object) -> None:
    def too_large(line: socket.socket) -> None:
        line.recv(65536)
        line.sendall(b"INSTREAM size limit exceeded. ERROR\0")

    with _clamd(too_large, settings):
        kept()
        with pytest.raises(ScannerSilent):
            _scanned()
