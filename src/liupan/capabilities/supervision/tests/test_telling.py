"""Who is told, what waits on the work list, what is found."""

import pytest
from django.utils.translation import override

from liupan.capabilities.plan.facade import list_key_tasks
from liupan.capabilities.plan.tests.factories import adopt_shipped_plan
from liupan.capabilities.supervision.operations.handing import urge_item
from liupan.capabilities.supervision.operations.leading import give_note
from liupan.capabilities.supervision.operations.requests import request_extension
from liupan.capabilities.supervision.queries.public import list_public_tasks
from liupan.capabilities.supervision.queries.searchable import TYPE
from liupan.capabilities.supervision.tests.factories import (
    DUE,
    NOW,
    Town,
    closed,
    handed,
    registered,
    verifying,
    with_part,
    working,
)
from liupan.foundation.access.facade import installer
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.search.facade import search, sources
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import sources as work_sources


def told(actor: Actor) -> list[str]:
    """The kinds of the newest notice about each matter."""
    return [notice.kind for notice in list_notices(actor)]


def waits(actor: Actor) -> dict[str, int]:
    found = {
        kind: source.items(actor, now=NOW, limit=10)
        for kind, source in work_sources().items()
        if kind.startswith("supervision.")
    }
    assert all(len(f) == work_sources()[k].count(actor, now=NOW) for k, f in found.items())
    return {kind: len(items) for kind, items in found.items() if items}


def test_each_act_tells_whom_it_concerns(place: Town) -> None:
    item = handed(place)
    assert told(place.handler) == ["supervision.to_sign"]
    urge_item(item_id=item, opinion="请签收", actor=place.officer, now=NOW)
    assert told(place.handler) == ["supervision.urged"]
    give_note(item_id=item, note="抓紧", actor=place.mayor, now=NOW)
    assert told(place.officer) == ["supervision.noted"]
    assert told(place.police) == told(place.stranger) == told(place.mayor) == []


def test_who_acts_is_not_told(place: Town) -> None:
    verifying(place, working(place))
    assert told(place.leader) == ["supervision.to_endorse"]
    assert told(place.handler) == ["supervision.to_sign"]
    assert told(place.officer) == ["supervision.to_verify"]


def test_the_work_list_offers_what_is_to_be_done(place: Town) -> None:
    handed(place)
    request_extension(
        item_id=working(place), until_on=DUE.replace(month=12), reason="x", actor=place.handler,
        now=NOW,
    )  # fmt: skip
    verifying(place, working(place))
    assert waits(place.handler) == {"supervision.sign_for": 1, "supervision.report": 1}
    assert waits(place.officer) == {"supervision.verify": 1}
    assert waits(place.chief) == {"supervision.verify": 1, "supervision.decide": 1}
    assert waits(place.stranger) == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_item_is_found_by_those_who_may_read_it(place: Town, language: str) -> None:
    item = registered(place, title="冷凉蔬菜冷链仓储补助")
    with override(language):
        found = [hit.thing_id for hit in search(place.handler, "冷链仓储").found]
    assert found == [item]
    assert search(place.stranger, "冷链仓储").found == ()
    assert [entry.thing_id for entry in sources()[TYPE].entries()] == [item]


def test_the_plans_tasks_are_public_without_opinions(place: Town) -> None:
    adopt_shipped_plan(installer(), NOW)
    task = list_key_tasks()[0]
    of_task = {"plan_code": task.plan_code, "task_code": task.code}
    whole = working(place, secrecy=Secrecy.PUBLIC, **of_task)
    with_part(place, whole, is_mandatory=False)
    working(place, secrecy=Secrecy.INTERNAL, **of_task)
    seen = {one.task_code: one for one in list_public_tasks(now=NOW)}
    assert len(seen) == len(list_key_tasks())
    assert (seen[task.code].percent, seen[task.code].parts) == (0, 1)
    untouched = [one for code, one in seen.items() if code != task.code]
    assert {(one.state, one.percent) for one in untouched} == {("", None)}
    closed(place, whole)
    assert next(o for o in list_public_tasks(now=NOW) if o.task_code == task.code).state == "closed"
