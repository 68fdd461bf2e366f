"""Frames show where an actor can go; failures look like the rest of the site."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings

import liupan
from liupan.foundation.design import failures, frames, navigation
from liupan.foundation.design.confirming import unconfirmed
from liupan.foundation.design.middleware import ErrorMiddleware
from liupan.foundation.design.navigation import Entry, Place
from liupan.foundation.design.tests.factories import CLERK, request
from liupan.kernel import authority
from liupan.kernel.authority import ANONYMOUS, Actor
from liupan.kernel.errors import (
    Fault,
    InvalidInput,
    LiupanError,
    Missing,
    NotAuthorised,
    StaleVersion,
    TooMany,
)

SEE = authority.Permission("design.thing.see", "查看")


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.setattr(navigation, "_entries", {})

    def add(key: str, url_name: str, **rest: Any) -> None:
        entry = Entry(key=key, label=key, url_name=url_name, **{"place": Place.WORK, **rest})
        navigation.add(entry)

    return add


@pytest.fixture
def _only_the_clerk(monkeypatch: pytest.MonkeyPatch) -> None:
    class Judge:
        def may(self, actor: Actor, code: str, unit_id: object, secrecy: object) -> bool:
            return actor == CLERK and code == SEE.code

    monkeypatch.setattr(authority, "_judge", Judge())


# --- Navigation --------------------------------------------------------------------------------
@pytest.mark.usefixtures("_only_the_clerk")
def test_places_are_shown_to_those_who_may_go_there(entries: Callable[..., None]) -> None:
    entries("a.open", "design:living")
    entries("a.guarded", "design:living-list", permissions=(SEE,))
    seen = [link.entry.key for link in navigation.links(CLERK, "/", Place.WORK)]
    assert seen == ["a.guarded", "a.open"]
    assert [link.entry.key for link in navigation.links(ANONYMOUS, "/", Place.WORK)] == ["a.open"]


def test_the_nearest_place_is_the_current_one(entries: Callable[..., None]) -> None:
    entries("a.all", "design:living", order=1)
    entries("a.list", "design:living-list", order=2)
    current = [link.is_current for link in navigation.links(CLERK, "/_design/list/3/", Place.WORK)]
    assert current == [False, True]


@pytest.mark.usefixtures("city")
def test_one_entry_is_current_in_the_whole_side(entries: Callable[..., None]) -> None:
    entries("a.all", "design:living", place=Place.WORK)
    entries("a.list", "design:living-list", place=Place.ADMINISTRATION)
    html = render(request("/_design/list/", actor=CLERK), "design/office.html").content.decode()
    assert html.count('aria-current="page"') == 1
    assert 'href="/_design/list/" aria-current="page"' in html


@pytest.mark.usefixtures("_only_the_clerk", "city")
def test_what_is_within_another_place_is_a_tab_on_its_pages(entries: Callable[..., None]) -> None:
    entries("a.office", "design:living", permissions=(SEE,))
    entries("a.list", "design:living-list", within="a.office")
    (office,) = navigation.links(CLERK, "/_design/list/", Place.WORK)
    assert office.is_current
    assert [(tab.entry.key, tab.is_current) for tab in office.tabs] == [
        ("a.office", False), ("a.list", True),
    ]  # fmt: skip
    alone = navigation.links(ANONYMOUS, "/_design/list/", Place.WORK)
    assert [(link.entry.key, link.tabs) for link in alone] == [("a.list", ())]
    html = render(request("/_design/list/", actor=CLERK), "design/office.html").content.decode()
    assert html.count("lp-tabs--office") == 1
    deeper = render(request("/_design/list/3/", actor=CLERK), "design/office.html")
    assert "lp-tabs--office" not in deeper.content.decode()


def test_a_place_that_is_not_installed_is_left_out(entries: Callable[..., None]) -> None:
    entries("a.gone", "nowhere:home")
    assert navigation.links(CLERK, "/", Place.WORK) == []


def test_counters_are_asked_for_the_actor(entries: Callable[..., None]) -> None:
    entries("a.inbox", "design:living", counter=lambda actor: 23 if actor == CLERK else 0)
    assert navigation.links(CLERK, "/", Place.WORK)[0].count == 23


def test_a_key_belongs_to_one_entry(entries: Callable[..., None]) -> None:
    entries("a.one", "design:living")
    entries("a.one", "design:living")  # the module may be imported twice
    with pytest.raises(ValueError, match="twice"):
        entries("a.one", "design:living-list")
    with pytest.raises(TypeError):
        navigation.add("no entry")  # type: ignore[arg-type]


# --- Errors ------------------------------------------------------------------------------------
def _shown(error: LiupanError, path: str = "/x/", **extra: Any) -> HttpResponse | None:
    middleware = ErrorMiddleware(lambda _request: HttpResponse())
    return middleware.process_exception(request(path, **extra), error)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (
            NotAuthorised("不能由您核验", next_step="可以找田慧"),
            403,
            ("不能由您核验", "可以找田慧"),
        ),
        (Missing(), 404, ("没有找到", "知悉范围")),
        (TooMany("请稍后再试"), 429, ("请稍后再试",)),
        (InvalidInput("不对"), 422, ("不对",)),
        (Fault(), 503, ("系统出现故障",)),
    ],
)
def test_an_error_says_why_and_what_to_do(
    error: LiupanError, status: int, words: tuple[str, ...]
) -> None:
    response = _shown(error)
    assert response is not None
    assert response.status_code == status
    html = response.content.decode()
    assert all(word in html for word in words)
    assert "<h1" in html
    assert "固原市政务服务平台" in html


@pytest.mark.usefixtures("city")
def test_a_part_of_a_page_gets_a_part() -> None:
    response = _shown(NotAuthorised("不行"), headers={"HX-Request": "true"})
    assert response is not None
    html = response.content.decode()
    assert "<html" not in html
    assert "<h2" in html
    boosted = _shown(NotAuthorised("不行"), headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert boosted is not None
    assert "<html" in boosted.content.decode()


def test_programs_and_mistakes_are_left_to_others() -> None:
    assert _shown(NotAuthorised("no"), "/api/v1/x/") is None
    middleware = ErrorMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(request(), ZeroDivisionError()) is None


@pytest.mark.usefixtures("city")
def test_a_stale_write_is_compared_and_nothing_is_lost() -> None:
    error = StaleVersion(
        theirs={"title": "他们的", "due": None, "version": 4}, labels={"title": "名称"}
    )
    sent = {
        "title": "我的",
        "due": "",
        "memo": "不在比较中",
        "version": "3",
        "csrfmiddlewaretoken": "t",
    }
    response = _shown(error, actor=CLERK, data=sent)
    assert response is not None
    assert response.status_code == 409
    html = response.content.decode()
    assert "名称" in html
    assert "我的" in html
    assert "他们的" in html
    assert 'name="memo" value="不在比较中"' in html
    assert 'name="version" value="4"' in html
    assert 'name="version" value="3"' not in html
    assert 'value="t"' not in html


# --- Asking first ------------------------------------------------------------------------------
@pytest.mark.usefixtures("city")
def test_an_act_that_cannot_be_undone_asks_first_and_loses_nothing() -> None:
    def close(**sent: str) -> HttpResponse | None:
        return unconfirmed(
            request("/x/", actor=CLERK, data=sent),
            question="销号后不能恢复，确定吗？",
            consequence="上级任务的完成度升到62%。",
            verb="销号",
            back_url="/x/",
        )

    page = close(opinion="同意", csrfmiddlewaretoken="t")
    assert page is not None
    html = page.content.decode()
    assert "上级任务的完成度升到62%" in html
    assert 'name="opinion" value="同意"' in html
    assert 'name="confirmed" value="yes"' in html
    assert 'value="t"' not in html
    assert close(opinion="同意", confirmed="yes") is None


# --- Django's own failures ---------------------------------------------------------------------
@pytest.mark.usefixtures("city")
def test_failures_look_like_the_site() -> None:
    error = Exception()
    for response, status in (
        (failures.bad_request(request(), error), 400),
        (failures.forbidden(request(), error), 403),
        (failures.not_found(request(), error), 404),
        (failures.stale_form(request()), 403),
    ):
        assert response.status_code == status
        assert "lp-refusal" in response.content.decode()


def test_a_mistake_of_ours_asks_nothing_of_the_database() -> None:
    response = failures.broken(request())
    assert response.status_code == 500
    assert "系统出现故障" in response.content.decode()


def test_programs_get_problem_details() -> None:
    response = failures.not_found(request("/api/v1/nothing"), Exception())
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["status"] == 404


@pytest.mark.usefixtures("city")
def test_a_forged_form_is_refused_in_our_look(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/_design/list/", {"name": "x"})
    assert response.status_code == 403
    assert "打开的时间过长" in response.content.decode()


# --- The frame itself --------------------------------------------------------------------------
@pytest.mark.usefixtures("city")
def test_the_demo_city_says_so_with_its_day(client: Client) -> None:
    html = client.get("/_design/").content.decode()
    assert "演示城市，今天是2017年11月15日" in html


@pytest.mark.usefixtures("db")
def test_the_living_page_is_closed_where_people_work(
    client: Client, monkeypatch: pytest.MonkeyPatch, city: frames.Installation
) -> None:
    real = frames.Installation(city="x", site="x", owner="x", contact="x")
    monkeypatch.setattr(frames, "_source", lambda: real)
    for path in ("/_design/", "/_design/list/", "/_design/trend.svg"):
        assert client.get(path).status_code == 404


@pytest.mark.usefixtures("city")
def test_language_and_type_size_are_remembered(client: Client) -> None:
    response = client.post("/preferences/", {"language": "en", "next": "/_design/?sort=x"})
    assert response.headers["Location"] == "/_design/?sort=x"
    assert client.cookies["liupan_language"].value == "en"
    client.post("/preferences/", {"elder": "1"})
    html = client.get("/_design/").content.decode()
    assert '<html lang="en" class="lp-elder"' in html
    assert "Skip to the main content" in html
    client.post("/preferences/", {"elder": "0", "language": "xx"})
    assert '<html lang="en">' in client.get("/_design/").content.decode()


@pytest.mark.parametrize(
    "away", ["https://elsewhere.example/x", "//elsewhere.example", "javascript:1", ""]
)
def test_nobody_is_sent_away(client: Client, away: str) -> None:
    response = client.post("/preferences/", {"elder": "1", "next": away})
    assert response.headers["Location"] == "/"


@pytest.mark.usefixtures("city")
def test_a_browsers_own_language_is_not_taken_for_a_choice(client: Client) -> None:
    html = client.get("/_design/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="zh-Hans"' in html


@pytest.mark.usefixtures("city")
def test_the_site_can_be_installed(client: Client) -> None:
    manifest = client.get("/app.webmanifest").json()
    assert manifest["name"] == "固原市政务服务平台"
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon
    worker = client.get("/worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert client.get("/offline/").status_code == 200


@pytest.fixture(autouse=True)
def _debug_pages() -> Iterator[None]:
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        yield


def test_the_stylesheet_embeds_no_picture() -> None:
    found = finders.find("liupan/dist/liupan.css")
    assert found, "run `npm run build`"
    with open(found, encoding="utf-8") as file:  # noqa: PTH123  finders give text
        css = file.read()
    assert not re.search(r"url\(\s*[\"']?data:", css)
    for name in set(css.split("url(")[1:]):
        assert finders.find("liupan/dist/" + name.partition(")")[0].strip("'\"")), name


def test_templates_use_no_class_that_no_stylesheet_knows() -> None:
    found = finders.find("liupan/dist/liupan.css")
    assert found, "run `npm run build`"
    css = "".join(path.read_text("utf-8") for path in Path(found).parent.glob("*.css"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", css))
    package = Path(liupan.__file__).parent
    unknown = {
        f"{name} in {path.relative_to(package)}"
        for path in package.rglob("templates/**/*.html")
        for name in _classes(path.read_text("utf-8"))
        if name not in known and not name.endswith("-")
    }
    assert unknown - set(HOOKS) == set()


HOOKS = ("lp-live",)
"""Names that only a script looks for."""


def _classes(html: str) -> set[str]:
    # A tag inside a class attribute may hold quotes of its own; what it makes is not looked at.
    html = re.sub(r"{%.*?%}|{{.*?}}", " ", html, flags=re.DOTALL)
    return {name for text in re.findall(r'\bclass="([^"]*)"', html) for name in text.split()}
