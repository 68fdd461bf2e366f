"""Words and weights in force, remembered as long as no rule is written; what was accepted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liupan.foundation.rulesets.facade import Rule, list_rules, rules_state
from liupan.foundation.screening.models import Acceptance as Row
from liupan.foundation.screening.rules.kinds import (
    Entry,
    Kind,
    Purpose,
    Severity,
    Weight,
    read_entry,
    read_weight,
)
from liupan.foundation.screening.rules.screening import UNSAID, Lexicon

NUMBERS = "screening.numbers"
WORDS = "screening.words"
WORD_SETS = (WORDS, "screening.names")
"""The later one counts where both have a word."""
REMEMBERED = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word in force with the rule that says so."""

    entry: Entry
    rule: Rule

    @property
    def text(self) -> str:
        return self.rule.key


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that may stay in a thing, and why."""

    id: UUID
    of_id: UUID
    purpose: Purpose
    digest: str
    kind: Kind
    severity: Severity
    shown: str
    reason: str
    accepted_at: datetime
    accepted_by: UUID


_lexicons: dict[tuple[UUID | None, date], Lexicon] = {}


def lexicon_on(day: date) -> Lexicon:
    """What is looked for on a day. One tiny query when remembered."""
    key = (rules_state(), day)
    found = _lexicons.get(key)
    if found is None:
        entries = {word.text: word.entry for word in words_on(day)}
        found = Lexicon(entries, weights_on(day))
        for older in list(_lexicons)[: 1 - REMEMBERED]:
            _lexicons.pop(older, None)
        if key[0] is not None:
            _lexicons[key] = found
    return found


def words_on(day: date) -> list[Word]:
    """Every word in force, by set and word."""
    rules = {key: rule for code in WORD_SETS for key, rule in list_rules(code, on=day).items()}
    return [Word(read_entry(rule.text), rule) for rule in rules.values()]


def weights_on(day: date) -> Mapping[Kind, Weight]:
    """How much each kind of number weighs. What is not understood warns."""
    rules = list_rules(NUMBERS, on=day)
    kinds = (kind for kind in Kind if kind.value in rules)
    return {kind: read_weight(rules[kind.value].text) or UNSAID for kind in kinds}


def list_accepted(of_ids: Iterable[UUID]) -> dict[UUID, list[Accepted]]:
    """What was accepted in things, by thing, the first one first. One query."""
    found: dict[UUID, list[Accepted]] = {}
    for row in Row.objects.filter(of_id__in=set(of_ids)).order_by("id"):
        found.setdefault(row.of_id, []).append(
            Accepted(
                row.id, row.of_id, Purpose(row.purpose), row.digest, Kind(row.kind),
                Severity(row.severity), row.shown, row.reason, row.accepted_at, row.accepted_by,
            )
        )  # fmt: skip
    return found
