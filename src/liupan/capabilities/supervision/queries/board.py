"""The board: totals, trees, timeline, heat; and what everybody sees of the plan's tasks."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, DateField, Func, Min, Q, QuerySet
from django.db.models.functions import Cast, Greatest, Least, TruncWeek

from liupan.capabilities.plan.facade import KeyTaskRef, list_key_tasks
from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.policies import visible
from liupan.capabilities.supervision.queries.listing import OPEN_STATES, mine
from liupan.capabilities.supervision.queries.page import nodes_of
from liupan.capabilities.supervision.queries.shapes import (
    BoardFilters,
    BoardView,
    Heat,
    HeatCell,
    HeatRow,
    Node,
    PublicTask,
    Totals,
)
from liupan.capabilities.supervision.queries.showing import (
    MARKS,
    names,
    parts_of,
    readings_of,
)
from liupan.capabilities.supervision.rules.rollup import RollUp, roll_up
from liupan.capabilities.supervision.rules.states import DONE, State
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy

ALL = BoardFilters()
WEEK = timedelta(days=7)


def board(
    actor: Actor,
    *,
    now: datetime,
    filters: BoardFilters = ALL,
    page: int = 1,
    size: int = 20,
    weeks: int = 12,
) -> BoardView:
    """The board as the actor may see it: `size` trees a page, the soonest due first; heat over all
    that the filters let through, `weeks` weeks from this one on. Constant queries."""
    seen = Item.objects.filter(visible(actor))
    rows = narrowed(seen, filters, actor)
    page = max(page, 1)
    roots = _roots(rows, page, size)
    nodes = _nodes(seen, roots[:size], now)
    days = [day for n in nodes for day in (n.starts_on, n.due_on, n.ends_on) if day]
    today = clock.on(now)
    return BoardView(
        totals=_totals(rows if filters.states else narrowed(seen, _any_state(filters), actor)),
        nodes=tuple(nodes),
        heat=heat(rows, today, weeks),
        page=page,
        more=len(roots) > size,
        first_day=min(days, default=today),
        last_day=max(days, default=today),
    )


def narrowed(rows: QuerySet[Item], filters: BoardFilters, actor: Actor) -> QuerySet[Item]:
    """The items that the filters let through."""
    conditions = {
        "state__in": filters.states or OPEN_STATES,
        "origin": filters.origin,
        "lead_unit_id": filters.lead_unit_id,
        "plan_code": filters.plan_code,
        "task_code": filters.task_code,
        "sheet_colour": filters.sheet,
        "is_late": filters.late_only or None,
    }
    rows = rows.filter(**{name: value for name, value in conditions.items() if value})
    for word in filters.words.replace("\0", "").split():
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
    return rows.filter(mine(actor)) if filters.mine_only else rows


def heat(rows: QuerySet[Item], today: date, weeks: int, *, most: int = 200) -> Heat:
    """Open items by lead unit and the week of their due day (热度). Two queries.

    What is due before this week counts to this week: it is to be done now. What is due after the
    last one counts to the unit's open items alone.
    """
    first = today - timedelta(days=today.weekday())
    shown = [first + n * WEEK for n in range(weeks)]
    found: dict[UUID, dict[date, tuple[int, int]]] = {}
    counted = (
        rows.filter(state__in=OPEN_STATES)
        .order_by()
        .annotate(week=_week_between(first, first + weeks * WEEK))
        .values_list("lead_unit_id", "week")
        .annotate(due=Count("id"), late=Count("id", filter=Q(is_late=True)))
    )
    for unit_id, week, due, late in counted:
        found.setdefault(unit_id, {})[week] = (due, late)
    called = names(found)
    lines = [_heat_row(u, called.unit(u), cells, shown) for u, cells in found.items()]
    lines.sort(key=lambda row: (-row.open, row.unit))
    return Heat(tuple(shown), tuple(lines[:most]))


def _week_between(first: date, last: date) -> Func:
    """The Monday of the due day's week, no earlier and no later than these."""
    return Least(Greatest(Cast(TruncWeek("due_on"), DateField()), first), last)


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


def _roots(rows: QuerySet[Item], page: int, size: int) -> list[UUID]:
    """The trees in which something is found, the one with the soonest day first; one too many."""
    found = rows.order_by().values("root_id").annotate(first=Min("due_on"))
    start = (page - 1) * size
    ordered = found.order_by("first", "root_id").values_list("root_id", flat=True)
    return list(ordered[start : start + size + 1])


def _nodes(seen: QuerySet[Item], roots: Sequence[UUID], now: datetime) -> list[Node]:
    """Whole trees; of what the actor may not open only the headline."""
    trees: dict[UUID, list[Item]] = {root: [] for root in roots}
    everything = list(Item.objects.filter(root_id__in=roots).order_by("path"))
    for row in everything:
        trees[row.root_id].append(row)
    visible_ids = set(seen.filter(root_id__in=roots).values_list("id", flat=True))
    called = names(row.lead_unit_id for row in everything)
    clocks = readings_of(everything, now)
    far = roll_up(parts_of(everything))
    return [
        node
        for tree in trees.values()
        for node in nodes_of(_headlines(tree, visible_ids), called, clocks, far, now,
                             seen=visible_ids)
    ]  # fmt: skip


def _headlines(tree: Sequence[Item], visible_ids: set[UUID]) -> list[Item]:
    """What the actor may see, and what stands above it."""
    shown = [row for row in tree if row.id in visible_ids]
    return [
        row
        for row in tree
        if row.id in visible_ids or any(one.path.startswith(f"{row.path}.") for one in shown)
    ]


def _any_state(filters: BoardFilters) -> BoardFilters:
    every = tuple(state.value for state in State if state is not State.WITHDRAWN)
    return BoardFilters(
        states=every,
        origin=filters.origin,
        lead_unit_id=filters.lead_unit_id,
        plan_code=filters.plan_code,
        task_code=filters.task_code,
        sheet=filters.sheet,
        late_only=filters.late_only,
        mine_only=filters.mine_only,
        words=filters.words,
    )


def _totals(rows: QuerySet[Item]) -> Totals:
    """One query."""
    opened = Q(state__in=OPEN_STATES)
    done = Q(state__in=[state.value for state in DONE])
    found = rows.order_by().aggregate(
        open=Count("id", filter=opened),
        to_sign=Count("id", filter=Q(state=State.HANDED_OVER.value)),
        to_verify=Count("id", filter=Q(state=State.VERIFYING.value)),
        late_open=Count("id", filter=opened & Q(is_late=True)),
        paused=Count("id", filter=Q(paused_since__isnull=False)),
        closed=Count("id", filter=done),
        closed_late=Count("id", filter=done & Q(is_late=True)),
        **{f"sheet_{c}": Count("id", filter=Q(sheet_colour=c)) for c in Sheet.Colour.values},
    )
    sheets = {colour: found.pop(f"sheet_{colour}") for colour in Sheet.Colour.values}
    return Totals(**found, sheets=sheets)


def _heat_row(
    unit_id: UUID, name: str, cells: dict[date, tuple[int, int]], shown: Sequence[date]
) -> HeatRow:
    return HeatRow(
        unit_id,
        name,
        open=sum(due for due, _late in cells.values()),
        late=sum(late for _due, late in cells.values()),
        weeks=tuple(HeatCell(week, *cells.get(week, (0, 0))) for week in shown),
    )
