"""Scores for a period: units ranked, people for who may, every point with its fact and rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.policies import (
    DECIDE_REQUESTS,
    ENDORSE,
    HANDLE,
    NOTE,
    READ,
    SUPERVISE,
    visible,
)
from liupan.capabilities.supervision.rules.limits import SCORES
from liupan.capabilities.supervision.rules.scores import (
    ACTS,
    STAGES,
    Event,
    Line,
    Named,
    RuleRow,
    Score,
    Stage,
    by_person,
    by_unit,
    lines,
    named,
)
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import facts_of_office
from liupan.foundation.organisations.facade import find_installation, list_lines_above, list_units
from liupan.foundation.rulesets.facade import Rule, list_rules, rule_history, scopes
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, may
from liupan.kernel.errors import Missing
from liupan.kernel.facts import declared_facts

BEGINS = 2015


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter or a year, as its key says: 2017Q3, 2017. `last` is no later than today."""

    key: str
    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit or person with rank, name and score."""

    rank: int
    name: str
    score: Score

    @property
    def id(self) -> UUID:
        return UUID(self.score.id)

    @property
    def before(self) -> object:
        return self.score.stages[Stage.BEFORE]

    @property
    def during(self) -> object:
        return self.score.stages[Stage.DURING]

    @property
    def after(self) -> object:
        return self.score.stages[Stage.AFTER]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One point: item (with its page where the actor may see it), fact, rule, person."""

    line: Line
    title: str
    is_open: bool
    fact: str
    rule: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBoard:
    """Everything the page of a period shows. `people` is None for who may not see them."""

    period: Period
    rules: dict[str, Rule]
    units: tuple[Ranked, ...]
    people: tuple[Ranked, ...] | None
    named: Named
    names: dict[str, str]
    facts: int

    def value(self, key: str) -> object:
        rule = self.rules.get(key)
        return _plain(rule.value) if rule and rule.value is not None else None


def periods(today: date) -> list[Period]:
    """Quarters and years since the plan began, the newest first."""
    found = []
    for year in range(today.year, BEGINS - 1, -1):
        for number in (4, 3, 2, 1):
            first = date(year, 3 * number - 2, 1)
            if first <= today and (year, number) >= (BEGINS, 4):
                label = _("%(year)s, quarter %(n)s") % {"year": year, "n": number}
                last = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
                found.append(Period(f"{year}Q{number}", label, first, min(last, today)))
        label = _("the year %(year)s") % {"year": year}
        found.append(Period(str(year), label, date(year, 1, 1), min(date(year, 12, 31), today)))
    return found


def find_period(key: str, today: date) -> Period:
    """The period of this key; without one the last quarter that is over. Raises `Missing`."""
    known = periods(today)
    if not key:
        over = [p for p in known if "Q" in p.key and p.last < today]
        return over[0] if over else known[0]
    for period in known:
        if period.key == key:
            return period
    raise Missing(_("There is no such period."))


def score_board(actor: Actor, period: Period) -> ScoreBoard:
    """Units that the actor may see scores of, ranked among all. Constant queries."""
    found, count = _lines(actor, period)
    rules = rule_rows()
    ranked = by_unit(found)
    people = by_person(found) if may_see_people(actor) else []
    names = _names([s.id for s in ranked], [s.id for s in people])
    shown = _seen_units(actor, [s.id for s in ranked])
    return ScoreBoard(
        period=period,
        rules=_in_order(list_rules(SCORES, on=period.last)),
        units=tuple(r for r in _ranks(ranked, names) if r.score.id in shown),
        people=tuple(_ranks(people, names)) if may_see_people(actor) else None,
        named=named(ranked, rules, period.last),
        names=names,
        facts=count,
    )


def unit_lines(
    actor: Actor, period: Period, unit_id: UUID
) -> tuple[Ranked, list[LineView], dict[str, Rule]]:
    """A unit's score with every point behind it. Constant queries. Raises `Missing`."""
    found, _count = _lines(actor, period)
    ranked = by_unit(found)
    if str(unit_id) not in _seen_units(actor, [s.id for s in ranked]):
        raise Missing(_("There is no score of this unit in the period."))
    people = {line.person_id for line in found if line.unit_id == str(unit_id)} - {""}
    names = _names([str(unit_id)], people if may_see_people(actor) else ())
    own = next(r for r in _ranks(ranked, names) if r.score.id == str(unit_id))
    rules = list_rules(SCORES, on=period.last)
    return own, _line_views(actor, own.score.lines, rules, names), rules


