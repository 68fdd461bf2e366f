"""A reviewed proposal becomes the text of an edition: sections, clauses, targets, key tasks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liupan.capabilities.plan.facts import Level
from liupan.capabilities.plan.facts.texts import (
    ClauseText,
    EditionText,
    HeadText,
    SectionText,
    SuperiorText,
    TargetText,
    TaskText,
)
from liupan.capabilities.plan.notices.drafting import HEAD, PAPER, SECTION, TARGET, TASK
from liupan.capabilities.plan.rules import Comparison

OPEN = "待定"
"""Stands in a draft where the notice says nothing and a person has to."""
WHOLE = "主要内容"
"""The one section of a notice without sections."""
FOLLOWED_BY = ("supervision", "督查督办")
FED_BY = ("plan", "规划")
"""Offices that follow a task and feed a figure, until the draft says otherwise."""
LONGEST_GIST = 300


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One kept part of a proposal. `section` is the key of its section, or empty."""

    key: str
    kind: str
    said: Mapping[str, Any]

    @property
    def section(self) -> str:
        return str(self.said.get("section") or "")


@dataclass(frozen=True, slots=True)
class Entered:
    """The text of the edition, and under which code each part stands in it."""

    text: EditionText
    codes: Mapping[str, str]


def codes_of(parts: Sequence[Reviewed]) -> dict[str, str]:
    """The codes that sections, targets and tasks get, in their order."""
    shapes = {SECTION: "{}", TARGET: "T{:02}", TASK: "K{:02}"}
    counted = dict.fromkeys(shapes, 0)
    codes = {}
    for part in parts:
        if part.kind in shapes:
            counted[part.kind] += 1
            codes[part.key] = shapes[part.kind].format(counted[part.kind])
    return codes


def edition_of(parts: Sequence[Reviewed], *, level: Level, division: str) -> Entered:
    """The edition that the kept parts make, in the order they are given.

    What no unit is named for is led by the issuer; what has no day ends with the plan. Raises
    `ValueError` where the head lacks its days; the forms see to it first.
    """
    head = _head(next(p for p in parts if p.kind == HEAD).said, level, division)
    codes = codes_of(parts)
    sections = _Sections(parts)
    targets = [p for p in parts if p.kind == TARGET]
    tasks = [p for p in parts if p.kind == TASK]
    text = EditionText(
        plan=head,
        superiors=tuple(_superiors(p.said for p in parts if p.kind == PAPER)),
        sections=tuple(sections.texts()),
        targets=tuple(_target(p, codes[p.key], sections, head) for p in targets),
        tasks=tuple(_task(p, codes[p.key], sections, head) for p in tasks),
    )
    return Entered(text, codes)


class _Sections:
    """Sections and their clauses. A clause is named by what stands in it; else by its section."""

    def __init__(self, parts: Sequence[Reviewed]) -> None:
        self.rows = [p for p in parts if p.kind == SECTION]
        self.places = {p.key: n for n, p in enumerate(self.rows)}
        self.clauses: list[dict[str, list[str]]] = [{} for _ in range(max(len(self.rows), 1))]
        self.clause_of: dict[str, str] = {}
        for part in (p for kind in (TASK, TARGET) for p in parts if p.kind == kind):
            self._put(part)

    def _put(self, part: Reviewed) -> None:
        place = self.places.get(part.section, 0)
        name = str(part.said.get("clause") or "").strip() or self._name(place)
        named = self.clauses[place]
        named.setdefault(name, []).append(str(part.said["name"]))
        self.clause_of[part.key] = f"{place + 1}.{list(named).index(name) + 1}"

    def _name(self, place: int) -> str:
        return str(self.rows[place].said["name"]) if self.rows else WHOLE

    def texts(self) -> Iterator[SectionText]:
        for place, named in enumerate(self.clauses):
            yield SectionText(
                code=str(place + 1),
                numeral=(self.rows[place].said.get("numeral") or None) if self.rows else None,
                name=self._name(place),
                clauses=tuple(
                    ClauseText(
                        code=f"{place + 1}.{n}",
                        name=name,
                        gist="；".join(things)[:LONGEST_GIST],
                        office=FOLLOWED_BY[0],
                        office_name=FOLLOWED_BY[1],
                    )
                    for n, (name, things) in enumerate(named.items(), start=1)
                ),
            )


def _head(said: Mapping[str, Any], level: Level, division: str) -> HeadText:
    return HeadText(
        code=said["code"],
        level=level,
        division=division,
        title=said["title"],
        document_number=said["document_number"] or None,
        issuer=said["issuer"],
        issued_on=date.fromisoformat(said["issued_on"]),
        starts_on=date.fromisoformat(said["starts_on"]),
        ends_on=date.fromisoformat(said["ends_on"]),
        summary=said["summary"],
        above=said.get("above") or None,
    )


def _superiors(papers: Iterator[Mapping[str, Any]]) -> Iterator[SuperiorText]:
    """Cited papers; a paper is known by its number, or where that is not said by its title."""
    for said in papers:
        yield SuperiorText(
            level=Level(said["level"]),
            document_number=said["document_number"] or OPEN,
            title=said["title"] or None,
        )


def _target(part: Reviewed, code: str, sections: _Sections, head: HeadText) -> TargetText:
    said = part.said
    return TargetText(
        code=code,
        clause=sections.clause_of[part.key],
        name=said["name"],
        comparison=Comparison(said["comparison"]),
        figure=Decimal(said["figure"]) if said["figure"] else None,
        unit=said["unit"],
        baseline_on=head.starts_on,
        deadline_on=_day(said["deadline_on"], head),
        lead=said["lead"] or head.issuer,
        office=FED_BY[0],
        office_name=FED_BY[1],
        formula=OPEN,
        numerator=OPEN,
        evidence=OPEN,
        note=said["words"],
    )


def _task(part: Reviewed, code: str, sections: _Sections, head: HeadText) -> TaskText:
    said = part.said
    return TaskText(
        code=code,
        clause=sections.clause_of[part.key],
        name=said["name"],
        end_state=said["end_state"],
        lead=said["lead"] or head.issuer,
        assisting=tuple(said["assisting"]),
        due_on=_day(said["due_on"], head),
        office=FOLLOWED_BY[0],
        office_name=FOLLOWED_BY[1],
    )


def _day(said: str, head: HeadText) -> date:
    return date.fromisoformat(said) if said else head.ends_on
