"""A whole text: everything that is found in it, each place once, the heaviest kept when there is
too much to show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from liupan.foundation.screening.rules.kinds import Entry, Kind, Purpose, Severity, Weight
from liupan.foundation.screening.rules.patterns import Hit, find_marks, find_numbers
from liupan.foundation.screening.rules.plain import Plain, narrowed, without_gaps
from liupan.foundation.screening.rules.words import WordFinder
from liupan.kernel.secrecy import Secrecy

MOST = 200
"""So many findings of a text are kept; whoever has more has other work to do first."""
EXPECTED = {Kind.INTERNAL: Secrecy.INTERNAL, Kind.SECRECY: Secrecy.SECRET}
"""What is no finding in a text of that level or above."""
UNSAID = Weight(Severity.WARN, Severity.WARN)


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, how much it weighs, and what to write instead."""

    hit: Hit
    severity: Severity
    replacement: str = ""


class Lexicon:
    """The words and weights in force on a day, ready to be looked for."""

    def __init__(self, entries: Mapping[str, Entry], weights: Mapping[Kind, Weight]) -> None:
        self.entries = {without_gaps(narrowed(word)).text: entry for word, entry in entries.items()}
        self.weights = weights
        self.finder = WordFinder(self.entries)

    def weight_of(self, kind: Kind, purpose: Purpose) -> Severity:
        """How much a number of the kind weighs; what the table does not say warns."""
        return self.weights.get(kind, UNSAID).for_(purpose)


def find_all(
    text: str, lexicon: Lexicon, purpose: Purpose, day: date, level: Secrecy
) -> tuple[list[Found], bool]:
    """What is found, by place, and whether there was more than is kept."""
    same = narrowed(text)
    plain = without_gaps(same)
    hits = chain(find_marks(same, plain, level), find_numbers(same, day))
    weighed = (Found(hit, lexicon.weight_of(hit.kind, purpose)) for hit in hits)
    words = _found_words(plain, lexicon, purpose, level)
    return heaviest(list(_apart((one for one in chain(weighed, words) if one.severity), text)))


def heaviest(found: list[Found]) -> tuple[list[Found], bool]:
    """At most `MOST`, by place; what weighs less is left out first."""
    kept = sorted(found, key=lambda one: (-one.severity, one.hit.start))[:MOST]
    return sorted(kept, key=lambda one: one.hit.start), len(found) > MOST


def _found_words(
    plain: Plain, lexicon: Lexicon, purpose: Purpose, level: Secrecy
) -> Iterator[Found]:
    for start, end, word in lexicon.finder.find(plain.text):
        entry = lexicon.entries[word]
        if entry.kind and level < EXPECTED.get(entry.kind, Secrecy.TOP_SECRET + 1):
            hit = Hit(entry.kind, *plain.span(start, end), word)
            yield Found(hit, entry.weight.for_(purpose), entry.replacement)


def _apart(hits: Iterable[Found], text: str) -> Iterator[Found]:
    """Those that overlap none before them."""
    taken = bytearray(len(text))
    for one in hits:
        start, end = one.hit.start, one.hit.end
        if not taken.count(1, start, end):
            taken[start:end] = b"\1" * (end - start)
            yield one


def masked(hit: Hit, text: str) -> str:
    """What may be shown of it anywhere: numbers with their middle hidden, words as they stand."""
    value = hit.value.upper()
    if hit.kind is Kind.EMAIL:
        name, _at, place = hit.value.partition("@")
        return f"{name[:1]}***@{place}"
    if hit.kind in SHOWN_ENDS:
        first, last = SHOWN_ENDS[hit.kind]
        return f"{value[:first]}{'*' * (len(value) - first - last)}{value[-last:]}"
    return " ".join(text[hit.start : hit.end].split())


SHOWN_ENDS = {
    Kind.IDENTITY: (3, 2),
    Kind.OLD_IDENTITY: (3, 2),
    Kind.BANK_CARD: (4, 4),
    Kind.MOBILE: (3, 4),
    Kind.LANDLINE: (4, 2),
    Kind.PASSPORT: (2, 2),
    Kind.CREDIT_CODE: (4, 4),
}
"""How much of a number is shown at its beginning and end."""
