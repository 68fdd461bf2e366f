"""Decision tables (决策表) as data: the same JSON on the server and in the browser."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from liupan.kernel.decisions.refusals import TableRefused

RULES, COLUMNS = 1_000, 30


class HitPolicy(StrEnum):
    """Which of the rules that hit count."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"


class Aggregator(StrEnum):
    """What becomes of collected results."""

    LIST = ""
    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"


@dataclass(frozen=True, slots=True)
class Input:
    """A column of tests: what is tested, and of which type it is."""

    label: str
    expression: str
    type: str = "Any"


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results. `values` are expressions, the first of highest priority."""

    name: str
    values: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a cell for each input, an expression for each output."""

    tests: tuple[str, ...]
    results: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A whole table."""

    name: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregator: Aggregator = Aggregator.LIST

    def __post_init__(self) -> None:
        if not self.outputs or len(self.inputs) + len(self.outputs) > COLUMNS:
            raise TableRefused(_("A table has one to 30 columns, at least one of them a result."))
        if len(self.rules) > RULES:
            raise TableRefused(_("A table has at most 1,000 rules."))
        widths = {(len(rule.tests), len(rule.results)) for rule in self.rules}
        if widths - {(len(self.inputs), len(self.outputs))}:
            raise TableRefused(_("Each rule has one cell for each column."))
        if self.aggregator and (self.hit_policy is not HitPolicy.COLLECT or len(self.outputs) > 1):
            raise TableRefused(_("Only a COLLECT table with one result can be summed up."))
        if self.hit_policy is HitPolicy.PRIORITY and not self.outputs[0].values:
            raise TableRefused(_("A PRIORITY table says in which order its results count."))

    def as_json(self) -> dict[str, Any]:
        """For storage and for the browser."""
        return asdict(self)

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> "DecisionTable":
        """Back from `as_json`. Raises `TableRefused`."""
        try:
            return cls(
                name=str(data["name"]),
                inputs=tuple(Input(**i) for i in data["inputs"]),
                outputs=tuple(
                    Output(o["name"], tuple(o.get("values", ())), o.get("default", ""))
                    for o in data["outputs"]
                ),
                rules=tuple(
                    Rule(tuple(r["tests"]), tuple(r["results"]), r.get("note", ""))
                    for r in data["rules"]
                ),
                hit_policy=HitPolicy(data.get("hit_policy", "UNIQUE")),
                aggregator=Aggregator(data.get("aggregator", "")),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise TableRefused(_("This is no decision table.")) from error
