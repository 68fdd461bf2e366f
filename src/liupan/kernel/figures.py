"""Figures declare themselves here; the `measures` service computes, keeps and shows them.

The registry stands in the kernel because services below `measures` have figures too.
A room declares its figures in `measures.py`:

    class UnitsOnline(Measure):
        code = "organisations.units_online"
        ...
        def records(self, day):
            return compiled(Unit.objects.filter(...).values_list(...))
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from liupan.kernel.authority import Actor

Text = str | Promise


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Kind(StrEnum):
    """How numerator and denominator become a value."""

    SHARE = "share"  # 100 * sum of numerators / sum of denominators, in per cent
    MEAN = "mean"  # sum of numerators / sum of denominators
    TOTAL = "total"  # sum of numerators
    MEDIAN = "median"  # the middle of what the records say, numerator / denominator of each


Records = tuple[str, tuple[Any, ...]]
"""SQL of five columns, and its parameters."""


class Measure(ABC):
    """A named figure (指标), computed from records and never typed in.

    Class attributes:
        code: `room.figure`, unique.
        name, formula, numerator, denominator, exclusions: in words, for people.
        unit: of the value, as shown ("%", "天", "件").
        digits: decimals shown.
        sources: which rooms' records it counts, in words.
        public_records: whether anybody may see the single records (never where they name people).
    """

    code: ClassVar[str]
    name: ClassVar[Text]
    formula: ClassVar[Text]
    numerator: ClassVar[Text]
    denominator: ClassVar[Text]
    exclusions: ClassVar[Text] = ""
    sources: ClassVar[Text]
    kind: ClassVar[Kind] = Kind.SHARE
    unit: ClassVar[str] = "%"
    digits: ClassVar[int] = 1
    direction: ClassVar[Direction] = Direction.UP
    public_records: ClassVar[bool] = False

    @abstractmethod
    def records(self, day: date) -> Records:
        """The records as of the end of `day`: SQL and its parameters, one set-based query.

        Columns in this order: unit id (uuid), record id (uuid), label (text), numerator (number),
        denominator (number). Only what was true then by validity ranges and moments; so any past
        day can be computed again.
        """

    def reasons(self, day: date, record_ids: Collection[UUID]) -> dict[UUID, str]:
        """Why these records, which do not count, do not: by record, in words, as of the end of
        `day`. Nothing where the figure has no more to say than that. One query."""
        return {}

    def record_path(self, record_id: UUID) -> str:
        """Path of the page where staff see and change this record; empty when there is none."""
        return ""

    def opened(self, record_ids: Collection[UUID], actor: Actor) -> Collection[UUID]:
        """The records whose page opens to the actor: all for whoever is signed in, unless the
        office says otherwise. One query at most."""
        return () if actor.is_anonymous else record_ids


def compiled(queryset: QuerySet[Any, Any]) -> Records:
    """A queryset's `values_list` of the five columns as SQL and parameters."""
    sql, parameters = queryset.query.sql_with_params()
    return sql, tuple(parameters)


_measures: dict[str, Measure] = {}


def register(measure: type[Measure]) -> type[Measure]:
    """Class decorator: make the figure known. Raises ValueError on a second of the same code."""
    if measure.code in _measures:
        raise ValueError(f"measure {measure.code} is declared twice")
    _measures[measure.code] = measure()
    return measure


def measures() -> dict[str, Measure]:
    """All declared figures by code."""
    return dict(sorted(_measures.items()))


def find_measure(code: str) -> Measure | None:
    """The figure of this code."""
    return _measures.get(code)
