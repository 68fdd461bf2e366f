"""Figures that come from items and what was done with them.

Every figure is reckoned from entries (办理记录), which never change, up to the end of the day asked
for: a later closing, reopening or extension leaves the past days as they were.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.facade import KeyTaskRef, list_key_tasks
from liupan.capabilities.supervision.models import Item
from liupan.foundation.organisations.facade import find_root, list_units_on
from liupan.kernel import clock
from liupan.kernel.figures import Direction, Kind, Measure, Records, register

PAGE = "supervision:item"

STANDING = """
WITH done AS MATERIALIZED (
    SELECT item_id,
        max(at) FILTER (WHERE kind = 'hand_over') AS handed_at,
        max(at) FILTER (WHERE kind = 'close') AS closed_at,
        max(at) FILTER (WHERE kind = 'reopen') AS reopened_at,
        max(at) FILTER (WHERE kind = 'withdraw') AS withdrawn_at,
        max(at) FILTER (WHERE kind = 'grant' AND "values"->>'request' = 'pause') AS paused_at,
        max(at) FILTER (WHERE kind = 'resume') AS resumed_at,
        coalesce(bool_or(kind = 'late'), false) AS was_late,
        count(*) FILTER (WHERE kind IN ('progress', 'report')) AS reports,
        max(at) FILTER (WHERE kind = 'endorse') AS endorsed_at,
        max(at) FILTER (WHERE kind IN ('return', 'close', 'reopen')) AS decided_at,
        (array_agg("values"->>'after' ORDER BY at DESC, id DESC) FILTER (
            WHERE kind IN ('grant', 'resume', 'reopen', 'return') AND "values" ? 'after'
        ))[1] AS moved_to
    FROM supervision_entry WHERE at < %s GROUP BY item_id
), passed_on AS MATERIALIZED (
    SELECT DISTINCT ON (item_id) item_id, ("values"->>'lead_before')::uuid AS lead_unit_id
    FROM supervision_entry WHERE kind = 'reassign' AND at >= %s ORDER BY item_id, at, id
), standing AS MATERIALIZED (
    SELECT item.id, item.root_id, item.parent_id, item.plan_code, item.task_code,
        item.number || ' ' || item.title AS label,
        coalesce(passed_on.lead_unit_id, item.lead_unit_id) AS unit_id,
        coalesce(done.moved_to::date, item.first_due_on) AS due_on,
        coalesce(done.closed_at > coalesce(done.reopened_at, '-infinity'), false) AS is_closed,
        coalesce(done.paused_at > coalesce(done.resumed_at, '-infinity'), false) AS is_paused,
        coalesce(done.endorsed_at > coalesce(done.decided_at, '-infinity'), false) AS is_waiting,
        done.was_late, done.reports
    FROM done JOIN supervision_item item ON item.id = done.item_id
    LEFT JOIN passed_on ON passed_on.item_id = item.id
    WHERE done.handed_at IS NOT NULL AND done.withdrawn_at IS NULL
)
"""
"""How each item that had been handed over stood at a moment, given twice."""

TASK = """
, task (id, plan_code, code, label, unit_id) AS (
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::uuid[])
)
"""


class OfItems(Measure):
    """A figure whose records are items; their page is where they are seen."""

    sources = _("items of supervision and their records of handling")
    select: ClassVar[str]

    def records(self, day: date) -> Records:
        """Items as they stood at the end of `day`."""
        end = clock.start_of(day + timedelta(days=1))
        return STANDING + self.select, (end, end, *self.parameters(day))

    def parameters(self, day: date) -> tuple[object, ...]:
        """What `select` asks for."""
        return ()

    def record_path(self, record_id: UUID) -> str:
        return reverse(PAGE, args=[record_id])


@register
class OnTime(OfItems):
    """Share of items done by their day (办结按时率)."""

    code = "supervision.on_time"
    name = _("Items done on time")
    formula = _(
        "closed items reported by their due day / items closed, or past their due day and not"
        " reported"
    )
    numerator = _("items closed at the end of the day that were never late")
    denominator = _("items closed, and open ones whose due day had passed without a report")
    exclusions = _(
        "items that are paused, wait for verification in time, are withdrawn or not handed over;"
        " what was late once counts as late"
    )
    select = """
