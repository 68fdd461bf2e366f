"""The board reads freshness and calls from the exchange's figures; of a unit without any it says
nothing."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from liupan.capabilities.catalogue.queries.board import delivered as module
from liupan.capabilities.catalogue.queries.board.delivered import (
    CALLS,
    FRESH,
    NOTHING,
    Delivered,
    delivered_in,
    together,
)
from liupan.capabilities.catalogue.rules.board import NOTHING as NO_FIGURES
from liupan.capabilities.catalogue.rules.board import Month
from liupan.capabilities.catalogue.views.board.board import tiles

MONTH = Month(date(2017, 10, 1), date(2017, 10, 31))
ONE, OTHER = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {FRESH: {ONE: (3, 4)}, CALLS: {ONE: (120, 2), OTHER: (7, 1)}}

    def sums_by_unit(code: str, day: date) -> Any:
        assert day == MONTH.last
        return found[code]

    monkeypatch.setattr(module, "sums_by_unit", sums_by_unit)


def test_each_unit_as_of_the_last_day_of_the_month() -> None:
    found = delivered_in(MONTH)
    assert found[ONE] == Delivered(fresh=3, dated=4, calls=120, day=MONTH.last)
    assert found[OTHER] == Delivered(calls=7, day=MONTH.last)
    assert len(found) == 2


def test_all_together() -> None:
    whole = together([*delivered_in(MONTH).values(), NOTHING])
    assert (whole.share_fresh, whole.calls) == (Decimal("75.0"), 127)
    assert not together([NOTHING]).is_measured


def test_what_was_not_measured_is_not_nought() -> None:
    shown = {str(one.name): one.value for one in tiles(NO_FIGURES, None, MONTH, NOTHING)}
    measured = {
        str(one.name): one.value
        for one in tiles(NO_FIGURES, None, MONTH, together(delivered_in(MONTH).values()))
    }
    calls = [name for name in shown if shown[name] is None and measured[name] == 127]
    fresh = [name for name in shown if shown[name] is None and measured[name] == Decimal("75.0")]
    assert len(calls) == len(fresh) == 1
