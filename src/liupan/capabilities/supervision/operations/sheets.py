"""Supervision sheets (督办单): issued by hand or by rule, answered, lapsed."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.supervision.events import SheetAnswered, SheetIssued, SheetLapsed
from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.operations import telling
from liupan.capabilities.supervision.operations.keeping import Said, about, announce, keep
from liupan.capabilities.supervision.operations.locking import (
    NotNow,
    locked_item,
    require_possible,
    save,
)
from liupan.capabilities.supervision.policies import (
    ENDORSE,
    ESCALATE,
    HANDLE,
    SUPERVISE,
    TEND,
    require_handling,
    require_supervising,
    visible,
)
from liupan.capabilities.supervision.queries.sheets import history_of, list_called_for, sheet_rules
from liupan.capabilities.supervision.rules.sheets import (
    Colour,
    Objection,
    is_direct,
    objection,
)
from liupan.capabilities.supervision.rules.states import Act, may_act
from liupan.foundation.calendar.facade import add_working_days
from liupan.foundation.documents.facade import Attached
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.numbering.facade import take_number
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing
from liupan.kernel.said import require_said
from liupan.kernel.statements import insert, update

SERIES = "supervision.sheet"


class SheetOpen(NotNow):
    """A sheet of the item waits for its answer."""


class NotYetLapsed(NotNow):
    """The next colour comes only after the earlier sheet lapsed."""


@operation
def issue_sheet(
    *,
    item_id: UUID,
    colour: Colour,
    reason: str,
    actor: Actor,
    now: datetime,
    answer_by: date | None = None,
    direct_reason: str = "",
) -> UUID:
    """Issue a sheet (发督办单); orange and red by the head. Returns the sheet's id.

    The next colour only after the earlier sheet lapsed, or direct: for urgent or hard matters, or
    with a reason. Without `answer_by` the rule set says it. Raises `NotNow`, `SheetOpen`,
    `NotYetLapsed`, `InvalidInput`.
    """
    by = By(actor, now)
    item = locked_item(item_id, actor)
    require_supervising(actor, item, SUPERVISE if colour is Colour.BLUE else ESCALATE)
    require_possible(item, Act.SHEET)
    require_said(reason=reason)
    past = history_of(item.id)
    _require_turn(item, colour, direct_reason)
    day = answer_by or _answer_by(colour, by)
    if day < by.today:
        raise InvalidInput(fields={"answer_by": [_("Choose today or a later day.")]})
    sheet = Sheet(
        item=item, colour=colour, reason=reason, answer_by=day, issued_by=actor.id,
        is_direct=is_direct(colour, past), direct_reason=direct_reason,
    )  # fmt: skip
    return _issue(item, sheet, by)


@operation
def issue_by_rule(*, item_id: UUID, actor: Actor, now: datetime) -> UUID | None:
    """Issue the sheet that is called for by rule, if the rule set lets a rule issue its colour.

    Idempotent: the sheet's id, or None when none is called for (any more).
    """
    require(actor, TEND)
    by = By(actor, now)
    rows = Item.objects.select_for_update(of=("self",), skip_locked=True)
    item = rows.filter(id=item_id).first()
    called = {
        c.item_id: c for c in list_called_for(now=now, rows=Item.objects.filter(id=item_id))
    }.get(item_id)
    if item is None or called is None or called.colour not in sheet_rules(by.today).automatic:
        nothing_changed()
        return None
    sheet = Sheet(
        item=item, colour=called.colour, reason=called.why,
        answer_by=_answer_by(called.colour, by),
    )  # fmt: skip
    return _issue(item, sheet, by)


@operation
def answer_sheet(
    *, sheet_id: UUID, answer: str, actor: Actor, now: datetime, files: Sequence[Attached] = ()
) -> UUID:
    """The unit answers a sheet (回应督办单); the item's id. Raises `NotNow`, `Missing`."""
    by = By(actor, now)
    sheet, item = _locked_sheet(sheet_id, actor)
    require_handling(actor, item)
    require_possible(item, Act.ANSWER)
    require_said(answer=answer)
    _require_state(sheet, Sheet.State.OPEN)
    sheet.state, sheet.answer = Sheet.State.ANSWERED, answer
    sheet.answered_at, sheet.answered_by = now, actor.id
    update(sheet, "state", "answer", "answered_at", "answered_by")
    item.sheet_colour = ""
    save(item, "sheet_colour")
    said = Said(opinion=answer, files=files, values=_values(sheet), on_behalf=item.lead_unit_id)
    keep(item, Act.ANSWER, by, said)
    fact = SheetAnswered(
        **about(item, by, sheet.id),
        sheet_number=sheet.number,
        colour=sheet.colour,
        answer_by=sheet.answer_by,
        in_time=by.today <= sheet.answer_by,
        answer=answer,
    )
    announce(fact, by)
    title = _("Sheet answered: %(title)s") % {"title": item.title}
    telling.tell([item.supervisor_id], telling.ANSWERED, item, by, title, answer)
    return item.id


