"""Pages of demands, data items, arbitrations and updates: what they show and what they do."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.catalogue.models import (
    Arbitration,
    Change,
    DataItem,
    Demand,
    Edition,
    Request,
    UpdateTask,
)
from liupan.capabilities.catalogue.operations.demands import allot_demand, register_demand
from liupan.capabilities.catalogue.queries.demands import (
    count_waiting_demands,
    list_waiting_demands,
)
from liupan.capabilities.catalogue.rules.demands import Side, State
from liupan.capabilities.catalogue.tests.factories import NOW, Town, published
from liupan.capabilities.catalogue.tests.test_demands import (
    NEED,
    allotted,
    catalogued,
    claimed,
    needed,
)
from liupan.capabilities.catalogue.tests.test_sourcing import of_bureau, of_police
from liupan.capabilities.catalogue.tests.test_updating import WHAT, citing, confirmed
from liupan.foundation.identity.tests.factories import enter
from liupan.kernel import clock

pytestmark = pytest.mark.django_db
CANARY = "金丝雀用途"


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with clock.frozen(NOW):
        yield


def at(place: Town, person: str) -> Client:
    client = Client()
    enter(client, place.people[person].id)
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"catalogue:{name}", args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_a_demand_by_its_pages(place: Town) -> None:
    asker, checker, editor = at(place, "asker"), at(place, "checker"), at(place, "editor")
    form = {
        "unit_id": str(place.units["police"]), "title": "婚姻登记核验",
        "items": "男方姓名、登记日期",
        "business": "户籍迁移", "purpose": CANARY, "basis": "《户口登记条例》第十条",
        "urgency": "normal", "is_public": "on",
    }  # fmt: skip
    page(asker, "demand-register")
    wrong = asker.post(reverse("catalogue:demand-register"), {**form, "basis": ""})
    assert wrong.status_code == 422
    made = asker.post(reverse("catalogue:demand-register"), form)
    demand = Demand.objects.get()
    assert made.headers["Location"] == reverse("catalogue:demand", args=[demand.id])
    assert demand.items == ["男方姓名", "登记日期"]
    for client, key, sent, state in (
        (checker, "allot", {"chosen": str(place.units["bureau"])}, State.ALLOTTED),
        (editor, "decline", {"words": "不属于本局职责。"}, State.DECLINED),
        (checker, "allot", {"chosen": str(place.units["bureau"]), "words": "依职责。"},
         State.ALLOTTED),
        (editor, "claim", {"chosen": str(place.units["bureau"])}, State.CLAIMED),
    ):  # fmt: skip
        assert reverse(f"catalogue:demand-{key}", args=[demand.id]) in page(
            client, "demand", demand.id
        )
        page(client, f"demand-{key}", demand.id)
        assert client.post(
            reverse(f"catalogue:demand-{key}", args=[demand.id]), sent
        ).status_code == 302, key  # fmt: skip
        demand.refresh_from_db()
        assert demand.standing is state
    resource = Edition.objects.get(id=published(place)).resource_id
    answer = editor.post(
        reverse("catalogue:demand-catalogue", args=[demand.id]), {"chosen": str(resource)}
    )
    assert answer.status_code == 302
    shown = page(asker, "demand", demand.id)
    assert f"{reverse('catalogue:ask-access', args=[resource])}?demand={demand.id}" in shown
    assert demand.number in page(asker, "demands")


def test_access_is_requested_from_the_demand(place: Town) -> None:
    demand = catalogued(place)
    resource = Demand.objects.get(id=demand).resource_id
    client = at(place, "asker")
    url = f"{reverse('catalogue:ask-access', args=[resource])}?demand={demand}"
    shown = client.get(url).content.decode()
    assert NEED.purpose in shown
    items = [str(one) for one in Edition.objects.get(resource_id=resource).items.values_list(
        "id", flat=True)]  # fmt: skip
    sent = {
        "consumer_id": str(place.units["police"]), "item_ids": items, "purpose_kind": "checking",
        "business": NEED.business, "purpose": NEED.purpose, "legal_basis": NEED.basis,
        "modes": ["query"], "quota": "100", "valid_from": "2017-06-01", "valid_until": "2018-05-31",
        "rows-TOTAL_FORMS": "0", "rows-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.content.decode()
    assert Request.objects.get().demand_id == demand


@pytest.mark.parametrize("key", ["close", "withdraw"])
def test_a_demand_ends_by_its_pages(place: Town, key: str) -> None:
    demand = claimed(place)
    client = at(place, "checker" if key == "close" else "asker")
    url = reverse(f"catalogue:demand-{key}", args=[demand])
    assert client.post(url, {"words": ""}).status_code == 422
    assert client.post(url, {"words": "理由。"}).status_code == 302
    assert Demand.objects.get(id=demand).standing is State.CLOSED


def test_what_everybody_sees_holds_nothing_private(place: Town) -> None:
    private = {"purpose": CANARY, "business": f"{CANARY}业务", "basis": f"{CANARY}依据",
               "items": (f"{CANARY}项",)}  # fmt: skip
    shown = needed(place, **private)
    hidden = needed(place, title="不公开的需求", is_public=False)
    needed(place, title="未审核的需求")
    for demand in (shown, hidden):
        allot_demand(
            demand_id=demand, unit_id=place.units["bureau"], opinion=f"{CANARY}意见",
            actor=place.checker, now=NOW,
        )  # fmt: skip
    anybody = Client()
    number = Demand.objects.get(id=shown).number
    listed = page(anybody, "public-demands")
    one = page(anybody, "public-demand", number)
    export = anybody.get(f"{reverse('catalogue:public-demands')}?export=csv")
    body = b"".join(export) if export.streaming else export.content  # type: ignore[attr-defined]
    for text in (listed, one, body.decode("utf-8", "replace")):
        assert CANARY not in text
        told = re.sub("<datalist.*?</datalist>", "", text, flags=re.DOTALL)  # names every unit
        assert "固原市民政局" not in told.split("<main", 1)[-1]  # who was asked is not told
        assert "不公开的需求" not in text
        assert "未审核的需求" not in text
    assert number in listed
    assert NEED.title in one
    for other in (hidden, None):
        other_number = Demand.objects.get(id=other).number if other else "XQ2017-9999"
        url = reverse("catalogue:public-demand", args=[other_number])
        assert anybody.get(url).status_code == 404


def test_who_may_not_does_not(place: Town) -> None:
    demand = allotted(place)
    of_bureau(place)
    of_police(place)
    confirmed(place, citing(place))
    things = {
        "demand": (demand, ("allot", "claim", "decline", "catalogue", "confirm", "close",
                            "withdraw")),
        "arbitration": (Arbitration.objects.get().id, ("grounds", "rule")),
        "item": (DataItem.objects.filter(name="男方姓名").first().id, ("bind",)),  # type: ignore[union-attr]
        "change": (Change.objects.get().id, ("confirm", "drop")),
        "update": (UpdateTask.objects.get().id, ("state", "answer")),
    }  # fmt: skip
    stranger, reader = at(place, "stranger"), at(place, "reader")
    for name, (thing, keys) in things.items():
        assert stranger.get(reverse(f"catalogue:{name}", args=[thing])).status_code == 403
        page(reader, name, thing)
        for key in keys:
            url = reverse(f"catalogue:{name}-{key}", args=[thing])
            assert reader.post(url, {"words": "x"}).status_code == 403, url
            assert Client().get(url).status_code in (302, 401, 403)


def test_an_arbitration_by_its_pages(place: Town) -> None:
    first, _second = of_bureau(place), of_police(place)
    arbitration = Arbitration.objects.get()
    assert "男方姓名" in page(at(place, "reader"), "arbitrations")
    for person in ("editor", "police"):
        url = reverse("catalogue:arbitration-grounds", args=[arbitration.id])
        page(at(place, person), "arbitration-grounds", arbitration.id)
        assert at(place, person).post(url, {"words": "三定方案。"}).status_code == 302
    checker = at(place, "checker")
    page(checker, "arbitration-rule", arbitration.id)
    url = reverse("catalogue:arbitration-rule", args=[arbitration.id])
    assert checker.post(url, {"chosen": str(first), "words": "归民政。"}).status_code == 302
    shown = page(at(place, "police"), "resource", arbitration.second_id)
    assert "固原市民政局" in shown  # whose the item is
    item = DataItem.objects.get(name="男方姓名")
    assert "三定方案" not in page(checker, "item", item.id)
    assert "男方姓名" in page(checker, "items")


def test_items_are_bound_by_the_page(place: Town) -> None:
    of_bureau(place)
    item = DataItem.objects.get()
    to = DataItem.objects.create(
        division=item.division, category="101001", key="标准", name="标准姓名"
    )
    checker = at(place, "checker")
    page(checker, "item-bind", item.id)
    url = reverse("catalogue:item-bind", args=[item.id])
    assert checker.post(url, {"chosen": str(to.id), "words": "同义。"}).status_code == 302
    page(checker, "item-bind", item.id)
    assert checker.post(url, {"words": "并非同义。"}).status_code == 302
    item.refresh_from_db()
    assert item.bound_to_id is None


def test_a_change_and_its_task_by_their_pages(place: Town) -> None:
    resource = citing(place)
    checker, editor = at(place, "checker"), at(place, "editor")
    page(checker, "change-record")
    form = {
        "kind": "law", "title": WHAT.title, "law": WHAT.law, "article": "8",
        "effective_on": "2017-06-01",
    }  # fmt: skip
    assert checker.post(reverse("catalogue:change-record"), form).status_code == 302
    change = Change.objects.get()
    assert str(resource) in page(checker, "change", change.id)
    page(checker, "change-confirm", change.id)
    url = reverse("catalogue:change-confirm", args=[change.id])
    assert checker.post(url, {"resource_ids": [str(resource)]}).status_code == 302
    task = UpdateTask.objects.get()
    assert str(task.id) in page(editor, "updates")
    assert str(task.id) in page(editor, "resource", resource)
    page(editor, "update", task.id)
    page(editor, "update-state", task.id)
    url = reverse("catalogue:update-state", args=[task.id])
    assert editor.post(url, {"words": "不涉及。"}).status_code == 302
    page(checker, "update-answer", task.id)
    url = reverse("catalogue:update-answer", args=[task.id])
    assert checker.post(url, {"accept": "no", "words": ""}).status_code == 422
    assert checker.post(url, {"accept": "yes"}).status_code == 302
    assert UpdateTask.objects.get().outcome == "unchanged"
    assert WHAT.title in page(checker, "changes")


def test_what_waits_is_in_the_work_list(place: Town) -> None:
    needed(place)
    allotted(place)
    catalogued(place)
    for person, side in (("checker", Side.AUTHORITY), ("editor", Side.DUTY),
                         ("asker", Side.NEEDING)):  # fmt: skip
        actor = place.people[person]
        assert count_waiting_demands(actor, side) == 1, person
        assert len(list_waiting_demands(actor, side, limit=5, now=NOW)) == 1
    assert count_waiting_demands(place.stranger, Side.DUTY) == 0


def test_nobody_checks_their_own(place: Town) -> None:
    assert isinstance(
        register_demand(unit_id=place.units["police"], need=NEED, actor=place.asker, now=NOW), UUID
    )
    assert at(place, "asker").get(
        reverse("catalogue:demand-allot", args=[Demand.objects.get().id])
    ).status_code == 403  # fmt: skip
