"""The plans this project ships, as structured facts in our own words.

The 2015 plan of Guyuan: docs/reference/plan-facts.md says how it is written and how sure it is.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from liupan.capabilities.plan.rules import Comparison
from liupan.kernel.coverage import State
from liupan.kernel.factfiles import STRICT, Sureness, known, once, read_yaml

HERE = Path(__file__).parent


class Level(StrEnum):
    """Whose plan it is."""

    NATION = "nation"
    REGION = "region"
    CITY = "city"
    COUNTY = "county"


LIMITS = {Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.AT_MOST}
"""Comparisons that need a number."""


@dataclass(frozen=True, kw_only=True)
class PlanHead:
    """The plan itself. `ends_on` is the last day of its term."""

    __pydantic_config__ = STRICT
    code: str
    level: Level
    division: str
    title: str
    title_en: str
    number: str | None
    issuer: str
    issued_on: date
    starts_on: date
    ends_on: date
    version: int
    summary: str
    note: str
    source: str
    sureness: Sureness

    def __post_init__(self) -> None:
        if not self.issued_on <= self.starts_on < self.ends_on:
            raise ValueError("the plan's days are out of order")


@dataclass(frozen=True, kw_only=True)
class Superior:
    """A paper of a higher level that the plan carries out; unknown particulars stay empty."""

    __pydantic_config__ = STRICT
    title: str | None
    number: str
    issuer: str | None
    level: Level
    year: int | None
    sureness: Sureness
    note: str


@dataclass(frozen=True, kw_only=True)
class Office:
    """An office of the house and whether it has been built."""

    __pydantic_config__ = STRICT
    code: str
    name: str
    built: bool


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One matter of the plan; `opening` finds it in the text, `segments` is its length there."""

    __pydantic_config__ = STRICT
    code: str
    name: str
    name_en: str
    gist: str
    opening: str
    segments: int
    office: str
    assisting: tuple[str, ...]
    state: State
    page: str | None
    status: str

    def __post_init__(self) -> None:
        if (self.page is None) != (self.state is State.NOT_YET):
            raise ValueError(f"{self.code}: a page stands exactly where something works")
        if self.segments < 1:
            raise ValueError(f"{self.code}: a clause covers at least one segment")


@dataclass(frozen=True, kw_only=True)
class Section:
    """A chapter of the plan."""

    __pydantic_config__ = STRICT
    code: str
    numeral: str | None
    name: str
    name_en: str
    gist: str
    clauses: tuple[Clause, ...]

    def __post_init__(self) -> None:
        expected = [f"{self.code}.{n}" for n in range(1, len(self.clauses) + 1)]
        if [c.code for c in self.clauses] != expected or not expected:
            raise ValueError(f"section {self.code}: clauses are not numbered from 1 without gap")


@dataclass(frozen=True, kw_only=True)
class Step:
    """What should be reached at the end of `day`."""

    __pydantic_config__ = STRICT
    day: date
    figure: Decimal


@dataclass(frozen=True, kw_only=True)
class Target:
    """A target. `figure` is the plan's own number; `proposal` ours where the plan gives none."""

    __pydantic_config__ = STRICT
    code: str
    clause: str
    name: str
    name_en: str
    comparison: Comparison
    figure: Decimal | None
    proposal: Decimal | None
    unit: str | None
    baseline_on: date
    deadline_on: date
    deadline_sureness: Sureness
    steps: tuple[Step, ...]
    steps_sureness: Sureness
    lead: str
    lead_sureness: Sureness
    office: str
    measure: str | None
    formula: str
    formula_en: str
    numerator: str
    denominator: str | None
    evidence: str
    note: str

    @property
    def threshold(self) -> Decimal | None:
        """The number to reach: the plan's, else our proposal."""
        return self.figure if self.figure is not None else self.proposal

    def __post_init__(self) -> None:
        if self.figure is not None and self.proposal is not None:
            raise ValueError(f"{self.code}: a number of the plan needs no proposal")
        if self.comparison in LIMITS and self.threshold is None:
            raise ValueError(f"{self.code}: {self.comparison} needs a number")
        if self.comparison is Comparison.DONE_BY and (self.threshold is not None or self.steps):
            raise ValueError(f"{self.code}: a day has no number")
        if not self.baseline_on < self.deadline_on:
            raise ValueError(f"{self.code}: the deadline is not after the baseline")
        self._check_steps()

    def _check_steps(self) -> None:
        days = [self.baseline_on, *(s.day for s in self.steps)]
        figures = [s.figure for s in self.steps]
        if days != sorted(set(days)) or figures != sorted(figures):
            raise ValueError(f"{self.code}: the steps do not rise")
        if self.steps and self.steps[-1] != Step(
            day=self.deadline_on, figure=self.threshold or Decimal(0)
        ):
            raise ValueError(f"{self.code}: the last step is not the target on its deadline")


