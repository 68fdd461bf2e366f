"""Deciding a step (核稿、会签、合法性审查、签发、复核), sending it back, passing it on.

Each wraps the act of `workflow` in one transaction with the document: who signs off signs the draft
that lies before them, and of two at once the second finds the step done.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.operations.drafting import require_complete
from liupan.capabilities.correspondence.operations.keeping import By
from liupan.capabilities.correspondence.operations.locking import (
    NotNow,
    NotSignedOff,
    locked_outgoing,
    require_said,
)
from liupan.capabilities.correspondence.operations.settling import settle
from liupan.capabilities.correspondence.policies import SIGN_OFF, require_over
from liupan.capabilities.correspondence.queries.sources import as_json, merged, sm3_of, source_of
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.workflow.facade import (
    PREVIOUS,
    STARTER,
    StepNow,
    add_signer,
    claim_step,
    complete_step,
    copy_process,
    delegate_step,
    find_step,
    give_back_step,
    hand_over_step,
    release_step,
    return_step,
    sign_step,
    urge_step,
    withdraw_step,
)
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import InvalidInput, Missing, Refusal

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


@operation
def decide_step(
    *, document_id: UUID, item_id: UUID, agrees: bool, opinion: str, actor: Actor, now: datetime
) -> None:
    """Agree or refuse at a step; a refusal sends the document back to its drafter.

    The same decision by the same person again changes nothing. Raises `OwnDraft`, `NotSignedOff`,
    `NotReady`, `InvalidInput`, and what `complete_step` and `sign_step` refuse.
    """
    by = By(actor, now)
    document, step = locked_at(document_id, item_id, actor)
    outcome = AGREE if agrees else REFUSE
    if was_decided(step, actor, outcome):
        nothing_changed()
        return
    if step.element not in DECIDED:
        raise NotNow(_("This step is not decided by a yes or no."))
    if not agrees:
        require_said(opinion=opinion)
    if agrees and step.element == "signoff":
        _require_may_sign_off(document, by)
    if step.element == "recheck":
        require_signed_draft(document)
    if step.is_joint:
        sign_step(item_id=item_id, vote=outcome, opinion=opinion, actor=actor, now=now)
    else:
        complete_step(item_id=item_id, outcome=outcome, opinion=opinion, actor=actor, now=now)
    if agrees and step.element == "signoff":
        document.signed_off_by = actor.id
        document.save(update_fields=["signed_off_by"])
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
    document, step = locked_at(document_id, item_id, actor)
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
) -> None:
    """Claim, release, hand over, delegate, give back, add a signer, withdraw, urge, copy.

    `account_ids`: whom it concerns, one but for copies. Raises what the act of `workflow` refuses.
    """
    document, step = locked_at(document_id, item_id, actor)
    nothing_changed()  # beside the step's own fact
    _perform(StepAct(act), step, tuple(account_ids), text, By(actor, now))
    settle(document, By(actor, now), text)


def locked_at(document_id: UUID, item_id: UUID, actor: Actor) -> tuple[Outgoing, StepNow]:
    """The document, locked, and a step of its own process. Raises `Missing`."""
    document = locked_outgoing(document_id, actor)
    step = find_step(item_id)
    if step is None or step.instance_id != document.instance_id:
        raise Missing(_("There is no such step."))
    own(actor, actor.id)  # who may act on the step is asked where it is acted on, by `workflow`
    return document, step


def was_decided(step: StepNow, actor: Actor, outcome: str) -> bool:
    """Whether the actor decided just this before: a form that was sent twice."""
    is_over = not step.is_open and not step.is_joint
    return is_over and (step.done_by, step.outcome) == (actor.id, outcome)


def require_signed_draft(document: Outgoing) -> None:
    """What goes on is, byte for byte, the draft that was signed off. Raises `NotSignedOff`."""
    signed = document.drafts.filter(n=document.signed_draft or 0).first()
    last = document.entries.filter(act="outgoing.signed_off").order_by("-at", "-id").first()
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


def _require_may_sign_off(document: Outgoing, by: By) -> None:
    require_over(by.actor, SIGN_OFF, document.issuing_unit_id, document.secrecy)
    if document.drafter_id == by.actor.id:
        raise OwnDraft(
            _("You drafted this document: somebody else signs it off."),
            next_step=_("Hand the step over to another leader."),
        )
    draft = document.drafts.get(n=document.draft_number)
    source = source_of(document, draft)
    if sm3_of(as_json(merged(document, source))) != draft.sm3:
        raise NotSignedOff(
            _("Particulars of the document differ from the draft before you."),
            next_step=_("Return it, so that the drafter hands on what is meant."),
        )
    require_complete(source, final=False)


def _perform(act: StepAct, step: StepNow, people: tuple[UUID, ...], text: str, by: By) -> None:
    given: dict[str, Any] = {"item_id": step.id, "actor": by.actor, "now": by.now}
    match act:
        case StepAct.CLAIM:
            claim_step(**given)
        case StepAct.RELEASE:
            release_step(**given)
        case StepAct.GIVE_BACK:
            give_back_step(opinion=text, **given)
        case StepAct.WITHDRAW:
            withdraw_step(**given)
        case StepAct.URGE:
            urge_step(note=text, **given)
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
