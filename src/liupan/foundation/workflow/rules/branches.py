"""What if: for each way out of a gateway that chooses, values that lead there and a way to an end.

Found by trying every case that the gateway's conditions tell apart, before anything is deployed.
What is said of one gateway is true of that gateway alone: what came before may have settled a
value already.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod

from liupan.foundation.workflow import conditions
from liupan.foundation.workflow.rules.checking import CHOOSING
from liupan.foundation.workflow.rules.reading import TASKS, Drawing, Flow, Node
from liupan.kernel.decisions import Case, told_apart
from liupan.kernel.expressions import Expression, ExpressionRefused, Value
from liupan.kernel.expressions.kinds import Kind

CASES = 4_000
"""Combinations of values tried at one gateway; one with more is not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A way out of a gateway. `values` lead there (name, case in words); None: none of those that
    the conditions tell apart does. `steps`: one way from start to end by it; empty: there is none.
    """

    gateway: str
    gateway_name: str
    flow: str
    target: str
    target_name: str
    condition: str
    values: tuple[tuple[str, str], ...] | None
    is_judged: bool
    steps: tuple[str, ...] = ()

    @property
    def is_dead(self) -> bool:
        """Whether no value leads here."""
        return self.is_judged and self.values is None


def branches_of(drawing: Drawing) -> tuple[Branch, ...]:
    """Every way out of the gateways that choose, in the order of the file. For a drawing without
    objections."""
    declared = conditions.names_of(drawing.names())
    found = [
        branch
        for node in drawing.nodes.values()
        if node.kind in CHOOSING and len(flows := _leaving(drawing, node.id)) > 1
        for branch in _of_gateway(drawing, node, flows, declared)
    ]
    ways = _Ways(drawing, {one.flow for one in found if one.is_dead})
    return tuple(ways.with_steps(one) for one in found)


def _leaving(drawing: Drawing, one: str) -> list[Flow]:
    return [flow for flow in drawing.flows if flow.source == one]


def _of_gateway(
    drawing: Drawing, node: Node, flows: list[Flow], declared: conditions.Declared
) -> Iterator[Branch]:
    read = {f.id: conditions.read(f.condition, declared) for f in flows if f.condition is not None}
    columns = _columns(read.values(), dict(declared))
    is_judged = prod(map(len, columns.values())) <= CASES
    leads = _leads(node, flows, read, columns) if is_judged else {}
    for flow in flows:
        yield Branch(
            gateway=node.id,
            gateway_name=node.name or node.id,
            flow=flow.id,
            target=flow.target,
            target_name=drawing.nodes[flow.target].name or flow.target,
            condition="" if flow.id == node.default else flow.condition or "",
            values=leads.get(flow.id),
            is_judged=is_judged,
        )


def _leads(
    node: Node, flows: list[Flow], read: Mapping[str, Expression],
    columns: Mapping[str, tuple[Case, ...]],
) -> dict[str, tuple[tuple[str, str], ...]]:  # fmt: skip
    """For each way the first case that takes it."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for chosen in product(*columns.values()):
        data = {name: case.value for name, case in zip(columns, chosen, strict=True)}
        for one in _taken(node, flows, read, data):
            if one not in found:
                pairs = zip(columns, chosen, strict=True)
                found[one] = tuple((name, case.words) for name, case in pairs)
        if len(found) == len(flows):
            break
    return found


def _taken(
    node: Node, flows: list[Flow], read: Mapping[str, Expression], data: Mapping[str, Value]
) -> list[str]:
    """The ways a token takes with these values, as the engine chooses them."""
    try:
        holding = [
            f.id for f in flows
            if f.id != node.default and f.id in read and read[f.id].evaluate(data)
        ]  # fmt: skip
    except ExpressionRefused:
        return []  # no such value can stand there
    if not holding:
        return [node.default]
    return holding[:1] if node.kind == "exclusiveGateway" else holding


def _columns(
    read: Iterable[Expression], types: Mapping[str, str]
) -> dict[str, tuple[Case, ...]]:  # fmt: skip
    """For each name the conditions use, the cases worth trying."""
    expressions = list(read)
    found: dict[str, tuple[Case, ...]] = {}
    for name in sorted({name for one in expressions for name in one.names}):
        using = [one for one in expressions if name in one.names]
        found[name] = _cases(types.get(name, "Any"), told_apart(using))
    return found


def _cases(kind: str, named: Mapping[Kind, tuple[Case, ...]]) -> tuple[Case, ...]:
    """Cases of a name: what is compared with it, else some values of its kind; and no value."""
    wanted = [Kind(kind)] if kind in set(Kind) and kind != Kind.ANY else list(_SOME)
    cases = [c for k in wanted for c in named.get(k) or _SOME.get(k, ())]
    return (*cases, Case("null", None))


_SOME: Mapping[Kind, tuple[Case, ...]] = {
    Kind.TEXT: (Case('"a"', "a"), Case('"b"', "b"), Case('""', "")),
    Kind.BOOLEAN: (Case("true", True), Case("false", False)),
    Kind.NUMBER: (Case("1", Decimal(1)), Case("0", Decimal(0)), Case("-1", Decimal(-1))),
    Kind.DATE: (
        Case("2017-01-01", date(2017, 1, 1)), Case("2018-01-01", date(2018, 1, 1)),
    ),
    Kind.LIST: (Case('["a"]', ("a",)), Case("[]", ())),
}  # fmt: skip
"""Values of a kind where no condition names one."""


class _Ways:
    """Shortest ways in a drawing without the flows that nothing leads along."""

    def __init__(self, drawing: Drawing, dead: set[str]) -> None:
        self._drawing = drawing
        self._after: dict[str, list[str]] = {one: [] for one in drawing.nodes}
        for flow in drawing.flows:
            if flow.id not in dead:
                self._after[flow.source].append(flow.target)
        for node in drawing.nodes.values():
            if node.attached_to in self._after:
                self._after[node.attached_to].append(node.id)
        kinds = {one: node.kind for one, node in drawing.nodes.items()}
        self._start = [one for one, kind in kinds.items() if kind == "startEvent"]
        self._ends = {one for one, kind in kinds.items() if kind == "endEvent"}

    def with_steps(self, branch: Branch) -> Branch:
        """The branch with the names of one way through it."""
        to = self._way(self._start, {branch.gateway})
        on = self._way([branch.target], self._ends)
        steps = tuple(self._names([*to, *on])) if to and on else ()
        return replace(branch, steps=steps)

    def _names(self, way: Iterable[str]) -> Iterator[str]:
        for one in way:
            node = self._drawing.nodes[one]
            if node.kind in TASKS or node.name:
                yield node.name or node.id

    def _way(self, starts: Iterable[str], goals: set[str]) -> list[str]:
        came: dict[str, str] = dict.fromkeys(starts, "")
        todo = deque(came)
        while todo:
            one = todo.popleft()
            if one in goals:
                way = [one]
                while before := came[way[-1]]:
                    way.append(before)
                return way[::-1]
            for two in self._after[one]:
                if two not in came:
                    came[two] = one
                    todo.append(two)
        return []
