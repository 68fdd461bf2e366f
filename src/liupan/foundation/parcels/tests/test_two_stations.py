"""Two installations in two databases; twenty imports at once; killed in the middle."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.machinery.databases import Databases

from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.parcels.formats.cards import Card
from liupan.foundation.parcels.models import Incoming, Outgoing, Peer
from liupan.foundation.parcels.operations.keeping import AboveCeiling
from liupan.foundation.parcels.operations.sending import release_parcel
from liupan.foundation.parcels.operations.statements import make_statement, take_statement
from liupan.foundation.parcels.operations.stations import take_card, trust_peer
from liupan.foundation.parcels.parcels import FILES
from liupan.foundation.parcels.queries.stations import own_card, own_card_file
from liupan.foundation.parcels.stores import PARCELS
from liupan.foundation.parcels.tests.factories import (
    CHECKS,
    NOW,
    Far,
    Town,
    file_of,
    part,
    prepared,
    received,
    released,
    town,
    trusted,
)
from liupan.kernel import clock
from liupan.kernel.errors import Refusal
from liupan.kernel.secrecy import Secrecy, Zone

OUTER = "liupan_parcels_outer"
CANARY = "鸣泉四十二"
OPEN = "国庆放假安排"


@dataclass
class Installation:
    """A database, a zone, a folder for files."""

    database: str
    zone: Zone
    folder: Path
    settings: Any

    @contextmanager
    def entered(self) -> Iterator[None]:
        connection.close()
        connection.settings_dict["NAME"] = self.database
        self.settings.LIUPAN_ZONE, self.settings.MEDIA_ROOT = self.zone, self.folder
        city.forget()
        with clock.frozen(NOW):
            yield
        connection.close()

    def card(self) -> tuple[Card, bytes]:
        card = own_card()
        assert card
        return card, own_card_file(city.almighty())


def believed(card: tuple[Card, bytes], place: Town, ceiling: Secrecy) -> UUID:
    peer = take_card(data=card[1], **place.by())
    return trust_peer(
        peer_id=peer, fingerprint=card[0].fingerprint, ceiling=ceiling, max_mb=4, kinds=[FILES],
        unit_id=place.unit, **place.by(),
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(
    bool(os.environ["LIUPAN_TEST_OPERATORS_URL"]), reason="makes databases on our own server"
)
def test_from_the_extranet_to_the_internet_and_back(
    fresh_db: str, tmp_path: Path, settings: Any
) -> None:
    databases = Databases(Path(os.environ["LIUPAN_TEST_SESSION"]))
    databases.clone(OUTER)
    ours = connection.settings_dict["NAME"]
    inner = Installation(ours, Zone.EXTRANET, tmp_path / "inner", settings)
    outer = Installation(OUTER, Zone.INTERNET, tmp_path / "outer", settings)
    try:
        with inner.entered():
            here, card = town(), inner.card()
        with outer.entered():
            there = town()
            peer_there, card_there = believed(card, there, Secrecy.PUBLIC), outer.card()
        with inner.entered():
            peer = believed(card_there, here, Secrecy.PUBLIC)
            with pytest.raises(AboveCeiling):
                prepared(here, peer, part("内部.txt", CANARY.encode(), Secrecy.INTERNAL))
            parcel = released(here, prepared(here, peer, part("公开.txt", OPEN.encode())))
            file = file_of(here, parcel)
        for word in (CANARY, OPEN):
            for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
                assert word.encode(encoding) not in file
        with outer.entered():
            assert received(there, file).is_arrived
            assert received(there, file).state == "again"
            assert dumped(CANARY) == []
            assert all(
                CANARY.encode() not in path.read_bytes()
                for path in (tmp_path / "outer").rglob("*")
                if path.is_file()
            )
            back = make_statement(peer_id=peer_there, **there.by()).content
        with inner.entered():
            assert take_statement(data=back, **here.by()).agrees
            assert Outgoing.objects.get(id=parcel).state == "arrived"
            forth = make_statement(peer_id=peer, **here.by()).content
        with outer.entered():
            assert take_statement(data=forth, **there.by()).agrees
            Incoming.objects.filter(state="arrived").update(sm3="f" * 64)
            assert [one.gap for one in take_statement(data=forth, **there.by()).into] == [
                "different"
            ]
    finally:
        connection.close()
        connection.settings_dict["NAME"] = ours
        databases.drop(OUTER)


def dumped(words: str) -> list[str]:
    """Tables of the whole database in which words stand, as text or as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s OR t::text LIKE %s',
                [f"%{words}%", f"%{words.encode().hex()}%"],
            )
            if cursor.fetchone() != (0,):
                found.append(table)
    return found


