"""Keeping, reading, withdrawing: what was handed in comes back, to those who may read it."""

import io
import os
import time
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import FileLost, sm3
from liupan.foundation.documents.facade import (
    AboveCeiling,
    AlreadyWithdrawn,
    HoldsProgram,
    Mislabelled,
    TooLarge,
    Unguarded,
    guards,
    list_altered,
    list_files,
    list_lost,
    open_file,
    open_files,
    withdraw_file,
)
from liupan.foundation.documents.models import Content, File
from liupan.foundation.documents.stores import FILES
from liupan.foundation.documents.tasks import sweep
from liupan.foundation.documents.tests.factories import (
    NOW,
    PDF,
    PNG,
    SHELF,
    TrialFiles,
    docx,
    kept,
    reader,
)
from liupan.foundation.journal.facade import Search, list_entries
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.errors import Fault, InvalidInput, Missing, NotAuthorised
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy, Zone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def _acts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT act FROM journal_entry WHERE act LIKE 'documents.%' ORDER BY pos")
        return [act for (act,) in cursor.fetchall()]


def _taken(file_id: UUID, actor: object) -> bytes:
    return b"".join(open_file(file_id=file_id, actor=actor, now=NOW).content)  # type: ignore[arg-type]


def test_what_was_kept_comes_back() -> None:
    who = city.almighty()
    file = kept(actor=who)
    assert (file.name, file.media_type, file.size) == ("割接记录.pdf", "application/pdf", len(PDF))
    assert file.sm3 == sm3(PDF).hex()
    assert (file.kept_at, file.kept_by, file.secrecy) == (NOW, who.id, Secrecy.INTERNAL)
    assert _taken(file.id, who) == PDF
    assert list_files([file.of_id], who) == {file.of_id: (file,)}
    assert _acts() == ["documents.file.kept", "documents.file.opened"]


def test_nothing_of_it_can_be_read_on_the_disk() -> None:
    kept(content="此件内部使用，不得外传。".encode() * 20, name="说明.txt")
    [path] = [p for p in FILES.path.rglob("*") if p.is_file()]
    assert "内部".encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_taking_a_public_file_is_not_told() -> None:
    file = kept(secrecy=Secrecy.PUBLIC)
    _taken(file.id, city.almighty())
    assert _acts() == ["documents.file.kept"]


def test_a_stream_is_kept_like_bytes() -> None:
    stream = io.BytesIO(docx())
    stream.seek(5)
    file = kept(content=stream, name="报告.docx")
    assert _taken(file.id, city.almighty()) == docx()


def test_a_thing_that_nobody_guards_has_no_files() -> None:
    with pytest.raises(Unguarded):
        kept(of_type="trials.other")


def test_a_type_is_guarded_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        guards(TrialFiles)


# --- Who may read ------------------------------------------------------------------------------


def test_the_things_guard_says_who_may_read() -> None:
    file, stranger, friend = kept(), reader(), reader()
    SHELF.opens(file.of_id, friend)
    assert list_files([file.of_id], stranger) == {}
    with pytest.raises(Missing):
        _taken(file.id, stranger)
    with pytest.raises(Missing):
        open_files(of_id=file.of_id, actor=stranger, now=NOW)
    assert _taken(file.id, friend) == PDF


def test_nobody_below_its_level_learns_that_it_is_there() -> None:
    file = kept()
    low = reader(Secrecy.PUBLIC)
    SHELF.opens(file.of_id, low)
    assert list_files([file.of_id], low) == {}
    for wrong in (file.id, uuid7()):
        with pytest.raises(Missing) as missing:
            _taken(wrong, low)
        assert missing.value.message == _("There is no such file.")
    with transaction.atomic(), pytest.raises(Missing):
        withdraw_file(file_id=file.id, reason="误传", actor=low, now=NOW)


def test_the_journal_hides_it_below_its_level() -> None:
    file = kept(name="名单.pdf")
    auditor = replace(city.almighty(), clearance=Secrecy.PUBLIC)
    found = list_entries(auditor, Search(act="documents.file.kept"))
    assert "名单" not in str(found)
    assert "名单" in str(list_entries(city.almighty(), Search(act="documents.file.kept")))
    assert file.secrecy == Secrecy.INTERNAL


def test_no_network_keeps_what_is_above_its_ceiling(settings: object) -> None:
    high = replace(city.almighty(), clearance=Secrecy.TOP_SECRET)
    with pytest.raises(AboveCeiling):
        kept(secrecy=Secrecy.SECRET, actor=high)
    settings.LIUPAN_ZONE = Zone.INTERNET  # type: ignore[attr-defined]
    with pytest.raises(AboveCeiling):
        kept(secrecy=Secrecy.INTERNAL, actor=high)
    settings.LIUPAN_ZONE = Zone.INTRANET  # type: ignore[attr-defined]
    assert kept(secrecy=Secrecy.CONFIDENTIAL, actor=high).secrecy == Secrecy.CONFIDENTIAL
    with pytest.raises(NotAuthorised):
        kept(secrecy=Secrecy.SECRET, actor=city.almighty())


def test_files_of_many_things_are_listed_in_one_query_and_one_question() -> None:
    who, unit = reader(), city.unit()
    for count in (2, 12):
        things = [uuid7() for _n in range(count)]
        for of_id in things:
            for name in ("甲.pdf", "乙.pdf"):
                kept(of_id=of_id, name=name, owner_unit_id=unit, now=NOW + timedelta(seconds=1))
            SHELF.opens(of_id, who)
        SHELF.asked.clear()
        with CaptureQueriesContext(connection) as asked:
            found = list_files(things, who)
        assert (len(asked), len(SHELF.asked)) == (1, 1)
        assert [[f.name for f in found[t]] for t in things] == [["甲.pdf", "乙.pdf"]] * count


