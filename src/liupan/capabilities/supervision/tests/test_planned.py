"""Key tasks of a plan become items together; the words of the plan find their units."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client

from liupan.capabilities.plan.facade import list_key_tasks
from liupan.capabilities.plan.tests.factories import adopt_shipped_plan
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.operations.drafts import NewItem
from liupan.capabilities.supervision.operations.planned import TasksTaken, register_tasks
from liupan.capabilities.supervision.operations.registering import withdraw_item
from liupan.capabilities.supervision.queries.planned import count_untaken, list_untaken
from liupan.capabilities.supervision.rules.naming import Namebook
from liupan.capabilities.supervision.sources import ToRegister
from liupan.capabilities.supervision.tests.factories import (
    DAY,
    DUE,
    NOW,
    Town,
    new_item,
)
from liupan.foundation.access.facade import installer
from liupan.foundation.identity.tests.factories import enter
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.ids import uuid7

PAGE = "/supervision/register/plan/"

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Unit:
    name: str
    short_name: str = ""
    code: str = ""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("固原市发展和改革委员会", "固原市发展和改革委员会"),
        ("市发改委", "固原市发展和改革委员会"),
        ("发改委", "固原市发展和改革委员会"),
        ("发展和改革委员会", "固原市发展和改革委员会"),
        ("市发展和改革委员会", "固原市发展和改革委员会"),
        ("市场监管局", "固原市市场监管局"),
        ("市市场监管局", "固原市市场监管局"),
        ("县政府办", "西吉县人民政府办公室"),
        ("人民政府办公室", None),
        ("政府办", None),
        ("各部门", None),
        ("", None),
        ("市", None),
    ],
)
def test_words_of_a_plan_name_a_unit_or_none(words: str, found: str | None) -> None:
    units = [
        Unit("固原市发展和改革委员会", "市发改委"),
        Unit("固原市市场监管局"),
        Unit("固原市人民政府办公室", "市政府办"),
        Unit("西吉县人民政府办公室", "县政府办"),
    ]
    unit = Namebook(units, ["固原市", "西吉县"]).unit(words)
    assert (unit.name if unit else None) == found


@pytest.fixture
def planned(place: Town) -> Town:
    adopt_shipped_plan(installer(), NOW)
    return place


def drafts(place: Town, count: int = 3) -> list[NewItem]:
    """Items of the first tasks."""
    tasks = list_key_tasks(day=DAY)[:count]
    return [
        new_item(place, title=t.name, end_state=t.end_state, plan_code=t.plan_code,
                 task_code=t.code, clause_code=t.clause_code)
        for t in tasks
    ]  # fmt: skip


def test_tasks_are_registered_and_handed_over_in_one_act(planned: Town) -> None:
    before = len(list_untaken("guyuan-2015", DAY))
    once = uuid7()
    made = register_tasks(
        tasks=drafts(planned), actor=planned.officer, now=NOW, once=once, hand_over=True
    )
    items = Item.objects.filter(id__in=made)
    assert {item.state for item in items} == {"handed_over"}
    assert len(list_untaken("guyuan-2015", DAY)) == before - 3 == count_untaken(planned.officer)
    again = register_tasks(
        tasks=drafts(planned), actor=planned.officer, now=NOW, once=once, hand_over=True
    )
    assert again == made
    assert Item.objects.count() == 3


def test_who_comes_second_is_refused_and_nothing_is_registered_twice(planned: Town) -> None:
    register_tasks(tasks=drafts(planned, 1), actor=planned.other, now=NOW, once=uuid7())
    with pytest.raises(TasksTaken):
        register_tasks(tasks=drafts(planned, 2), actor=planned.officer, now=NOW, once=uuid7())
    assert Item.objects.count() == 1


def test_a_task_whose_item_was_given_up_comes_again(planned: Town) -> None:
    (made,) = register_tasks(tasks=drafts(planned, 1), actor=planned.officer, now=NOW, once=uuid7())
    before = count_untaken(planned.officer)
    withdraw_item(item_id=made, reason="重复", actor=planned.officer, now=NOW)
    assert count_untaken(planned.officer) == before + 1


def test_what_is_wrong_is_said_of_its_task_and_undoes_all(planned: Town) -> None:
    good, bad = drafts(planned, 2)
    late = new_item(planned, task_code=bad.task_code, plan_code=bad.plan_code,
                    due_on=DAY - timedelta(days=1))  # fmt: skip
    with pytest.raises(InvalidInput) as wrong:
        register_tasks(tasks=[good, late], actor=planned.officer, now=NOW, once=uuid7())
    assert list(wrong.value.fields) == [bad.task_code]
    assert not Item.objects.exists()
    with pytest.raises(InvalidInput):
        register_tasks(tasks=[], actor=planned.officer, now=NOW, once=uuid7())
    with pytest.raises(NotAuthorised):
        register_tasks(tasks=[good], actor=planned.handler, now=NOW, once=uuid7())


def test_tasks_without_item_are_on_the_work_list(planned: Town) -> None:
    source = ToRegister()
    (work,) = source.items(planned.officer, now=NOW, limit=10)
    assert work.url == PAGE
    assert source.count(planned.officer, now=NOW) == 1
    assert source.items(planned.handler, now=NOW, limit=10) == ()
    assert count_untaken(planned.handler) == 0


# --- The page ----------------------------------------------------------------------------------


@pytest.fixture
def office(planned: Town):
    with clock.frozen(NOW):
        yield planned


def browser(place: Town, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["liupan_language"] = "en"
    enter(client, place.people[name].id)
    return client


def prefixes(words: str) -> list[str]:
    return re.findall(r'name="([\w-]+)-picked"', words)


def sent(place: Town, words: str, count: int, **more: object) -> dict[str, object]:
    """The form as a person would send it with the first `count` rows chosen."""
    once = re.search(r'name="once" value="([^"]+)"', words)
    assert once
    said: dict[str, object] = {
        "once": once[1], "supervising_unit_id": place.units["office"],
        "supervisor_id": place.officer.id, "secrecy": "0", "opinion": "", **more,
    }  # fmt: skip
    for n, prefix in enumerate(prefixes(words)):
        said[f"{prefix}-lead_unit_id"] = "固原市公安局"
        said[f"{prefix}-due_on"] = DUE.isoformat()
        if n < count:
            said[f"{prefix}-picked"] = "on"
    return said


def test_the_page_hands_chosen_tasks_over(office: Town) -> None:
    client = browser(office, "officer")
    words = client.get(PAGE).content.decode()
    total = len(list_untaken("guyuan-2015", DAY))
    assert len(prefixes(words)) == 20
    assert f"{total - 20} more key tasks" in words
    answer = client.post(PAGE, sent(office, words, 4, then="hand-over"))
    assert answer.status_code == 302
    items = list(Item.objects.order_by("path"))
    assert len(items) == 4
    assert {i.state for i in items} == {"handed_over"}
    assert {i.lead_unit_id for i in items} == {office.units["police"]}
    assert {(i.origin, i.secrecy, i.due_on) for i in items} == {("plan", 0, DUE)}
    first = list_key_tasks(day=DAY)[0]
    assert items[0].title == first.name
    again = client.post(PAGE, sent(office, words, 4, then="hand-over"))
    assert again.status_code == 422  # the rows are no longer there, so nothing is chosen
    assert Item.objects.count() == 4


def test_a_form_without_its_key_is_no_error(office: Town) -> None:
    client = browser(office, "officer")
    words = client.get(PAGE).content.decode()
    assert client.post(PAGE, sent(office, words, 1, once="")).status_code == 302
    assert Item.objects.count() == 1


def test_the_page_says_what_is_wrong_where_it_is(office: Town) -> None:
    client = browser(office, "officer")
    words = client.get(PAGE).content.decode()
    first = prefixes(words)[0]
    for field, value, says in (
        ("lead_unit_id", "火星局", "There is no such unit"),
        ("due_on", "2016-01-01", "Choose today or a later day"),
        ("due_on", "", "aria-invalid"),
    ):
        data = {**sent(office, words, 1), f"{first}-{field}": value}
        answer = client.post(PAGE, data)
        assert answer.status_code == 422
        assert says in answer.content.decode()
    nothing = client.post(PAGE, sent(office, words, 0)).content.decode()
    assert "Choose at least one key task" in nothing
    assert not Item.objects.exists()


def test_the_page_is_for_who_supervises(office: Town) -> None:
    assert browser(office, "handler").get(PAGE).status_code == 403
    assert PAGE in browser(office, "officer").get("/supervision/").content.decode()
    assert PAGE not in browser(office, "handler").get("/supervision/").content.decode()


def test_without_a_plan_the_page_says_so(place: Town) -> None:
    with clock.frozen(NOW):
        client = browser(place, "officer")
        assert "No plan is in force" in client.get(PAGE).content.decode()
    assert list_untaken("guyuan-2015", date(2017, 1, 1)) == []
