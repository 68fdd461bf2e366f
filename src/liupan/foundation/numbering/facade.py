"""The door of `numbering`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from liupan.foundation.numbering.models import Counter, Number, Prefix, Series
from liupan.foundation.numbering.operations import (
    AlreadyVoid,
    BadPattern,
    NotReserved,
    NumberInUse,
    define_series,
    ensure_prefix,
    ensure_series,
    reserve_numbers,
    set_prefix,
    take_number,
    use_reserved,
    void_number,
    void_reserved,
)
from liupan.foundation.numbering.policies import MANAGE_SERIES, RESERVE_NUMBERS

__all__ = [
    "MANAGE_SERIES",
    "RESERVE_NUMBERS",
    "AlreadyVoid",
    "BadPattern",
    "NotReserved",
    "NumberInUse",
    "NumberRef",
    "PrefixRef",
    "SeriesRef",
    "Standing",
    "define_series",
    "describe_number",
    "ensure_prefix",
    "ensure_series",
    "list_numbers",
    "list_series",
    "numbers_of",
    "reserve_numbers",
    "set_prefix",
    "take_number",
    "use_reserved",
    "void_number",
    "void_reserved",
]


@dataclass(frozen=True, slots=True)
class NumberRef:
    """A number as others see it. `state`: reserved, taken or void."""

    id: UUID
    series: str
    scope: str
    year: int
    n: int
    text: str
    state: str
    user_id: UUID | None
    purpose: str
    void_reason: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a series stands in one scope and year (0 for a series without years)."""

    scope: str
    year: int
    last: int


@dataclass(frozen=True, slots=True)
class PrefixRef:
    """What numbers of a series begin with in one scope."""

    prefix: str
    version: int

    def __str__(self) -> str:
        return self.prefix


@dataclass(frozen=True, slots=True)
class SeriesRef:
    """A series, its prefixes by scope, and where it stands, the latest year first."""

    id: UUID
    code: str
    title: str
    pattern: str
    prefix: str
    is_yearly: bool
    version: int
    prefixes: dict[str, PrefixRef]
    standings: tuple[Standing, ...]


def describe_number(series: str, text: str) -> NumberRef | None:
    """The number that people write `text`, or None. One query."""
    return next(iter(_refs(Number.objects.filter(series__code=series, text=text))), None)


def numbers_of(user_ids: Iterable[UUID]) -> dict[UUID, NumberRef]:
    """The latest number each thing bears. One query."""
    rows = Number.objects.filter(user_id__in=set(user_ids), state=Number.State.TAKEN)
    return {ref.user_id: ref for ref in _refs(rows.order_by("taken_at", "n")) if ref.user_id}


def list_numbers(series: str, *, scope: str, year: int, limit: int = 200) -> list[NumberRef]:
    """The numbers given out in a scope and year, the latest first. One query."""
    rows = Number.objects.filter(
        series__code=series, counter__scope=scope, counter__year=year
    ).order_by("-n")
    return _refs(rows[:limit])


def list_series() -> list[SeriesRef]:
    """All series by code. Three queries."""
    prefixes: dict[UUID, dict[str, PrefixRef]] = {}
    for row in Prefix.objects.order_by("scope"):
        prefixes.setdefault(row.series_id, {})[row.scope] = PrefixRef(row.prefix, row.version)
    standings: dict[UUID, list[Standing]] = {}
    for counter in Counter.objects.order_by("-year", "scope"):
        standing = Standing(counter.scope, counter.year, counter.last)
        standings.setdefault(counter.series_id, []).append(standing)
    return [
        SeriesRef(
            id=row.id,
            code=row.code,
            title=row.title,
            pattern=row.pattern,
            prefix=row.prefix,
            is_yearly=row.is_yearly,
            version=row.version,
            prefixes=prefixes.get(row.id, {}),
            standings=tuple(standings.get(row.id, ())),
        )
        for row in Series.objects.order_by("code")
    ]


def _refs(rows: QuerySet[Number]) -> list[NumberRef]:
    wanted = rows.annotate(
        code=F("series__code"), scope=F("counter__scope"), year=F("counter__year")
    )
    return [
        NumberRef(
            id=row.id,
            series=row.code,
            scope=row.scope,
            year=row.year,
            n=row.n,
            text=row.text,
            state=row.state,
            user_id=row.user_id,
            purpose=row.purpose,
            void_reason=row.void_reason,
            taken_at=row.taken_at,
        )
        for row in wanted
    ]
