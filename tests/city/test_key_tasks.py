"""The plan's figures move when its key tasks are handed over, reported on and closed."""

from datetime import date, timedelta

import pytest

from liupan.capabilities.plan.operations.editions import adopt_edition, enter_shipped_plan
from liupan.capabilities.supervision.operations.reporting import report_progress
from liupan.capabilities.supervision.tests.factories import DAY, at, closed, town, working
from liupan.capabilities.supervision.tests.test_measures import figure
from liupan.foundation.access.facade import installer
from liupan.kernel import clock

pytestmark = pytest.mark.django_db
TASK = {"plan_code": "guyuan-2015", "task_code": "K47"}
LATER = DAY + timedelta(days=30)


def test_key_tasks_are_covered_and_finished() -> None:
    place = town()
    plan = enter_shipped_plan(actor=installer(), now=at(date(2015, 11, 4)))
    adopt_edition(edition_id=plan, actor=installer(), now=at(date(2015, 11, 4)))
    with clock.frozen(at(LATER)):
        assert figure("tasks_followed", DAY) == (0, 57)
        item = working(place, **TASK)
        assert figure("tasks_followed", DAY) == (0, 57)
        report_progress(
            item_id=item, percent=20, opinion="已启动", actor=place.handler, now=at(DAY, 15)
        )
        assert figure("tasks_followed", DAY) == (1, 57)
        assert figure("tasks_finished", DAY) == (0, 57)
        closed(place, item, at(LATER))
        assert figure("tasks_finished", LATER) == (1, 57)
        assert figure("tasks_followed", date(2015, 11, 1)) == (0, 0)
