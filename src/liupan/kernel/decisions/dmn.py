"""Decision tables out of DMN files. What we cannot carry out is refused, naming element and
reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from liupan.kernel.decisions.deciding import Decision, Outcome, compile_table
from liupan.kernel.decisions.model import (
    Aggregator,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Rule,
)
from liupan.kernel.decisions.refusals import TableRefused
from liupan.kernel.expressions import ExpressionRefused, Names
from liupan.kernel.expressions.kinds import checked_name, read_names

BYTES = 2_000_000
DECISIONS = 50
_MODELS = {
    f"https://www.omg.org/spec/DMN/{day}/MODEL/"
    for day in ("20180521", "20191111", "20211108", "20230324")
}
"""DMN 1.2 to 1.5; their decision tables are those of 1.3."""
_FEEL = ("", "feel", "https://www.omg.org/spec/dmn/")
_TYPES = {
    "string": "string", "number": "number", "boolean": "boolean", "date": "date",
    "dateTime": "date and time", "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration", "integer": "number", "long": "number",
    "double": "number", "": "Any", "Any": "Any",
}  # fmt: skip
_IGNORED = {
    "description", "extensionElements", "question", "allowedAnswers", "DMNDI", "textAnnotation",
    "association", "knowledgeSource", "authorityRequirement", "variable",
}  # fmt: skip
"""What says nothing about how to decide."""


@dataclass(frozen=True, slots=True)
class DecisionGraph:
    """Tables that need each other's results, by name, in an order that serves them."""

    tables: tuple[DecisionTable, ...]
    needs: Mapping[str, frozenset[str]]
    given: Mapping[str, str] = field(default_factory=dict)
    """Names of the file's input data, with types."""

    @property
    def results(self) -> tuple[str, ...]:
        """The tables that no other one needs: what the file decides in the end."""
        needed = frozenset().union(*self.needs.values())
        return tuple(table.name for table in self.tables if table.name not in needed)

    def names(self) -> dict[str, str]:
        """What the tables may read from outside, with types: the file's input data, and columns
        that test one name."""
        own = {table.name for table in self.tables}
        columns = [column for table in self.tables for column in table.inputs]
        tested = {c.expression: c.type for c in columns if _is_name(c.expression)}
        found = {**self.given, **tested}
        return {name: kind for name, kind in found.items() if name not in own}

    def compiled(self, names: Names) -> tuple[Decision, ...]:
        """Each table read with these names and the results of the tables it needs.

        Raises `TableRefused`.
        """
        declared = read_names(names)
        return tuple(
            compile_table(t, {**declared, **dict.fromkeys(self.needs[t.name], "Any")})
            for t in self.tables
        )


def decide_all(
    decisions: tuple[Decision, ...], context: Mapping[str, object]
) -> dict[str, Outcome]:
    """The outcome of every table by its name, each with the results of those before it."""
    found: dict[str, Outcome] = {}
    for decision in decisions:
        known = {**context, **{name: outcome.result for name, outcome in found.items()}}
        found[decision.table.name] = decision.decide(known)
    return found


def read_dmn(data: bytes) -> DecisionGraph:
    """The decision tables of a DMN file. Raises `TableRefused`."""
    if len(data) > BYTES:
        raise TableRefused(_("This DMN file is larger than 2 MB."))
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise TableRefused(_("This is no DMN file that can be read.")) from error
    if _space(root) not in _MODELS or _tag(root) != "definitions":
        raise TableRefused(_("This is no DMN file of version 1.2 to 1.5."))
    _only_feel(root)
    parts = list(_children(root, {"decision", "inputData"}))
    decisions = [e for e in parts if _tag(e) == "decision"]
    if len(decisions) > DECISIONS:
        raise TableRefused(_("A DMN file holds at most 50 decisions."))
    return _graph(decisions, dict(_given(e) for e in parts if _tag(e) == "inputData"))


def _given(data: Element) -> tuple[str, str]:
    variable = next((e for e in data if _tag(e) == "variable"), None)
    kind = "" if variable is None else variable.get("typeRef", "").removeprefix("feel:")
    return _variable(data), _TYPES.get(kind, "Any")


def _is_name(text: str) -> bool:
    try:
        checked_name(text)
    except ExpressionRefused:
        return False
    return True


def _graph(decisions: list[Element], given: Mapping[str, str]) -> DecisionGraph:
    names = {e.get("id", ""): _variable(e) for e in decisions}
    if len(set(names.values())) < len(decisions):
        raise TableRefused(_("Two decisions have the same name."))
    tables = {_variable(e): _table(e) for e in decisions}
    needs = {_variable(e): frozenset(_needed(e, names)) for e in decisions}
    try:
        order = tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise TableRefused(_("Decisions need each other in a ring.")) from error
    return DecisionGraph(tuple(tables[name] for name in order), needs, given)


