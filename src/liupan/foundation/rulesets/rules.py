"""Pure decisions: which of several rules wins, and what a more local one may say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

NATION = ""
"""Scope of rules that hold everywhere; others are division codes (GB/T 2260)."""


class Deviation(StrEnum):
    """What a more local rule may say beside this one.

    A city may promise an answer in fewer days than the law allows, never in more; it may keep logs
    longer, never shorter. Our own defaults may be replaced freely.
    """

    FIXED = "fixed"
    LESS = "less"
    MORE = "more"
    FREE = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as it stood on a day.

    `text` is the value as its source writes it, `value` its number where it is one; `unit` says
    what is counted. `sureness`: V read at the source, S second hand, K common knowledge or our own
    default, U unclear. `valid_to` is the first day without it.
    """

    id: UUID
    set_code: str
    key: str
    title: str
    scope: str
    text: str
    value: Decimal | None
    unit: str
    law: str
    edition: str
    article: str
    source: str
    sureness: str
    note: str
    reason: str
    deviation: Deviation
    is_shipped: bool
    valid_from: date
    valid_to: date | None
    version: int = 1

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def citation(self) -> str:
        """Law, edition and article in one line."""
        law = f"《{self.law}》" if self.law else self.source
        edition = f"（{self.edition}）" if self.law and self.edition else ""
        return f"{law}{edition}{self.article}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One key that two tables do not say alike; None where a table does not have it."""

    key: str
    before: Rule | None
    after: Rule | None


def scopes(division_code: str) -> tuple[str, ...]:
    """From the nation down to the division: "", 640000, 640400, 640402, 640402001."""
    code = division_code
    if not code:
        return (NATION,)
    above = [f"{code[:2]}0000", f"{code[:4]}00", code[:6], code]
    return (NATION, *dict.fromkeys(above))


def permits(higher: Rule, local: Rule) -> bool:
    """Whether `higher` lets `local` stand in its place."""
    if higher.deviation is Deviation.FREE:
        return True
    if higher.deviation is Deviation.FIXED or local.unit != higher.unit:
        return False
    if higher.value is None or local.value is None:
        return False
    if higher.deviation is Deviation.LESS:
        return local.value <= higher.value
    return local.value >= higher.value


def winner(rules: Iterable[Rule], scope_chain: tuple[str, ...]) -> Rule | None:
    """The most local rule that every one above it lets stand.

    `rules`: at most one per scope. A local rule that the law has come to forbid loses by itself.
    """
    by_scope = {rule.scope: rule for rule in rules}
    best: Rule | None = None
    for scope in scope_chain:
        rule = by_scope.get(scope)
        if rule and (best is None or permits(best, rule)):
            best = rule
    return best


def differences(before: Iterable[Rule], after: Iterable[Rule]) -> list[Difference]:
    """What changed between two tables of one set, by key."""
    old, new = ({rule.key: rule for rule in table} for table in (before, after))
    return [
        Difference(key, old.get(key), new.get(key))
        for key in sorted(old.keys() | new.keys())
        if _said(old.get(key)) != _said(new.get(key))
    ]


def _said(rule: Rule | None) -> tuple[str, ...] | None:
    return (rule.text, rule.unit, rule.article, rule.law, rule.edition) if rule else None
