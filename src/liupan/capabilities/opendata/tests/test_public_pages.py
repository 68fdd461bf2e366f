"""What everybody sees of open data, and what nobody does."""

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.opendata.tests.factories import (
    NOW,
    Town,
    conditional,
    drawn_up,
    not_opened,
    released,
    rows,
)
from liupan.kernel import clock

pytestmark = pytest.mark.django_db
CODE = "homes"
CANARY = "N00003"
"""Stands in the column that is not shown."""


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with clock.frozen(NOW):
        yield


def get(name: str, *args: object, **query: Any) -> Any:
    return Client().get(reverse(f"opendata:{name}", args=args), query)


def text(name: str, *args: object, **query: Any) -> str:
    answer = get(name, *args, **query)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def test_the_front_counts_what_is_open(place: Town) -> None:
    released(place, CODE)
    conditional(place, "people", title="人员明细")
    not_opened(place, "secret", title="不开放的名录")
    page = text("home")
    assert "养老机构名录" in page
    assert "<b>2</b>" in page
    assert "不开放的名录" not in page
    closed = text("withheld")
    assert "不开放的名录" in closed
    assert "涉及个人隐私" in closed


@pytest.mark.parametrize("words", ["养老", "床位", "机构 固原", "homes", "名录"])
def test_words_find_a_dataset(place: Town, words: str) -> None:
    released(place, CODE, title="固原养老机构名录")
    released(place, "roads", title="公路里程", abstract="路网", keywords=["公路"])
    page = text("datasets", q=words)
    assert "固原养老机构名录" in page
    if words != "床位":
        assert "公路里程" not in page


def test_choices_narrow_and_are_counted(place: Town) -> None:
    released(place, CODE)
    conditional(place, "people", title="人员明细", theme="health")
    assert "人员明细" not in text("datasets", openness="open")
    assert "人员明细" in text("datasets", theme="health")
    counted = text("facets")
    assert "医疗卫生" in counted
    assert "theme=health" in counted
    assert "format=parquet" in counted
    assert "人员明细" not in text("datasets", format="csv")


def test_a_dataset_says_what_it_is(place: Town) -> None:
    released(place, CODE)
    page = text("dataset", CODE)
    for said in ("床位数", "床位数说明", "CC BY 4.0", "0954-2088000", "gb18030", "/405"):
        assert said in page or said == "/405"
    assert "内部编号" not in page
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told = json.loads(found)
    assert told["@type"] == "Dataset"
    assert told["name"] == "养老机构名录"
    assert len(told["distribution"]) == 4


def test_nothing_ends_the_block_of_data(place: Town) -> None:
    released(place, CODE, title="</script><script>alert(1)</script>")
    assert "</script><script>alert" not in text("dataset", CODE)


def test_late_data_are_marked(place: Town) -> None:
    released(place, CODE, update_cycle="daily")
    with clock.frozen(NOW.replace(year=2018)):
        assert "数据逾期未更新" in text("dataset", CODE)


def test_rows_sort_filter_and_page(place: Town) -> None:
    released(place, CODE, rows(60))
    first = text("rows", CODE, sort="-床位数")
    assert "79" in first
    assert "60 行" in first
    (more,) = set(re.findall(r'href="(\?[^"]*after=[^"]*)"', first))
    following = Client().get(reverse("opendata:rows", args=[CODE]) + more.replace("&amp;", "&"))
    assert ">54<" in following.content.decode()
    found = text("rows", CODE, c="县区", o="eq", v="隆德县")
    assert "12 行" in found
    assert "西吉县第" not in found
    assert "区" in text("values", CODE, column="县区")


