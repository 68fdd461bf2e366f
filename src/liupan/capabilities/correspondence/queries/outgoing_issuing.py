"""What the registry needs to issue a document: codes and numbers, seals, units it goes to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.capabilities.correspondence.models import Addressee, Code
from liupan.capabilities.correspondence.rules.numbers import SERIES
from liupan.foundation.numbering.facade import NumberRef, Standing, list_numbers, list_series
from liupan.foundation.organisations.facade import list_units

RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code with the number that would be taken next."""

    id: UUID
    text: str
    next_number: str
    reserved: Sequence[NumberRef]


@dataclass(frozen=True, slots=True)
class Receivers:
    """Whom a dispatch reaches: units here by kind, and who is named but not here."""

    main: Sequence[str]
    copies: Sequence[str]
    outside: Sequence[str]

    @property
    def count(self) -> int:
        return len(self.main) + len(self.copies)


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


def receivers_of(document_id: UUID) -> Receivers:
    """The units that main addressees and copies stand for, each once. Three queries."""
    rows = list(
        Addressee.objects.filter(document_id=document_id)
        .order_by("order")
        .prefetch_related("circle__members")
    )
    main = _units(rows, Addressee.Kind.MAIN)
    copies = [one for one in _units(rows, Addressee.Kind.COPY) if one not in main]
    called = list_units({*main, *copies})
    outside = [row.text for row in rows if row.unit_id is None and row.circle_id is None]
    return Receivers([called[u].name for u in main], [called[u].name for u in copies], outside)


def _units(rows: Iterable[Addressee], kind: str) -> list[UUID]:
    found: dict[UUID, None] = {}
    for row in rows:
        if row.kind == kind and row.unit_id:
            found[row.unit_id] = None
        elif row.kind == kind and row.circle:
            found |= dict.fromkeys(unit.pk for unit in row.circle.members.all())
    return list(found)


def _standings(year: int) -> dict[str, int]:
    series = next((one for one in list_series() if one.code == SERIES), None)
    standings: Sequence[Standing] = series.standings if series else ()
    return {one.scope: one.last for one in standings if one.year == year}


def _reserved(scope: str, year: int) -> list[NumberRef]:
    return [n for n in list_numbers(SERIES, scope=scope, year=year) if n.state == RESERVED]
