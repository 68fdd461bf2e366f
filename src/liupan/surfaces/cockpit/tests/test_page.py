"""The leaders' page: what it says is what the board says."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liupan.capabilities.plan.facade import Comparison, Standing
from liupan.capabilities.plan.tests import factories
from liupan.foundation.design.facade import Clock, ClockState
from liupan.surfaces.cockpit import figures
from liupan.surfaces.cockpit.figures import Cockpit, find_cockpit
from liupan.surfaces.cockpit.sentences import three
from liupan.surfaces.cockpit.views import _row

pytestmark = pytest.mark.django_db


@pytest.fixture
def cockpit(db: None) -> Cockpit:
    factories.small_city()
    found = find_cockpit(factories.DAY)
    assert found is not None
    return found


def test_without_a_plan_there_is_no_page(db: None) -> None:
    assert find_cockpit(factories.DAY) is None


def test_what_is_not_measured_is_counted_and_has_no_card(cockpit: Cockpit) -> None:
    assert cockpit.unmeasured == cockpit.count(Standing.NOT_MEASURED)
    assert len(cockpit.cards) + cockpit.unmeasured == len(cockpit.board.targets)
    assert all(card.target.value is not None for card in cockpit.cards)


def test_the_sentences_carry_the_boards_own_numbers(cockpit: Cockpit) -> None:
    standing, _movement, decision = three(cockpit)
    for number in (len(cockpit.board.targets), cockpit.unmeasured):
        assert str(number) in standing.text
    worried = cockpit.worried
    assert (
        (worried[0].name in decision.text) if worried else str(cockpit.unmeasured) in decision.text
    )


def test_a_county_shows_its_own_units_only(cockpit: Cockpit) -> None:
    found = find_cockpit(factories.DAY, county="640422")
    assert found is not None
    assert {row.name for row in found.places} == {"西吉县教育局"}
    assert found.scope_name == "西吉县"


def test_an_unknown_county_or_figure_is_the_whole_city(cockpit: Cockpit) -> None:
    found = find_cockpit(factories.DAY, county="110000", figure="nothing")
    assert found is not None
    assert (found.county, found.chosen) == ("", found.cards[0])


def test_few_queries(cockpit: Cockpit) -> None:
    with CaptureQueriesContext(connection) as asked:
        find_cockpit(factories.DAY)
    assert len(asked) <= 12


@pytest.mark.parametrize(("value", "shown"), [(5, ("", False)), (45, ("is-3", True))])
def test_less_is_better_where_the_plan_says_at_most(
    cockpit: Cockpit, value: int, shown: tuple[str, bool]
) -> None:
    target = replace(
        cockpit.cards[0].target,
        comparison=Comparison.AT_MOST, figure=Decimal(10), proposal=None, step=None,
    )  # fmt: skip
    found = Decimal(value)
    behind = figures._is_behind(target, found, target.threshold)
    assert (figures._heat_of(target, found), behind) == shown


def test_a_clock_looks_as_it_does_everywhere() -> None:
    badge = Clock(state=ClockState.PAUSED, used=0.5, amount=8)
    reading: Any = SimpleNamespace(title="t", url="/", limit="20", badge=badge)
    assert _row(reading).clock is badge