@pytest.mark.parametrize(
    "query",
    [
        {"c": "内部编号", "o": "eq", "v": CANARY},
        {"c": "内部编号", "o": "starts", "v": "N"},
        {"sort": "内部编号"},
        {"sort": "-内部编号"},
        {"c": "床位数", "o": "eq", "v": "' OR 1=1 --"},
        {"c": "名称", "o": "no", "v": "x"},
        {"after": "x"},
        {"c": "名称\0", "o": "eq", "v": "\0"},
    ],
)
def test_what_is_not_shown_cannot_be_asked_for(place: Town, query: dict[str, str]) -> None:
    released(place, CODE)
    for name in ("rows", "console"):
        answer = get(name, CODE, **query)
        if name == "rows" or "after" not in query:
            assert answer.status_code in (400, 422), (name, answer.status_code)
        shown = re.sub(r'(?:value|href|action)="[^"]*"', "", answer.content.decode())
        assert CANARY not in shown


def test_no_page_gives_an_unshown_column_away(place: Town) -> None:
    released(place, CODE)
    for name in ("dataset", "rows", "chart", "map", "console"):
        page = text(name, CODE)
        assert CANARY not in page
        assert "内部编号" not in page
    assert get("values", CODE, column="内部编号").content.decode().count(CANARY) == 0
    for name in ("x", "y"):
        assert CANARY not in text("chart", CODE, **{name: "内部编号"})


def test_what_is_not_public_is_not_there(place: Town) -> None:
    drawn_up(place, "draft", title="草稿")
    not_opened(place, "secret", title="不开放的名录")
    conditional(place, "people", title="人员明细")
    for code in ("draft", "secret"):
        for name in ("dataset", "rows", "chart", "map", "console", "structure"):
            assert get(name, code).status_code == 404
        assert get("download", code, "csv").status_code == 404
        assert get("dataset-linked", code, "ttl").status_code == 404
    for name in ("rows", "values", "chart", "map", "console"):
        assert get(name, "people").status_code == 404
    assert get("download", "people", "csv").status_code == 404
    assert "文化街" not in text("dataset", "people")
    built = get("structure", "people")
    assert "床位数" in built.content.decode()
    assert "文化街" not in built.content.decode()


def test_charts_and_maps_have_tables(place: Town) -> None:
    released(place, CODE, rows(10))
    page = text("chart", CODE, x="县区", kind="line")
    assert '"type": "line"' in page
    assert "隆德县" in page
    sums = text("chart", CODE, x="名称", y="床位数")
    assert "床位数" in sums
    assert get("map", CODE).status_code == 200


def test_feeds_and_addresses(place: Town) -> None:
    released(place, CODE)
    not_opened(place, "secret", title="不开放的名录")
    for answer in (get("feed"), get("theme-feed", "welfare")):
        feed = ET.fromstring(answer.content)
        entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
        assert len(entries) == 1
        assert "养老机构名录" in answer.content.decode()
    listed = get("sitemap").content.decode()
    assert "/opendata/dataset/homes/" in listed
    assert "secret" not in listed
    assert "/opendata/sitemap.xml" in Client().get("/robots.txt").content.decode()


def test_programs_read_rows(place: Town) -> None:
    released(place, CODE, rows(12))
    client = Client()
    found = client.get("/api/v1/opendata/datasets").json()["datasets"]
    assert [one["code"] for one in found] == [CODE]
    whole = client.get(f"/api/v1/opendata/datasets/{CODE}").json()
    assert "内部编号" not in [one["name"] for one in whole["columns"]]
    page = client.get(f"/api/v1/opendata/datasets/{CODE}/rows?limit=5&sort=-床位数").json()
    assert page["rows"][0]["床位数"] == 31
    more = client.get(
        f"/api/v1/opendata/datasets/{CODE}/rows",
        {"limit": 10, "sort": "-床位数", "after": page["next"]},
    ).json()
    assert len(more["rows"]) == 7
    assert more["next"] is None
    asked = {"c": "内部编号", "o": "eq", "v": "N00001"}
    refused = client.get(f"/api/v1/opendata/datasets/{CODE}/rows", asked)
    assert refused.status_code == 422
