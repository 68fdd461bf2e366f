"""Changes of law and duty, and update tasks, as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django_filters import BooleanFilter, CharFilter, MultipleChoiceFilter

from liupan.capabilities.catalogue.models import Change, Edition, UpdateTask
from liupan.capabilities.catalogue.policies import CHANGE, EDIT, READ, visible
from liupan.capabilities.catalogue.queries.affected import list_affected
from liupan.capabilities.catalogue.queries.places import At, may_wait
from liupan.capabilities.catalogue.queries.rows import ShapedRows
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.foundation.access.facade import rows
from liupan.foundation.calendar.facade import ClockReading, describe_many
from liupan.foundation.design.facade import FilterSet
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import UnitsFilter
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing

CHANGE_MARKS = {"drawn": "check", "confirmed": "run", "dropped": "none"}
TASK_MARKS = {"open": "run", "stated": "check", "done": "done"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A change as a list shows it, with how far its tasks are."""

    id: UUID
    title: str
    kind_label: str
    about: str
    state: str
    state_label: str
    mark: str
    effective_on: date
    recorded_on: date
    tasks: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """An update task as a list shows it."""

    id: UUID
    change_id: UUID
    change: str
    resource_id: UUID
    code: str
    title: str
    unit: str
    state: str
    state_label: str
    mark: str
    opened_on: date
    due_on: date
    outcome: str
    done_on: date | None
    is_late: bool
    clock: ClockReading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change with the entries it concerns, or the tasks it opened."""

    line: ChangeLine
    law: str
    article: str
    unit: str
    to_unit: str
    note: str
    recorded_by: str
    affected: tuple[tuple[UUID, str, str, str, str], ...]
    """Before it is confirmed: resource, code, title, provider, ground."""
    tasks: tuple[TaskLine, ...]
    may_decide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task with what was said in it, and what the actor can do."""

    line: TaskLine
    statement: str
    stated_at: datetime | None
    answer: str
    may_state: bool
    may_answer: bool
    may_edit: bool


class ChangeFilters(FilterSet):
    """What can be chosen of changes."""

    q = CharFilter(label=gettext_lazy("Title or law"), method="by_words")
    kind = MultipleChoiceFilter(
        label=pgettext_lazy("change", "What changed"), choices=Change.Kind.choices, distinct=False
    )
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=Change.State.choices, distinct=False
    )

    class Meta:
        model = Change
        fields: tuple[str, ...] = ()

    def by_words(self, found: QuerySet[Change], _name: str, value: str) -> QuerySet[Change]:
        for word in value.replace("\0", "").split():
            found = found.filter(Q(title__icontains=word) | Q(law__icontains=word))
        return found


class TaskFilters(FilterSet):
    """What can be chosen of update tasks."""

    q = CharFilter(label=gettext_lazy("Code of the entry, or change"), method="by_words")
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), distinct=False, method="by_state",
        choices=[("live", pgettext_lazy("tasks", "not done")), *UpdateTask.State.choices],
    )  # fmt: skip
    unit = UnitsFilter(label=pgettext_lazy("task", "Unit"), field_name="unit_id")
    late = BooleanFilter(label=pgettext_lazy("tasks", "Late"), method="by_late")

    class Meta:
        model = UpdateTask
        fields: tuple[str, ...] = ()

    def by_words(self, found: QuerySet[UpdateTask], _name: str, value: str) -> QuerySet[UpdateTask]:
        for word in value.replace("\0", "").split():
            found = found.filter(
                Q(resource__code__icontains=word) | Q(change__title__icontains=word)
            )
        return found

    def by_state(
        self, found: QuerySet[UpdateTask], _name: str, values: list[str]
    ) -> QuerySet[UpdateTask]:
        wanted = [one for v in values for one in (("open", "stated") if v == "live" else (v,))]
        return found.filter(state__in=wanted) if wanted else found

    def by_late(self, found: QuerySet[UpdateTask], _name: str, value: bool) -> QuerySet[UpdateTask]:
        late = Q(was_late=True) | (~Q(state="done") & Q(due_on__lt=clock.today()))
        return found.filter(late) if value else found


def list_changes(actor: Actor) -> ShapedRows[ChangeLine]:
    """All changes, for a list page."""
    found = Change.objects.all() if may(actor, READ) else Change.objects.none()
    return ShapedRows(_counted(found), ChangeFilters, many=_change_lines)


def list_tasks(actor: Actor, *, now: datetime) -> ShapedRows[TaskLine]:
    """All update tasks, for a list page."""
    found = UpdateTask.objects.all() if may(actor, READ) else UpdateTask.objects.none()
    rows_of = found.select_related("change", "resource")
    return ShapedRows(rows_of, TaskFilters, many=partial(_task_lines, actor=actor, now=now))


def get_change(actor: Actor, change_id: UUID, *, now: datetime) -> ChangeView:
    """A change with what it concerns. Constant queries. Raises `Missing`."""
    found = _counted(Change.objects.filter(id=change_id))
    change = found.first() if may(actor, READ) else None
    if change is None:
        raise Missing(_("There is no such change."))
    is_drawn = change.state == Change.State.DRAWN
    is_own = change.kind == Change.Kind.DUTY and may(actor, EDIT, unit_id=change.unit_id)
    decides = is_drawn and (is_own or may(actor, CHANGE, unit_id=change.unit_id))
    tasks = UpdateTask.objects.filter(change=change).select_related("change", "resource")
    units = unit_names(one for one in (change.unit_id, change.to_unit_id) if one)
    person = list_accounts({change.recorded_by}).get(change.recorded_by)
    return ChangeView(
        line=_change_lines([change])[0],
        law=change.law,
        article=change.article,
        unit=units.get(change.unit_id, "") if change.unit_id else "",
        to_unit=units.get(change.to_unit_id, "") if change.to_unit_id else "",
        note=change.note,
        recorded_by=person.name if person else _("by rule"),
        affected=tuple(
            (one.resource_id, one.code, one.title, one.provider_name, one.share_condition)
            for one in (list_affected(actor, change) if decides else ())
        ),
        tasks=tuple(_task_lines(list(tasks.order_by("due_on", "id")), actor=actor, now=now)),
        may_decide=decides,
    )


