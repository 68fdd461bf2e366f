"""The board: totals, trees by plan and clause, a timeline, heat by unit and week."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django import forms
from django.db.models import (
    BooleanField,
    Count,
    DateField,
    ExpressionWrapper,
    Func,
    IntegerField,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Greatest, Least
from django.http import QueryDict

from liupan.capabilities.plan.facade import list_key_tasks
from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.policies import visible
from liupan.capabilities.supervision.queries.listing import OPEN_STATES, ItemRows, list_items
from liupan.capabilities.supervision.queries.page import nodes_of
from liupan.capabilities.supervision.queries.shapes import (
    Group,
    Heat,
    HeatCell,
    HeatRow,
    Node,
    Totals,
    Trees,
)
from liupan.capabilities.supervision.queries.showing import names, parts_of, readings_of
from liupan.capabilities.supervision.rules.rollup import roll_up
from liupan.capabilities.supervision.rules.states import DONE, OPEN, State
from liupan.kernel import clock
from liupan.kernel.authority import Actor

WEEK = timedelta(days=7)
OPEN_ITEM = Q(state__in=OPEN_STATES)


@dataclass(frozen=True)
class Board:
    """The items that the choices let through, seen from several sides.

    `loose` are the same whatever their state: the state chooses trees, not what is shown of them.
    """

    actor: Actor
    now: datetime
    rows: ItemRows
    loose: ItemRows

    @property
    def form(self) -> forms.Form | None:
        return self.rows.form

    def totals(self) -> Totals:
        """Numbers over the choices, whatever state was chosen. One query: how many of each kind,
        added up here, which costs the database less than a sum for each number."""
        paused = ExpressionWrapper(Q(paused_since__isnull=False), BooleanField())
        rows = self.loose.queryset.order_by().annotate(stands_still=paused)
        kinds = rows.values_list("state", "is_late", "sheet_colour", "stands_still")
        counted = [(State(state), *kind) for state, *kind in kinds.annotate(n=Count("id"))]

        def count(wanted: Callable[[State, bool, str, bool], bool]) -> int:
            return sum(n for *kind, n in counted if wanted(*kind))

        return Totals(
            open=count(lambda state, *_kind: state in OPEN),
            to_sign=count(lambda state, *_kind: state is State.HANDED_OVER),
            to_verify=count(lambda state, *_kind: state is State.VERIFYING),
            late_open=count(lambda state, late, *_kind: state in OPEN and late),
            paused=count(lambda _state, _late, _sheet, paused: paused),
            closed=count(lambda state, *_kind: state in DONE),
            closed_late=count(lambda state, late, *_kind: state in DONE and late),
            sheets={
                colour: sum(n for _state, _late, sheet, _paused, n in counted if sheet == colour)
                for colour in Sheet.Colour.values
            },
        )

    def groups(self) -> list[Group]:
        """How many trees and items each clause of a plan, and each other origin, has.

        One query, and two for each plan to name its clauses.
        """
        counted = (
            self.rows.queryset.order_by()
            .values_list("plan_code", "clause_code", "origin", "root_id")
            .annotate(
                items=Count("id"),
                open=Count("id", filter=OPEN_ITEM),
                late=Count("id", filter=Q(is_late=True)),
            )
        )
        # Tree by tree: to count them apart the database would sort every row by its texts.
        of_place: dict[tuple[str, str, str], list[int]] = {}
        for plan_code, clause_code, origin, _root_id, items, at_work, late in counted:
            sums = of_place.setdefault((plan_code, clause_code, origin), [0, 0, 0, 0])
            sums[0] += 1
            sums[1] += items
            sums[2] += at_work
            sums[3] += late
        found: dict[str, Counter[str]] = {}
        for place, numbers in of_place.items():
            sums_of = found.setdefault(key_of(*place), Counter())
            sums_of.update(dict(zip(COUNTED, numbers, strict=True)))
        known = _clauses({key.split(":")[1] for key in found if key.startswith("plan:")})
        groups = [_group(key, sums, known) for key, sums in found.items()]
        return sorted(groups, key=lambda group: _place(group.key, known))

    def trees(
        self, *, group: str = "", page: int = 1, size: int = 20, clocks: bool = False
    ) -> Trees:
        """A page of trees, with what the choices let through and what stands above it. Constant
        queries."""
        rows = self.rows.queryset.filter(_in_group(group))
        start = (page - 1) * size
        first = rows.order_by().values("root_id").annotate(first=Min("due_on"))
        ordered = first.order_by("first", "root_id").values_list("root_id", flat=True)
        roots = list(ordered[start : start + size + 1])
        trees = self._read(roots[:size])
        return Trees(
            nodes=tuple(self._nodes(trees, clocks=clocks)),
            page=page,
            more=len(roots) > size,
            groups={
                id_: key_of(tree[0].plan_code, tree[0].clause_code, tree[0].origin)
                for id_, tree in trees.items()
            },
        )

    def heat(self, *, weeks: int = 12, most: int = 60) -> Heat:
        """Open items by lead unit and the week of their due day. Two queries."""
        today = clock.on(self.now)
        first = today - timedelta(days=today.weekday())
        edges = [first + n * WEEK for n in range(-1, weeks + 1)]
        week = Least(Greatest(DaysAfter("due_on", _day(edges[0])) / 7, 0), len(edges) - 1)
        counted = (
            self.rows.queryset.filter(OPEN_ITEM)
            .order_by()
            .annotate(week=week)
            .values_list("lead_unit_id", "week")
            .annotate(due=Count("id"), late=Count("id", filter=Q(is_late=True)))
        )
        found: dict[UUID, dict[date, tuple[int, int]]] = {}
        for unit_id, number, due, late in counted:
            found.setdefault(unit_id, {})[edges[number]] = (due, late)
        sums = {u: sum(due for due, _late in cells.values()) for u, cells in found.items()}
        shown = sorted(found, key=lambda unit: (-sums[unit], str(unit)))[:most]
        called = names(shown)
        rows = [_heat_row(unit, called.unit(unit), found[unit], edges) for unit in shown]
        return Heat(tuple(edges[1:-1]), tuple(rows), len(found))

    def _read(self, roots: Sequence[UUID]) -> dict[UUID, list[Item]]:
        """Whole trees in the order of their roots, each in reading order."""
        trees: dict[UUID, list[Item]] = {root: [] for root in roots}
        for row in Item.objects.filter(root_id__in=roots).order_by("path"):
            trees[row.root_id].append(row)
        return trees

    def _nodes(self, trees: Mapping[UUID, list[Item]], *, clocks: bool) -> Iterator[Node]:
        everything = [row for tree in trees.values() for row in tree]
        shown = _ids(self.loose.queryset, trees)
        seen = _ids(Item.objects.filter(visible(self.actor)), trees)
        called = names(row.lead_unit_id for row in everything)
        readings = readings_of(everything, self.now) if clocks else {}
        far = roll_up(parts_of(everything))
        for tree in trees.values():
            yield from nodes_of(with_above(tree, shown), called, readings, far, self.now, seen=seen)


class DaysAfter(Func):
    """Days from a day to another; dates alone, so that no time zone is asked."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


