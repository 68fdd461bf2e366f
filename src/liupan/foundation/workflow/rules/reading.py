"""A BPMN file as a plain graph: what it draws and what our own extensions say.

Our extensions stand in the `extensionElements` of a task, in the namespace `NAMESPACE`:

    <liupan:candidate kind="role" value="chief" unit="=单位"/>   who may do it; several may stand
    <liupan:signing mode="ratio" ratio="0.67"/>                  a joint sign (会签)
    <liupan:field name="标题" right="edit"/>                      read, edit or hide
    <liupan:service name="supervision.register"/>                 of a service task
    <liupan:decision table="办理时限" result="时限"/>                of a business rule task

and in those of the process `<liupan:data name="金额" type="number"/>`: what conditions may read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
NAMESPACE = "urn:liupan:workflow:1"
ROOT = f"{{{BPMN}}}definitions"
LARGEST = 4 * 1024 * 1024
"""Bytes of a file; the largest of the standard's own examples has a tenth of it."""

EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent",
          "boundaryEvent")  # fmt: skip
TASKS = ("userTask", "manualTask")
AT_ONCE = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "serviceTask",
           "businessRuleTask", "startEvent", "endEvent")  # fmt: skip
"""What never waits for anybody."""
SILENT = ("documentation", "extensionElements", "textAnnotation", "association", "group",
          "laneSet", "incoming", "outgoing", "auditing", "monitoring")  # fmt: skip
"""What has no effect on the way a process goes."""


class NotBpmn(ValueError):
    """The file is no BPMN 2.0: `reason` says why, `detail` where."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may do a step: kind of rule, its value, and the unit it looks in."""

    kind: str
    value: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Something drawn that a token can stand on, with what our extensions say of it."""

    id: str
    kind: str
    name: str
    event: str = ""
    """`message`, `timer` ...; empty for a plain event."""
    message: str = ""
    attached_to: str = ""
    default: str = ""
    loop: str = ""
    candidates: tuple[Candidate, ...] = ()
    signing: str = ""
    ratio: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    service: str = ""
    table: str = ""
    """The decision table a business rule task asks; its result stands under `result`."""
    result: str = ""
    strange: tuple[str, ...] = ()
    """Extensions, attributes and parts that nobody here knows."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A file as read. `others`: elements of the process that are neither nodes nor flows."""

    process_id: str
    name: str
    processes: int
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    others: tuple[tuple[str, str], ...]
    repeated: tuple[str, ...]
    count: int
    data: Mapping[str, str] = field(default_factory=dict)
    strange: tuple[str, ...] = ()

    def names(self) -> dict[str, str]:
        """What expressions may read, with types: declared data, and the fields of all steps."""
        fields = {name: "Any" for node in self.nodes.values() for name in node.fields}
        return {**fields, **self.data}

    def after(self) -> dict[str, list[str]]:
        """Where a token goes from each node, also from a task to the event at its border."""
        found: dict[str, list[str]] = {one: [] for one in self.nodes}
        for flow in self.flows:
            if flow.source in found and flow.target in found:
                found[flow.source].append(flow.target)
        for node in self.nodes.values():
            if node.attached_to in found:
                found[node.attached_to].append(node.id)
        return found


