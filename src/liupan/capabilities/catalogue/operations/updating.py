"""Changes of law and duty, and the update tasks they open (目录更新任务)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.events import (
    ChangeConfirmed,
    ChangeDropped,
    ChangeRecorded,
    StatementReturned,
    UnchangedStated,
    UpdateDone,
    UpdateOpened,
)
from liupan.capabilities.catalogue.models import Change, Edition, UpdateTask
from liupan.capabilities.catalogue.operations.locking import NotNow, SameHands
from liupan.capabilities.catalogue.operations.telling import holders, tell_at
from liupan.capabilities.catalogue.policies import CHANGE, EDIT, READ
from liupan.capabilities.catalogue.queries.affected import list_affected
from liupan.capabilities.catalogue.rules.lists import OWN_UPDATE_LIMIT, UPDATE_LIMIT
from liupan.foundation.calendar.facade import (
    ClockState,
    Limit,
    describe,
    last_day_of,
    limit_by,
    limit_from,
    pause_clock,
    pause_reasons,
    resume_clock,
    start_clock,
    stop_clock,
)
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging.facade import declare_kind
from liupan.foundation.organisations.facade import By, list_units
from liupan.foundation.rulesets.facade import find_rule
from liupan.kernel.authority import Actor, may, require
from liupan.kernel.errors import InvalidInput, Missing
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.work import place

CLOCK = "catalogue.update"
WAITING = "verification"
"""Why the clock stands still while somebody else decides (等待核验)."""
OPENED = declare_kind(
    "catalogue.update_opened", gettext_lazy("Entries are to be brought up to date")
)
STATED = declare_kind("catalogue.update_stated", gettext_lazy("An entry is said to need no change"))
ANSWERED = declare_kind("catalogue.update_answered", gettext_lazy("A statement was answered"))
CHANGED = declare_kind(
    "catalogue.change_heard", gettext_lazy("A change of duties is to be confirmed")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatChanged:
    """A law or an article of it, or the duties of a unit."""

    kind: str
    title: str
    effective_on: date
    law: str = ""
    article: str = ""
    unit_id: UUID | None = None
    to_unit_id: UUID | None = None
    note: str = ""


@operation
def record_change(
    *, what: WhatChanged, actor: Actor, now: datetime, once: UUID | None = None
) -> UUID:
    """Record a change of law (the data authority) or of a unit's duties (that unit too).

    Nothing is opened before somebody confirms it with the entries it concerns. Raises
    `InvalidInput`.
    """
    by = By(actor, now)
    _require_recording(actor, what.kind, what.unit_id)
    if once and Change.objects.filter(id=once).exists():
        nothing_changed()
        return once
    _require_whole(what)
    return _record(what, by, once or uuid7(), None)


@operation
def hear_change(*, origin_id: UUID, what: WhatChanged, actor: Actor, now: datetime) -> UUID | None:
    """A unit ended: propose the change with its successor, if the unit has entries. Heard twice it
    is proposed once."""
    by = By(actor, now)
    require(actor, CHANGE, unit_id=what.unit_id)
    assert what.unit_id
    known = Change.objects.filter(origin_id=origin_id).exists()
    if known or not Edition.objects.filter(unit_id=what.unit_id, state=PUBLISHED).exists():
        nothing_changed()
        return None
    change_id = _record(what, by, uuid7(), origin_id)
    url = place("catalogue:change", change_id)
    people = holders(CHANGE, by, what.unit_id)
    tell_at(people, CHANGED, by, what.title, url=url, group=change_id)
    return change_id


@operation
def confirm_change(
    *, change_id: UUID, resource_ids: Collection[UUID], actor: Actor, now: datetime
) -> int:
    """Open a task for each of these entries, which the change concerns (确认变动); how many.

    Raises `NotNow`, `InvalidInput` when an entry is not among those that were found.
    """
    by = By(actor, now)
    change = _locked_change(change_id, actor)
    _require_recording(actor, change.kind, change.unit_id)
    _require_drawn(change)
    found = {one.resource_id: one for one in list_affected(actor, change)}
    if not resource_ids or not set(resource_ids) <= set(found):
        raise InvalidInput(
            fields={"resource_ids": [_("Choose among the entries that were found.")]}
        )
    change.state = Change.State.CONFIRMED
    change.decided_at, change.decided_by = now, actor.id
    _save(change, "state", "decided_at", "decided_by")
    chosen = [found[one] for one in dict.fromkeys(resource_ids)]
    told = _open_tasks(change, chosen, by)
    fact = ChangeConfirmed(**_about_change(change, by), tasks=len(chosen))
    record(fact, actor=actor, now=now)
    url = place("catalogue:change", change.id)
    tell_at(told, OPENED, by, change.title, url=url, group=change.id)
    return len(chosen)


@operation
def drop_change(*, change_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Drop a change that concerns no entry (不涉及目录). Raises `NotNow`."""
    by = By(actor, now)
    change = _locked_change(change_id, actor)
    _require_recording(actor, change.kind, change.unit_id)
    _require_drawn(change)
    require_said(reason=reason)
    change.state, change.note = Change.State.DROPPED, f"{change.note}\n{reason}".strip()
    change.decided_at, change.decided_by = now, actor.id
    _save(change, "state", "note", "decided_at", "decided_by")
    record(ChangeDropped(**_about_change(change, by), reason=reason), actor=actor, now=now)
    return change.id


