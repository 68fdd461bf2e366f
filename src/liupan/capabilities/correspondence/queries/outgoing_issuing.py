"""What the registry needs to number a document: codes and the numbers that are free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.capabilities.correspondence.models import Code
from liupan.capabilities.correspondence.rules.numbers import SERIES
from liupan.foundation.numbering.facade import NumberRef, Standing, list_numbers, list_series

RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code with the number that would be taken next."""

    id: UUID
    text: str
    next_number: str
    reserved: Sequence[NumberRef]


def list_codes(issuing_unit_id: UUID, day: date) -> list[CodeView]:
    """The codes in use of a unit. A query, and one for each that has numbers kept free."""
    standing = _standings(day.year)
    rows = Code.objects.filter(unit_id=issuing_unit_id, is_active=True).order_by("text")
    return [
        CodeView(
            code.id,
            code.text,
            f"{code.text}〔{day.year}〕{standing.get(code.text, 0) + 1}号",
            _reserved(code.text, day.year),
        )
        for code in rows
    ]


def _standings(year: int) -> dict[str, int]:
    series = next((one for one in list_series() if one.code == SERIES), None)
    standings: Sequence[Standing] = series.standings if series else ()
    return {one.scope: one.last for one in standings if one.year == year}


def _reserved(scope: str, year: int) -> list[NumberRef]:
    return [n for n in list_numbers(SERIES, scope=scope, year=year) if n.state == RESERVED]