def _variable(decision: Element) -> str:
    variable = next((e for e in decision if _tag(e) == "variable"), None)
    name = None if variable is None else variable.get("name")
    return name or decision.get("name") or decision.get("id") or "?"


def _needed(decision: Element, names: Mapping[str, str]) -> Iterator[str]:
    for requirement in decision:
        if _tag(requirement) != "informationRequirement":
            continue
        for required in _children(requirement, {"requiredDecision", "requiredInput"}):
            reference = required.get("href", "").removeprefix("#")
            if _tag(required) == "requiredDecision":
                if reference not in names:
                    raise _refused(required, _("it is not in this file"))
                yield names[reference]


def _table(decision: Element) -> DecisionTable:
    parts = _children(decision, {"decisionTable", "informationRequirement"})
    table = next((e for e in parts if _tag(e) == "decisionTable"), None)
    if table is None:
        raise _refused(decision, _("it has no decision table"))
    _only_feel(table)
    children = list(_children(table, {"input", "output", "rule", "annotation"}))
    policy, aggregator = table.get("hitPolicy", "UNIQUE"), table.get("aggregation", "")
    if policy not in set(HitPolicy) or aggregator not in set(Aggregator):
        raise _refused(table, _("the hit policy %(policy)s is not known") % {"policy": policy})
    return DecisionTable(
        name=_variable(decision),
        inputs=tuple(_input(e) for e in children if _tag(e) == "input"),
        outputs=tuple(_output(e, decision) for e in children if _tag(e) == "output"),
        rules=tuple(_rule(e) for e in children if _tag(e) == "rule"),
        hit_policy=HitPolicy(policy),
        aggregator=Aggregator(aggregator),
    )


def _input(element: Element) -> Input:
    parts = {_tag(e): e for e in _children(element, {"inputExpression", "inputValues"})}
    expression = parts.get("inputExpression")
    if expression is None:
        raise _refused(element, _("it does not say what is tested"))
    text = _text(expression)
    kind = expression.get("typeRef", "").removeprefix("feel:")
    if kind not in _TYPES:
        raise _refused(expression, _("its type %(type)s is not known") % {"type": kind[:40]})
    return Input(label=element.get("label") or text, expression=text, type=_TYPES[kind])


def _output(element: Element, decision: Element) -> Output:
    parts = {_tag(e): e for e in _children(element, {"outputValues", "defaultOutputEntry"})}
    values, default = parts.get("outputValues"), parts.get("defaultOutputEntry")
    return Output(
        name=element.get("name") or element.get("label") or _variable(decision),
        values=() if values is None else tuple(_listed(_text(values))),
        default="" if default is None else _text(default),
    )


def _listed(text: str) -> Iterator[str]:
    """The parts between commas; a comma within quotation marks is none."""
    part, is_quoted = "", False
    for n, sign in enumerate(text):
        if sign == '"' and text[n - 1 : n] != "\\":
            is_quoted = not is_quoted
        if sign == "," and not is_quoted:
            yield part.strip()
            part = ""
        else:
            part += sign
    yield part.strip()


def _rule(element: Element) -> Rule:
    parts = list(_children(element, {"inputEntry", "outputEntry", "annotationEntry"}))
    return Rule(
        tests=tuple(_text(e) for e in parts if _tag(e) == "inputEntry"),
        results=tuple(_text(e) for e in parts if _tag(e) == "outputEntry"),
        note=" ".join(_text(e) for e in parts if _tag(e) == "annotationEntry").strip(),
    )


def _text(element: Element) -> str:
    _only_feel(element)
    return "".join((e.text or "") for e in _children(element, {"text"})).strip()


def _only_feel(element: Element) -> None:
    language = element.get("expressionLanguage", "")
    if not language.lower().startswith(_FEEL[1:]) and language:
        raise _refused(element, _("%(name)s is not carried out here") % {"name": language[:60]})


def _children(element: Element, known: set[str]) -> Iterator[Element]:
    for child in element:
        if _tag(child) in known and _space(child) in _MODELS:
            yield child
        elif _tag(child) not in _IGNORED:
            raise _refused(child, _("it is not carried out here"))


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _space(element: Element) -> str:
    return element.tag.rpartition("}")[0].removeprefix("{")


def _refused(element: Element, reason: str) -> TableRefused:
    words = {"element": _tag(element), "id": element.get("id", "?")[:60], "reason": reason}
    return TableRefused(_("Element %(element)s (%(id)s): %(reason)s.") % words)
