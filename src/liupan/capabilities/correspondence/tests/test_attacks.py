"""What somebody tries who should not: each was possible once."""

from uuid import UUID

import pytest
from django.test import Client

from liupan.capabilities.correspondence.models import FilingClass, Incoming, Outgoing, Rendition
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.deciding import (
    StepAct,
    act_on_step,
    return_document,
)
from liupan.capabilities.correspondence.operations.drafting import (
    NotReady,
    describe_document,
    hand_on_draft,
)
from liupan.capabilities.correspondence.operations.exporting import NotTypesetYet, export_document
from liupan.capabilities.correspondence.operations.filing import set_class
from liupan.capabilities.correspondence.operations.issuing import dispatch_document, void_document
from liupan.capabilities.correspondence.operations.receiving import (
    send_back_document,
    sign_for_document,
)
from liupan.capabilities.correspondence.operations.receiving.keeping import NotNow
from liupan.capabilities.correspondence.queries.incoming_page import get_incoming
from liupan.capabilities.correspondence.queries.outgoing_page import get_outgoing
from liupan.capabilities.correspondence.rules.receiving import Act
from liupan.capabilities.correspondence.tests.town import (
    FOUNDED,
    NOW,
    Town,
    begun,
    decide,
    handed,
    particulars,
    rendered,
    seal,
    step,
    text,
)
from liupan.capabilities.correspondence.views.outgoing.acts.steps import CopyTo
from liupan.foundation.access.facade import actor_for, grant_role
from liupan.foundation.documents.facade import list_files, open_file, open_files
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.organisations.facade import By
from liupan.foundation.organisations.tests.factories import almighty
from liupan.foundation.workflow.facade import NotForYou, describe_instance
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, NotAuthorised
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db


def dispatched(place: Town) -> UUID:
    document = rendered(place)
    seal(place, document, step(document)[1])
    dispatch_document(
        document_id=document, item_id=step(document)[1], actor=place.registrar, now=NOW
    )
    return document


def test_a_receiver_reads_what_was_sent_and_nothing_that_came_before(place: Town) -> None:
    document = dispatched(place)
    finals = {one.file_id for one in Rendition.objects.filter(document_id=document, n=2)}
    receiver = place.police_registrar
    listed = list_files([document], receiver)[document]
    assert {one.id for one in listed} == finals
    assert len(open_files(of_id=document, actor=receiver, now=NOW)) == len(finals) == 3
    for before in Rendition.objects.filter(document_id=document, n=1):
        with pytest.raises(Missing):
            open_file(file_id=before.file_id, actor=receiver, now=NOW)
    assert len(list_files([document], place.registrar)[document]) == 5  # the sender sees all


def test_the_unit_that_issues_it_reviews_it_however_it_began(place: Town) -> None:
    bureau = place.units["bureau"]
    document = begun(
        place, issuing_unit_id=bureau, signer_id=place.bureau_leader.id, code_id=None
    )  # fmt: skip
    describe(place, document, place.drafter)
    hand_on_draft(document_id=document, source=text(), note="", actor=place.drafter, now=NOW)
    assert decide(document, place.reviewer) == "signing_off"
    assert decide(document, place.signer) == "rechecking"
    assert decide(document, place.registrar) == "numbering"


def test_what_a_reviewer_changes_is_what_the_process_goes_by(place: Town) -> None:
    document = handed(place)
    describe(place, document, place.reviewer, cosigner_unit_ids=(place.units["bureau"],))
    assert decide(document, place.reviewer) == "cosigning"
    other = handed(place)
    describe(place, other, place.reviewer, signer_id=place.deputy.id)
    decide(other, place.reviewer)
    with pytest.raises(NotForYou):
        decide(other, place.signer)
    assert decide(other, place.deputy) == "rechecking"


def test_nobody_passes_a_draft_on_to_a_step_without_anybody(place: Town) -> None:
    document = handed(place)
    describe(place, document, place.reviewer, signer_id=None)
    with pytest.raises(NotReady):
        decide(document, place.reviewer)


def describe(place: Town, document: UUID, actor: Actor, **changes: object) -> None:
    describe_document(
        document_id=document, particulars=particulars(place, **changes),
        version=Outgoing.objects.get(id=document).version, actor=actor, now=NOW,
    )  # fmt: skip


def test_who_need_not_sign_any_more_does_not_see_what_was_written_since(place: Town) -> None:
    document = handed(place, cosigner_unit_ids=(place.units["police"],))
    decide(document, place.reviewer)
    assert get_outgoing(place.police_leader, document, now=NOW)
    return_document(
        document_id=document, item_id=step(document)[1], to="STARTER", reason="改",
        actor=place.police_leader, now=NOW,
    )  # fmt: skip
    assert get_outgoing(place.police_leader, document, now=NOW)  # spoke, so takes part
    other = handed(place, cosigner_unit_ids=(place.units["police"],))
    decide(other, place.reviewer)
    take_back(place, other)
    describe(place, other, place.reviewer)
    with pytest.raises(Missing):
        get_outgoing(place.police_leader, other, now=NOW)


