"""What everybody sees of the plan's key tasks: no opinions, no people, nothing secret."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.facade import KeyTaskRef, list_key_tasks
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.queries.shapes import PublicTask
from liupan.capabilities.supervision.queries.showing import MARKS, parts_of
from liupan.capabilities.supervision.rules.rollup import RollUp, roll_up
from liupan.capabilities.supervision.rules.states import DONE, State
from liupan.kernel.secrecy import Secrecy

PLAIN = {
    State.REGISTERED: _("not handed over yet"),
    State.HANDED_OVER: _("handed over to its unit"),
    State.WORKING: _("being worked on"),
    State.ENDORSING: _("reported done, being checked"),
    State.VERIFYING: _("reported done, being checked"),
    State.CLOSED: _("done and verified"),
    State.ARCHIVED: _("done and verified"),
}
"""The state in plain words."""


def list_public_tasks(*, now: datetime, plan_code: str = "") -> list[PublicTask]:
    """The plan's key tasks in force with how far their items are; only of items that are public.

    How far: the published formula over the task's items, by weight. Constant queries.
    """
    tasks = list_key_tasks(plan_code=plan_code)
    plans = {task.plan_code for task in tasks}
    rows = Item.objects.filter(plan_code__in=plans, secrecy=Secrecy.PUBLIC.value)
    listed = list(rows.exclude(state=State.WITHDRAWN.value).order_by("path"))
    far = roll_up(parts_of(listed))
    of_task: dict[str, list[Item]] = {}
    for row in listed:
        of_task.setdefault(row.task_code, []).append(row)
    return [_public(task, of_task.get(task.code, []), far) for task in tasks]


def _public(task: KeyTaskRef, rows: Sequence[Item], far: Mapping[object, RollUp]) -> PublicTask:
    inside = {row.id for row in rows}
    parents = {row.parent_id for row in rows}
    tops = [row for row in rows if row.parent_id not in inside]
    leaves = [row for row in rows if row.id not in parents]
    state = min((top.standing for top in tops), key=list(State).index, default=None)
    return PublicTask(
        task_code=task.code,
        clause_code=task.clause_code,
        clause_name=task.clause_name,
        title=task.name,
        end_state=task.end_state,
        lead=task.lead,
        assisting=task.assisting,
        due_on=task.due_on,
        state=state.value if state else "",
        state_label=PLAIN[state] if state else _("not handed over yet"),
        mark=MARKS[state] if state else "none",
        percent=_together(tops, far) if tops else None,
        is_late=any(row.is_late for row in rows),
        late_since=min((row.late_since for row in rows if row.late_since), default=None),
        parts=len(leaves),
        parts_closed=sum(1 for leaf in leaves if leaf.standing in DONE),
    )


def _together(tops: Sequence[Item], far: Mapping[object, RollUp]) -> int:
    return sum(t.weight * far[t.id].value for t in tops) // sum(t.weight for t in tops)
