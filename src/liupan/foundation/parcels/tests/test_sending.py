"""Parcels that go out: ceilings, second persons, numbers without gap, receipts."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.parcels.formats.signed import NotSigned
from liupan.foundation.parcels.formats.statements import Entry
from liupan.foundation.parcels.models import Outgoing, Peer
from liupan.foundation.parcels.operations.keeping import (
    AboveCeiling,
    NotNow,
    SecondPersonNeeded,
)
from liupan.foundation.parcels.operations.sending import (
    CHECKS,
    KindNotAgreed,
    TooLarge,
    look_at_part,
    refuse_parcel,
    release_parcel,
    take_parcel,
    withdraw_parcel,
)
from liupan.foundation.parcels.operations.statements import take_statement
from liupan.foundation.parcels.operations.stations import (
    OtherFingerprint,
    OwnCard,
    end_trust,
    replace_keys,
    take_card,
    trust_peer,
)
from liupan.foundation.parcels.parcels import FILES
from liupan.foundation.parcels.policies import SEND
from liupan.foundation.parcels.queries.logs import known_files
from liupan.foundation.parcels.queries.stations import own_card, own_card_file
from liupan.foundation.parcels.rules.comparing import Gap
from liupan.foundation.parcels.stores import PARCELS
from liupan.foundation.parcels.tending import tend
from liupan.foundation.parcels.tests.factories import (
    NOW,
    Far,
    Town,
    file_of,
    part,
    prepared,
    released,
    trusted,
)
from liupan.foundation.screening.facade import NotClean
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy, Zone

pytestmark = pytest.mark.django_db
CANARY = "鸣泉四十二"


def test_inward_it_is_packed_at_once_and_read_there(place: Town) -> None:
    far = Far(Zone.INTRANET)
    peer = trusted(place, far)
    parcel = prepared(place, peer, part("表.txt", CANARY.encode(), Secrecy.INTERNAL))
    row = Outgoing.objects.get(id=parcel)
    assert (row.state, row.number) == ("packed", 1)
    file = file_of(place, parcel)
    assert CANARY.encode() not in file
    _head, inside = far.opened(file)
    assert CANARY.encode() in inside


def test_outward_somebody_else_releases_it(place: Town) -> None:
    peer = trusted(place, Far(Zone.INTERNET))
    parcel = prepared(place, peer)
    assert Outgoing.objects.get(id=parcel).state == "waiting"
    with pytest.raises(NotNow):
        take_parcel(parcel_id=parcel, **place.by())
    with pytest.raises(SecondPersonNeeded):
        release_parcel(parcel_id=parcel, opinion="同意", checks=CHECKS, **place.by())
    for wrong in ({"opinion": " ", "checks": CHECKS}, {"opinion": "同意", "checks": CHECKS[1:]}):
        with pytest.raises(InvalidInput):
            release_parcel(parcel_id=parcel, **wrong, **place.other())
    info, content = look_at_part(parcel_id=parcel, part=0, **place.other())
    assert (info.name, b"".join(content)) == ("通知.txt", "按期报送。".encode())
    released(place, parcel)
    row = Outgoing.objects.get(id=parcel)
    assert (row.state, row.number, row.decided_by) == ("packed", 1, UUID(int=77))
    with pytest.raises(NotNow):
        released(place, parcel)


@pytest.mark.parametrize(
    ("zone", "level"), [(Zone.INTERNET, Secrecy.INTERNAL), (Zone.INTRANET, Secrecy.SECRET)]
)
def test_nothing_above_a_ceiling_goes(place: Town, zone: Zone, level: Secrecy) -> None:
    """Not above the target's; and of a secret nothing can be here to begin with."""
    far = Far(zone)
    peer = trusted(place, far)
    mark = replace(part("x", b"").mark, level=level, since=city.TODAY if level > 1 else None)
    with pytest.raises(AboveCeiling):
        prepared(place, peer, part("a.txt", b"x"), replace(part("b.txt", b"y"), mark=mark))
    assert not Outgoing.objects.exists()


def test_bounds_are_asked_again_at_the_release(place: Town) -> None:
    peer = trusted(place, Far(Zone.INTERNET))
    parcel = prepared(place, peer)
    row = Outgoing.objects.get(id=parcel)
    [told] = row.parts
    Outgoing.objects.filter(id=parcel).update(
        parts=[{**told, "mark": {**told["mark"], "level": 1}}]
    )
    with pytest.raises(AboveCeiling):
        released(place, parcel)
    Outgoing.objects.filter(id=parcel).update(parts=row.parts)
    Peer.objects.filter(id=peer).update(kinds=["a.b"])
    with pytest.raises(KindNotAgreed):
        released(place, parcel)