def get_task(actor: Actor, task_id: UUID, *, now: datetime) -> TaskView:
    """A task. Constant queries. Raises `Missing`."""
    found = UpdateTask.objects.select_related("change", "resource").filter(id=task_id)
    task = found.first() if may(actor, READ) else None
    if task is None:
        raise Missing(_("There is no such task."))
    edits = may(actor, EDIT, unit_id=task.unit_id)
    decides = may(actor, CHANGE, unit_id=task.unit_id) and task.stated_by != actor.id
    return TaskView(
        line=_task_lines([task], actor=actor, now=now)[0],
        statement=task.statement,
        stated_at=task.stated_at,
        answer=task.answer,
        may_state=edits and task.state == UpdateTask.State.OPEN,
        may_answer=decides and task.state == UpdateTask.State.STATED,
        may_edit=edits and task.state != UpdateTask.State.DONE,
    )


def list_open_tasks_of(resource_id: UUID) -> list[tuple[str, date, UUID]]:
    """Open tasks of a resource: the change, the day, the id. One query."""
    found = UpdateTask.objects.filter(resource_id=resource_id).exclude(state="done")
    return list(found.order_by("due_on").values_list("change__title", "due_on", "id"))


def list_waiting_tasks(
    actor: Actor, *, for_unit: bool, limit: int, now: datetime
) -> list[TaskLine]:
    """Tasks that wait for the actor's unit, or statements that wait for acceptance."""
    state = UpdateTask.State.OPEN if for_unit else UpdateTask.State.STATED
    if not may_wait(actor, EDIT if for_unit else CHANGE, {At.TASK: (state,)}):
        return []
    found = _waiting(actor, for_unit).select_related("change", "resource")
    return _task_lines(
        list(found.order_by("due_on", "id")[:limit]), actor=actor, now=now, with_clocks=False
    )


def count_waiting_tasks(actor: Actor, *, for_unit: bool) -> int:
    """How many wait in all. One query; none without the right."""
    return _waiting(actor, for_unit).count() if may(actor, EDIT if for_unit else CHANGE) else 0


def list_drawn_changes(actor: Actor, *, limit: int) -> list[ChangeLine]:
    """Changes that wait to be confirmed. Two queries; none without the right."""
    if not may(actor, CHANGE):
        return []
    found = _counted(Change.objects.filter(state=Change.State.DRAWN)).order_by("recorded_at")
    return _change_lines(list(found[:limit]))


def count_drawn_changes(actor: Actor) -> int:
    """How many wait in all."""
    return Change.objects.filter(state=Change.State.DRAWN).count() if may(actor, CHANGE) else 0


def _waiting(actor: Actor, for_unit: bool) -> QuerySet[UpdateTask]:
    if for_unit:
        return UpdateTask.objects.filter(rows(actor, EDIT), state=UpdateTask.State.OPEN)
    stated = UpdateTask.objects.filter(rows(actor, CHANGE), state=UpdateTask.State.STATED)
    return stated.exclude(stated_by=actor.id)


def _counted(found: QuerySet[Change]) -> QuerySet[Change]:
    return found.annotate(
        n_tasks=Count("tasks"), n_done=Count("tasks", filter=Q(tasks__state="done"))
    )


def _change_lines(found: Sequence[Any]) -> list[ChangeLine]:
    units = unit_names(u for one in found for u in (one.unit_id, one.to_unit_id) if u)
    arrow = pgettext("from one unit to another", " → ")
    return [
        ChangeLine(
            id=one.id,
            title=one.title,
            kind_label=str(one.get_kind_display()),
            about=" ".join(filter(None, (one.law, one.article)))
            or arrow.join(units[u] for u in (one.unit_id, one.to_unit_id) if u in units),
            state=one.state,
            state_label=str(one.get_state_display()),
            mark=CHANGE_MARKS[one.state],
            effective_on=one.effective_on,
            recorded_on=clock.on(one.recorded_at),
            tasks=one.n_tasks,
            done=one.n_done,
        )
        for one in found
    ]


def _task_lines(
    tasks: Sequence[UpdateTask], *, actor: Actor, now: datetime, with_clocks: bool = True
) -> list[TaskLine]:
    if not tasks:
        return []
    units = unit_names(task.unit_id for task in tasks)
    clocks = describe_many((task.clock_id for task in tasks), now=now) if with_clocks else {}
    seen = Edition.objects.filter(visible(actor), resource__in={t.resource_id for t in tasks})
    titles = dict(seen.order_by("state", "number").values_list("resource_id", "title"))
    today = clock.on(now)
    return [
        TaskLine(
            id=task.id,
            change_id=task.change_id,
            change=task.change.title,
            resource_id=task.resource_id,
            code=task.resource.code,
            title=titles.get(task.resource_id, task.resource.code),
            unit=units.get(task.unit_id, ""),
            state=task.state,
            state_label=str(task.get_state_display()),
            mark=TASK_MARKS[task.state],
            opened_on=clock.on(task.opened_at),
            due_on=task.due_on,
            outcome=str(task.get_outcome_display()) if task.outcome else "",
            done_on=clock.on(task.done_at) if task.done_at else None,
            is_late=task.was_late or (task.state == "open" and today > task.due_on),
            clock=clocks.get(task.clock_id),
        )
        for task in tasks
    ]