@pytest.fixture
def alone(fresh_db: str) -> Iterator[Town]:
    with clock.frozen(NOW):
        yield town()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_twenty_parallel_imports_deliver_once(alone: Town) -> None:
    far = Far()
    trusted(alone, far)
    file, ready = far.parcel({"通知.txt": b"x"}), Barrier(20)

    def take(_turn: int) -> str:
        try:
            ready.wait()
            with clock.frozen(NOW):
                return received(alone, file).state
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        states = list(pool.map(take, range(20)))
    assert sorted(states) == ["again"] * 19 + ["arrived"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM documents_file WHERE of_type = 'parcels.incoming'")
        assert cursor.fetchone() == (1,)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_parallel_releases_take_numbers_without_gap(alone: Town) -> None:
    peer = trusted(alone, Far(Zone.INTERNET))
    parcels = [prepared(alone, peer) for _ in range(4)] * 2
    ready = Barrier(len(parcels))

    def let_go(parcel: UUID) -> object:
        try:
            ready.wait()
            with clock.frozen(NOW):
                return released(alone, parcel)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(parcels)) as pool:
        came = list(pool.map(let_go, parcels))
    assert came.count("not_now") == 4
    numbers = Outgoing.objects.values_list("number", flat=True)
    assert sorted(n for n in numbers if n) == [1, 2, 3, 4]
    assert Peer.objects.get(id=peer).sent == 4


IMPORTED = """
import os, signal, sys
import django
django.setup()
from liupan.foundation.parcels import parcels
from liupan.foundation.parcels.tests.factories import NOW, Town, received
from liupan.kernel import clock
kept = parcels.keep_file
def keep_then_die(**given):
    kept(**given)
    os.kill(os.getpid(), signal.SIGKILL)
parcels.keep_file = keep_then_die
with clock.frozen(NOW):
    received(Town(None), open(sys.argv[1], "rb").read())
"""
PACKED = """
import os, signal, sys
from uuid import UUID
import django
django.setup()
from liupan.foundation.parcels.operations import sending
from liupan.foundation.parcels.tests.factories import NOW, Town, released
from liupan.kernel import clock
written = sending._written
def write_then_die(*given):
    written(*given)
    os.kill(os.getpid(), signal.SIGKILL)
sending._written = write_then_die
with clock.frozen(NOW):
    released(Town(None), UUID(sys.argv[1]))
"""


def killed(script: str, *words: str) -> None:
    died = subprocess.run(
        [sys.executable, "-c", script, *words],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "liupan.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_in_the_middle_of_an_import(alone: Town, tmp_path: Path) -> None:
    far = Far()
    trusted(alone, far)
    file = tmp_path / "a.parcel"
    file.write_bytes(far.parcel({"通知.txt": b"x", "附件.txt": b"y"}))
    killed(IMPORTED, str(file))
    assert not Incoming.objects.exists(), "nothing came in"
    assert received(alone, file.read_bytes()).is_arrived
    assert received(alone, file.read_bytes()).state == "again"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_in_the_middle_of_packing(alone: Town) -> None:
    peer = trusted(alone, Far(Zone.INTERNET))
    parcel = prepared(alone, peer)
    before = set(PARCELS.path.glob("*/*"))
    killed(PACKED, str(parcel))
    assert (Outgoing.objects.get(id=parcel).state, Peer.objects.get(id=peer).sent) == ("waiting", 0)
    assert set(PARCELS.path.glob("*/*")) > before, "an orphan, which is swept"
    release_parcel(parcel_id=parcel, opinion="同意", checks=CHECKS, **alone.other())
    assert Outgoing.objects.get(id=parcel).number == 1