def tree_of(source: bytes) -> etree._Element:
    """The file's root, read without document types, entities or the network.

    Raises `NotBpmn`.
    """
    if len(source) > LARGEST:
        raise NotBpmn("too_large")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotBpmn("not_xml", str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise NotBpmn("has_doctype")
    if root.tag != ROOT:
        raise NotBpmn("not_bpmn", str(root.tag))
    return root


def count_elements(root: etree._Element) -> int:
    """How many elements with an id the file's processes hold."""
    return sum(
        1
        for process in root.iterchildren(f"{{{BPMN}}}process")
        for one in process.iterdescendants()
        if one.get("id")
    )


def draw(root: etree._Element) -> Drawing:
    """The first executable process of the file, else its first. Raises `NotBpmn` without one."""
    processes = list(root.iterchildren(f"{{{BPMN}}}process"))
    if not processes:
        raise NotBpmn("no_process")
    process = next((p for p in processes if p.get("isExecutable") == "true"), processes[0])
    messages = {
        m.get("id", ""): m.get("name") or m.get("id", "")
        for m in root.iterchildren(f"{{{BPMN}}}message")
    }
    nodes: dict[str, Node] = {}
    flows: list[Flow] = []
    others: list[tuple[str, str]] = []
    seen: set[str] = set()
    repeated: list[str] = []
    for part in process.iterchildren(tag=etree.Element):
        tag, one = _local(part), part.get("id") or ""
        if one in seen:
            repeated.append(one)
        seen.add(one)
        if tag == "sequenceFlow":
            flows.append(_flow(part))
        elif _is_node(tag):
            nodes[one] = _node(part, tag, messages)
        elif tag not in SILENT:
            others.append((one or tag, tag))
    data, strange = _declared(process)
    return Drawing(
        data=data,
        strange=strange,
        process_id=process.get("id") or "",
        name=process.get("name") or process.get("id") or "",
        processes=len(processes),
        nodes=nodes,
        flows=tuple(flows),
        others=tuple(others),
        repeated=tuple(repeated),
        count=count_elements(root),
    )


def _declared(process: etree._Element) -> tuple[dict[str, str], tuple[str, ...]]:
    data: dict[str, str] = {}
    strange: list[str] = []
    for one in process.iterfind(f"{{{BPMN}}}extensionElements/*"):
        if one.tag == f"{{{NAMESPACE}}}data":
            data[one.get("name", "")] = one.get("type", "Any")
        else:
            strange.append(_local(one))
    return data, tuple(strange)


def _is_node(tag: str) -> bool:
    return (
        tag in EVENTS
        or tag == "task"
        or tag.endswith(("Task", "Gateway", "SubProcess"))
        or tag in ("subProcess", "transaction", "callActivity")
    )


def _flow(part: etree._Element) -> Flow:
    condition = part.find(f"{{{BPMN}}}conditionExpression")
    return Flow(
        part.get("id") or "",
        part.get("sourceRef") or "",
        part.get("targetRef") or "",
        None if condition is None else (condition.text or "").strip(),
    )


KNOWN = {
    "id", "name", "default", "attachedToRef", "cancelActivity", "gatewayDirection",
    "implementation", "isForCompensation", "startQuantity", "completionQuantity",
    "isInterrupting", "parallelMultiple",
}  # fmt: skip
"""Attributes of nodes that we act on, or that cannot change the way."""


def _node(part: etree._Element, tag: str, messages: Mapping[str, str]) -> Node:
    said = _extensions(part)
    event, message = _event(part, messages)
    return Node(
        id=part.get("id") or "",
        kind=tag,
        name=" ".join((part.get("name") or "").split()),
        event=event,
        message=message,
        attached_to=part.get("attachedToRef") or "",
        default=part.get("default") or "",
        loop=_loop(part),
        candidates=tuple(said.candidates),
        signing=said.signing,
        ratio=said.ratio,
        fields=said.fields,
        service=said.service,
        table=said.table,
        result=said.result,
        strange=(*said.strange, *_strange(part)),
    )


def _loop(part: etree._Element) -> str:
    """`parallel`, `sequential` or the name of another marker; empty without one."""
    marks = [one for one in _children(part) if _local(one).endswith("Characteristics")]
    if not marks:
        return ""
    if _local(marks[0]) != "multiInstanceLoopCharacteristics":
        return _local(marks[0])
    return "sequential" if marks[0].get("isSequential") == "true" else "parallel"


def _event(part: etree._Element, messages: Mapping[str, str]) -> tuple[str, str]:
    kinds = [c for c in _children(part) if _local(c).endswith("EventDefinition")]
    if not kinds:
        return "", ""
    if len(kinds) > 1:
        return "several", ""
    named = _local(kinds[0]).removesuffix("EventDefinition")
    return named, messages.get(kinds[0].get("messageRef") or "", "")


@dataclass(slots=True)
class _Said:
    candidates: list[Candidate] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    signing: str = ""
    ratio: str = ""
    service: str = ""
    table: str = ""
    result: str = ""
    strange: list[str] = field(default_factory=list)


def _extensions(part: etree._Element) -> _Said:
    said = _Said()
    for one in part.iterfind(f"{{{BPMN}}}extensionElements/*"):
        if isinstance(one.tag, str):
            _hear(said, one)
    return said


def _hear(said: _Said, one: etree._Element) -> None:
    name = etree.QName(one)
    match name.localname if name.namespace == NAMESPACE else "":
        case "candidate":
            said.candidates.append(
                Candidate(one.get("kind", ""), one.get("value", ""), one.get("unit", ""))
            )
        case "signing":
            said.signing, said.ratio = one.get("mode", "?"), one.get("ratio", "")
        case "field":
            said.fields[one.get("name", "")] = one.get("right", "")
        case "service" if not said.service:  # the engine reads the first one
            said.service = one.get("name", "")
        case "decision" if not (said.table or said.result):
            said.table, said.result = one.get("table", ""), one.get("result", "")
        case _:
            said.strange.append(str(name.localname))


def _strange(part: etree._Element) -> Iterator[str]:
    yield from (str(name) for name in part.attrib if name not in KNOWN)
    for child in _children(part):
        tag = _local(child)
        if tag not in SILENT and not tag.endswith(("EventDefinition", "Characteristics")):
            yield tag


def _children(part: etree._Element) -> Iterator[etree._Element]:
    yield from part.iterchildren(tag=etree.Element)


def _local(part: etree._Element) -> str:
    return str(etree.QName(part).localname)
