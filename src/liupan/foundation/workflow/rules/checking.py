"""What of a drawing the engine cannot carry out, element by element."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from liupan.foundation.workflow.rules.reading import AT_ONCE, TASKS, Drawing, Flow, Node
from liupan.foundation.workflow.rules.signing import Mode

OUTCOME = "outcome"
"""The name under which conditions read what the last step decided."""

MOST = 500
"""Elements of one process; beyond this nobody can read it, and neither need the engine."""

EXECUTED = {*TASKS, *AT_ONCE, "intermediateCatchEvent", "boundaryEvent"}
RESERVED = ("Start", "End", "Root")
"""Names that the engine gives to what it adds itself."""
RIGHTS = ("read", "edit", "hide")
KINDS = ("starter", "person", "post", "unit", "role", "step", "rule")
CHOOSING = ("exclusiveGateway", "inclusiveGateway")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an element cannot be executed: a code of `wording.OBJECTIONS`, and what it is about."""

    element: str
    name: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    """A decision table as a process meets it: the names it reads, the kind of its result."""

    reads: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the house can do: names of services and of candidate rules, how an expression is
    checked (the reason why not, or nothing), and the deployed decision tables by name."""

    services: frozenset[str]
    rules: frozenset[str]
    objection_to: Callable[[str], str]
    table: Callable[[str], TableShape | None] = lambda _name: None


def object_to(drawing: Drawing, known: Known) -> tuple[Objection, ...]:
    """Everything that stands against executing the drawing; empty: it can be deployed."""
    if drawing.count > MOST:
        return (Objection(drawing.process_id, drawing.name, "too_many", str(drawing.count)),)
    found = [*_whole(drawing), *_parts(drawing)]
    for node in drawing.nodes.values():
        found += _of_node(node, known)
        if node.kind == "businessRuleTask":
            found += _of_table(node, drawing, known)
    found += _of_flows(drawing, known)
    if not found:  # ways are only looked at where all can be gone
        found += _of_ways(drawing)
    return tuple(found)


def _whole(drawing: Drawing) -> Iterator[Objection]:
    def about(reason: str, detail: str = "") -> Objection:
        return Objection(drawing.process_id, drawing.name, reason, detail)

    if drawing.processes > 1:
        yield about("several_processes")
    kinds = [node.kind for node in drawing.nodes.values()]
    if kinds.count("startEvent") != 1:
        yield about("no_start" if "startEvent" not in kinds else "several_starts")
    if "endEvent" not in kinds:
        yield about("no_end")
    for one in drawing.strange:
        yield about("unknown_extension", one)
    for one in drawing.repeated:
        yield Objection(one, "", "repeated_id")


def _parts(drawing: Drawing) -> Iterator[Objection]:
    for one, tag in drawing.others:
        yield Objection(one, "", "not_executed", tag)


def _of_node(node: Node, known: Known) -> Iterator[Objection]:
    def about(reason: str, detail: str = "") -> Objection:
        return Objection(node.id, node.name, reason, detail)

    if node.kind not in EXECUTED:
        yield about(_why_not(node.kind), node.kind)
        return
    if not node.id or node.id in RESERVED or "." in node.id:
        yield about("bad_id", node.id)
    if node.loop:
        yield about("parallel_instances" if node.loop == "parallel" else "loop_marker")
    yield from (about("unknown_extension", one) for one in node.strange)
    yield from _of_event(node, about)
    if node.kind == "serviceTask" and node.service not in known.services:
        yield about("unknown_service", node.service)
    if node.kind in TASKS:
        yield from _of_work(node, known, about)
    elif node.candidates or node.signing or node.fields:
        yield about("work_elsewhere")


def _why_not(kind: str) -> str:
    reasons = {"scriptTask": "script", "task": "plain_task", "sendTask": "send_task"}
    if kind in ("subProcess", "transaction", "adHocSubProcess", "callActivity"):
        return "sub_process"
    return reasons.get(kind, "not_executed")


Said = Callable[..., Objection]


def _of_event(node: Node, about: Said) -> Iterator[Objection]:
    if node.event == "timer":
        yield about("timer")
    elif node.kind in ("intermediateCatchEvent", "boundaryEvent"):
        if node.event != "message" or not node.message:
            yield about("not_a_message", node.event)
    elif node.event and (node.kind, node.event) != ("endEvent", "terminate"):
        yield about("event_kind", node.event)


def _of_work(node: Node, known: Known, about: Said) -> Iterator[Objection]:
    if not node.name:
        yield about("no_name")
    if not node.candidates:
        yield about("nobody")
    for one in node.candidates:
        if one.kind not in KINDS:
            yield about("unknown_candidates", one.kind)
        elif one.kind == "rule" and one.value not in known.rules:
            yield about("unknown_rule", one.value)
        elif one.kind != "starter" and not one.value:
            yield about("empty_candidates", one.kind)
        for text in (one.value, one.unit):
            if text.startswith("=") and (why := known.objection_to(text[1:])):
                yield about("bad_expression", why)
    if node.signing and node.signing not in {mode.value for mode in Mode}:
        yield about("unknown_signing", node.signing)
    if node.signing == Mode.RATIO and not _is_ratio(node.ratio):
        yield about("bad_ratio", node.ratio)
    for name, right in node.fields.items():
        if right not in RIGHTS or not name:
            yield about("bad_field", f"{name}: {right}")


def _of_table(node: Node, drawing: Drawing, known: Known) -> Iterator[Objection]:
    def about(reason: str, detail: str = "") -> Objection:
        return Objection(node.id, node.name, reason, detail)

    shape = known.table(node.table) if node.table else None
    if not node.table:
        yield about("no_table")
    elif shape is None:
        yield about("unknown_table", node.table)
    if not node.result:
        yield about("no_result")
    elif node.result not in drawing.data:
        yield about("undeclared_result", node.result)
    elif shape and not fits(shape.kind, drawing.data[node.result]):
        yield about("wrong_output", f"{node.result}: {drawing.data[node.result]} ≠ {shape.kind}")
    if shape:
        missing = sorted(shape.reads - set(drawing.names()) - {OUTCOME})
        yield from (about("unknown_input", name) for name in missing)


def fits(kind: str, declared: str) -> bool:
    """Whether a result of this kind can stand under a name that was declared so."""
    return declared == "Any" or kind in (declared, "Any", "null")


def _is_ratio(text: str) -> bool:
    try:
        return 0 < Decimal(text) <= 1
    except InvalidOperation:
        return False


def _of_flows(drawing: Drawing, known: Known) -> Iterator[Objection]:
    leaving: dict[str, list[Flow]] = {one: [] for one in drawing.nodes}
    for flow in drawing.flows:
        if flow.source not in leaving or flow.target not in leaving:
            yield Objection(flow.id, "", "loose_end")
            continue
        leaving[flow.source].append(flow)
        if flow.condition is not None and (why := known.objection_to(flow.condition)):
            yield Objection(flow.id, drawing.nodes[flow.source].name, "bad_expression", why)
    for one, flows in leaving.items():
        yield from _of_leaving(drawing.nodes[one], flows)


def _of_leaving(node: Node, flows: list[Flow]) -> Iterator[Objection]:
    conditions = [flow for flow in flows if flow.condition is not None]
    if (
        node.kind in (*TASKS, "serviceTask", "businessRuleTask", "boundaryEvent")
        and len(flows) != 1
    ):
        yield Objection(node.id, node.name, "not_one_way", str(len(flows)))
    if node.kind in CHOOSING and len(flows) > 1:
        unsaid = [f for f in flows if f.condition is None and f.id != node.default]
        if unsaid:
            yield Objection(node.id, node.name, "no_condition", unsaid[0].id)
        if node.default not in {flow.id for flow in flows}:
            yield Objection(node.id, node.name, "no_default")
    elif conditions:
        yield Objection(node.id, node.name, "condition_elsewhere", conditions[0].id)
    if node.kind == "endEvent" and flows:
        yield Objection(node.id, node.name, "beyond_the_end")


def _of_ways(drawing: Drawing) -> Iterator[Objection]:
    after = drawing.after()
    start = next(n.id for n in drawing.nodes.values() if n.kind == "startEvent")
    ends = [n.id for n in drawing.nodes.values() if n.kind == "endEvent"]
    before: dict[str, list[str]] = {one: [] for one in after}
    for one, nexts in after.items():
        for two in nexts:
            before[two].append(one)
    reached, ending = reach(after, [start]), reach(before, ends)
    for node in drawing.nodes.values():
        if node.id not in reached:
            yield Objection(node.id, node.name, "unreachable")
        elif node.id not in ending:
            yield Objection(node.id, node.name, "no_way_out")
    if ring := restless_ring(drawing, after):
        first = drawing.nodes[ring[0]]
        yield Objection(first.id, first.name, "never_waits", " → ".join(ring))


def reach(ways: Mapping[str, list[str]], starts: list[str]) -> set[str]:
    """All that can be reached, the starts included."""
    found, open_ones = set(starts), list(starts)
    while open_ones:
        for one in ways[open_ones.pop()]:
            if one not in found:
                found.add(one)
                open_ones.append(one)
    return found


def restless_ring(drawing: Drawing, after: Mapping[str, list[str]]) -> list[str]:
    """A ring on which no token ever waits for anybody: it would run for ever."""
    restless = {n.id for n in drawing.nodes.values() if n.kind in AT_ONCE}
    waiting = {one: sum(1 for a in restless if one in after[a]) for one in restless}
    free = [one for one, n in waiting.items() if not n]
    while free:  # what no restless one leads to is on no ring
        one = free.pop()
        restless.discard(one)
        for two in after[one]:
            if two in restless:
                waiting[two] -= 1
                if not waiting[two]:
                    free.append(two)
    return _around(restless, after) if restless else []


def _around(rest: set[str], after: Mapping[str, list[str]]) -> list[str]:
    way = [min(rest)]
    while True:
        found = next((two for two in after[way[-1]] if two in rest), None)
        if found is None:  # a dead end behind a ring
            rest = rest - {way.pop()}
            way = way or [min(rest)]
        elif found in way:
            return way[way.index(found) :]
        else:
            way.append(found)


def in_branches(drawing: Drawing) -> frozenset[str]:
    """Elements from which a lone token would come to a parallel join that waits for others: those
    inside parallel branches. Nobody can be put there by hand."""
    after = drawing.after()
    joins = {one for one in after if _is_join(drawing, one)}
    return frozenset(one for one in after if _meets_join_alone(drawing, after, joins, one))


def _is_join(drawing: Drawing, one: str) -> bool:
    is_parallel = drawing.nodes[one].kind == "parallelGateway"
    return is_parallel and sum(flow.target == one for flow in drawing.flows) > 1


def _meets_join_alone(
    drawing: Drawing, after: Mapping[str, list[str]], joins: set[str], start: str
) -> bool:
    """Whether on some way more joins than splits are met."""
    most = len(joins) + 1
    seen, open_ones = {(start, 0)}, [(start, 0)]
    while open_ones:
        one, depth = open_ones.pop()
        is_split = drawing.nodes[one].kind == "parallelGateway" and len(after[one]) > 1
        for two in after[one]:
            deeper = min(depth + is_split, most) - (two in joins)
            if deeper < 0:
                return True
            if (two, deeper) not in seen:
                seen.add((two, deeper))
                open_ones.append((two, deeper))
    return False
