"""The list, the board, sheets and requests, and what everybody sees, as people meet them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from openpyxl import load_workbook

from liupan.capabilities.plan.tests.factories import adopt_shipped_plan
from liupan.capabilities.supervision.models import Entry, Item
from liupan.capabilities.supervision.operations.requests import request_extension
from liupan.capabilities.supervision.operations.sheets import issue_sheet
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.tests.factories import (
    NOW,
    Town,
    closed,
    handed,
    registered,
    with_part,
    working,
)
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.organisations.tests import factories as people
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def visit(actor: Actor, address: str, **data: Any) -> Any:
    client = Client()
    enter(client, actor.id)
    return client.post(address, data) if data else client.get(address)


def read(actor: Actor, address: str) -> str:
    answer = visit(actor, address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def tree(place: Town) -> UUID:
    whole = handed(place)
    with_part(place, whole)
    return whole


def test_the_list_shows_what_one_may_see(place: Town, tree: UUID) -> None:
    shown = read(place.officer, "/supervision/?state=open")
    assert "市级互联网统一出口建设" in shown
    assert "安全防护设备部署" in shown
    assert "待签收" in shown
    theirs = read(place.police, "/supervision/?state=open")
    assert "安全防护设备部署" in theirs
    assert "市级互联网统一出口建设" not in theirs


def test_the_list_begins_with_what_is_open(place: Town, tree: UUID) -> None:
    done = Item.objects.get(id=closed(place, working(place)))
    assert f"/supervision/items/{done.id}/" not in read(place.officer, "/supervision/")
    assert f"/supervision/items/{done.id}/" in read(place.officer, "/supervision/?clear=1")


def test_units_are_typed_and_stay_chosen(place: Town, tree: UUID) -> None:
    bureau = place.units["bureau"]
    shown = read(place.officer, f"/supervision/?state=open&lead=公安&lead={bureau}")
    assert f'<input type="hidden" name="lead" value="{bureau}">' in shown
    assert '<input type="hidden" name="lead" value="公安">' in shown
    assert "“公安”" in shown  # the chip of what was typed
    assert list_units([bureau])[bureau].short_name in shown


def test_days_of_the_address_narrow_the_list(place: Town, tree: UUID) -> None:
    assert "市级互联网统一出口建设" in read(place.officer, "/supervision/?due_from=2017-11-30")
    later = read(place.officer, "/supervision/?due_from=2017-12-01&state=open")
    assert "市级互联网统一出口建设" not in later
    assert 'name="due_from" value="2017-12-01"' in later, "a further choice keeps it"


def test_many_are_handed_over_each_for_itself(place: Town) -> None:
    one, done = registered(place, title="甲"), handed(place, title="乙")
    picked = {"pick": [str(one), str(done)]}
    asked = visit(place.officer, "/supervision/chosen/hand-over/", **picked)
    assert asked.status_code == 200
    assert "甲" in asked.content.decode()
    client = Client()
    enter(client, place.officer.id)
    answer = client.post(
        "/supervision/chosen/hand-over/", {**picked, "confirmed": "yes"}, follow=True
    )
    assert Item.objects.get(id=one).state == "handed_over"
    said = answer.content.decode()
    assert "已办理1项" in said
    assert Item.objects.get(id=done).number in said


def test_urging_wants_words(place: Town, tree: UUID) -> None:
    act = {"pick": [str(tree)], "confirmed": "yes"}
    assert visit(place.officer, "/supervision/chosen/urge/", **act).status_code == 422
    said = visit(place.officer, "/supervision/chosen/urge/", **act, opinion="请抓紧")
    assert said.status_code == 302
    assert Entry.objects.filter(item_id=tree, kind="urge", opinion="请抓紧").exists()


def test_many_are_passed_on(place: Town, tree: UUID) -> None:
    act = {"pick": [str(tree)], "confirmed": "yes", "reason": "职责调整"}
    assert visit(place.officer, "/supervision/chosen/reassign/", **act).status_code == 422
    to = str(place.units["police"])
    done = visit(place.officer, "/supervision/chosen/reassign/", **act, lead_unit_id=to)
    assert done.status_code == 302
    assert str(Item.objects.get(id=tree).lead_unit_id) == to


def test_nothing_chosen_nothing_done(place: Town) -> None:
    answer = visit(place.officer, "/supervision/chosen/urge/", pick="no key")
    assert (answer.status_code, answer["Location"]) == (302, "/supervision/")
    assert visit(place.officer, "/supervision/chosen/shred/", pick="x").status_code == 404
    assert visit(place.handler, "/supervision/chosen/urge/", pick="x").status_code == 403


def test_chosen_rows_as_a_workbook(place: Town, tree: UUID) -> None:
    registered(place, title="不选")
    answer = visit(place.officer, "/supervision/chosen/export/", pick=str(tree))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [row[1] for row in sheet.iter_rows(values_only=True)][1:] == ["市级互联网统一出口建设"]


def test_a_tree_shows_ancestors_as_headlines(place: Town, tree: UUID) -> None:
    shown = read(place.police, "/supervision/board/")
    assert "市级互联网统一出口建设" in shown
    assert f"/supervision/items/{tree}/" not in shown
    assert "安全防护设备部署" in shown


@pytest.mark.parametrize("view", ["tree", "timeline", "heat"])
@pytest.mark.parametrize("shape", ["", "&as=table"])
def test_every_view_is_a_picture_and_a_table(
    place: Town, tree: UUID, view: str, shape: str
) -> None:
    shown = read(place.officer, f"/supervision/board/?state=open&view={view}{shape}")
    assert "固原市信息化建设办公室" in shown


@pytest.mark.parametrize("name", ["tree", "timeline", "heat"])
def test_every_view_can_be_saved(place: Town, tree: UUID, name: str) -> None:
    picture = visit(place.officer, f"/supervision/board/{name}.svg?state=open")
    assert picture["Content-Type"].startswith("image/svg+xml")
    table = visit(place.officer, f"/supervision/board/{name}.csv?state=open").content.decode()
    assert "固原市信息化建设办公室" in table
    assert visit(place.officer, f"/supervision/board/{name}.pdf").status_code == 404


def test_a_cell_of_heat_leads_to_its_items(place: Town, tree: UUID) -> None:
    shown = read(place.officer, "/supervision/board/?state=open&view=heat&origin=plan")
    lead = place.units["bureau"]
    assert f"/supervision/?origin=plan&amp;state=open&amp;lead={lead}&amp;due_from=" in shown


def test_many_trees_are_folded(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liupan.capabilities.supervision.views.board.FOLDED_FROM", 1)
    registered(place, title="甲"), registered(place, title="乙", origin="note")
    folded = read(place.officer, "/supervision/board/?state=open")
    assert "甲" not in folded
    opened = read(place.officer, "/supervision/board/?state=open&group=origin:note")
    assert "乙" in opened


def test_sheets_and_requests_are_listed(place: Town) -> None:
    item = working(place)
    issue_sheet(
        item_id=item, colour=Colour.BLUE, reason="进度滞后", actor=place.officer, now=NOW
    )  # fmt: skip
    request_extension(
        item_id=item, until_on=clock.on(NOW).replace(year=2018), reason="等设备",
        actor=place.handler, now=NOW,
    )  # fmt: skip
    assert "蓝单" in read(place.officer, "/supervision/sheets/?state=open")
    assert "等设备" in read(place.officer, "/supervision/requests/?state=open")
    assert "等设备" not in read(place.police, "/supervision/requests/?state=open")


@pytest.fixture
def _plan(place: Town) -> None:
    by: dict[str, Any] = {"actor": people.almighty(), "now": NOW}
    adopt_shipped_plan(by["actor"], by["now"])


@pytest.mark.usefixtures("_plan")
def test_everybody_sees_tasks_and_nothing_secret(place: Town) -> None:
    task = {"plan_code": "guyuan-2015", "task_code": "K01"}
    code = Client().get("/api/v1/supervision/tasks").json()[0]["code"]
    task["task_code"] = code
    registered(place, title="不公开的事", **task)
    hidden = Client().get("/supervision/plan/").content.decode()
    assert "不公开的事" not in hidden
    assert Client().get("/api/v1/supervision/tasks").json()[0]["percent"] is None
    item = working(place, title="公开", secrecy=Secrecy.PUBLIC, **task)
    Item.objects.filter(id=item).update(percent=40)
    found = Client().get("/api/v1/supervision/tasks").json()[0]
    assert (found["percent"], found["state"]) == (40, "working")
    closed(place, item)
    assert Client().get("/api/v1/supervision/tasks").json()[0]["percent"] == 100
    shown = Client().get("/supervision/plan/?state=done").content.decode()
    assert "已办结并核验" in shown
    assert "同意销号" not in shown


def test_without_a_plan_the_public_page_says_so(place: Town) -> None:
    assert Client().get("/supervision/plan/").status_code == 200
    assert Client().get("/api/v1/supervision/tasks").json() == []


def test_items_for_programs_come_in_pages(place: Town) -> None:
    for title in ("甲", "乙", "丙"):
        registered(place, title=title)
    assert Client().get("/api/v1/supervision/items").status_code == 401
    assert visit(place.stranger, "/api/v1/supervision/items").status_code == 403
    page = visit(place.officer, "/api/v1/supervision/items?limit=2").json()
    assert len(page["items"]) == 2
    rest = visit(place.officer, f"/api/v1/supervision/items?limit=2&after={page['next']}").json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert visit(place.police, "/api/v1/supervision/items").json()["items"] == []