def rule_rows() -> list[RuleRow]:
    """Every row of `supervision.scores` for the city with its days, the most local first."""
    installation = find_installation()
    chain = scopes(installation.city_code) if installation else ("",)
    found = [rule for key in _keys() for rule in rule_history(SCORES, key) if rule.scope in chain]
    found.sort(key=lambda rule: (rule.key, -chain.index(rule.scope), rule.valid_from))
    return [
        RuleRow(rule.key, _plain(rule.value), rule.valid_from, rule.valid_to)
        for rule in found
        if rule.value is not None
    ]


def may_see_people(actor: Actor) -> bool:
    """Scores of people are for the head of supervision and the leaders of the city."""
    return may(actor, DECIDE_REQUESTS) or may(actor, NOTE)


def _lines(actor: Actor, period: Period) -> tuple[list[Line], int]:
    end = clock.start_of(period.last + timedelta(days=1))
    facts = facts_of_office(actor, ACTS, under=READ, before=end)
    events = [Event(str(f.id), f.act, str(f.actor_id), f.values) for f in facts]
    return lines(events, rule_rows(), period.first, period.last), len(events)


def _in_order(rules: dict[str, Rule]) -> dict[str, Rule]:
    """Before, during, after, then what the notice asks."""
    order = [*STAGES, "late_most", "progress_period"]
    return dict(sorted(rules.items(), key=lambda r: order.index(r[0]) if r[0] in order else 99))


def _plain(value: Decimal) -> Decimal:
    """The same without the noughts of its column: 2, not 2.0000."""
    return Decimal(f"{value.normalize():f}")


def _keys() -> list[str]:
    today = clock.today()
    return sorted(list_rules(SCORES, on=today))


def _ranks(scores: Sequence[Score], names: dict[str, str]) -> Iterable[Ranked]:
    """The same mean has the same rank."""
    rank, before = 0, None
    for n, score in enumerate(scores, start=1):
        rank = rank if score.mean == before else n
        before = score.mean
        yield Ranked(rank, names.get(score.id, score.id), score)


def _names(units: Iterable[str], people: Iterable[str]) -> dict[str, str]:
    named_units = list_units([UUID(u) for u in units])
    accounts = list_accounts([UUID(p) for p in people])
    found = {str(i): unit.name for i, unit in named_units.items()}
    return found | {str(i): account.name for i, account in accounts.items()}


def _seen_units(actor: Actor, units: Sequence[str]) -> set[str]:
    """Supervision and leaders of the city see every unit, others the units they work for."""
    if any(may(actor, right) for right in (SUPERVISE, NOTE)):
        return set(units)
    tops = {t for p in (ENDORSE, HANDLE) for t in actor.rights.get(p.code, frozenset())}
    if ANYWHERE in tops:
        return set(units)
    above = list_lines_above([UUID(unit) for unit in units])
    return {unit for unit in units if tops & above.get(UUID(unit), frozenset())}


def _line_views(
    actor: Actor, found: Sequence[Line], rules: dict[str, Rule], names: dict[str, str]
) -> list[LineView]:
    ids = {UUID(line.item_id) for line in found}
    rows = Item.objects.filter(visible(actor), id__in=ids)
    titles = {str(i): title for i, title in rows.values_list("id", "title")}
    facts = declared_facts()
    return [
        LineView(
            line=line,
            title=titles.get(line.item_id, ""),
            is_open=line.item_id in titles,
            fact=str(facts[FACTS[line.key]].label),
            rule=rules[line.key].title if line.key in rules else line.key,
            person=names.get(line.person_id, ""),
        )
        for line in found
    ]


FACTS = {
    "sign_for_in_time": "supervision.item.signed_for",
    "sign_for_late": "supervision.item.signed_for",
    "decompose": "supervision.item.decomposed",
    "progress_reported": "supervision.item.progressed",
    "progress_missed": "supervision.item.signed_for",
    "urged": "supervision.item.urged",
    "sheet_blue": "supervision.sheet.issued",
    "sheet_orange": "supervision.sheet.issued",
    "sheet_red": "supervision.sheet.issued",
    "closed_in_time": "supervision.item.closed",
    "closed_late": "supervision.item.closed",
    "late_day": "supervision.item.closed",
    "returned": "supervision.item.returned",
}
"""The fact a rule counts. A period without a report counts from the sign-for on."""