@operation
def lapse_sheet(*, sheet_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Say that what a sheet asks for was not done by its day (逾期未落实), answered or not.

    The item's id. Raises `NotNow` before the day has passed.
    """
    by = By(actor, now)
    sheet, item = _locked_sheet(sheet_id, actor)
    require_supervising(actor, item)
    require_possible(item, Act.LAPSE)
    require_said(reason=reason)
    _require_state(sheet, Sheet.State.OPEN, Sheet.State.ANSWERED)
    if by.today <= sheet.answer_by:
        raise NotNow(_("The sheet's day has not passed."))
    if item.sheets.filter(issued_at__gt=sheet.issued_at).exists():
        raise NotNow(_("A later sheet was issued."))
    _lapse(sheet, item, reason, by)
    return item.id


@operation
def lapse_unanswered(*, sheet_id: UUID, actor: Actor, now: datetime) -> bool:
    """A sheet's day has passed without an answer. Idempotent; returns whether it lapsed now."""
    require(actor, TEND)
    by = By(actor, now)
    rows = Item.objects.select_for_update(of=("self",), skip_locked=True)
    item = rows.filter(id__in=Sheet.objects.filter(id=sheet_id).values("item_id")).first()
    sheet = Sheet.objects.select_for_update().filter(id=sheet_id, state=Sheet.State.OPEN).first()
    if item is None or sheet is None or by.today <= sheet.answer_by:
        nothing_changed()
        return False
    _lapse(sheet, item, "", by)
    return True


def _require_turn(item: Item, colour: Colour, direct_reason: str) -> None:
    found = objection(
        colour, history_of(item.id), urgency=item.urgency, direct_reason=direct_reason
    )
    if found is Objection.ONE_OPEN:
        raise SheetOpen(
            _("A sheet waits for its answer."), next_step=_("Wait for its day, or its answer.")
        )
    if found is Objection.NOT_LAPSED:
        raise NotYetLapsed(
            _("The earlier sheet has not lapsed."),
            next_step=_("Issue the earlier colour, or say why this one starts directly."),
        )


def _answer_by(colour: Colour, by: By) -> date:
    return add_working_days(by.today, sheet_rules(by.today).answer_days[colour])


def _issue(item: Item, sheet: Sheet, by: By) -> UUID:
    sheet.issued_at = by.now
    sheet.number = take_number(series=SERIES, actor=by.actor, now=by.now, user_id=sheet.id)
    insert(sheet)
    item.sheet_colour = str(sheet.colour)
    save(item, "sheet_colour")
    said = Said(opinion=sheet.reason, values=_values(sheet), on_behalf=item.supervising_unit_id)
    keep(item, Act.SHEET, by, said)
    fact = SheetIssued(
        **about(item, by, sheet.id),
        sheet_number=sheet.number,
        colour=str(sheet.colour),
        answer_by=sheet.answer_by,
        by_rule=sheet.issued_by is None,
        is_direct=sheet.is_direct,
        direct_reason=sheet.direct_reason,
        reason=sheet.reason,
    )
    announce(fact, by)
    _tell_issued(item, sheet, by)
    return sheet.id


def _tell_issued(item: Item, sheet: Sheet, by: By) -> None:
    """The unit hears of every sheet, its leader and the supervisor too."""
    told = telling.people_with(HANDLE, item.lead_unit_id, by.today)
    if sheet.colour != Colour.BLUE:
        told |= telling.people_with(ENDORSE, item.lead_unit_id, by.today)
    label = Sheet.Colour(sheet.colour).label
    title = _("%(colour)s: %(title)s") % {"colour": label, "title": item.title}
    body = _("Answer by %(day)s.") % {"day": sheet.answer_by.isoformat()}
    telling.tell({item.supervisor_id, *told}, telling.SHEET, item, by, title, body)


def _lapse(sheet: Sheet, item: Item, reason: str, by: By) -> None:
    answered = sheet.state == Sheet.State.ANSWERED
    sheet.state, sheet.lapsed_at = Sheet.State.LAPSED, by.now
    update(sheet, "state", "lapsed_at")
    if may_act(Act.SHEET, item.standing):
        item.sheet_colour = sheet.colour
        save(item, "sheet_colour")
    keep(item, Act.LAPSE, by, Said(opinion=reason, values=_values(sheet)))
    fact = SheetLapsed(
        **about(item, by, sheet.id),
        sheet_number=sheet.number,
        colour=sheet.colour,
        answer_by=sheet.answer_by,
        was_answered=answered,
        reason=reason,
    )
    announce(fact, by)
    told = telling.people_with(ESCALATE, item.supervising_unit_id, by.today)
    title = _("Sheet lapsed: %(title)s") % {"title": item.title}
    telling.tell({item.supervisor_id, *told}, telling.ANSWERED, item, by, title, reason)


def _locked_sheet(sheet_id: UUID, actor: Actor) -> tuple[Sheet, Item]:
    """The sheet and its item, the item locked first."""
    seen = Sheet.objects.filter(id=sheet_id, item__in=Item.objects.filter(visible(actor)))
    found = seen.first()
    if found is None:
        raise Missing(_("There is no such sheet."))
    item = locked_item(found.item_id, actor)
    return Sheet.objects.select_for_update().get(id=sheet_id), item


def _require_state(sheet: Sheet, *states: str) -> None:
    if sheet.state not in states:
        raise NotNow(
            _("This sheet is “%(state)s”.") % {"state": sheet.get_state_display()},
        )


def _values(sheet: Sheet) -> dict[str, object]:
    return {
        "colour": str(sheet.colour),
        "number": sheet.number,
        "answer_by": sheet.answer_by.isoformat(),
        "by_rule": sheet.issued_by is None,
        "direct": sheet.direct_reason if sheet.is_direct else "",
    }