@operation
def state_unchanged(*, task_id: UUID, statement: str, actor: Actor, now: datetime) -> UUID:
    """Say why nothing changes in the entry (无需变更); the data authority accepts it or not.

    Raises `NotNow`.
    """
    by = By(actor, now)
    task = _locked_task(task_id, actor)
    require(actor, EDIT, unit_id=task.unit_id)
    if task.state != UpdateTask.State.OPEN:
        raise NotNow(_("This task does not wait for the unit."))
    require_said(statement=statement)
    task.state, task.statement = UpdateTask.State.STATED, statement.strip()
    task.stated_at, task.stated_by = now, actor.id
    _stand_still(task, by)
    _save(task, "state", "statement", "stated_at", "stated_by")
    fact = UnchangedStated(**_about_task(task, by), statement=statement)
    record(fact, actor=actor, now=now)
    _tell(holders(CHANGE, by, task.unit_id), STATED, task, by, _("To accept: nothing changes"))
    return task.id


@operation
def answer_statement(
    *, task_id: UUID, accept: bool, opinion: str, actor: Actor, now: datetime
) -> UUID:
    """Accept that nothing changes, or return the task to its unit. In time is what was stated in
    time. Raises `NotNow`, `SameHands`.
    """
    by = By(actor, now)
    task = _locked_task(task_id, actor)
    require(actor, CHANGE, unit_id=task.unit_id)
    if task.state != UpdateTask.State.STATED:
        raise NotNow(_("Nothing was stated in this task."))
    if task.stated_by == actor.id:
        raise SameHands(
            _("You stated this yourself."),
            next_step=_("Somebody else of the data authority decides on it."),
        )
    if accept:
        _finish(task, UpdateTask.Outcome.UNCHANGED, by, done_at=task.stated_at)
    else:
        require_said(opinion=opinion)
        task.state, task.answer = UpdateTask.State.OPEN, opinion.strip()
        _run_on(task, by)
        _save(task, "state", "answer", "due_on")
        record(StatementReturned(**_about_task(task, by), opinion=opinion), actor=actor, now=now)
    title = (
        _("Accepted: nothing changes") if accept else _("Not accepted: bring the entry up to date")
    )
    _tell([task.stated_by], ANSWERED, task, by, title, opinion)
    return task.id


def end_updates(editions: Sequence[Edition], outcome: UpdateTask.Outcome, by: By) -> None:
    """New editions were published, or an entry withdrawn: their open tasks are done. In the
    caller's operation; one query where there are none."""
    of = {one.resource_id: one for one in editions}
    rows = UpdateTask.objects.select_for_update(of=("self",)).filter(resource_id__in=list(of))
    for task in rows.exclude(state=UpdateTask.State.DONE).order_by("id"):
        task.edition_id = of[task.resource_id].id
        _finish(task, outcome, by)


def update_limit(on: date) -> Limit:
    """Working days for an update: as the law in force says, else our own default."""
    rule = find_rule(*UPDATE_LIMIT, on=on)
    return limit_by(rule) if rule else limit_from(*OWN_UPDATE_LIMIT, on=on)


PUBLISHED = Edition.State.PUBLISHED.value


def _record(what: WhatChanged, by: By, change_id: UUID, origin_id: UUID | None) -> UUID:
    change = Change(
        id=change_id, kind=what.kind, title=what.title.strip(), law=what.law.strip(),
        article=what.article.strip(), unit_id=what.unit_id, to_unit_id=what.to_unit_id,
        effective_on=what.effective_on, note=what.note.strip(), origin_id=origin_id,
        recorded_at=by.now, recorded_by=by.actor.id,
    )  # fmt: skip
    change.save(force_insert=True)
    fact = ChangeRecorded(
        **_about_change(change, by), effective_on=what.effective_on, origin_id=origin_id
    )
    record(fact, actor=by.actor, now=by.now)
    return change.id


def _open_tasks(change: Change, chosen: Iterable[Edition], by: By) -> frozenset[UUID]:
    """The tasks with their clocks; whom to tell."""
    limit, told = update_limit(by.today), dict[UUID, frozenset[UUID]]()
    for edition in chosen:
        unit_id = _who_updates(change, edition, by)
        if unit_id not in told:
            told[unit_id] = holders(EDIT, by, unit_id)
        task = UpdateTask(
            change=change, resource_id=edition.resource_id, unit_id=unit_id, opened_at=by.now
        )
        task.clock_id = start_clock(
            of_type=CLOCK, of_id=task.id, kind=CLOCK, title=edition.title, unit_id=unit_id,
            limit=limit, responsible=told[unit_id], url=place("catalogue:update", task.id),
            actor=by.actor, now=by.now,
        )  # fmt: skip
        task.due_on = last_day_of(task.clock_id)
        task.save(force_insert=True)
        record(
            UpdateOpened(**_about_task(task, by), due_on=task.due_on), actor=by.actor, now=by.now
        )
    return frozenset[UUID]().union(*told.values())