COUNTED = ("trees", "items", "open", "late")


def open_board(actor: Actor, choices: QueryDict, *, now: datetime) -> Board:
    """The board for somebody, narrowed by the list's choices. No query yet."""
    rows = list_items(actor, now=now)
    any_state = choices.copy()
    any_state.pop("state", None)
    return Board(actor, now, rows.filtered(choices), rows.filtered(any_state))


def key_of(plan_code: str, clause_code: str, origin: str) -> str:
    """The group an item belongs to: its plan's clause, else its origin."""
    return f"plan:{plan_code}:{clause_code}" if plan_code else f"origin:{origin}"


def with_above(tree: Sequence[Item], shown: set[UUID]) -> list[Item]:
    """What is to be shown of a tree in reading order, and what stands above it."""
    kept: list[Item] = []
    below: set[UUID] = set()
    for row in reversed(tree):
        if row.id in shown or row.id in below:
            kept.append(row)
            if row.parent_id:
                below.add(row.parent_id)
    return kept[::-1]


def _ids(rows: QuerySet[Item], roots: Iterable[UUID]) -> set[UUID]:
    return set(rows.filter(root_id__in=list(roots)).order_by().values_list("id", flat=True))


def _in_group(group: str) -> Q:
    kind, _colon, rest = group.partition(":")
    if kind == "plan":
        plan_code, _colon, clause_code = rest.partition(":")
        return Q(plan_code=plan_code, clause_code=clause_code)
    return Q(plan_code="", origin=rest) if kind == "origin" else Q()


Clauses = Mapping[tuple[str, str], tuple[str, int, str]]
"""By plan and clause: the clause's name, its place, the plan's name."""


def _clauses(plans: Iterable[str]) -> Clauses:
    return {
        (plan, task.clause_code): (task.clause_name, place, task.plan_title)
        for plan in sorted(plans)
        for place, task in enumerate(list_key_tasks(plan_code=plan))
    }


def _group(key: str, sums: Mapping[str, int], known: Clauses) -> Group:
    plan, name = _named(key, known)
    return Group(
        key=key,
        plan=plan,
        name=name,
        trees=sums["trees"],
        items=sums["items"],
        open=sums["open"],
        late=sums["late"],
    )


def _named(key: str, known: Clauses) -> tuple[str, str]:
    """The plan, "" for none, and the clause or origin."""
    kind, _colon, rest = key.partition(":")
    if kind == "origin":
        return "", str(Item.Origin(rest).label)
    plan_code, _colon, clause_code = rest.partition(":")
    name, _place, plan = known.get((plan_code, clause_code), (clause_code, 0, plan_code))
    return plan, name


def _place(key: str, known: Clauses) -> tuple[int, str, int]:
    kind, _colon, rest = key.partition(":")
    if kind == "origin":
        return 1, "", Item.Origin.values.index(rest)
    plan_code, _colon, clause_code = rest.partition(":")
    return 0, plan_code, known.get((plan_code, clause_code), ("", 10_000, ""))[1]


def _day(day: date) -> Value:
    return Value(day, output_field=DateField())


def _heat_row(
    unit_id: UUID, name: str, cells: Mapping[date, tuple[int, int]], edges: Sequence[date]
) -> HeatRow:
    made = [
        HeatCell(
            None if edge == edges[0] else edge,
            None if edge == edges[-1] else edge + WEEK - timedelta(days=1),
            *cells.get(edge, (0, 0)),
        )
        for edge in edges
    ]
    return HeatRow(
        unit_id,
        name,
        open=sum(cell.due for cell in made),
        late=sum(cell.late for cell in made),
        cells=tuple(made),
    )
