"""One request, one use."""

from dataclasses import replace
from datetime import timedelta

import pytest

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import list_files, open_file
from liupan.foundation.seals.facade import (
    Approval,
    NotInUse,
    NotNow,
    NotTheDocument,
    NotValidNow,
    Place,
    SecondPersonNeeded,
    seal_ofd,
    trust,
)
from liupan.foundation.seals.formats.verdicts import Outcome
from liupan.foundation.seals.formats.verifying import verify_ofd
from liupan.foundation.seals.models import Certificate, Use
from liupan.foundation.seals.operations.custody import resume_seal, revoke_seal, suspend_seal
from liupan.foundation.seals.operations.sealing import seal_request
from liupan.foundation.seals.operations.uses import approve_use, refuse_use, withdraw_use
from liupan.foundation.seals.queries.uses import get_use
from liupan.foundation.seals.tests.factories import (
    NOW,
    Town,
    approved,
    facts,
    in_use,
    paper,
    requested,
)
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy, Zone

pytestmark = pytest.mark.django_db


def test_a_document_is_sealed_once(place: Town) -> None:
    seal = in_use(place)
    use = approved(place, seal)
    sealed = seal_request(request_id=use, **place.by("keeper"))
    again = seal_ofd(seal_id=seal, content=paper(), request_id=use, **place.by("keeper"))
    assert again == sealed
    row = Use.objects.get(id=use)
    assert (row.state, row.sealed_sm3) == ("used", sm3(sealed).hex())
    assert len(facts("seals.use.used")) == 1
    assert row.sealed_file_id
    opened = open_file(file_id=row.sealed_file_id, **place.by("clerk"))
    assert b"".join(opened.content) == sealed


def test_what_was_sealed_holds_also_after_the_seal_was_revoked(place: Town) -> None:
    seal = in_use(place)
    first = seal_request(request_id=approved(place, seal), **place.by("keeper"))
    assert verify_ofd(first, trust(NOW)).outcome is Outcome.VALID
    later = NOW + timedelta(days=5)
    revoke_seal(seal_id=seal, cause="lost", reason="遗失", **place.by("administrator", later))
    found = verify_ofd(first, trust(later))
    assert found.outcome is Outcome.VALID, [f for s in found.signatures for f in s.findings]


def test_several_seals_on_one_document(place: Town) -> None:
    first, second = in_use(place), in_use(place, name="固原市财政局")
    once = seal_request(
        request_id=approved(place, first), places=[Place(0, 60.0, 220.0)], **place.by("keeper")
    )
    use = approved(place, second, content=once)
    both = seal_request(request_id=use, places=[Place(0, 150.0, 220.0)], **place.by("keeper"))
    found = verify_ofd(both, trust(NOW))
    assert (found.outcome, len(found.signatures)) == (Outcome.VALID, 2)


def test_another_document_is_not_sealed(place: Town) -> None:
    seal = in_use(place)
    use = approved(place, seal)
    other = paper("other")
    with pytest.raises(NotTheDocument):
        seal_ofd(seal_id=seal, content=other, request_id=use, **place.by("keeper"))
    with pytest.raises(NotTheDocument):
        seal_ofd(seal_id=uuid7(), content=paper(), request_id=use, **place.by("keeper"))


def test_nobody_approves_their_own_request(place: Town) -> None:
    seal = in_use(place)
    use = requested(place, seal)
    Use.objects.filter(id=use).update(requested_by=place.accounts["approver"])
    with pytest.raises(SecondPersonNeeded):
        approve_use(use_id=use, opinion="", **place.by("approver"))
    approve_use(use_id=use, opinion="", **place.by("second_approver"))


@pytest.mark.parametrize("who", ["clerk", "keeper", "administrator"])
def test_only_the_right_approves_a_use(place: Town, who: str) -> None:
    use = requested(place, in_use(place))
    with pytest.raises(NotAuthorised):
        approve_use(use_id=use, opinion="", **place.by(who))


@pytest.mark.parametrize("who", ["other_keeper", "approver", "administrator", "clerk"])
def test_only_the_keeper_seals(place: Town, who: str) -> None:
    use = approved(place, in_use(place))
    with pytest.raises((NotAuthorised, Missing)):
        seal_request(request_id=use, **place.by(who))


