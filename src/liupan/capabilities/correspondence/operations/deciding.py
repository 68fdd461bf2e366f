"""Deciding a step (核稿、会签、合法性审查、签发、复核), sending it back, passing it on.

Each wraps the act of `workflow` in one transaction with the document: who signs off signs the draft
that lies before them, and of two at once the second finds the step done.
"""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Draft, Entry, Outgoing
from liupan.capabilities.correspondence.operations.drafting import (
    going_by,
    require_complete,
    require_way,
)
from liupan.capabilities.correspondence.operations.keeping import keep
from liupan.capabilities.correspondence.operations.locking import (
    NotNow,
    NotSignedOff,
    locked_outgoing,
    require_clock,
)
from liupan.capabilities.correspondence.operations.settling import settle
from liupan.capabilities.correspondence.operations.urging import STEP_URGED, require_step_unurged
from liupan.capabilities.correspondence.policies import SIGN_OFF, require_over
from liupan.capabilities.correspondence.queries.drafts import find_draft, get_draft
from liupan.capabilities.correspondence.queries.sources import as_json, merged, sm3_of, source_of
from liupan.capabilities.correspondence.rules.ink import NoInk, read_ink
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import (
    PREVIOUS,
    STARTER,
    Part,
    StepNow,
    add_signer,
    claim_step,
    complete_step,
    copy_process,
    delegate_step,
    find_step,
    give_back_step,
    hand_over_step,
    list_own_steps,
    put_off_step,
    read_copy,
    release_step,
    return_step,
    sign_step,
    urge_step,
    withdraw_step,
)
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.said import require_said
from liupan.kernel.statements import asked, update

DECIDED = frozenset({"review", "cosign", "legality", "signoff", "recheck"})
"""Steps at which somebody agrees or refuses; the others are done by operations of their own."""
AGREE, REFUSE = "agree", "refuse"


class OwnDraft(Refusal):
    """Nobody signs off what they drafted themselves."""


class StepAct(StrEnum):
    """What can be done with a step besides deciding it."""

    CLAIM = "claim"
    RELEASE = "release"
    HAND_OVER = "hand_over"
    DELEGATE = "delegate"
    GIVE_BACK = "give_back"
    ADD_BEFORE = "add_before"
    ADD_AFTER = "add_after"
    WITHDRAW = "withdraw"
    URGE = "urge"
    COPY = "copy"
    PUT_OFF = "put_off"
    READ = "read"


BESIDE = frozenset({StepAct.URGE, StepAct.COPY})
"""Acts of who takes part without holding the step: they need the right to read besides."""


@operation
def decide_step(
    *,
    document_id: UUID,
    item_id: UUID,
    agrees: bool,
    opinion: str,
    actor: Actor,
    now: datetime,
    ink: str = "",
    draft: int | None = None,
) -> None:
    """Agree or refuse at a step; a refusal sends the document back to its drafter. Who was added
    to sign before or after somebody (加签) says their word, and never does the step itself. `ink`:
    strokes of an opinion written by hand (`rules/ink.py`), kept with it.

    `draft`: the number of the one that was read; where somebody wrote another meanwhile, nobody
    agrees to it unread.

    The same decision by the same person again changes nothing. Raises `OwnDraft`, `NotSignedOff`,
    `NotReady`, `NobodyToDo`, `NotNow`, `InvalidInput`, and what `complete_step` and `sign_step`
    refuse.
    """
    by = By(actor, now)
    document, step = locked_at(document_id, item_id, actor, now)
    outcome = AGREE if agrees else REFUSE
    if was_decided(step, actor, outcome):
        nothing_changed()
        return
    if step.element not in DECIDED:
        raise NotNow(_("This step is not decided by a yes or no."))
    if draft not in (None, document.draft_number):
        raise NotNow(
            _("The text was changed since you read it: it is draft %(n)s now.")
            % {"n": document.draft_number},
            next_step=_("Read it and decide again."),
        )
    written = _read(ink) if ink else ""
    if not agrees and not written:
        require_said(opinion=opinion)
    is_signer = step.is_joint or _signs(step, by)
    if agrees and step.element == "review" and not is_signer:
        require_way(document)
    is_sign_off = agrees and step.element == "signoff" and not is_signer
    if is_sign_off:
        _require_may_sign_off(document, by)
    if step.element == "recheck":
        require_signed_draft(document)
    if is_signer:
        sign_step(item_id=item_id, vote=outcome, opinion=opinion, actor=actor, now=now)
    else:
        # A reviewer may have changed what the way depends on: who signs jointly, who signs off.
        data = going_by(document) if step.element == "review" else None
        complete_step(
            item_id=item_id, outcome=outcome, opinion=opinion, data=data, actor=actor, now=now
        )
    if written:
        keep(document, "handwritten", by, item_id=str(item_id), ink=written)
    if is_sign_off:
        document.signed_off_by = actor.id
        update(document, "signed_off_by")
    nothing_changed()  # beside the step's own fact
    settle(document, by, opinion)


@operation
def return_document(
    *, document_id: UUID, item_id: UUID, to: str, reason: str, actor: Actor, now: datetime
) -> None:
    """Send it back (退回) to its drafter, to the step before, or to any step that led here; also
    from within a joint sign. What was signed off is signed off anew.

    `to`: `STARTER`, `PREVIOUS` or an element. Raises what `return_step` refuses.
    """
    document, step = locked_at(document_id, item_id, actor, now)
    where = {"STARTER": STARTER, "PREVIOUS": PREVIOUS}.get(to, to)
    if where == STARTER:
        where = "draft"  # the latest one, whoever holds it, and not the first of several
    nothing_changed()  # beside the step's own fact
    return_step(item_id=step.id, to=where, opinion=reason, actor=actor, now=now)
    settle(document, By(actor, now), reason)


