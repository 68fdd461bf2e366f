"""The datasets that tests stand on."""

import pytest

from liupan.capabilities.opendata.tests.factories import (
    NOW,
    SHOWN,
    Town,
    conditional,
    not_opened,
    released,
)
from liupan.foundation.tables.facade import Question, View, get_page
from liupan.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_released_dataset_has_rows(place: Town) -> None:
    made = released(place)
    assert made.table_id
    page = get_page(made.table_id, View(columns=SHOWN), Question())
    assert len(page.rows) == 12
    assert conditional(place).conditions
    assert not_opened(place).table_id is None


def test_lists_of_the_day() -> None:
    from liupan.capabilities.opendata.queries.lists import lists_on

    found = lists_on(clock.on(NOW))
    assert found.themes["welfare"].uri.endswith("/data-theme/SOCI")
    assert found.licences["by"].uri.startswith("https://creativecommons.org/")
    assert found.cycle_days["monthly"] == 31
