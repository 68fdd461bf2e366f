"""Decision tables as read: what stands against asking one, what it forgets, what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.workflow.conditions import stored
from liupan.foundation.workflow.models import Table
from liupan.foundation.workflow.rules.checking import TableShape
from liupan.kernel.decisions import (
    Decision,
    DecisionGraph,
    HitPolicy,
    TableRefused,
    analyse,
    decide_all,
    read_dmn,
)
from liupan.kernel.errors import InvalidInput
from liupan.kernel.expressions import ExpressionRefused


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A file of decision tables, ready to be asked. The last of `decisions` is what it decides."""

    decisions: tuple[Decision, ...]
    names: Mapping[str, str]

    def ask(self, data: Mapping[str, Any]) -> "Said":
        """What it decides from these values. Raises `TableRefused`."""
        known = {name: value for name, value in data.items() if name in self.names}
        outcomes = decide_all(self.decisions, known)
        last = outcomes[self.decisions[-1].table.name]
        inputs = {label: words for one in outcomes.values() for label, words in one.inputs}
        return Said(stored(last.result), inputs, tuple(hit.rule for hit in last.hits))

    @property
    def shape(self) -> TableShape:
        """As a process meets it."""
        own = {one.table.name for one in self.decisions}
        reads = frozenset().union(*(one.names for one in self.decisions)) - own
        return TableShape(reads, self.decisions[-1].type.kind.value)


@dataclass(frozen=True, slots=True)
class Said:
    """What was decided, from which values (by column, as expressions write them), by which rules
    of the deciding table."""

    result: Any
    inputs: Mapping[str, str]
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A DMN file as read: its name, why it cannot be asked, and what is odd in it."""

    code: str
    objections: tuple[str, ...]
    findings: tuple[str, ...]
    read: ReadTable | None


def check_table(source: bytes) -> CheckedTable:
    """Read a DMN file. Raises `InvalidInput` when it is none, or decides nothing."""
    try:
        graph = read_dmn(source)
    except TableRefused as error:
        raise InvalidInput(error.message, fields={"file": [error.message]}) from error
    if not graph.results:
        words = _("The file holds no decision table.")
        raise InvalidInput(words, fields={"file": [words]})
    code = graph.results[-1]
    if len(graph.results) > 1:
        words = _("The file decides several things: %(names)s. Make one table need the others.")
        return CheckedTable(code, (words % {"names": "、".join(graph.results)},), (), None)
    try:
        read = _ready(graph)
    except (TableRefused, ExpressionRefused) as error:
        return CheckedTable(code, (error.message,), (), None)
    objections, findings = _looked_at(read)
    return CheckedTable(code, objections, findings, read)


def _ready(graph: DecisionGraph) -> ReadTable:
    names = graph.names()
    decisions = {one.table.name: one for one in graph.compiled(names)}
    last = decisions.pop(graph.results[-1])
    return ReadTable((*decisions.values(), last), names)


def _looked_at(read: ReadTable) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What keeps a table from being deployed, and what is merely to be known: in a table where one
    rule alone may hit, two that hit together give no answer."""
    objections: list[str] = []
    findings: list[str] = []
    for one in read.decisions:
        found = analyse(one)
        words = [sentence for _first, _second, sentence in found.overlaps]
        is_unique = one.table.hit_policy is HitPolicy.UNIQUE
        (objections if is_unique else findings).extend(words)
        findings += [*found.gaps, *found.unjudged]
    return tuple(objections), tuple(findings)


@dataclass(frozen=True, slots=True)
class DeployedTable:
    """A deployed version in memory: it never changes, so each process reads it once."""

    id: UUID
    code: str
    number: int
    read: ReadTable


def latest_table(code: str) -> DeployedTable | None:
    """The latest deployed version of a table. One query."""
    rows = Table.objects.filter(code=code, is_deployed=True).order_by("-number")
    found = rows.values_list("id", flat=True).first()
    return table(found) if found else None


def shape_of(code: str) -> TableShape | None:
    """How a process meets the latest deployed version of a table."""
    found = latest_table(code)
    return found.read.shape if found else None


@lru_cache(maxsize=128)
def table(table_id: UUID) -> DeployedTable:
    """A deployed version. One query the first time. Raises `TableRefused` should its file be of a
    program that could more."""
    row = Table.objects.get(id=table_id)
    read = check_table(bytes(row.source)).read
    if read is None:
        raise TableRefused(_("The decision table “%(name)s” cannot be read.") % {"name": row.code})
    return DeployedTable(row.id, row.code, row.number, read)
