"""The whole way of an outgoing document, and what is refused on it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liupan.capabilities.correspondence.models import Draft, Incoming, Outgoing, Rendition
from liupan.capabilities.correspondence.operations import drafting
from liupan.capabilities.correspondence.operations.deciding import (
    OwnDraft,
    StepAct,
    act_on_step,
    decide_step,
    return_document,
)
from liupan.capabilities.correspondence.operations.drafting import (
    NobodyToDo,
    NotReady,
    begin_document,
    describe_document,
    hand_on_draft,
    keep_working_copy,
    withdraw_document,
)
from liupan.capabilities.correspondence.operations.issuing import (
    SealBroken,
    dispatch_document,
    number_document,
    render_document,
    void_document,
)
from liupan.capabilities.correspondence.operations.limits import mark_outgoing_late
from liupan.capabilities.correspondence.operations.locking import (
    NotNow,
    NotSignedOff,
    SignedOff,
)
from liupan.capabilities.correspondence.operations.particulars import To
from liupan.capabilities.correspondence.operations.printing import NotTheText, require_words
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.capabilities.correspondence.tests.town import (
    DAY,
    FOUNDED,
    NOW,
    Town,
    begun,
    decide,
    handed,
    numbered,
    particulars,
    rendered,
    seal,
    signed,
    step,
    text,
)
from liupan.foundation.access.facade import actor_for, grant_role
from liupan.foundation.documents.facade import (
    AboveCeiling,
    DocumentType,
    Form,
    open_file,
    read_ofd,
    read_pdf,
)
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.numbering.facade import describe_number
from liupan.foundation.organisations.facade import establish_unit, find_division
from liupan.foundation.organisations.tests.factories import almighty
from liupan.foundation.screening.facade import NotClean
from liupan.foundation.seals.facade import Outcome, verify_file
from liupan.foundation.workflow.facade import AlreadyDone, NotForYou, NotVisited, move_process
from liupan.kernel.errors import InvalidInput, LiupanError, Missing, NotAuthorised, StaleVersion
from liupan.kernel.secrecy import Secrecy

MANY = 20


def row(document: UUID) -> Outgoing:
    return Outgoing.objects.get(id=document)


def hand_on(place: Town, document: UUID, **more: Any) -> int:
    given = {"source": text(), "note": "", "actor": place.drafter, "now": NOW, **more}
    return hand_on_draft(document_id=document, **given)


# --- The way -----------------------------------------------------------------------------------
def test_from_draft_to_dispatch(place: Town) -> None:
    document = rendered(place)
    assert (row(document).number, row(document).state) == ("固政办发〔2017〕1号", "sealing")
    _element, at_seal = step(document)
    for _again in range(2):
        seal(place, document, at_seal)
    assert row(document).state == "dispatching"
    _element, item = step(document)
    sent = [
        dispatch_document(document_id=document, item_id=item, actor=place.registrar, now=NOW)
        for _again in range(2)
    ]
    assert sent == [2, 2]
    found = {one.unit_id: one for one in Incoming.objects.filter(outgoing=document)}
    bureau, police = found[place.units["bureau"]], found[place.units["police"]]
    assert (bureau.kind, police.kind, bureau.state) == ("main", "copy", "arrived")
    assert bureau.sign_by
    assert bureau.their_number == "固政办发〔2017〕1号"
    acts = row(document).entries.order_by("at", "id").values_list("act", flat=True)
    assert [one.removeprefix("outgoing.") for one in acts] == [
        "drafted", "handed_on", "signed_off", "numbered", "rendered", "sealed", "dispatched",
    ]  # fmt: skip


def test_sending_to_many_costs_as_many_statements_as_to_two(place: Town) -> None:
    """Rows, notices and facts of all receivers are written together."""
    names = [f"固原市第{n}小学" for n in range(MANY)]
    more = tuple(
        To(kind="copy", text=name, unit_id=add_unit(place.units["root"], name)) for name in names
    )
    grant_role(
        role_code="document-registrar", account_id=place.stranger.id, unit_id=place.units["root"],
        valid_from=DAY, actor=almighty(), now=NOW,
    )  # fmt: skip
    few = sealed(place)
    many = sealed(place, addressees=(*particulars(place).addressees, *more))
    assert cost_of_dispatch(place, many) <= cost_of_dispatch(place, few) + 2
    arrived = Incoming.objects.filter(outgoing=many).values_list("id", flat=True)
    assert len(arrived) == MANY + 2
    with connection.cursor() as cursor:
        cursor.execute(TOLD, [place.stranger.id, str(many)])
        told = {url.strip("/").rpartition("/")[2] for (url,) in cursor.fetchall()}
        assert told == {str(one) for one in arrived}
        cursor.execute(ARRIVED, [many])
        assert cursor.fetchall() == [(MANY + 2,)]


ARRIVED = """
SELECT count(*) FROM journal_entry WHERE act = 'correspondence.incoming.arrived'
AND concerned @> ARRAY[%s]
"""


TOLD = """SELECT url FROM messaging_notice WHERE account_id = %s AND "group" = %s"""


def add_unit(root: UUID, name: str) -> UUID:
    city = find_division("640400", DAY)
    assert city
    return establish_unit(
        code=name, name=name, category="institution", division_id=city.id, parent_id=root,
        valid_from=FOUNDED, actor=almighty(), now=NOW,
    )  # fmt: skip


def sealed(place: Town, **changes: Any) -> UUID:
    document = rendered(place, **changes)
    seal(place, document, step(document)[1])
    return document


def cost_of_dispatch(place: Town, document: UUID) -> int:
    _element, item = step(document)
    with CaptureQueriesContext(connection) as queries:
        dispatch_document(document_id=document, item_id=item, actor=place.registrar, now=NOW)
    return len(queries)


def test_what_is_printed_is_what_was_signed_off(place: Town) -> None:
    document = rendered(place)
    source = source_of(row(document), Draft.objects.get(document=document))
    readers = {"pdf": read_pdf, "ofd": read_ofd}
    for file in Rendition.objects.filter(document=document):
        opened = open_file(file_id=file.file_id, actor=place.registrar, now=NOW)
        pages = readers[file.kind](b"".join(opened.content))
        require_words(source, pages)
        with pytest.raises(NotTheText):
            require_words(replace(source, title="另一个标题的通知"), pages)


def test_return_from_inside_a_joint_sign(place: Town) -> None:
    units = (place.units["bureau"], place.units["police"])
    document = handed(place, cosigner_unit_ids=units)
    assert decide(document, place.reviewer) == "cosigning"
    assert decide(document, place.bureau_leader) == "cosigning"
    return_document(
        document_id=document, item_id=step(document)[1], to="STARTER", reason="第二段有误",
        actor=place.police_leader, now=NOW,
    )  # fmt: skip
    assert (row(document).state, row(document).returned) == ("drafting", 1)
    assert hand_on(place, document, source=text("改过的正文。"), note="改第二段") == 2
    decide(document, place.reviewer)
    assert decide(document, place.bureau_leader) == "cosigning", "both sign anew"
    assert decide(document, place.police_leader) == "signing_off"


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_refusal_goes_back_to_the_drafter(place: Town, steps: int) -> None:
    document = handed(place)
    people = (place.reviewer, place.signer, place.registrar)[:steps]
    for who in people[:-1]:
        decide(document, who)
    assert decide(document, people[-1], agrees=False) == "drafting"
    assert row(document).signed_draft is None
    assert hand_on(place, document) == 1, "an unchanged text is no new draft"
    assert row(document).state == "reviewing"


def test_a_normative_document_passes_the_review_of_legality(place: Town) -> None:
    document = handed(place, is_normative=True)
    assert decide(document, place.reviewer) == "legality"
    assert decide(document, place.counsel) == "signing_off"


def test_minutes_bear_no_seal(place: Town) -> None:
    source = replace(text(), type=DocumentType.MINUTES, form=Form.MINUTES, title="专题会议纪要")
    document = numbered(place, source=source, type="纪要", form="minutes")
    assert render_document(document_id=document, actor=worker_actor(TEND), now=NOW)
    assert row(document).state == "dispatching"


def test_each_issuer_of_a_joint_issue_seals_and_each_seal_holds(place: Town) -> None:
    document = rendered(place, issuers=(place.units["bureau"],))
    _element, item = step(document)
    seal(place, document, item)
    assert row(document).state == "sealing"
    seal(place, document, item, unit="bureau")
    assert row(document).state == "dispatching"
    last = Rendition.objects.filter(document=document, kind="ofd").order_by("-n")[0]
    assert (last.n, last.seals) == (3, 2)
    opened = open_file(file_id=last.file_id, actor=place.registrar, now=NOW)
    verdict = verify_file(b"".join(opened.content), now=NOW)
    assert len(verdict.signatures) == 2
    assert verdict.outcome in (Outcome.VALID, Outcome.UNPROVEN)


def test_after_a_return_it_keeps_its_number_and_is_sealed_anew(place: Town) -> None:
    document = rendered(place)
    seal(place, document, step(document)[1])
    return_document(
        document_id=document, item_id=step(document)[1], to="STARTER", reason="日期有误",
        actor=place.registrar, now=NOW,
    )  # fmt: skip
    assert (row(document).state, row(document).signed_off_at) == ("drafting", None)
    hand_on(place, document, source=text("改过的正文。"), note="改")
    for who in (place.reviewer, place.signer, place.registrar):
        decide(document, who)
    again = numbered(place, document=document)
    assert row(again).number == "固政办发〔2017〕1号"


# --- Numbers -----------------------------------------------------------------------------------
def test_a_void_number_is_never_given_again(place: Town) -> None:
    document = numbered(place)
    with pytest.raises(InvalidInput):
        void_document(document_id=document, reason=" ", actor=place.registrar, now=NOW)
    for _again in range(2):
        void_document(document_id=document, reason="印制有误", actor=place.registrar, now=NOW)
    number = describe_number("correspondence.outgoing", row(document).number)
    assert number
    assert (row(document).state, number.state, number.void_reason) == ("void", "void", "印制有误")
    assert row(numbered(place)).number == "固政办发〔2017〕2号"


def test_the_same_click_twice_takes_one_number(place: Town) -> None:
    document = signed(place)
    decide(document, place.registrar)
    _element, item = step(document)
    given: dict[str, Any] = {
        "document_id": document, "item_id": item, "code_id": place.code,
        "actor": place.registrar, "now": NOW,
    }  # fmt: skip
    assert number_document(**given) == number_document(**given)


# --- Refusals ----------------------------------------------------------------------------------
def test_what_was_signed_off_is_locked(place: Town) -> None:
    document = signed(place)
    with pytest.raises(SignedOff):
        hand_on(place, document, source=text("改过的正文。"))
    with pytest.raises(SignedOff):
        describe_document(
            document_id=document, particulars=particulars(place, urgency="特急"),
            version=row(document).version, actor=place.drafter, now=NOW,
        )  # fmt: skip
    with pytest.raises(SignedOff):
        keep_working_copy(document_id=document, form={}, revision=0, actor=place.drafter, now=NOW)


def test_another_text_than_the_signed_one_goes_nowhere(place: Town) -> None:
    document = signed(place)
    Outgoing.objects.filter(id=document).update(draft_number=2)
    Draft.objects.create(
        document_id=document, n=2, source={}, sm3="0", written_by=place.drafter.id,
        written_at=NOW, step="draft",
    )  # fmt: skip
    with pytest.raises(NotSignedOff):
        decide(document, place.registrar)


def test_a_process_moved_by_hand_past_the_signer_is_not_signed_off(place: Town) -> None:
    document = handed(place)
    instance = row(document).instance_id
    assert instance
    move_process(instance_id=instance, element="recheck", reason="急", actor=almighty(), now=NOW)
    with pytest.raises(NotSignedOff):
        decide(document, place.registrar)


def test_who_withdraws_a_sign_off_opens_it_again(place: Town) -> None:
    document = handed(place)
    decide(document, place.reviewer)
    _element, item = step(document)
    decide(document, place.signer)
    act_on_step(
        document_id=document, item_id=item, act=StepAct.WITHDRAW, actor=place.signer, now=NOW
    )
    assert (row(document).state, row(document).signed_draft) == ("signing_off", None)


@pytest.mark.parametrize("level", [Secrecy.SECRET, Secrecy.CONFIDENTIAL])
def test_nothing_above_the_ceiling_is_entered(place: Town, level: Secrecy) -> None:
    # The drafter is cleared for it, the network is not.
    cleared = replace(place.drafter, clearance=Secrecy.TOP_SECRET)
    said = particulars(place, secrecy=level.value, mark="秘密★1年")
    with pytest.raises(AboveCeiling):
        begin_document(particulars=said, actor=cleared, now=NOW)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({"title": " "}, "title"),
    "a type nobody knows": ({"type": "通报批评"}, "type"),
    "an urgency nobody knows": ({"urgency": "很急"}, "urgency"),
    "a mark without a secret": ({"mark": "秘密★1年"}, "mark"),
    "closed without a reason": ({"disclosure": "closed"}, "disclosure_reason"),
    "a signer without the right": ({"signer_id": UUID(int=7)}, "signer_id"),
    "a unit nobody knows": ({"issuers": (UUID(int=7),)}, "issuing_unit_id"),
    "another's code": ({"code_id": UUID(int=7)}, "code_id"),
}


@pytest.mark.parametrize("name", WRONG)
def test_particulars_are_refused_by_field(place: Town, name: str) -> None:
    changes, field = WRONG[name]
    with pytest.raises(InvalidInput) as refused:
        begun(place, **changes)
    assert list(refused.value.fields) == [field]


def _nobody_signs(place: Town) -> None:
    hand_on(place, begun(place, signer_id=None))


def _no_words(place: Town) -> None:
    hand_on(place, begun(place), source=replace(text(), body=()))


def _barred(place: Town) -> None:
    hand_on(place, begun(place), source=text("本件为机密★5年，请妥善保管。"))


def _stranger(place: Town) -> None:
    hand_on(place, begun(place), actor=place.stranger)


def _not_the_reviewer(place: Town) -> None:
    decide(handed(place), place.drafter)


def _without_reason(place: Town) -> None:
    decide(handed(place), place.reviewer, agrees=False, opinion=" ")


def _forward(place: Town) -> None:
    document = handed(place)
    return_document(
        document_id=document, item_id=step(document)[1], to="signoff", reason="x",
        actor=place.reviewer, now=NOW,
    )  # fmt: skip


def _own_draft(place: Town) -> None:
    grant_role(
        role_code="document-signer", unit_id=place.units["office"], account_id=place.drafter.id,
        valid_from=NOW.date(), actor=almighty(), now=NOW,
    )  # fmt: skip
    document = handed(place, signer_id=place.drafter.id)
    decide(document, place.reviewer)
    decide(document, actor_for(place.drafter.id))


def _withdrawn_with_a_number(place: Town) -> None:
    withdraw_document(document_id=numbered(place), reason="不发", actor=place.drafter, now=NOW)


def _void_without_a_number(place: Town) -> None:
    void_document(document_id=handed(place), reason="不发", actor=place.registrar, now=NOW)


def _unsealed(place: Town) -> None:
    document = rendered(place)
    seal(place, document, step(document)[1])
    last = Rendition.objects.filter(document=document, kind="ofd").order_by("n")[0]
    given = {f: getattr(last, f) for f in ("kind", "draft", "file_id", "sm3", "pages", "places")}
    Rendition.objects.create(document_id=document, n=9, seals=1, made_at=NOW, **given)
    dispatch_document(
        document_id=document, item_id=step(document)[1], actor=place.registrar, now=NOW
    )


def _stale(place: Town) -> None:
    describe_document(
        document_id=begun(place), particulars=particulars(place, urgency="特急"), version=99,
        actor=place.drafter, now=NOW,
    )  # fmt: skip


def _step_of_another(place: Town) -> None:
    decide_step(
        document_id=handed(place), item_id=step(handed(place))[1], agrees=True, opinion="",
        actor=place.reviewer, now=NOW,
    )  # fmt: skip


REFUSED: dict[str, tuple[Callable[[Town], None], type[LiupanError]]] = {
    "nobody is to sign it off": (_nobody_signs, NotReady),
    "no words": (_no_words, NotReady),
    "a secrecy mark in the text": (_barred, NotClean),
    "a stranger's hand": (_stranger, Missing),
    "a step of somebody else": (_not_the_reviewer, NotForYou),
    "a refusal without a reason": (_without_reason, InvalidInput),
    "a return forward": (_forward, NotVisited),
    "one's own draft": (_own_draft, OwnDraft),
    "withdrawn with a number": (_withdrawn_with_a_number, NotNow),
    "void without a number": (_void_without_a_number, NotNow),
    "dispatched without its seal": (_unsealed, SealBroken),
    "changed meanwhile": (_stale, StaleVersion),
    "a step of another document": (_step_of_another, Missing),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(place: Town, name: str) -> None:
    act, refusal = REFUSED[name]
    with pytest.raises(refusal) as refused:
        act(place)
    assert str(refused.value)


def test_a_step_without_people_is_told_before_it_is_reached(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "holders", lambda permission, unit: [])
    with pytest.raises(NobodyToDo):
        handed(place)


# --- Beside the text ---------------------------------------------------------------------------
def test_changed_particulars_make_a_draft_of_their_own(place: Town) -> None:
    document = handed(place)
    decide(document, place.reviewer, agrees=False)
    describe_document(
        document_id=document, particulars=particulars(place, urgency="特急"),
        version=row(document).version, actor=place.drafter, now=NOW,
    )  # fmt: skip
    last = Draft.objects.filter(document=document).order_by("-n")[0]
    assert (last.n, last.source["urgency"]) == (2, "特急")


def test_who_wrote_on_elsewhere_is_told(place: Town) -> None:
    document = begun(place)
    given: dict[str, Any] = {"document_id": document, "actor": place.drafter, "now": NOW}
    assert keep_working_copy(form={"a": "1"}, revision=1, **given) == 2
    with pytest.raises(StaleVersion):
        keep_working_copy(form={"a": "2"}, revision=1, **given)


def test_once_late_is_told_once(place: Town) -> None:
    document = handed(place)
    clock_id = row(document).clock_id
    assert clock_id
    given: dict[str, Any] = {"clock_id": clock_id, "due_at": NOW, "actor": worker_actor(TEND)}
    assert mark_outgoing_late(now=NOW, **given)
    assert not mark_outgoing_late(now=NOW, **given)
    assert row(document).is_late


def test_of_two_decisions_the_second_finds_it_done(place: Town) -> None:
    document = handed(place)
    _element, item = step(document)
    given: dict[str, Any] = {"document_id": document, "item_id": item, "opinion": "退", "now": NOW}
    decide_step(agrees=True, actor=place.reviewer, **given)
    decide_step(agrees=True, actor=place.reviewer, **given)
    with pytest.raises(AlreadyDone):
        decide_step(agrees=False, actor=place.reviewer, **given)
    with pytest.raises(NotAuthorised):
        void_document(document_id=document, reason="x", actor=place.signer, now=NOW)
