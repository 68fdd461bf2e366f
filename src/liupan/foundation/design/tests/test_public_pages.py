"""Public pages come from memory; nothing that belongs to one person ever does."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.cache import never_cache

from liupan.foundation.design.entrances import public
from liupan.foundation.design.middleware import public_pages
from liupan.kernel.authority import ANONYMOUS

calls: list[str] = []


def _answer(request: HttpRequest, **extra: Any) -> HttpResponse:
    calls.append(request.get_full_path())
    words = f"{len(calls)} {request.LANGUAGE_CODE} {getattr(request, 'is_elder', False)}"
    return HttpResponse(words, **extra)


@public
def page(request: HttpRequest) -> HttpResponse:
    return _answer(request)


@public
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


@public
def greeting(request: HttpRequest) -> HttpResponse:
    response = _answer(request)
    response.set_cookie("mine", "secret")
    return response


@public
@never_cache
def fresh(request: HttpRequest) -> HttpResponse:
    return _answer(request)


@public
def broken(request: HttpRequest) -> HttpResponse:
    return _answer(request, status=404)


@public
def machines(request: HttpRequest) -> HttpResponse:
    return _answer(request, content_type="text/plain")


def unmarked(request: HttpRequest) -> HttpResponse:
    return _answer(request)


urlpatterns = [
    path("page/", page),
    path("api/page/", page),
    path("form/", form),
    path("greeting/", greeting),
    path("fresh/", fresh),
    path("broken/", broken),
    path("unmarked/", unmarked),
    path("machines/", machines),
]


def nobody(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Stands in for the middleware that finds out who asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


@pytest.fixture(autouse=True)
def _site() -> Iterator[None]:
    calls.clear()
    with override_settings(
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[
            "liupan.foundation.design.middleware.PublicPageCache",
            "django.middleware.security.SecurityMiddleware",
            "liupan.foundation.design.middleware.PreferencesMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            f"{__name__}.nobody",
        ],
    ):
        yield


Browser = Callable[..., Client]


@pytest.fixture
def browser() -> Browser:
    """Opens browsers that all meet the same process; a test client alone would start its own."""
    process = Client().handler

    def opened(**cookies: str) -> Client:
        client = Client()
        client.handler = process
        client.cookies.load(cookies)
        return client

    return opened


@pytest.fixture
def visitor(browser: Browser) -> Client:
    return browser()


def test_a_second_visitor_gets_the_same_bytes(browser: Browser) -> None:
    first, second = browser().get("/page/"), browser().get("/page/")
    assert first.content == second.content
    assert len(calls) == 1
    assert dict(first.headers) == dict(second.headers)
    assert second.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in second.headers["Vary"]
    assert second.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_grows_old(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000.0]
    monkeypatch.setattr(public_pages.time, "monotonic", lambda: now[0])
    visitor.get("/page/")
    now[0] += public_pages.LIFETIME - 0.1
    visitor.get("/page/")
    assert len(calls) == 1
    now[0] += 0.2
    visitor.get("/page/")
    assert len(calls) == 2


def test_an_unchanged_page_is_not_sent_again(visitor: Client) -> None:
    tag = visitor.get("/page/").headers["ETag"]
    again = visitor.get("/page/", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert visitor.get("/page/", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "cookies", [{"liupan_session": "x"}, {"liupan_session": ""}, {"liupan_session": "x", "a": "b"}]
)
def test_who_is_signed_in_always_reaches_the_view(
    browser: Browser, cookies: dict[str, str]
) -> None:
    browser().get("/page/")
    signed_in = browser(**cookies)
    signed_in.get("/page/")
    signed_in.get("/page/")
    assert len(calls) == 3


def test_the_page_of_who_is_signed_in_is_not_kept(browser: Browser) -> None:
    theirs = browser(liupan_session="x").get("/page/")
    assert "ETag" not in theirs.headers
    assert browser().get("/page/").content != theirs.content


def test_who_was_signed_in_may_be_served_but_is_no_model(browser: Browser) -> None:
    browser(liupan_csrf="x").get("/page/")
    first = browser().get("/page/")
    assert len(calls) == 2
    assert browser(liupan_csrf="x").get("/page/").content == first.content


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer x"}, {"HX-Request": "true"}])
def test_programs_and_parts_reach_the_view(visitor: Client, headers: dict[str, str]) -> None:
    visitor.get("/page/")
    visitor.get("/page/", headers=headers)
    assert len(calls) == 2


def test_a_page_that_sets_a_cookie_is_not_kept(browser: Browser) -> None:
    browser().get("/greeting/")
    second = browser().get("/greeting/")
    assert len(calls) == 2
    assert "ETag" not in second.headers


def test_a_form_token_is_never_shared(browser: Browser) -> None:
    mine = browser()
    tokens = [mine.get("/form/"), mine.get("/form/"), browser().get("/form/")]
    assert len({token.content for token in tokens}) == 3
    assert all("ETag" not in token.headers for token in tokens)


@pytest.mark.parametrize("where", ["/fresh/", "/broken/", "/unmarked/", "/api/page/", "/machines/"])
def test_what_may_not_be_kept_is_made_anew(visitor: Client, where: str) -> None:
    visitor.get(where)
    visitor.get(where)
    assert len(calls) == 2


def test_a_secret_in_the_address_is_not_kept(visitor: Client) -> None:
    visitor.get("/page/?code=7319")
    visitor.get("/page/?code=7319")
    assert len(calls) == 2


def test_pages_differ_by_what_they_depend_on(browser: Browser) -> None:
    visitor, english, elder = browser(), browser(liupan_language="en"), browser(liupan_elder="1")
    first = visitor.get("/page/")
    other_place = visitor.get("/page/?after=abc")
    other_host = visitor.get("/page/", headers={"Host": "127.0.0.1"})
    answers = [first, other_place, english.get("/page/"), elder.get("/page/"), other_host]
    assert len({answer.content for answer in answers}) == 5
    assert b" en " in english.get("/page/").content
    assert b" True" in elder.get("/page/").content
    assert len(calls) == 5


def test_what_is_posted_reaches_the_view(visitor: Client) -> None:
    visitor.get("/page/")
    visitor.post("/page/")
    assert len(calls) == 2


def test_only_so_many_pages_are_kept(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_pages, "MOST_PAGES", 2)
    for place in ("a", "b", "c", "c", "a"):
        visitor.get(f"/page/?after={place}")
    assert calls == [f"/page/?after={place}" for place in ("a", "b", "c", "a")]


def test_only_so_many_bytes_are_kept(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(visitor.get("/page/?after=a").content)
    monkeypatch.setattr(public_pages, "MOST_MEMORY", 2 * size)
    for place in ("b", "c", "c", "a"):
        visitor.get(f"/page/?after={place}")
    assert calls == [f"/page/?after={place}" for place in ("a", "b", "c", "a")]
