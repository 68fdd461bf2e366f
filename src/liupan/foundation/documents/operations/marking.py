"""Secrecy marks of files change: raised at once, lowered when somebody else approves (变更密级)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from liupan.foundation.documents.events import LoweringAsked, LoweringRefused, MarkChanged
from liupan.foundation.documents.guarding import follows_its_thing
from liupan.foundation.documents.models import File, MarkChange
from liupan.foundation.documents.operations.keeping import put_mark, require_level
from liupan.foundation.documents.policies import CHANGE_MARKS, DECIDE_MARKS
from liupan.foundation.documents.queries import mark_of, told, visible
from liupan.foundation.journal.facade import operation, record
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Fault, InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.secrecy import Mark, highest_of
from liupan.kernel.statements import insert, update


class AlreadyAsked(Refusal):
    """Somebody asked for another mark of the file, and nobody has decided yet."""


class AlreadyDecided(Refusal):
    """The request was decided before."""


class MarkedByItsThing(Refusal):
    """The file bears the mark of the document that it belongs to."""


@operation
def change_mark(*, file_id: UUID, mark: Mark, reason: str, actor: Actor, now: datetime) -> bool:
    """Give a file another mark; whether it is in force. What protects less waits for approval.

    The old mark stays beside the new one. Raises `Missing`, `AboveCeiling`, `AlreadyAsked`,
    `MarkedByItsThing`, `InvalidInput`.
    """
    file = _locked(file_id, actor)
    require(actor, CHANGE_MARKS, unit_id=file.content.owner_unit_id)
    if follows_its_thing(file.of_type):
        raise MarkedByItsThing(
            _("This file bears the mark of its document."),
            next_step=_("Ask for another mark on the page of the document; its files follow."),
        )
    require_level(mark.level, actor)
    before = mark_of(file)
    _require_sense(before, mark, reason)
    if MarkChange.objects.filter(file=file, state=MarkChange.State.ASKED).exists():
        raise AlreadyAsked(
            _("Another mark was asked for, and nobody has decided yet."),
            next_step=_("Wait for the decision."),
        )
    is_done = mark.protects_no_less_than(before)
    insert(MarkChange(
        file=file, before=str(before), after=str(mark), after_since=mark.since,
        reason=reason.strip(), asked_at=now, asked_by=actor.id,
        state=MarkChange.State.DONE if is_done else MarkChange.State.ASKED,
    ))  # fmt: skip
    said = {**told(file), "before": str(before), "after": str(mark), "reason": reason.strip()}
    if is_done:
        _put(file, mark)
        said["secrecy"] = mark.level
        record(MarkChanged(**said, asked_by=actor.id), actor=actor, now=now)
    else:
        record(LoweringAsked(**said), actor=actor, now=now)
    return is_done


@operation
def decide_mark(
    *, change_id: UUID, is_granted: bool, answer: str, actor: Actor, now: datetime
) -> UUID:
    """Approve or refuse that a mark protects less; never one's own request. The file's id.

    Raises `Missing`, `AlreadyDecided`, `NotAuthorised`.
    """
    found = MarkChange.objects.filter(id=change_id).values_list("file_id", flat=True).first()
    file = _locked(found, actor) if found else None
    if file is None:
        raise Missing(_("There is no such request."))
    require(actor, DECIDE_MARKS, unit_id=file.content.owner_unit_id)
    change = MarkChange.objects.select_for_update().get(id=change_id)
    if change.state != MarkChange.State.ASKED:
        raise AlreadyDecided(_("This was decided already."))
    if change.asked_by == actor.id:
        raise NotAuthorised(
            _("Nobody approves their own request."), next_step=_("Somebody else decides.")
        )
    change.state = MarkChange.State.GRANTED if is_granted else MarkChange.State.REFUSED
    change.decided_at, change.decided_by, change.answer = now, actor.id, answer.strip()
    update(change, "state", "decided_at", "decided_by", "answer")
    said = {**told(file), "before": change.before, "after": change.after}
    if is_granted:
        _put(file, Mark.parse(change.after, since=change.after_since))
        fact = MarkChanged(**said, reason=change.reason, asked_by=change.asked_by)
        record(fact, actor=actor, now=now)
    else:
        record(LoweringRefused(**said, answer=change.answer), actor=actor, now=now)
    return file.id


def follow_mark(
    *,
    of_ids: Collection[UUID],
    before: Mark,
    after: Mark,
    reason: str,
    asked_by: UUID,
    actor: Actor,
    now: datetime,
) -> int:
    """The files of things bear the new mark of their thing, in the caller's transaction; how many.

    The office that owns the things has asked whether the actor may. A file that protects more than
    its thing did is never lowered by this.
    """
    if not connection.in_atomic_block:
        raise Fault("files follow their document within its operation")
    rows = File.objects.select_for_update(of=("self",)).filter(of_id__in=of_ids, withdrawn_at=None)
    changed = 0
    for file in rows.order_by("id"):
        own = mark_of(file)
        wanted = after if before.protects_no_less_than(own) else highest_of([own, after])
        if wanted != own:
            _put(file, wanted)
            said = {**told(file), "secrecy": max(own.level, wanted.level)}
            fact = MarkChanged(
                **said, before=str(own), after=str(wanted), reason=reason, asked_by=asked_by
            )
            record(fact, actor=actor, now=now)
            changed += 1
    return changed


def _locked(file_id: UUID, actor: Actor) -> File:
    """The file, under lock, which the actor may read. Raises `Missing`."""
    rows = File.objects.filter(id=file_id).select_for_update(of=("self",))
    files = visible(rows, actor)
    if not files:
        raise Missing(_("There is no such file."))
    return files[0]


def _put(file: File, mark: Mark) -> None:
    put_mark(file, mark)
    fields = ["since", "years", "until", "condition", "ends_on"]
    update(file, "secrecy", *(f"mark_{field}" for field in fields))


def _require_sense(before: Mark, after: Mark, reason: str) -> None:
    fields = dict[str, list[str]]()
    if not reason.strip():
        fields["reason"] = [_("Say why the mark changes.")]
    if after == before:
        fields["mark"] = [_("The file has this mark already.")]
    if fields:
        raise InvalidInput(fields=fields)
