"""Scores of units and people for a period (考核计分), from the journal's facts and dated rules.

`recompute_scores.py` beside the office says the same without Liupan; a test holds both together.

Before: signed for in time or late; further decomposed with end states. During: progress in each
period since the sign-for, urges, sheets. After: closed in time or late, late working days, returns
at verification. Every line names its item, its fact and the rule on the fact's day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

ACTS = (
    "supervision.item.registered",
    "supervision.item.decomposed",
    "supervision.item.signed_for",
    "supervision.item.urged",
    "supervision.item.progressed",
    "supervision.item.reported",
    "supervision.item.returned",
    "supervision.item.closed",
    "supervision.item.reopened",
    "supervision.item.reassigned",
    "supervision.item.paused",
    "supervision.item.resumed",
    "supervision.sheet.issued",
)
"""The facts that scores are reckoned from."""


class Stage(StrEnum):
    """事前、事中、事后."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


STAGES = {
    "sign_for_in_time": Stage.BEFORE,
    "sign_for_late": Stage.BEFORE,
    "decompose": Stage.BEFORE,
    "progress_reported": Stage.DURING,
    "progress_missed": Stage.DURING,
    "urged": Stage.DURING,
    "sheet_blue": Stage.DURING,
    "sheet_orange": Stage.DURING,
    "sheet_red": Stage.DURING,
    "closed_in_time": Stage.AFTER,
    "closed_late": Stage.AFTER,
    "late_day": Stage.AFTER,
    "returned": Stage.AFTER,
}
"""Rule to the stage it belongs to."""

