"""All that one edition of a plan says, by value: what is exported, entered, copied, compared.

Nothing here is measured. `serves` names a clause or target of the plan above by its code.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from liupan.capabilities.plan.facts import Level, PlanFacts
from liupan.capabilities.plan.rules import Comparison, StepValue, target_faults
from liupan.kernel.factfiles import BadFactFile, parse_yaml

CLOSED = ConfigDict(extra="forbid")
"""Put on a text's dataclass as `__pydantic_config__`: no unknown field."""

COUNTIES = "各县（区）人民政府"
"""How a plan names its counties together in a division of labour."""


@dataclass(frozen=True, kw_only=True)
class HeadText:
    """Whose plan it is, who issued it, for how long. `above` is the code of the plan above."""

    __pydantic_config__ = CLOSED
    code: str
    level: Level
    division: str
    above: str | None = None
    title: str
    title_en: str = ""
    document_number: str | None = None
    issuer: str
    issued_on: date
    starts_on: date
    ends_on: date
    summary: str = ""
    note: str = ""
    is_example: bool = False


@dataclass(frozen=True, kw_only=True)
class SuperiorText:
    """A paper of a higher level; what is not known stays empty."""

    __pydantic_config__ = CLOSED
    level: Level
    document_number: str
    title: str | None = None
    issuer: str | None = None
    year: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ClauseText:
    """One matter of the plan."""

    __pydantic_config__ = CLOSED
    code: str
    name: str
    name_en: str = ""
    gist: str
    office: str
    office_name: str
    missing: str = ""
    serves: str | None = None


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """A chapter with its clauses."""

    __pydantic_config__ = CLOSED
    code: str
    numeral: str | None = None
    name: str
    name_en: str = ""
    clauses: tuple[ClauseText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepText:
    """What should be reached by the end of a day."""

    __pydantic_config__ = CLOSED
    day: date
    figure: Decimal


@dataclass(frozen=True, kw_only=True)
class TargetText:
    """A target; its value is never here."""

    __pydantic_config__ = CLOSED
    code: str
    clause: str
    name: str
    name_en: str = ""
    comparison: Comparison
    figure: Decimal | None = None
    proposal: Decimal | None = None
    unit: str = ""
    baseline_on: date
    deadline_on: date
    steps: tuple[StepText, ...] = ()
    lead: str
    office: str
    office_name: str
    measure: str | None = None
    formula: str
    formula_en: str = ""
    numerator: str
    denominator: str = ""
    evidence: str
    note: str = ""
    serves: str | None = None

    @property
    def threshold(self) -> Decimal | None:
        """The number to reach: the plan's, else a proposal."""
        return self.figure if self.figure is not None else self.proposal


@dataclass(frozen=True, kw_only=True)
class TaskText:
    """A key task."""

    __pydantic_config__ = CLOSED
    code: str
    clause: str
    name: str
    end_state: str
    lead: str
    assisting: tuple[str, ...] = ()
    due_on: date
    office: str
    office_name: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EditionText:
    """A whole edition."""

    __pydantic_config__ = CLOSED
    plan: HeadText
    superiors: tuple[SuperiorText, ...] = ()
    sections: tuple[SectionText, ...] = ()
    targets: tuple[TargetText, ...] = ()
    tasks: tuple[TaskText, ...] = ()

    @property
    def clauses(self) -> tuple[ClauseText, ...]:
        """All clauses in order."""
        return tuple(c for s in self.sections for c in s.clauses)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text: where (a code of the text) and what (a code for words)."""

    where: str
    what: str


def faults_of(text: EditionText) -> list[Fault]:
    """Everything that keeps an edition from being entered or adopted."""
    head = text.plan
    found = [] if head.starts_on < head.ends_on else [Fault(head.code, "term")]
    clauses = {c.code for c in text.clauses}
    targets = {t.code for t in text.targets}
    for rows in (text.sections, text.clauses, text.targets, text.tasks):
        found += [Fault(code, "code_twice") for code in _twice(r.code for r in rows)]
    for target in text.targets:
        found += [Fault(target.code, what) for what in _faults_of_target(target, head, clauses)]
    for task in text.tasks:
        if task.clause not in clauses:
            found.append(Fault(task.code, "unknown_clause"))
        if not targets.issuperset(task.targets):
            found.append(Fault(task.code, "unknown_target"))
        if task.due_on > head.ends_on:
            found.append(Fault(task.code, "after_end"))
    return found


def _faults_of_target(target: TargetText, head: HeadText, clauses: set[str]) -> Iterator[str]:
    yield from target_faults(
        comparison=target.comparison,
        figure=target.figure,
        proposal=target.proposal,
        steps=[StepValue(s.day, s.figure) for s in target.steps],
        baseline_on=target.baseline_on,
        deadline_on=target.deadline_on,
        ends_on=head.ends_on,
        unit=target.unit,
    )
    if target.clause not in clauses:
        yield "unknown_clause"


def _twice(codes: Iterable[str]) -> list[str]:
    listed = list(codes)
    return sorted({c for c in listed if listed.count(c) > 1})


def shipped_text(facts: PlanFacts) -> EditionText:
    """A plan that ships with the project, as an edition."""
    offices = {o.code: o.name for o in facts.offices}
    head = facts.plan
    return EditionText(
        plan=HeadText(
            code=head.code, level=head.level, division=head.division, title=head.title,
            title_en=head.title_en, document_number=head.number, issuer=head.issuer,
            issued_on=head.issued_on, starts_on=head.starts_on, ends_on=head.ends_on,
            summary=head.summary, note=head.note,
        ),
        superiors=tuple(
            SuperiorText(
                level=s.level, title=s.title, document_number=s.number, issuer=s.issuer,
                year=s.year, note=s.note,
            )
            for s in facts.superior
        ),
        sections=tuple(
            SectionText(
                code=s.code, numeral=s.numeral, name=s.name, name_en=s.name_en,
                clauses=tuple(
                    ClauseText(
                        code=c.code, name=c.name, name_en=c.name_en, gist=c.gist,
                        office=c.office, office_name=offices[c.office], missing=c.status,
                    )
                    for c in s.clauses
                ),
            )
            for s in facts.sections
        ),
        targets=tuple(
            TargetText(
                code=t.code, clause=t.clause, name=t.name, name_en=t.name_en,
                comparison=t.comparison, figure=t.figure, proposal=t.proposal, unit=t.unit or "",
                baseline_on=t.baseline_on, deadline_on=t.deadline_on,
                steps=tuple(StepText(day=s.day, figure=s.figure) for s in t.steps),
                lead=t.lead, office=t.office, office_name=offices[t.office], measure=t.measure,
                formula=t.formula, formula_en=t.formula_en, numerator=t.numerator,
                denominator=t.denominator or "", evidence=t.evidence, note=t.note,
            )
            for t in facts.targets
        ),
        tasks=tuple(
            TaskText(
                code=k.code, clause=k.clause, name=k.name, end_state=k.end_state, lead=k.lead,
                assisting=k.assisting, due_on=k.due_on, office=k.office,
                office_name=offices[k.office], targets=k.targets,
            )
            for k in facts.key_tasks
        ),
    )  # fmt: skip


def for_county(text: EditionText, *, head: HeadText, government: str) -> EditionText:
    """The part of a city's edition that concerns its counties, as a county's own (县级落实).

    A task concerns counties when it names them in its division of labour. Taken over are these
    tasks, the targets they work for and those of their clauses, and the clauses of them all. Each
    serves the one it was taken from. A number of the city's is a proposal for the county.
    """
    tasks = [k for k in text.tasks if COUNTIES in (k.lead, *k.assisting)]
    worked_for = {code for k in tasks for code in k.targets}
    matters = {k.clause for k in tasks}
    targets = [t for t in text.targets if t.code in worked_for or t.clause in matters]
    kept = {t.code for t in targets}
    matters |= {t.clause for t in targets}
    return EditionText(
        plan=head,
        sections=tuple(_sections_for_county(text, matters)),
        targets=tuple(_target_for_county(t, government) for t in targets),
        tasks=tuple(
            replace(
                k,
                lead=government,
                assisting=tuple(x for x in (k.lead,) if x != COUNTIES),
                targets=tuple(code for code in k.targets if code in kept),
            )
            for k in tasks
        ),
    )


def _sections_for_county(text: EditionText, matters: set[str]) -> Iterator[SectionText]:
    for section in text.sections:
        clauses = tuple(replace(c, serves=c.code) for c in section.clauses if c.code in matters)
        if clauses:
            yield replace(section, clauses=clauses)


def _target_for_county(target: TargetText, government: str) -> TargetText:
    return replace(
        target, figure=None, proposal=target.threshold, lead=government, serves=target.code
    )


def as_yaml(text: EditionText) -> str:
    """The edition as YAML; `read_text` gives the same edition back."""
    return yaml.safe_dump(_plain(text), allow_unicode=True, sort_keys=False, width=1000)


def as_json(text: EditionText) -> str:
    """The edition as JSON; `read_text` gives the same edition back."""
    return json.dumps(_plain(text), ensure_ascii=False, indent=2) + "\n"


def read_text(written: str, name: str) -> EditionText:
    """An edition out of YAML or JSON (which is YAML too). Raises `BadFactFile` with the place."""
    raw = parse_yaml(written, name)
    try:
        return TypeAdapter(EditionText).validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadFactFile(f"{name} {place}: {first['msg']}") from error


def _plain(text: EditionText) -> Mapping[str, Any]:
    """As JSON values; numbers as text, so that not a digit is lost."""
    dumped: Mapping[str, Any] = TypeAdapter(EditionText).dump_python(text, mode="json")
    return dumped


def flat(text: EditionText) -> dict[str, dict[str, dict[str, Any]]]:
    """The edition as kind → code → field → value, so that two can be laid side by side."""
    return {
        "plan": {"": asdict(text.plan)},
        "superior": {s.document_number: asdict(s) for s in text.superiors},
        "section": {s.code: _without(asdict(s), "clauses") for s in text.sections},
        "clause": {c.code: asdict(c) for c in text.clauses},
        "target": {t.code: asdict(t) for t in text.targets},
        "task": {k.code: asdict(k) for k in text.tasks},
    }


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}
