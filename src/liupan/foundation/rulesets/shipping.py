"""Rules that come with the program, in the shape that `load_rules` takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from liupan.foundation.rulesets.facts import RuleSet
from liupan.foundation.rulesets.rules import NATION, Deviation

DEVIATIONS = Path(__file__).parent / "deviations.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """One rule that comes with the program; fields as in `Rule`."""

    set_code: str
    set_title: str
    key: str
    title: str
    text: str
    unit: str
    valid_from: date
    sureness: str
    valid_to: date | None = None
    scope: str = NATION
    law: str = ""
    edition: str = ""
    article: str = ""
    source: str = ""
    note: str = ""

    @property
    def deviation(self) -> Deviation:
        """What a more local rule may say: anything beside our own defaults, beside law only what
        `deviations.yaml` says."""
        if not self.law:
            return Deviation.FREE
        return deviations().get(f"{self.set_code}/{self.key}", Deviation.FIXED)


def as_shipped(editions: Iterable[RuleSet]) -> Iterator[Shipped]:
    """The rows of fact files."""
    for edition in editions:
        for row in edition.rows:
            yield Shipped(
                set_code=edition.code,
                set_title=edition.title,
                key=row.key,
                title=row.subject,
                text=row.value,
                unit=str(row.unit),
                valid_from=edition.valid_from,
                valid_to=edition.valid_to,
                law=edition.law or "",
                edition=edition.edition or "",
                article=row.article or "",
                source=edition.source,
                sureness=str(row.sureness),
                note=row.note or "",
            )


@cache
def deviations() -> dict[str, Deviation]:
    """`set/key` of law that lets local rules say less or more."""
    listed = yaml.safe_load(DEVIATIONS.read_text(encoding="utf-8"))
    return {
        f"{set_code}/{key}": Deviation(word)
        for word, sets in listed.items()
        for set_code, keys in sets.items()
        for key in keys
    }