def test_a_text_that_is_marked_higher_than_it_claims_never_waits(place: Town) -> None:
    peer = trusted(place, Far(Zone.INTERNET))
    with pytest.raises(NotClean):
        prepared(place, peer, part("a.txt", f"机密★10年\n{CANARY}".encode()))
    with pytest.raises(NotClean):
        prepared(place, peer, purpose="绝密★30年 报送")
    assert not Outgoing.objects.exists()


def test_what_screening_found_is_shown_without_the_number(place: Town) -> None:
    peer = trusted(place, Far(Zone.INTERNET))
    parcel = prepared(place, peer, part("a.csv", "姓名,证件\n某,110101199003074514".encode()))
    row = Outgoing.objects.get(id=parcel)
    assert row.findings
    assert "110101199003074514" not in str(row.findings)


def test_unread_parts_are_named(place: Town) -> None:
    peer = trusted(place, Far(Zone.INTERNET))
    row = Outgoing.objects.get(id=prepared(place, peer, part("图.png", b"\x89PNG")))
    assert row.unread == ["图.png"]


def test_it_is_no_larger_than_agreed(place: Town) -> None:
    peer = trusted(place, Far(), max_mb=1)
    with pytest.raises(TooLarge):
        prepared(place, peer, part("a.bin", b"x" * 700_000), part("b.bin", b"x" * 700_000))
    prepared(place, peer, part("a.bin", b"x" * 700_000))


def test_numbers_have_no_gap_and_no_double(place: Town) -> None:
    far = Far(Zone.INTERNET)
    peer = trusted(place, far)
    parcels = [prepared(place, peer) for _ in range(4)]
    refuse_parcel(parcel_id=parcels[1], opinion="不宜公开", **place.other())
    withdraw_parcel(parcel_id=parcels[2], reason="有误", **place.by())
    released(place, parcels[3])
    released(place, parcels[0])
    numbers = dict(Outgoing.objects.values_list("id", "number"))
    assert [numbers[one] for one in parcels] == [2, None, None, 1]


def test_it_may_be_taken_again_until_its_receipt_is_there(place: Town) -> None:
    far = Far()
    peer = trusted(place, far)
    parcel = prepared(place, peer)
    assert file_of(place, parcel) == file_of(place, parcel)
    row = Outgoing.objects.get(id=parcel)
    assert (row.state, row.times_taken) == ("taken", 2)
    arrived = Entry(number=1, parcel_id=parcel, sm3=row.sm3, state="arrived", at=NOW)
    found = take_statement(data=far.statement([arrived]), **place.by())
    assert found.agrees
    assert Outgoing.objects.get(id=parcel).state == "arrived"
    with pytest.raises(NotNow):
        file_of(place, parcel)
    assert row.file_id
    assert known_files({row.file_id}) == set()
    assert take_statement(data=far.statement([arrived]), **place.by()).agrees, "taken twice"


def test_planted_differences_are_found_and_move_nothing(place: Town) -> None:
    far = Far()
    peer = trusted(place, far)
    ids = [prepared(place, peer) for _ in range(4)]
    rows = [Outgoing.objects.get(id=one) for one in ids]

    def entry(at: int, **more: object) -> Entry:
        values = {"number": at + 1, "parcel_id": ids[at], "sm3": rows[at].sm3}
        return Entry(**{**values, "state": "arrived", "at": NOW, **more})  # type: ignore[arg-type]

    told = [
        entry(0),
        entry(1, sm3="f" * 64),
        entry(2, state="refused", cause="altered"),
        entry(0, number=9, parcel_id=uuid7()),
    ]
    sent = [Entry(number=1, parcel_id=uuid7(), sm3="a" * 64, state="sent", at=NOW)]
    found = take_statement(data=far.statement(told, sent), **place.by())
    assert [(one.number, one.gap) for one in found.out] == [
        (2, Gap.DIFFERENT), (3, Gap.REFUSED), (4, Gap.MISSING), (9, Gap.UNKNOWN),
    ]  # fmt: skip
    assert [(one.number, one.gap) for one in found.into] == [(1, Gap.MISSING)]
    states = dict(Outgoing.objects.values_list("id", "state"))
    assert [states[one] for one in ids] == ["arrived", "packed", "not_taken", "packed"]