@dataclass(frozen=True, kw_only=True)
class MeasureDefinition:
    """How a figure is computed as of a day; `code` is `office.name`, as `measures` knows it."""

    __pydantic_config__ = STRICT
    code: str
    name: str
    name_en: str
    unit: str
    direction: str
    targets: tuple[str, ...]
    scopes: tuple[str, ...]
    numerator: str
    denominator: str
    exclusions: str
    as_of: str
    empty: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class KeyTask:
    """One matter, one task (一事一任务), with an end state that can be seen."""

    __pydantic_config__ = STRICT
    code: str
    clause: str
    name: str
    end_state: str
    lead: str
    assisting: tuple[str, ...]
    due_on: date
    office: str
    targets: tuple[str, ...]
    sureness: Sureness


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """A whole plan. Every reference inside it holds."""

    __pydantic_config__ = STRICT
    plan: PlanHead
    superior: tuple[Superior, ...]
    collectives: tuple[str, ...]
    outside_units: tuple[str, ...]
    offices: tuple[Office, ...]
    sections: tuple[Section, ...]
    targets: tuple[Target, ...]
    measures: tuple[MeasureDefinition, ...]
    key_tasks: tuple[KeyTask, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses in the order of the text."""
        return tuple(c for s in self.sections for c in s.clauses)

    @property
    def unit_names(self) -> set[str]:
        """Units that lead or assist; collectives and bodies outside the government left out."""
        named = {self.plan.issuer, *(t.lead for t in self.targets)}
        for task in self.key_tasks:
            named |= {task.lead, *task.assisting}
        return named - {*self.collectives, *self.outside_units}

    def __post_init__(self) -> None:
        clauses = once([c.code for c in self.clauses], "clauses")
        targets = once([t.code for t in self.targets], "targets")
        measures = once([m.code for m in self.measures], "measures")
        offices = once([o.code for o in self.offices], "offices")
        once([s.code for s in self.sections], "sections")
        once([k.code for k in self.key_tasks], "key tasks")
        served = [c.office for c in self.clauses] + [a for c in self.clauses for a in c.assisting]
        fed = [t.office for t in self.targets] + [k.office for k in self.key_tasks]
        bound = [t.clause for t in self.targets] + [k.clause for k in self.key_tasks]
        known(served + fed, offices, "offices")
        known(bound, clauses, "clauses")
        known([t for k in self.key_tasks for t in k.targets], targets, "targets")
        known([t.measure for t in self.targets if t.measure], measures, "measures")
        self._check_measures()
        self._check_term()

    def _check_measures(self) -> None:
        for measure in self.measures:
            bound = tuple(t.code for t in self.targets if t.measure == measure.code)
            if bound != measure.targets:
                raise ValueError(f"{measure.code}: bound to {bound}, says {measure.targets}")

    def _check_term(self) -> None:
        late = [t.code for t in self.targets if t.deadline_on > self.plan.ends_on]
        late += [k.code for k in self.key_tasks if k.due_on > self.plan.ends_on]
        if late:
            raise ValueError(f"due after the plan's end: {', '.join(late)}")


@cache
def guyuan_2015() -> PlanFacts:
    """The plan of Guyuan of 4 November 2015 (固原市政府系统电子政务协调发展工作方案)."""
    return read_yaml(HERE / "guyuan-2015.yaml", PlanFacts)