SELECT unit_id, id, label, CASE WHEN is_closed AND NOT was_late THEN 1 ELSE 0 END, 1
FROM standing
WHERE is_closed OR (due_on <= %s AND NOT is_paused AND (was_late OR NOT is_waiting))
"""

    def parameters(self, day: date) -> tuple[object, ...]:
        return (day,)

    def reasons(self, day: date, record_ids: Collection[UUID]) -> dict[UUID, str]:
        """Closed late, or still open."""
        end = clock.start_of(day + timedelta(days=1))
        closed = set(
            Item.objects.filter(
                id__in=record_ids, entries__kind="close", entries__at__lt=end
            ).values_list("id", flat=True)
        )
        late, still = gettext("Closed after its day."), gettext("Its day has passed; still open.")
        return {i: late if i in closed else still for i in record_ids}


@register
class ClosingRate(OfItems):
    """Share of items handed over that are closed (办结率)."""

    code = "supervision.closing"
    name = _("Items closed")
    formula = _("items verified and closed / items handed over")
    numerator = _("items that were verified and closed at the end of the day")
    denominator = _("items handed over by the end of the day")
    exclusions = _("withdrawn items; an item reopened is open again")
    select = """
SELECT unit_id, id, label, CASE WHEN is_closed THEN 1 ELSE 0 END, 1 FROM standing
"""


@register
class ResponseDays(OfItems):
    """Working days from hand-over to sign-for (签收用时)."""

    code = "supervision.response_days"
    name = _("Response time")
    formula = _("working days from hand-over to sign-for, added up / signatures")
    numerator = _("working days between hand-over and sign-for")
    denominator = _("signatures in the year that ended with the day")
    exclusions = _("items not signed for yet")
    kind = Kind.MEAN
    unit = "工作日"
    direction = Direction.DOWN
    select = """
SELECT standing.unit_id, entry.id, standing.label, ("values"->>'working_days')::int, 1
FROM supervision_entry entry JOIN standing ON standing.id = entry.item_id
WHERE entry.kind = 'sign_for' AND entry.at < %s AND entry.at >= %s
    AND "values" ? 'working_days'
"""

    def parameters(self, day: date) -> tuple[object, ...]:
        end = clock.start_of(day + timedelta(days=1))
        return (end, end - timedelta(days=365))

    def record_path(self, record_id: UUID) -> str:
        return ""


class OfTasks(OfItems):
    """A figure whose records are the key tasks of the city's plan in force on the day."""

    sources = _("key tasks of the plan in force, items of supervision")
    denominator = _("key tasks of the plan's edition in force on the day")
    exclusions = _("key works from elsewhere, such as meetings and leaders' notes")
    public_records = True
    WITHOUT = "SELECT NULL::uuid, NULL::uuid, '', 0, 0 WHERE false"

    def records(self, day: date) -> Records:
        """Key tasks; where none was handed over, under the unit that the plan names."""
        tasks = list_key_tasks(day=day)
        if not tasks:
            return self.WITHOUT, ()
        end = clock.start_of(day + timedelta(days=1))
        return STANDING + TASK + self.select, (end, end, *_columns(tasks, day))

    def record_path(self, record_id: UUID) -> str:
        return reverse("plan:tasks")


@register
class TasksFollowed(OfTasks):
    """Coverage of the plan's key tasks by supervision (重点任务覆盖率)."""

    code = "supervision.tasks_followed"
    name = _("Key tasks supervised")
    formula = _("key tasks broken down to units and reported on / key tasks in force")
    numerator = _(
        "key tasks whose item was handed over, and on which, or on a part of which, progress was"
        " reported"
    )
    select = """
SELECT coalesce(whole.unit_id, task.unit_id), task.id, task.label,
    CASE WHEN whole.is_followed THEN 1 ELSE 0 END, 1
FROM task LEFT JOIN LATERAL (
    SELECT (array_agg(unit_id ORDER BY parent_id IS NOT NULL))[1] AS unit_id,
        sum(reports) > 0 AS is_followed
    FROM standing WHERE (plan_code, task_code) = (task.plan_code, task.code)
) whole ON true
"""


@register
class TasksFinished(OfTasks):
    """Key tasks verified as finished (重点任务完成率)."""

    code = "supervision.tasks_finished"
    name = _("Key tasks finished")
    formula = _("key tasks verified as finished / key tasks in force")
    numerator = _("key tasks whose whole item was verified and closed at the end of the day")
    select = """
SELECT coalesce(whole.unit_id, task.unit_id), task.id, task.label,
    CASE WHEN whole.is_finished THEN 1 ELSE 0 END, 1
FROM task LEFT JOIN LATERAL (
    SELECT (array_agg(unit_id))[1] AS unit_id, bool_and(is_closed) AS is_finished
    FROM standing WHERE parent_id IS NULL
        AND (plan_code, task_code) = (task.plan_code, task.code)
) whole ON true
"""


def _columns(tasks: Sequence[KeyTaskRef], day: date) -> tuple[list[object], ...]:
    """The columns of `TASK`, each task with the unit that leads it, or the city's government."""
    root = find_root()
    units = {unit.name: unit.id for unit in list_units_on(day)}
    top = root.id if root else None
    return (
        [task.id for task in tasks],
        [task.plan_code for task in tasks],
        [task.code for task in tasks],
        [f"{task.code} {task.name}" for task in tasks],
        [units.get(task.lead, top) for task in tasks],
    )