def test_statements_of_others_are_refused(place: Town) -> None:
    far, stranger = Far(), Far()
    trusted(place, far)
    forged = replace(stranger, instance=far.instance).statement()
    elsewhere = far.statement(receiver=uuid7())
    for wrong in (stranger.statement(), forged, elsewhere, far.statement() + b"x", b""):
        with pytest.raises(NotSigned):
            take_statement(data=wrong, **place.by())


def test_a_station_is_trusted_by_its_fingerprint_alone(place: Town) -> None:
    far = Far()
    peer = take_card(data=far.card_file(), **place.by())
    with pytest.raises(NotNow):
        prepared(place, peer)
    with pytest.raises(OtherFingerprint):
        trusted(place, far, fingerprint=Far().card.fingerprint)
    with pytest.raises(OtherFingerprint):
        trusted(place, far, fingerprint=far.card.fingerprint[:-1])
    with pytest.raises(OwnCard):
        take_card(data=own_card_file(city.almighty()), **place.by())


@pytest.mark.parametrize(
    ("zone", "ceiling"), [(Zone.INTERNET, Secrecy.INTERNAL), (Zone.INTRANET, Secrecy.SECRET)]
)
def test_nobody_agrees_on_more_than_both_zones_hold(
    place: Town, zone: Zone, ceiling: Secrecy
) -> None:
    with pytest.raises(InvalidInput) as told:
        trusted(place, Far(zone), ceiling=ceiling)
    assert set(told.value.fields) == {"ceiling"}


def test_another_card_retires_the_one_before(place: Town) -> None:
    far = Far()
    peer = trusted(place, far)
    newer = Far(instance=far.instance)
    assert trusted(place, newer) == peer
    with pytest.raises(OtherFingerprint):
        trust_peer(
            peer_id=peer, fingerprint=far.card.fingerprint, ceiling=Secrecy.PUBLIC, max_mb=1,
            kinds=[FILES], unit_id=place.unit, **place.by(),
        )  # fmt: skip
    file = file_of(place, prepared(place, peer))
    newer.opened(file)


def test_ended_trust_lets_nothing_out_not_even_what_lies_packed(place: Town) -> None:
    peer = trusted(place, Far())
    parcel = prepared(place, peer)
    end_trust(peer_id=peer, reason="设备停用", **place.by())
    with pytest.raises(NotNow):
        file_of(place, parcel)
    with pytest.raises(NotNow):
        prepared(place, peer)


def test_new_keys_make_another_card(place: Town) -> None:
    before = own_card()
    replace_keys(reason="定期更换", **place.by())
    after = own_card()
    assert before
    assert after
    assert before.fingerprint != after.fingerprint


def test_only_who_may(place: Town) -> None:
    peer = trusted(place, Far())
    with pytest.raises(NotAuthorised):
        prepared(place, peer, actor=city.someone())
    high = replace(city.almighty(), clearance=Secrecy.PUBLIC)
    with pytest.raises(NotAuthorised):
        prepared(place, peer, part("a.txt", b"x", Secrecy.INTERNAL), actor=high)


def test_who_sent_it_is_reminded_once(place: Town) -> None:
    peer = trusted(place, Far())
    sender = city.person("试发送")
    actor = Actor(
        id=sender, kind=ActorKind.STAFF, clearance=Secrecy.INTERNAL,
        rights={SEND.code: frozenset({place.unit})},
    )  # fmt: skip
    prepared(place, peer, actor=actor)
    for days, told in ((9, 0), (11, 1), (12, 1)):
        with clock.frozen(NOW + timedelta(days=days)):
            tend()
        assert len(list_notices(actor)) == told


def test_parts_lie_encrypted_and_go_when_it_is_packed(place: Town) -> None:
    peer = trusted(place, Far(Zone.INTERNET))
    parcel = prepared(place, peer, part("a.txt", CANARY.encode()))
    [staged] = Outgoing.objects.get(id=parcel).parts
    path = PARCELS.path_of(UUID(staged["file"]))
    assert CANARY.encode() not in path.read_bytes()
    assert known_files({UUID(staged["file"])}) == {UUID(staged["file"])}
    released(place, parcel)
    assert known_files({UUID(staged["file"])}) == set()


def test_the_database_holds_no_word_of_what_is_inside(place: Town) -> None:
    peer = trusted(place, Far(Zone.INTERNET))
    released(place, prepared(place, peer, part("a.txt", CANARY.encode())))
    with connection.cursor() as cursor:
        for table in ("parcels_outgoing", "journal_entry"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{CANARY}%"])
            assert cursor.fetchone() == (0,)
