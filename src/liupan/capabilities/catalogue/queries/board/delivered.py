"""How fresh the data of units are and how often they are called: figures of the exchange, as they
stood at the end of a month. The exchange counts; here they are read by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from liupan.capabilities.catalogue.rules.board import Month, percent
from liupan.foundation.measures.facade import sums_by_unit

FRESH, CALLS = "exchange.data_freshness", "exchange.calls_answered"
NOUGHT = (Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What a unit delivers. `fresh` of `dated` services have data within their update cycle;
    `calls` answered with data. `day`: as of when, None where nothing was measured that month."""

    fresh: int = 0
    dated: int = 0
    calls: int = 0
    day: date | None = None

    @property
    def share_fresh(self) -> Decimal | None:
        """Services with fresh data, in per cent; None without any."""
        return percent(self.fresh, self.dated)

    @property
    def is_measured(self) -> bool:
        return self.day is not None


NOTHING = Delivered()


def delivered_in(month: Month) -> Mapping[UUID, Delivered]:
    """What each unit delivered, as of the last day of the month; reckoned anew from the records
    behind the figures, so that any month can be looked at. Two queries, and what figures ask."""
    fresh, calls = (sums_by_unit(code, month.last) for code in (FRESH, CALLS))
    return {
        unit: Delivered(
            fresh=int(fresh.get(unit, NOUGHT)[0]), dated=int(fresh.get(unit, NOUGHT)[1]),
            calls=int(calls.get(unit, NOUGHT)[0]), day=month.last,
        )
        for unit in fresh.keys() | calls.keys()
    }  # fmt: skip


def together(found: Iterable[Delivered]) -> Delivered:
    """All of them; the last day of any."""
    known = [one for one in found if one.is_measured]
    return Delivered(
        fresh=sum(one.fresh for one in known),
        dated=sum(one.dated for one in known),
        calls=sum(one.calls for one in known),
        day=max((one.day for one in known if one.day), default=None),
    )
