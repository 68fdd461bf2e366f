"""A seal's way from the application to its end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from liupan.foundation.crypto.facade import (
    KeyDestroyed,
    RevocationState,
    check_revocation,
    find_path,
    read_certificate,
)
from liupan.foundation.seals.models import Certificate, Key, Seal
from liupan.foundation.seals.operations.applying import (
    approve_seal,
    enter_seals,
    make_seal,
    refuse_seal,
    take_seal,
)
from liupan.foundation.seals.operations.authority import signer_of
from liupan.foundation.seals.operations.custody import (
    destroy_seal,
    pass_on_seal,
    resume_seal,
    revoke_seal,
    suspend_seal,
)
from liupan.foundation.seals.operations.keeping import NotNow, SecondPersonNeeded
from liupan.foundation.seals.queries.certificates import seal_revoked_at, trust
from liupan.foundation.seals.tests.factories import (
    NOW,
    Town,
    applied,
    facts,
    in_use,
    new_seal,
    png_of,
)
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised

pytestmark = pytest.mark.django_db


def row(seal: object) -> Seal:
    return Seal.objects.select_related("certificate").get(id=seal)


def test_a_seal_is_made_and_taken(place: Town) -> None:
    seal = row(in_use(place))
    assert seal.state == "in_use"
    assert seal.data
    assert seal.certificate
    assert seal.es_id.startswith("64042017")
    acts = [f"seals.seal.{act}" for act in ("applied", "approved", "made", "taken")]
    assert all(facts(act)[-1]["thing_id"] == seal.id for act in acts)


def test_nobody_approves_what_they_applied_for(place: Town) -> None:
    seal = applied(place)
    Seal.objects.filter(id=seal).update(applied_by=place.accounts["administrator"])
    with pytest.raises(SecondPersonNeeded):
        approve_seal(seal_id=seal, opinion="", **place.by("administrator"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.filter(id=seal).update(decided_by=place.accounts["administrator"])


@pytest.mark.parametrize("who", ["keeper", "approver", "clerk"])
def test_only_the_right_approves(place: Town, who: str) -> None:
    seal = applied(place)
    with pytest.raises((NotAuthorised, Missing)):
        approve_seal(seal_id=seal, opinion="", **place.by(who))


def test_the_keeper_is_who_holds_the_post(place: Town) -> None:
    seal = applied(place)
    approve_seal(seal_id=seal, opinion="", **place.by("administrator"))
    make_seal(seal_id=seal, **place.by("administrator"))
    with pytest.raises(NotAuthorised):
        take_seal(seal_id=seal, **place.by("other_keeper"))
    take_seal(seal_id=seal, **place.by("keeper"))


def test_a_seal_is_passed_on(place: Town) -> None:
    seal = in_use(place)
    common = {"seal_id": seal, "reason": "轮岗", **place.by("administrator")}
    pass_on_seal(keeper_post_id=place.posts["other_keeper"], **common)
    assert row(seal).state == "made"
    with pytest.raises(NotAuthorised):
        take_seal(seal_id=seal, **place.by("keeper"))
    take_seal(seal_id=seal, **place.by("other_keeper"))
    with pytest.raises(InvalidInput):
        pass_on_seal(keeper_post_id=place.posts["other_keeper"], **common)


def test_what_is_refused_or_out_of_turn(place: Town) -> None:
    seal = applied(place)
    with pytest.raises(NotNow):
        make_seal(seal_id=seal, **place.by("administrator"))
    with pytest.raises(InvalidInput):
        refuse_seal(seal_id=seal, opinion=" ", **place.by("administrator"))
    refuse_seal(seal_id=seal, opinion="名称有误", **place.by("administrator"))
    with pytest.raises(NotNow):
        approve_seal(seal_id=seal, opinion="", **place.by("second_administrator"))


def test_suspended_and_used_again(place: Town) -> None:
    seal = in_use(place)
    suspend_seal(seal_id=seal, reason="外借核查", **place.by("keeper"))
    with pytest.raises(NotAuthorised):
        resume_seal(seal_id=seal, reason="x", **place.by("keeper"))
    resume_seal(seal_id=seal, reason="核查完毕", **place.by("administrator"))
    assert row(seal).state == "in_use"


@pytest.mark.parametrize(
    ("cause", "then"),
    [("lost", RevocationState.REVOKED_LATER), ("misused", RevocationState.REVOKED)],
)
def test_what_a_revoked_seal_signed_before(place: Town, cause: str, then: RevocationState) -> None:
    seal = in_use(place)
    ended = NOW + timedelta(days=3)
    revoke_seal(seal_id=seal, cause=cause, reason="遗失", **place.by("administrator", ended))
    found = row(seal)
    assert found.certificate
    assert seal_revoked_at(found.es_id) == ended
    believed = trust(ended)
    path = find_path(
        read_certificate(bytes(found.certificate.der)),
        others=believed.others,
        trusted=believed.roots,
    )
    assert path.is_trusted
    for at, expected in ((NOW, then), (ended, RevocationState.REVOKED)):
        assert check_revocation(path, lists=believed.lists, at=at, now=ended).state is expected


def test_a_destroyed_key_never_signs_again(place: Town) -> None:
    seal = in_use(place)
    with pytest.raises(NotNow):
        destroy_seal(seal_id=seal, reason="x", **place.by("administrator"))
    revoke_seal(seal_id=seal, cause="replaced", reason="更换", **place.by("administrator"))
    destroy_seal(seal_id=seal, reason="更换后销毁", **place.by("administrator"))
    certificate = Certificate.objects.select_related("key").get(seal__id=seal)
    assert certificate.key
    with pytest.raises(KeyDestroyed):
        signer_of(certificate)
    assert Key.objects.get(id=certificate.key_id).destroyed_at == NOW
    assert row(seal).data, "what it sealed can still be verified"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"picture": b"GIF89a"}, "picture"),
        ({"height_mm": 30}, "height_mm"),
        ({"name": " "}, "name"),
    ],
)
def test_applications_that_are_not_taken(place: Town, more: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        applied(place, **more)
    assert field in refused.value.fields


def test_an_own_picture_is_kept_as_it_is(place: Town) -> None:
    picture = png_of("固原市民政局")
    assert bytes(row(applied(place, picture=picture)).picture) == picture


def test_seals_of_many_units_at_once(place: Town) -> None:
    seals = [new_seal(place), new_seal(place, kind="special", line="合同专用章", width_mm=38,
                                       height_mm=38)]  # fmt: skip
    made = enter_seals(seals=seals, **place.by("administrator"))
    assert {row(seal).state for seal in made} == {"in_use"}
    assert len({row(seal).es_id for seal in made}) == 2