# --- Hostile hands -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("../../../etc/cron.d/x.pdf", "x.pdf"),
        ("C:\\\\windows\\割接.pdf", "割接.pdf"),
        ("\u202efdp.x\u202c.pdf", "fdp.x.pdf"),
        ('a"\r\nX-Evil: 1\0.pdf', "aX-Evil 1.pdf"),
        ("固" * 400 + ".pdf", "固" * 116 + ".pdf"),
        (".pdf", "pdf.pdf"),
        ("  ...  ", "file.pdf"),
    ],
)
def test_a_name_does_no_harm(name: str, tidy: str) -> None:
    assert kept(name=name).name == tidy


def test_a_file_that_is_refused_leaves_nothing() -> None:
    for name, content, refusal in (
        ("a.pdf", b"MZ\0\0", HoldsProgram), ("a.pdf", PNG, Mislabelled),
    ):  # fmt: skip
        with pytest.raises(refusal):
            kept(name=name, content=content)
    assert not File.objects.exists()
    assert not FILES.path.exists()


def test_a_file_above_the_limit_is_refused_and_one_at_it_is_not(settings: object) -> None:
    settings.LIUPAN_FILE_MB = 1  # type: ignore[attr-defined]
    at_it = PDF + b"\n" * (1024 * 1024 - len(PDF))
    assert kept(content=at_it).size == 1024 * 1024
    with pytest.raises(TooLarge) as refused:
        kept(content=at_it + b"\n")
    assert "1 MB" in refused.value.message


@pytest.mark.slow
def test_memory_stays_flat_for_the_largest(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as out:
        out.write(PDF)
        for _n in range(24):
            out.write(os.urandom(1024 * 1024))
    unit = city.unit()
    kept(owner_unit_id=unit)  # whatever is imported and made at first use
    tracemalloc.start()
    with large.open("rb") as source:
        file = kept(content=source, owner_unit_id=unit)
    size = sum(len(p) for p in open_file(file_id=file.id, actor=city.almighty(), now=NOW).content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == large.stat().st_size
    assert peak < 4 * 1024 * 1024


# --- Once only, and never lost -----------------------------------------------------------------


def test_the_same_content_is_kept_once_for_a_unit_and_a_level() -> None:
    unit = city.unit()
    one, two = kept(owner_unit_id=unit), kept(owner_unit_id=unit, name="副本.pdf")
    assert Content.objects.count() == 1
    assert one.id != two.id
    kept(owner_unit_id=unit, secrecy=Secrecy.PUBLIC)
    kept()
    assert Content.objects.count() == 3


def test_a_content_that_was_lost_is_no_content_to_share() -> None:
    unit = city.unit()
    lost = kept(owner_unit_id=unit)
    content_id = File.objects.get(id=lost.id).content_id
    FILES.remove(content_id)
    assert list_lost() == [content_id]
    assert list(list_altered()) == [content_id]
    with pytest.raises(FileLost) as told:
        _taken(lost.id, city.almighty())
    assert "割接记录.pdf" in told.value.message
    again = kept(owner_unit_id=unit)
    assert _taken(again.id, city.almighty()) == PDF


def test_a_content_that_was_altered_is_found_and_not_given_out_whole() -> None:
    file = kept()
    path = FILES.path_of(File.objects.get(id=file.id).content_id)
    sealed = bytearray(path.read_bytes())
    sealed[20] ^= 1
    path.write_bytes(sealed)
    assert list_lost() == []
    assert len(list(list_altered())) == 1
    with pytest.raises(Fault):
        _taken(file.id, city.almighty())


def test_erasing_who_kept_it_does_not_erase_the_units_evidence() -> None:
    from liupan.foundation.crypto.facade import destroy_key

    who = replace(city.almighty(), id=uuid7())
    file = kept(actor=who)
    destroy_key(who.id, now=NOW)
    assert _taken(file.id, who) == PDF


def test_what_a_rollback_left_is_swept_after_a_day() -> None:
    stays = kept()
    with transaction.atomic():
        kept(content=PNG, name="a.png")
        transaction.set_rollback(True)
    assert File.objects.count() == 1
    paths = [p for p in FILES.path.rglob("*") if p.is_file()]
    assert len(paths) == 2
    sweep(actor=city.almighty(), now=NOW)
    assert all(p.exists() for p in paths)  # it may belong to a transaction that is still open
    old = time.time() - 2 * 86400
    for path in paths:
        os.utime(path, (old, old))
    for _twice in range(2):
        sweep(actor=city.almighty(), now=NOW)
        assert [p.exists() for p in paths].count(True) == 1
    assert _taken(stays.id, city.almighty()) == PDF


# --- Withdrawing -------------------------------------------------------------------------------


def test_a_withdrawn_file_is_not_seen_and_not_gone() -> None:
    who = city.almighty()
    file = kept(actor=who)
    with pytest.raises(InvalidInput):
        withdraw_file(file_id=file.id, reason=" ", actor=who, now=NOW)
    withdraw_file(file_id=file.id, reason="传错附件", actor=who, now=NOW)
    assert list_files([file.of_id], who) == {}
    with pytest.raises(Missing):
        _taken(file.id, who)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_file(file_id=file.id, reason="再次", actor=who, now=NOW)
    assert list_lost() == []
    assert list(list_altered()) == []
    assert _acts()[-1] == "documents.file.withdrawn"