def take_back(place: Town, document: UUID) -> None:
    instance = Outgoing.objects.get(id=document).instance_id
    assert instance
    done = describe_instance(instance)
    assert done
    reviewed = next(one for one in done.steps if one.element == "review")
    act_on_step(
        document_id=document, item_id=reviewed.id, act=StepAct.WITHDRAW, actor=place.reviewer,
        now=NOW,
    )  # fmt: skip


def test_who_has_a_copy_passes_it_on_to_nobody(place: Town) -> None:
    document = handed(place)

    def copy(actor: Actor, reader: Actor) -> None:
        act_on_step(
            document_id=document, item_id=step(document)[1], act=StepAct.COPY, actor=actor,
            account_ids=[reader.id], now=NOW,
        )  # fmt: skip

    copy(place.drafter, place.counsel)
    assert not CopyTo(
        get_outgoing(place.counsel, document, now=NOW), place.counsel, NOW
    ).is_possible
    with pytest.raises(NotAuthorised):
        copy(place.counsel, place.stranger)
    with pytest.raises(Missing):
        get_outgoing(place.stranger, document, now=NOW)


def test_what_was_made_void_is_accepted_by_nobody(place: Town) -> None:
    document = dispatched(place)
    void_document(document_id=document, reason="内容有误", actor=place.registrar, now=NOW)
    received = Incoming.objects.get(outgoing_id=document, unit_id=place.units["police"])
    told = [one.url for one in list_notices(place.police_registrar) if "作废" in one.title]
    assert len(told) == 1
    assert str(received.id) in told[0]
    seen = get_incoming(place.police_registrar, received.id, now=NOW)
    assert seen.is_void
    assert Act.SIGN_FOR not in seen.may
    with pytest.raises(NotNow):
        sign_for_document(incoming_id=received.id, actor=place.police_registrar, now=NOW)
    send_back_document(
        incoming_id=received.id, reason="已作废", actor=place.police_registrar, now=NOW
    )


def test_who_manages_a_unit_leaves_the_citys_filing_plan_alone(place: Town) -> None:
    grant_role(
        role_code="document-manager", unit_id=place.units["bureau"], account_id=place.stranger.id,
        valid_from=FOUNDED, actor=almighty(), now=NOW,
    )  # fmt: skip
    manager = actor_for(place.stranger.id)
    said = {"code": "XX", "name": "类", "scope": "", "retention": "10", "is_active": True}
    one = FilingClass.objects.filter(unit=None)[0]
    with pytest.raises(NotAuthorised):
        set_class(unit_id=None, **said, actor=manager, now=NOW)
    with pytest.raises(NotAuthorised):
        set_class(
            unit_id=None, **said, class_id=one.id, version=one.version, actor=manager, now=NOW
        )
    assert set_class(unit_id=place.units["bureau"], **said, actor=manager, now=NOW)


def test_what_went_back_shows_its_new_text_and_no_file_of_before(place: Town) -> None:
    document = rendered(place)
    number = Outgoing.objects.get(id=document).number
    return_document(
        document_id=document, item_id=step(document)[1], to="STARTER", reason="改",
        actor=place.keeper, now=NOW,
    )  # fmt: skip
    hand_on_draft(
        document_id=document, source=text("改过的正文。"), note="改", actor=place.drafter, now=NOW
    )
    assert not get_outgoing(place.reviewer, document, now=NOW).files
    with pytest.raises(NotTypesetYet):
        export_document(number=number, where="/tmp", actor=place.registrar, now=NOW)


def test_whoever_is_asked_to_sign_can_also_without_a_right_to_read(place: Town) -> None:
    document = handed(place)
    act_on_step(
        document_id=document, item_id=step(document)[1], act=StepAct.HAND_OVER,
        actor=place.reviewer, account_ids=[place.stranger.id], now=NOW,
    )  # fmt: skip
    with pytest.raises(Missing):  # nor show it to others
        act_on_step(
            document_id=document, item_id=step(document)[1], act=StepAct.COPY,
            actor=place.stranger, account_ids=[place.counsel.id], now=NOW,
        )  # fmt: skip
    assert decide(document, place.stranger) == "signing_off"


def test_a_notice_of_a_secret_is_for_those_who_are_cleared(place: Town) -> None:
    document = Outgoing.objects.get(id=handed(place))
    for level in (Secrecy.INTERNAL, Secrecy.SECRET):  # one group: the newest is shown
        document.secrecy = level
        told = (place.drafter.id,), telling.RETURNED, document
        telling.tell(*told, By(place.reviewer, NOW), f"退回{level}")
    found = [one.title for one in list_notices(place.drafter)]
    assert f"退回{Secrecy.INTERNAL}" in found
    assert f"退回{Secrecy.SECRET}" not in found


def test_days_where_calendars_end_break_no_list(place: Town) -> None:
    client = Client()
    enter(client, place.registrar.id)
    for query in ("outgoing/?to=9999-12-31", "outgoing/?from=0001-01-01",
                  "incoming/?to_day=9999-12-31", "incoming/?from_day=0001-01-01"):  # fmt: skip
        assert client.get(f"/correspondence/{query}").status_code == 200