def test_without_approval_nothing_is_sealed(place: Town) -> None:
    seal = in_use(place)
    use = requested(place, seal)
    with pytest.raises(NotNow):
        seal_request(request_id=use, **place.by("keeper"))
    refuse_use(use_id=use, opinion="不必用印", **place.by("approver"))
    with pytest.raises(NotNow):
        seal_request(request_id=use, **place.by("keeper"))


def test_a_withdrawn_request_is_gone(place: Town) -> None:
    use = approved(place, in_use(place))
    with pytest.raises((NotAuthorised, Missing)):
        withdraw_use(use_id=use, reason="x", **place.by("keeper"))
    withdraw_use(use_id=use, reason="内容有误", **place.by("clerk"))
    with pytest.raises(NotNow):
        seal_request(request_id=use, **place.by("keeper"))


def test_a_suspended_seal_is_not_used(place: Town) -> None:
    seal = in_use(place)
    use = approved(place, seal)
    suspend_seal(seal_id=seal, reason="x", **place.by("keeper"))
    with pytest.raises(NotInUse):
        seal_request(request_id=use, **place.by("keeper"))
    with pytest.raises(NotInUse):
        requested(place, seal)
    resume_seal(seal_id=seal, reason="x", **place.by("administrator"))
    assert seal_request(request_id=use, **place.by("keeper"))


def test_an_expired_certificate_seals_nothing(place: Town) -> None:
    seal = in_use(place)
    use = approved(place, seal)
    Certificate.objects.filter(seal__id=seal).update(valid_to=NOW)
    late = place.by("keeper", NOW.replace(year=2030))
    with pytest.raises(NotValidNow):
        seal_request(request_id=use, **late)


def test_only_ofd_is_sealed(place: Town) -> None:
    with pytest.raises(InvalidInput):
        requested(place, in_use(place), name="a.txt", content="文字".encode())


def approval(place: Town, **more: object) -> Approval:
    values: dict[str, object] = {
        "id": uuid7(), "of_type": "correspondence.document", "of_id": uuid7(),
        "requested_by": place.accounts["clerk"], "requested_at": NOW,
        "approved_by": place.accounts["approver"], "approved_at": NOW,
        "document": "固政办发〔2017〕1号.ofd", "purpose": "印发",
    }  # fmt: skip
    return Approval(**{**values, **more})  # type: ignore[arg-type]


def test_an_offices_own_step_approves(place: Town) -> None:
    seal, step = in_use(place), approval(place)
    common = {"seal_id": seal, "approval": step, **place.by("keeper")}
    sealed = seal_ofd(content=paper(), **common)
    assert seal_ofd(content=paper(), **common) == sealed
    with pytest.raises(NotTheDocument):
        seal_ofd(content=paper("other"), **common)
    [used] = facts("seals.use.used")
    assert step.of_id in used["concerned"]
    assert Use.objects.get(id=step.id).decided_by == step.approved_by


def test_what_is_sealed_for_an_office_is_as_secret_as_its_thing(
    place: Town, settings: object
) -> None:
    settings.LIUPAN_ZONE = Zone.INTRANET  # type: ignore[attr-defined]
    seal, step = in_use(place), approval(place, secrecy=Secrecy.SECRET)
    keeper = replace(place["keeper"], clearance=Secrecy.SECRET)
    seal_ofd(seal_id=seal, content=paper(), approval=step, actor=keeper, now=NOW)
    assert get_use(keeper, step.id)
    for who in ("keeper", "approver", "clerk"):
        with pytest.raises(Missing):
            get_use(place[who], step.id)
        assert not list_files([step.id], place[who])


def test_an_offices_step_needs_two_people_and_a_keeper(place: Town) -> None:
    seal, clerk = in_use(place), place.accounts["clerk"]
    with pytest.raises(InvalidInput):
        seal_ofd(seal_id=seal, content=paper(), approval=approval(place, approved_by=clerk),
                 **place.by("keeper"))  # fmt: skip
    with pytest.raises(NotAuthorised):
        seal_ofd(seal_id=seal, content=paper(), approval=approval(place),
                 **place.by("approver"))  # fmt: skip
    assert not Use.objects.exists()


def test_who_sees_a_request(place: Town) -> None:
    use = requested(place, in_use(place))
    for who in ("clerk", "keeper", "approver", "administrator"):
        assert get_use(place[who], use).line.id == use
    Use.objects.filter(id=use).update(requested_by=uuid7())
    with pytest.raises(Missing):
        get_use(place["clerk"], use)
