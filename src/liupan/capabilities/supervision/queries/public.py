"""What everybody sees of the plan's key tasks: no opinions, no people, nothing secret."""

from collections.abc import Sequence
from datetime import datetime

from liupan.capabilities.plan.facade import KeyTaskRef, list_key_tasks
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.queries.shapes import PublicTask
from liupan.capabilities.supervision.queries.showing import MARKS, parts_of
from liupan.capabilities.supervision.rules.rollup import RollUp, roll_up
from liupan.capabilities.supervision.rules.states import DONE, State
from liupan.kernel.secrecy import Secrecy


def list_public_tasks(*, now: datetime, plan_code: str = "") -> list[PublicTask]:
    """The plan's key tasks in force with how far their items are; only of items that are public.

    Constant queries.
    """
    tasks = list_key_tasks(plan_code=plan_code)
    plans = {task.plan_code for task in tasks}
    rows = Item.objects.filter(plan_code__in=plans, secrecy=Secrecy.PUBLIC.value)
    listed = list(rows.exclude(state=State.WITHDRAWN.value).order_by("path"))
    far = roll_up(parts_of(listed))
    return [_public(task, _of(task, listed), far) for task in tasks]


def _of(task: KeyTaskRef, rows: Sequence[Item]) -> list[Item]:
    return [r for r in rows if (r.plan_code, r.task_code) == (task.plan_code, task.code)]


def _public(task: KeyTaskRef, rows: Sequence[Item], far: dict[object, RollUp]) -> PublicTask:
    inside = {row.id for row in rows}
    tops = [row for row in rows if row.parent_id not in inside]
    leaves = [row for row in rows if row.id not in {r.parent_id for r in rows}]
    state = min((top.standing for top in tops), key=list(State).index, default=None)
    return PublicTask(
        task_code=task.code,
        clause_code=task.clause_code,
        title=task.name,
        end_state=task.end_state,
        lead=task.lead,
        assisting=task.assisting,
        due_on=task.due_on,
        state=state.value if state else "",
        state_label=str(Item.State(state.value).label) if state else "",
        mark=MARKS[state] if state else "none",
        percent=sum(far[t.id].value for t in tops) // len(tops) if tops else None,
        is_late=any(row.is_late for row in rows),
        parts=len(leaves),
        parts_closed=sum(1 for leaf in leaves if leaf.standing in DONE),
    )
