"""Open data in CKAN's ways, and as DCAT."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.machinery.shapes import VERSIONS, violations

from liupan.capabilities.opendata.queries.public.datasets import get_shown
from liupan.capabilities.opendata.queries.public.linked import Here, score_of
from liupan.capabilities.opendata.rules.ckan import BadSearch, Term, resource_id, terms_of
from liupan.capabilities.opendata.rules.mqa import CRITERIA, MOST
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
from liupan.kernel.linked.writing import WRITERS

pytestmark = pytest.mark.django_db
CANARY = "N00003"
NOWHERE = "0190a5d1-0000-7000-8000-000000000001"
HERE = Here(origin="https://city.example", address="https://city.example/c", title="目录",
            description="说明", publisher="市政府")  # fmt: skip


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with clock.frozen(NOW):
        yield


def call(action: str, status: int = 200, /, **asked: Any) -> Any:
    """The answer of an action, by GET and by POST alike."""
    client = Client()
    plain = {
        key: json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
        for key, value in asked.items()
    }
    got = client.get(f"/api/3/action/{action}", plain)
    sent = client.post(f"/api/action/{action}", json.dumps(asked), content_type="application/json")
    assert got.status_code == sent.status_code == status, got.content.decode()[:300]
    one, other = got.json(), sent.json()
    assert one["success"] is other["success"] is (status == 200)
    if status == 200:
        for each in (one, other):
            if isinstance(each["result"], dict):
                each["result"].pop("_links", None)
        assert one["result"] == other["result"]
        return one["result"]
    assert one["error"]["__type"] == other["error"]["__type"]
    return one["error"]


@pytest.fixture
def city(place: Town) -> Town:
    released(place, "homes", rows(30))
    released(
        place,
        "roads",
        title="公路里程",
        abstract="路网",
        theme="transport",
        keywords=["公路"],
        licence="zero",
    )
    conditional(place, "people", title="人员明细", abstract="逐人", keywords=["人员"])
    not_opened(place, "secret", title="不开放的名录")
    drawn_up(place, "draft", title="草稿")
    return place


def test_a_site_says_what_it_is(city: Town) -> None:
    assert call("site_read") is True
    assert call("status_show")["ckan_version"].startswith("2.")
    assert call("package_list") == ["homes", "people", "roads"]
    assert call("package_list", limit=1, offset=1) == ["people"]
    whole = call("current_package_list_with_resources")
    assert {one["name"] for one in whole} == {"homes", "people", "roads"}


def test_a_dataset_is_shown_by_name_and_id(city: Town) -> None:
    found = call("package_show", id="homes")
    assert found == call("package_show", id=found["id"])
    assert [one["format"] for one in found["resources"]] == ["CSV", "XLSX", "JSON Lines", "Parquet"]
    assert found["organization"]["title"]
    resource = call("resource_show", id=found["resources"][1]["id"])
    assert resource["package_id"] == found["id"]
    (built,) = call("package_show", id="people")["resources"]
    assert built["url"].endswith("/structure.csv")
    assert built["datastore_active"] is False


@pytest.mark.parametrize(
    "wanted", ["secret", "draft", "no", "0190a5d1-0000-7000-8000-000000000001", "'", "../x"]
)
def test_what_is_not_public_is_not_found(city: Town, wanted: str) -> None:
    assert call("package_show", 404, id=wanted)["__type"] == "Not Found Error"
    assert call("resource_show", 404, id=wanted)["__type"] == "Not Found Error"
    assert call("datastore_search", 404, resource_id=wanted)["__type"] == "Not Found Error"


def test_rows_of_conditions_are_not_given(city: Town) -> None:
    from liupan.capabilities.opendata.models import Dataset

    for code in ("people", "secret", "draft"):
        one = Dataset.objects.get(code=code)
        for form in ("csv", "xlsx", "structure"):
            call("datastore_search", 404, resource_id=str(resource_id(one.id, form)))
        call("datastore_search", 404, resource_id=str(one.id))
        assert Client().get(f"/datastore/dump/{resource_id(one.id, 'csv')}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "养老"}, {"homes"}),
        ({"q": "title:公路"}, {"roads"}),
        ({"q": "*:*"}, {"homes", "people", "roads"}),
        ({"q": "", "fq": "tags:公路"}, {"roads"}),
        ({"fq": 'tags:"公路" +groups:transport'}, {"roads"}),
        ({"fq": "-groups:transport"}, {"homes", "people"}),
        ({"fq": "license_id:zero"}, {"roads"}),
        ({"fq": "res_format:XLSX"}, {"homes", "roads"}),
        ({"fq": "groups:(transport OR health)"}, {"roads"}),
        ({"fq": "metadata_modified:[2030-01-01T00:00:00Z TO *]"}, set()),
        ({"fq": "metadata_modified:[2000-01-01T00:00:00Z TO *]"}, {"homes", "people", "roads"}),
        ({"fq": "state:active private:false"}, {"homes", "people", "roads"}),
        ({"fq_list": ["tags:公路", "groups:transport"]}, {"roads"}),
        ({"q": "不开放"}, set()),
        ({"fq": "name:secret"}, set()),
        ({"fq": "organization:nobody"}, set()),
    ],
)
def test_searching(city: Town, asked: dict[str, Any], names: set[str]) -> None:
    found = call("package_search", **asked)
    assert {one["name"] for one in found["results"]} == names
    assert found["count"] == len(names)


def test_search_pages_and_counts_facets(city: Town) -> None:
    fields = ["organization", "tags", "groups", "license_id", "res_format"]
    found = call("package_search", rows=2, sort="name asc", **{"facet.field": fields})
    assert [one["name"] for one in found["results"]] == ["homes", "people"]
    assert found["count"] == 3
    assert found["facets"]["groups"] == {"welfare": 2, "transport": 1}
    assert found["search_facets"]["groups"]["items"][0]["display_name"] == "社会救助"
    assert found["facets"]["res_format"] == {"CSV": 3, "XLSX": 2, "JSON Lines": 2, "Parquet": 2}
    (unit,) = found["facets"]["organization"]
    assert call("package_search", fq=f"organization:{unit}", rows=0)["count"] == 3
    more = call("package_search", rows=2, start=2, sort="name asc")
    assert [one["name"] for one in more["results"]] == ["roads"]


@pytest.mark.parametrize(
    "asked", [{"fq": "password:x"}, {"sort": "reason desc"}, {"fq": "metadata_modified:[x TO *]"}]
)
def test_what_is_not_understood_is_said(city: Town, asked: dict[str, str]) -> None:
    assert call("package_search", 400, **asked)["__type"] == "Search Query Error"


def test_lists(city: Town) -> None:
    (name,) = call("organization_list")
    (whole,) = call("organization_list", all_fields=True)
    assert whole["package_count"] == 3
    assert call("organization_show", id=name, include_datasets=True)["package_count"] == 3
    assert call("organization_autocomplete", q=whole["title"][:3])[0]["name"] == name
    assert call("group_list") == ["transport", "welfare"]
    assert call("group_show", id="transport")["package_count"] == 1
    assert "公路" in call("tag_list")
    assert call("tag_show", id="公路", include_datasets=True)["packages"][0]["name"] == "roads"
    assert {one["id"] for one in call("license_list")} >= {"by", "zero"}
    assert call("package_autocomplete", q="公路")[0]["name"] == "roads"
    for action in ("organization_show", "group_show", "tag_show"):
        assert call(action, 404, id="nobody")["__type"] == "Not Found Error"
        assert call(action, 409)["id"] == ["Missing value"]


def test_rows_are_searched(city: Town) -> None:
    resource = call("package_show", id="homes")["resources"][0]["id"]
    found = call("datastore_search", resource_id=resource, limit=5, sort="床位数 desc")
    assert [one["床位数"] for one in found["records"]] == [49, 48, 47, 46, 45]
    assert found["total"] == 30
    assert {"id": "床位数", "type": "int8"} in found["fields"]
    assert "内部编号" not in json.dumps(found, ensure_ascii=False)
    some = call("datastore_search", resource_id=resource, filters={"县区": ["隆德县", "泾源县"]},
                fields=["名称"], q={"名称": "养老院"})  # fmt: skip
    assert some["total"] == 12
    assert list(some["records"][0]) == ["名称"]
    later = call("datastore_search", resource_id=resource, offset=28)
    assert len(later["records"]) == 2
    assert "total" not in call("datastore_search", resource_id=resource, include_total=False)
    answer = Client().get("/api/3/action/datastore_search", {"resource_id": resource}).json()
    assert "offset=100" in answer["result"]["_links"]["next"]


@pytest.mark.parametrize(
    "asked",
    [
        {"filters": {"内部编号": CANARY}},
        {"filters": {"内部编号": [CANARY]}},
        {"fields": ["内部编号"]},
        {"fields": ["名称", "c8"]},
        {"sort": "内部编号 desc"},
        {"q": {"内部编号": "N"}},
        {"sort": "名称, 内部编号"},
        {"distinct": True, "fields": ["县区"], "sort": "内部编号"},
        {"sort": "名称; drop table x"},
        {"filters": {"床位数": {"x": 1}}},
        {"filters": "nothing"},
        {"limit": "many"},
        {"offset": -1},
        {"distinct": True, "fields": ["县区"], "sort": "名称"},
    ],
)
def test_no_way_to_an_unshown_column(city: Town, asked: dict[str, Any]) -> None:
    resource = call("package_show", id="homes")["resources"][0]["id"]
    error = call("datastore_search", 409, resource_id=resource, **asked)
    assert error["__type"] == "Validation Error"


def test_rows_are_searched_by_words_order_and_once(city: Town) -> None:
    ask = {"resource_id": call("package_show", id="homes")["resources"][0]["id"]}
    words = call("datastore_search", **ask, q="隆德县 养老院", fields=["名称", "床位数"],
                 sort="县区, 床位数 desc", limit=2)  # fmt: skip
    assert words["total"] == 6
    assert [one["床位数"] for one in words["records"]] == [47, 42]
    once = call("datastore_search", **ask, distinct=True, fields=["县区"], sort="县区 desc")
    assert len(once["records"]) == once["total"] == 5
    for unfit in (CANARY, "N000", "100%", "a" * 90):
        assert call("datastore_search", **ask, q=unfit)["total"] == 0
    call("datastore_search", 409, **ask, q="x " * 40)


def test_writing_is_not_offered(city: Town) -> None:
    assert call("package_create", 403, name="x")["__type"] == "Authorization Error"
    client = Client(enforce_csrf_checks=True)
    bad = client.post("/api/3/action/package_list", "{", content_type="application/json")
    assert bad.status_code == 400
    assert Client().get("/api/3/action/no_such").status_code == 400
    sent = client.post("/api/3/action/package_list", "", content_type="application/json")
    assert sent.json()["success"] is True


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("form", WRITERS)
def test_dcat_violates_nothing(city: Town, form: str, version: str) -> None:
    pages = [reverse("opendata:catalog", args=[form])]
    pages += [reverse("opendata:dataset-linked", args=[c, form]) for c in ("homes", "people")]
    for page in pages:
        answer = Client().get(page)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "不开放的名录" not in text
        assert "草稿" not in text
        assert violations(text, form, version) == []


def test_linked_data_are_negotiated(city: Town) -> None:
    page = reverse("opendata:dataset", args=["homes"])
    answer = Client().get(page, HTTP_ACCEPT="text/turtle")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("homes.ttl")
    assert "Accept" in answer.headers["Vary"]
    assert (
        Client().get(answer.headers["Location"]).headers["Content-Type"].startswith("text/turtle")
    )


def test_the_catalogue_is_paged(city: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from liupan.capabilities.opendata.queries.public import linked

    monkeypatch.setattr(linked, "ROWS", 2)
    first = Client().get(reverse("opendata:catalog", args=["ttl"])).content.decode()
    assert "?after=people" in first
    assert "公路里程" not in first
    last = Client().get(reverse("opendata:catalog", args=["ttl"]), {"after": "people"})
    assert "公路里程" in last.content.decode()
    assert "hydra:next" not in last.content.decode()


@pytest.mark.parametrize(("code", "points"), [("homes", 380), ("people", 390)])
def test_datasets_are_excellently_described(city: Town, code: str, points: int) -> None:
    found = score_of(get_shown(code, now=NOW), HERE)
    assert found.total == points, [one.code for one in found.criteria if not one.is_met]
    assert found.rating == "excellent"
    dead = score_of(
        get_shown(code, now=NOW), HERE, dead=[f"{HERE.origin}/opendata/dataset/{code}/"]
    )
    assert dead.total == points - 50


def test_the_points_are_all_there() -> None:
    assert sum(points for _code, _dimension, points, _label in CRITERIA) == MOST


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a b", [Term("", ("a",)), Term("", ("b",))]),
        ('+tags:"a b"', [Term("tags", ("a b",))]),
        ("-groups:x", [Term("groups", ("x",), is_not=True)]),
        ("*:*", []),
        ('"a b"', [Term("", ("a b",))]),
    ],
)
def test_expressions(text: str, found: list[Term]) -> None:
    assert list(terms_of(text)) == found


def test_a_strange_field_is_refused() -> None:
    with pytest.raises(BadSearch):
        list(terms_of("ground:x"))