def _who_updates(change: Change, edition: Edition, by: By) -> UUID:
    """The entry's own unit, or who took over from it where it ended."""
    if change.to_unit_id is None:
        return edition.unit_id
    unit = list_units([edition.unit_id])[edition.unit_id]
    return edition.unit_id if unit.is_open else change.to_unit_id


def _finish(
    task: UpdateTask, outcome: UpdateTask.Outcome, by: By, done_at: datetime | None = None
) -> None:
    task.was_late = stop_clock(clock_id=task.clock_id, actor=by.actor, now=by.now, done_at=done_at)
    task.state, task.outcome = UpdateTask.State.DONE, outcome
    task.done_at, task.done_by = done_at or by.now, by.actor.id
    _save(task, "state", "outcome", "done_at", "done_by", "was_late", "edition")
    fact = UpdateDone(**_about_task(task, by), outcome=outcome.value, was_late=task.was_late)
    record(fact, actor=by.actor, now=by.now)


def _stand_still(task: UpdateTask, by: By) -> None:
    """The time of the data authority is not the unit's; what is late already stays so."""
    is_late = describe(task.clock_id, now=by.now).is_late
    if not is_late and WAITING in pause_reasons(by.today):
        pause_clock(clock_id=task.clock_id, reason=WAITING, actor=by.actor, now=by.now)


def _run_on(task: UpdateTask, by: By) -> None:
    """The day moves by what the answer took."""
    if describe(task.clock_id, now=by.now).state is ClockState.PAUSED:
        resume_clock(clock_id=task.clock_id, actor=by.actor, now=by.now)
        task.due_on = last_day_of(task.clock_id)


def _require_recording(actor: Actor, kind: str, unit_id: UUID | None) -> None:
    """A law is the data authority's; the duties of a unit are that unit's too."""
    is_own = kind == Change.Kind.DUTY and unit_id and may(actor, EDIT, unit_id=unit_id)
    require(actor, EDIT if is_own else CHANGE, unit_id=unit_id)


def _require_whole(what: WhatChanged) -> None:
    is_law = what.kind == Change.Kind.LAW
    require_said(title=what.title, **({"law": what.law} if is_law else {}))
    if what.kind not in Change.Kind.values:
        raise InvalidInput(fields={"kind": [_("Choose one of the list.")]})
    if not is_law and what.unit_id is None:
        raise InvalidInput(fields={"unit_id": [_("Name the unit whose duties changed.")]})
    units = {one for one in (what.unit_id, what.to_unit_id) if one}
    if len(list_units(units)) < len(units) or (what.unit_id and what.unit_id == what.to_unit_id):
        raise InvalidInput(fields={"to_unit_id": [_("Choose another unit.")]})


def _require_drawn(change: Change) -> None:
    if change.state != Change.State.DRAWN:
        raise NotNow(_("It was decided already."))


def _locked_change(change_id: UUID, actor: Actor) -> Change:
    """Raises `Missing`, also for who reads no catalogue."""
    rows = Change.objects.select_for_update(of=("self",)).filter(id=change_id)
    change = rows.first() if may(actor, READ) else None
    if change is None:
        raise Missing(_("There is no such change."))
    return change


def _locked_task(task_id: UUID, actor: Actor) -> UpdateTask:
    rows = UpdateTask.objects.select_for_update(of=("self",)).filter(id=task_id)
    task = rows.select_related("resource").first() if may(actor, READ) else None
    if task is None:
        raise Missing(_("There is no such task."))
    return task


def _save(row: Change | UpdateTask, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _about_change(change: Change, by: By) -> dict[str, Any]:
    return {
        "thing_id": change.id,
        "concerned": tuple(one for one in (change.unit_id, change.to_unit_id) if one),
        "kind": str(change.kind),
        "title": change.title,
        "law": change.law,
        "unit_id": change.unit_id,
        "on": by.today,
    }


def _about_task(task: UpdateTask, by: By) -> dict[str, Any]:
    return {
        "thing_id": task.id,
        "concerned": (task.resource_id, task.unit_id),
        "change_id": task.change_id,
        "resource_id": task.resource_id,
        "unit_id": task.unit_id,
        "on": by.today,
    }


def _tell(
    people: Iterable[UUID | None], kind: Any, task: UpdateTask, by: By, title: str, body: str = ""
) -> None:
    called = f"{title}: {task.resource.code}"
    url = place("catalogue:update", task.id)
    tell_at(people, kind, by, called, url=url, group=task.id, body=body)
