"""The month's figures as a notice keeps them: plain values that never change with the board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from liupan.capabilities.catalogue.rules.board import Figures

COLUMNS = (
    "rank", "unit", "registered", "published", "with_items", "answers", "in_time",
    "share_in_time", "fixes", "fix_median", "granted", "used",
)  # fmt: skip
"""What a row of the table holds, in its order; `unit` is the name as it was."""

Kept = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a notice says beside its table."""

    title: str
    opening: str
    commended: str
    criticised: str
    closing: str
    formula: str


WORDS = ("title", "opening", "commended", "criticised", "closing", "formula")


def kept_row(rank: int | None, unit: str, figures: Figures) -> Kept:
    """A unit's figures as JSON keeps them; decimals as text."""
    values = {
        "rank": rank,
        "unit": unit,
        "registered": figures.registered,
        "published": figures.published,
        "with_items": figures.with_items,
        "answers": figures.answers,
        "in_time": figures.in_time,
        "share_in_time": _text(figures.share_in_time),
        "fixes": len(figures.fix_days),
        "fix_median": _text(figures.fix_median),
        "granted": figures.granted,
        "used": figures.used,
    }
    return {name: values[name] for name in COLUMNS}


def cells_of(row: Kept) -> Sequence[object]:
    """A kept row as the cells of a table; what was not measured is a dash."""
    return ["—" if row[name] is None else row[name] for name in COLUMNS]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