DEDUCTED = frozenset(
    {"sign_for_late", "progress_missed", "urged", "sheet_blue", "sheet_orange", "sheet_red",
     "late_day", "returned"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """A fact as the journal has it. `values` are the fact's, days as ISO text, ids as text."""

    id: str
    act: str
    actor_id: str
    values: Mapping[str, Any]

    @property
    def on(self) -> date:
        return date.fromisoformat(self.values["on"])

    @property
    def kind(self) -> str:
        """The act without its office: item.closed."""
        return self.act.partition(".")[2]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row of `supervision.scores`; `valid_to` is the first day on which it no longer holds."""

    key: str
    value: Decimal
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Points for one fact. `person_id` is who answers for it; `event_id` the journal's entry."""

    unit_id: str
    person_id: str
    key: str
    item_id: str
    number: str
    event_id: str
    on: date
    points: Decimal

    @property
    def stage(self) -> Stage:
        return STAGES[self.key]


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a unit or a person; `mean` is what ranks: points for each item."""

    id: str
    stages: Mapping[Stage, Decimal]
    items: int
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.stages.values(), Decimal(0))

    @property
    def mean(self) -> Decimal:
        return (self.total / self.items).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def count(self, key: str) -> int:
        """How many facts of this kind."""
        return sum(1 for line in self.lines if line.key == key)


def lines(events: Iterable[Event], rules: Sequence[RuleRow], first: date, last: date) -> list[Line]:
    """Every point of the days `first` to `last`. Give the items' facts from their beginning on, in
    the journal's order."""
    by_item: dict[str, list[Event]] = defaultdict(list)
    wholes: set[str] = set()
    for event in events:
        if event.act in ACTS and event.on <= last:
            by_item[event.values["item_id"]].append(event)
            wholes.add(str(event.values["parent_id"]))
    found = [
        line
        for item_id, own in by_item.items()
        for line in _Item(own, rules, last, is_whole=item_id in wholes).lines()
        if first <= line.on
    ]
    return sorted(found, key=lambda line: (line.on, line.number, line.key, line.event_id))


def by_unit(found: Iterable[Line]) -> list[Score]:
    """Units, the best first: by points for each item, then by name of the id."""
    return _ranked(found, lambda line: line.unit_id)


def by_person(found: Iterable[Line]) -> list[Score]:
    """People, the best first."""
    return _ranked((line for line in found if line.person_id), lambda line: line.person_id)


def rule_on(rules: Sequence[RuleRow], key: str, day: date) -> Decimal:
    """What a rule says on a day; 0 when none holds."""
    holding = (
        r.value
        for r in rules
        if r.key == key and r.valid_from <= day and (r.valid_to is None or day < r.valid_to)
    )
    return next(holding, Decimal(0))


class _Item:
    """Reckons one item's lines in the order of its facts."""

    def __init__(
        self, events: list[Event], rules: Sequence[RuleRow], last: date, *, is_whole: bool
    ) -> None:
        self.events, self.rules, self.last, self.is_whole = events, rules, last, is_whole
        self.person = self.unit = ""
        self.begun: Event | None = None
        self.told: list[date] = []
        self.pauses: list[tuple[date, date]] = []
        self.found: list[Line] = []

    def lines(self) -> list[Line]:
        for event in self.events:
            self._take(event)
        self._end_periods(self.last)
        return self.found

    def _take(self, event: Event) -> None:
        kind, values = event.kind, event.values
        if kind == "item.signed_for":
            self.person, self.unit = event.actor_id, values["lead_unit_id"]
            self._give(event, "sign_for_in_time" if values["in_time"] else "sign_for_late")
            self._begin(event)
        elif kind == "item.decomposed" and values["state"] != "registered":
            if values["with_end_state"] == len(values["parts"]):
                self._give(event, "decompose", person=event.actor_id)
        elif kind == "item.urged":
            self._give(event, "urged")
        elif kind == "sheet.issued":
            self._give(event, f"sheet_{values['colour']}")
        elif kind == "item.returned" and values["at_verification"]:
            self._give(event, "returned", person=values["reported_by"])
        elif kind in ("item.progressed", "item.reported"):
            self.told.append(event.on)
        elif kind == "item.paused":
            self.pauses.append((event.on, date.max))
        elif kind == "item.resumed" and self.pauses:
            self.pauses[-1] = (self.pauses[-1][0], event.on)
        elif kind == "item.closed":
            self._close(event)
        elif kind == "item.reopened":
            self._begin(event)
        elif kind == "item.reassigned" and values["lead_before"] != values["lead_unit_id"]:
            self._end_periods(event.on)

    def _close(self, event: Event) -> None:
        self._end_periods(event.on)
        reporter, late = event.values["reported_by"], int(event.values["late_days"])
        if event.values["in_time"]:
            self._give(event, "closed_in_time", person=reporter)
            return
        self._give(event, "closed_late", person=reporter)
        each, most = (rule_on(self.rules, key, event.on) for key in ("late_day", "late_most"))
        self._give(event, "late_day", person=reporter, points=-min(each * late, most))

    def _begin(self, event: Event) -> None:
        self.begun, self.told, self.pauses = event, [], []

    def _end_periods(self, until: date) -> None:
        """Each whole period since the sign-for, before `until`, has a report in it, or not; one in
        which the limit stood still does not count, and parts report for their whole."""
        begun, self.begun = self.begun, None
        if begun is None or self.is_whole:
            return
        days = int(rule_on(self.rules, "progress_period", begun.on))
        start = begun.on
        while days > 0 and start + timedelta(days=days) <= until:
            end = start + timedelta(days=days)
            if not any(start < resumed and paused < end for paused, resumed in self.pauses):
                told = any(start <= day < end for day in self.told)
                key = "progress_reported" if told else "progress_missed"
                self._give(begun, key, on=end - timedelta(days=1))
            start = end

    def _give(
        self,
        event: Event,
        key: str,
        *,
        person: str | None = None,
        points: Decimal | None = None,
        on: date | None = None,
    ) -> None:
        day = on or event.on
        if points is None:
            value = rule_on(self.rules, key, day)
            points = -value if key in DEDUCTED else value
        line = Line(
            unit_id=self.unit if on else event.values["lead_unit_id"],
            person_id=self.person if person is None else person,
            key=key,
            item_id=event.values["item_id"],
            number=event.values["number"],
            event_id=event.id,
            on=day,
            points=points,
        )
        self.found.append(line)


def _ranked(found: Iterable[Line], key: Any) -> list[Score]:
    grouped: dict[str, list[Line]] = defaultdict(list)
    for line in found:
        grouped[key(line)].append(line)
    scores = [
        Score(
            owner,
            {s: sum((x.points for x in own if x.stage is s), Decimal(0)) for s in Stage},
            len({x.item_id for x in own}),
            tuple(own),
        )
        for owner, own in grouped.items()
    ]
    return sorted(scores, key=lambda s: (-s.mean, -s.total, s.id))


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the notice commends (表扬) and criticises (批评)."""

    commended: tuple[Score, ...]
    criticised: tuple[Score, ...]


def named(ranked: Sequence[Score], rules: Sequence[RuleRow], day: date) -> Named:
    """Who is named by rule on the day of the notice; nobody with fewer items than the rule says."""
    least, most = (int(rule_on(rules, key, day)) for key in ("named_least", "named_most"))
    good, bad = (rule_on(rules, key, day) for key in ("commend_from", "criticise_below"))
    counted = [score for score in ranked if score.items >= least]
    commended = [score for score in counted if score.mean >= good]
    criticised = [score for score in reversed(counted) if score.mean < bad]
    return Named(tuple(commended[:most]), tuple(criticised[:most]))