@operation
def act_on_step(
    *,
    document_id: UUID,
    item_id: UUID,
    act: StepAct,
    actor: Actor,
    now: datetime,
    account_ids: Collection[UUID] = (),
    text: str = "",
    until: date | None = None,
) -> None:
    """Claim, release, hand over, delegate, give back, add a signer, withdraw, urge, copy, read a
    copy, put off.

    `account_ids`: whom it concerns, one but for copies; `until`: the day to which it is put off.
    Raises `UrgedAlready`, and what the act of `workflow` refuses.
    """
    document, step = locked_at(document_id, item_id, actor, now)
    if StepAct(act) in BESIDE:
        locked_outgoing(document_id, actor, by_right=True)
    nothing_changed()  # beside the step's own fact
    if StepAct(act) is StepAct.PUT_OFF:
        _put_off(step, until, text, By(actor, now))
    elif StepAct(act) is StepAct.URGE:
        _urge(document, step, text, By(actor, now))
    else:
        _perform(StepAct(act), step, tuple(account_ids), text, By(actor, now))
    settle(document, By(actor, now), text)


def locked_at(
    document_id: UUID, item_id: UUID, actor: Actor, now: datetime
) -> tuple[Outgoing, StepNow]:
    """The document, locked, and a step of its own process. Raises `Missing`, `ClockSetBack`."""
    document = locked_outgoing(document_id, actor)
    require_clock(document, now)
    step = find_step(item_id)
    if step is None or step.instance_id != document.instance_id:
        raise Missing(_("There is no such step."))
    own(actor, actor.id)  # who may act on the step is asked where it is acted on, by `workflow`
    return document, step


def _read(ink: str) -> str:
    try:
        return read_ink(ink)
    except NoInk:
        raise InvalidInput(_("This is no handwriting from this page.")) from None


def _signs(step: StepNow, by: By) -> bool:
    """Whether the actor was asked to sign the step, not to do it."""
    own_steps = list_own_steps(step.instance_id, by.actor, by.now)
    return own_steps.get(step.id) is Part.SIGN


def was_decided(step: StepNow, actor: Actor, outcome: str) -> bool:
    """Whether the actor decided just this before: a form that was sent twice."""
    is_over = not step.is_open and not step.is_joint
    return is_over and (step.done_by, step.outcome) == (actor.id, outcome)


def require_signed_draft(document: Outgoing) -> Draft:
    """What goes on is, byte for byte, the draft that was signed off: that draft. Raises
    `NotSignedOff`."""
    signed = find_draft(document.id, document.signed_draft or 0)
    last = _last_sign_off.first(document.id)
    if (
        signed is None
        or last is None
        or signed.n != document.draft_number
        or not (sm3_of(signed.source) == signed.sm3 == last.values["sm3"])
    ):
        raise NotSignedOff(
            _("The text is not the one that was signed off."),
            next_step=_("Return it, so that it is signed off anew."),
        )
    return signed


@asked
def _last_sign_off(document_id: UUID) -> QuerySet[Entry]:
    rows = Entry.objects.filter(outgoing_id=document_id, act="outgoing.signed_off")
    return rows.order_by("-at", "-id")[:1]


def _require_may_sign_off(document: Outgoing, by: By) -> None:
    require_over(by.actor, SIGN_OFF, document.issuing_unit_id, document.secrecy)
    if document.drafter_id == by.actor.id:
        raise OwnDraft(
            _("You drafted this document: somebody else signs it off."),
            next_step=_("Hand the step over to another leader."),
        )
    draft = get_draft(document)
    source = source_of(document, draft)
    if sm3_of(as_json(merged(document, source))) != draft.sm3:
        raise NotSignedOff(
            _("Particulars of the document differ from the draft before you."),
            next_step=_("Return it, so that the drafter hands on what is meant."),
        )
    require_complete(source, final=False)


def _put_off(step: StepNow, until: date | None, reason: str, by: By) -> None:
    if until is None:
        raise InvalidInput(fields={"until": [_("Until when?")]})
    put_off_step(item_id=step.id, until=until, reason=reason, actor=by.actor, now=by.now)


def _urge(document: Outgoing, step: StepNow, note: str, by: By) -> None:
    require_step_unurged(document, step.id, by.now)
    urge_step(item_id=step.id, note=note, actor=by.actor, now=by.now)
    keep(document, STEP_URGED, by, note, item_id=str(step.id))


def _perform(act: StepAct, step: StepNow, people: tuple[UUID, ...], text: str, by: By) -> None:
    given: dict[str, Any] = {"item_id": step.id, "actor": by.actor, "now": by.now}
    match act:
        case StepAct.CLAIM:
            claim_step(**given)
        case StepAct.RELEASE:
            release_step(**given)
        case StepAct.GIVE_BACK:
            give_back_step(opinion=text, **given)
        case StepAct.READ:
            read_copy(instance_id=step.instance_id, actor=by.actor, now=by.now)
        case StepAct.WITHDRAW:
            withdraw_step(**given)
        case StepAct.HAND_OVER:
            hand_over_step(account_id=_one(people), reason=text, **given)
        case StepAct.DELEGATE:
            delegate_step(account_id=_one(people), reason=text, **given)
        case StepAct.ADD_BEFORE | StepAct.ADD_AFTER:
            add_signer(key=_one(people), place=act.value.removeprefix("add_"), **given)
        case StepAct.COPY:
            copy_process(
                instance_id=step.instance_id, account_ids=people, actor=by.actor, now=by.now
            )


def _one(people: tuple[UUID, ...]) -> UUID:
    if len(people) != 1:
        raise InvalidInput(fields={"account_id": [_("Choose one person.")]})
    return people[0]
