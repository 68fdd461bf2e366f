"""Parcels that come in: once, whole, from whom we know, and nothing above the ceiling."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import list_files, open_file
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.parcels.formats.contents import Contents, PartInfo
from liupan.foundation.parcels.models import Incoming, Peer
from liupan.foundation.parcels.operations.statements import make_statement, take_statement
from liupan.foundation.parcels.operations.stations import end_trust, replace_keys
from liupan.foundation.parcels.parcels import FILES
from liupan.foundation.parcels.queries.logs import received_from
from liupan.foundation.parcels.queries.stations import get_peer, own_card
from liupan.foundation.parcels.stores import PARCELS
from liupan.foundation.parcels.tests.factories import (
    NOW,
    PUBLIC,
    Far,
    Town,
    received,
    trusted,
)
from liupan.kernel.errors import NotAuthorised
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Mark, Secrecy, Zone

pytestmark = pytest.mark.django_db
CANARY = "鸣泉四十二"
TEXT = {"通知.txt": "按期报送。".encode()}
SECRET = Mark(level=Secrecy.SECRET, since=city.TODAY)


def refused(place: Town, file: bytes, cause: str, **more: Any) -> Incoming:
    """It is turned away for this cause, and the log says so."""
    before = Incoming.objects.filter(state="arrived").count()
    came = received(place, file, **more)
    assert (came.cause, came.is_arrived) == (cause, False)
    assert came.sentence
    assert Incoming.objects.filter(state="arrived").count() == before
    row = Incoming.objects.get(id=came.id)
    assert (row.cause, row.sentence) == (came.cause, came.sentence)
    return row


def test_files_arrive_as_kept_files_with_their_marks(place: Town) -> None:
    far = Far()
    trusted(place, far)
    mark = Mark(level=Secrecy.INTERNAL)
    came = received(place, far.parcel(TEXT, mark=mark))
    assert came.is_arrived, came.sentence
    [file] = list_files([came.id], city.almighty())[came.id]
    assert (file.name, file.mark, file.of_type) == ("通知.txt", mark, "parcels.incoming")
    content = open_file(file_id=file.id, **place.by()).content
    assert b"".join(content) == TEXT["通知.txt"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT owner_unit_id FROM documents_content")
        assert cursor.fetchall() == [(place.unit,)], "owned by the unit that receives"


def test_each_once(place: Town) -> None:
    far = Far()
    peer = trusted(place, far)
    file = far.parcel(TEXT)
    first = received(place, file)
    again = received(place, file)
    assert (again.state, again.cause) == ("again", "again")
    assert "11月15日" in again.sentence
    number = far.parcel(TEXT, number=1)
    refused(place, number, "number")
    assert [one.state for one in received_from(peer)] == ["arrived", "refused"]
    assert Incoming.objects.get(id=first.id).state == "arrived"


def test_what_is_altered_cut_or_no_parcel(place: Town) -> None:
    far = Far()
    trusted(place, far)
    file = far.parcel(TEXT)
    middle = bytearray(file)
    middle[-150] ^= 1
    refused(place, bytes(middle), "altered")
    refused(place, file[:-1], "truncated")
    refused(place, file + b"x", "altered")
    refused(place, b"PK\x03\x04" + b"\0" * 90, "no_parcel")
    refused(place, b"short", "no_parcel")
    refused(place, b"", "truncated")
    assert received(place, file).is_arrived, "the good copy still comes in"


def test_from_whom_we_do_not_know_and_for_others(place: Town) -> None:
    far, stranger = Far(), Far()
    trusted(place, far)
    refused(place, stranger.parcel(TEXT), "unknown")
    forged = replace(stranger, instance=far.instance)
    refused(place, forged.parcel(TEXT), "unknown_key")
    own = own_card()
    assert own
    refused(place, far.parcel(TEXT, to=replace(own, instance_id=uuid7())), "elsewhere")
    other_key = replace(own, encryption_key=stranger.card.encryption_key)
    refused(place, far.parcel(TEXT, to=other_key), "other_key")


def test_a_retired_key_and_ended_trust(place: Town) -> None:
    far = Far()
    peer = trusted(place, far)
    late = far.parcel(TEXT)
    newer = Far(instance=far.instance)
    trusted(place, newer)
    refused(place, late, "retired_key")
    last = newer.parcel(TEXT)
    end_trust(peer_id=peer, reason="停用", **place.by())
    refused(place, last, "retired_key")


def test_our_old_key_opens_what_was_under_way_and_nothing_later(place: Town) -> None:
    far, own = Far(), own_card()
    trusted(place, far)
    under_way = far.parcel(TEXT, packed_at=NOW - timedelta(minutes=1))
    replace_keys(reason="更换", **place.by())
    refused(place, far.parcel(TEXT, to=own, number=2), "old_key")
    assert received(place, under_way).is_arrived


@pytest.mark.parametrize("zone", [Zone.INTRANET, Zone.INTERNET])
def test_nothing_above_the_ceiling_comes_in(place: Town, zone: Zone) -> None:
    """Neither openly nor under a lower level outside; and no word of it stays."""
    far = Far(zone)
    peer = trusted(place, far)
    data = {f"{CANARY}.txt": CANARY.encode()}
    refused(place, far.parcel(data, mark=SECRET), "above_ceiling")
    lying = _lying(far, data, SECRET)
    row = refused(place, lying, "above_ceiling")
    assert (row.parts, row.purpose, row.kind) == ([], "", "")
    Peer.objects.filter(id=peer).update(ceiling=0)
    refused(place, far.parcel(data, mark=Mark(level=Secrecy.INTERNAL)), "above_ceiling")
    assert _found(CANARY) == []
    folder = PARCELS.path
    assert all(CANARY.encode() not in path.read_bytes() for path in folder.glob("*/*"))


def test_a_level_that_is_lower_outside_is_refused_within_the_ceiling_too(place: Town) -> None:
    far = Far()
    trusted(place, far)
    refused(place, _lying(far, TEXT, Mark(level=Secrecy.INTERNAL)), "level")


def test_too_large_and_promising_less_than_it_holds(place: Town) -> None:
    far = Far()
    trusted(place, far, max_mb=1)
    refused(place, far.parcel({"a.txt": b"x" * 4_000_000}), "too_large")
    own = own_card()
    assert own
    short = PartInfo(name="a.txt", title="", size=9, sm3=sm3(b"x").hex(), mark=PUBLIC)
    far.sent = 7
    wrong = Contents(kind=FILES, purpose="", parts=(short,))
    refused(place, far.packed(wrong, [b"x" * 9], own), "altered")


def test_kinds_that_were_not_agreed_and_files_that_are_not_taken(place: Town) -> None:
    far = Far()
    trusted(place, far)
    refused(place, far.parcel(TEXT, kind="exchange.table"), "kind")
    program = far.parcel({"好.txt": TEXT["通知.txt"], "坏.pdf": b"MZ\x90\0" + b"\0" * 500})
    refused(place, program, "not_taken")
    assert _found("好.txt") == [], "of what was refused nothing stays"
    assert received(place, far.parcel(TEXT)).is_arrived


def test_the_importer_needs_right_and_clearance(place: Town) -> None:
    far = Far()
    trusted(place, far)
    with pytest.raises(NotAuthorised):
        received(place, far.parcel(TEXT), actor=city.someone())
    low = replace(city.almighty(), clearance=Secrecy.PUBLIC)
    file = far.parcel(TEXT, mark=Mark(level=Secrecy.INTERNAL))
    with pytest.raises(NotAuthorised):
        received(place, file, actor=low)
    assert received(place, file).is_arrived


def test_a_gap_in_the_numbers_is_shown(place: Town) -> None:
    far = Far()
    peer = trusted(place, far)
    for number in (1, 4):
        received(place, far.parcel(TEXT, number=number))
    assert get_peer(city.almighty(), peer).gaps == (2, 3)


def test_our_statement_tells_what_came_and_is_read_by_them(place: Town) -> None:
    from liupan.foundation.parcels.formats.statements import read_statement

    far = Far()
    peer = trusted(place, far)
    received(place, far.parcel(TEXT))
    bad = bytearray(far.parcel(TEXT))
    bad[-200] ^= 1
    received(place, bytes(bad))
    made = make_statement(peer_id=peer, **place.by())
    own = own_card()
    assert own
    said = read_statement(made.content, own.signing_key)
    assert [(one.number, one.state) for one in said.received] == [(1, "arrived")]
    assert take_statement(data=far.statement(sent=said.received[:0]), **place.by()).into


def _lying(far: Far, data: dict[str, bytes], mark: Mark) -> bytes:
    """A parcel that says public outside and holds this mark."""
    from liupan.foundation.parcels.formats import envelopes

    own = own_card()
    assert own
    infos = tuple(
        PartInfo(name=name, title=name, mark=mark, size=len(text), sm3=sm3(text).hex())
        for name, text in data.items()
    )
    honest = envelopes.Head.to_bytes
    far.sent += 1
    try:
        envelopes.Head.to_bytes = lambda head: honest(  # type: ignore[method-assign]
            replace(head, level=Secrecy.PUBLIC)
        )
        return far.packed(Contents(kind=FILES, purpose=CANARY, parts=infos), data.values(), own)
    finally:
        envelopes.Head.to_bytes = honest  # type: ignore[method-assign]


def _found(words: str) -> list[str]:
    """Tables in which words stand, as text or as bytes."""
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
