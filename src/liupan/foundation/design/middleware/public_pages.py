"""Public pages are answered from this process's memory for a few seconds.

Only what everybody may see is kept: answers to visitors who bring no cookie but their preferences,
from views marked `@public`, that set no cookie and do not forbid it. Who brings a session or a
token always reaches the view.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from liupan.foundation.design.entrances import entrance_of
from liupan.foundation.design.middleware.preferences import ELDER_COOKIE, is_elder, language_of

LIFETIME: Final = 10.0
"""Seconds a page may be old."""

MOST_PAGES: Final = 1_000
MOST_BYTES: Final = 1_000_000
"""Per page; a larger answer is a download, not a page."""
MOST_MEMORY: Final = 32_000_000
"""Bytes of all pages: whoever asks for many large ones throws out others, not the process."""

PARAMETERS: Final = frozenset(
    {"page", "after", "before", "n", "sort", "state", "standing", "unit", "county", "day", "plan"}
)
"""Query parameters a kept page may have. Others may be secret (a look-up code) or endless."""

Key = tuple[str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Page:
    """A finished answer: its bytes and headers, until `stale_at` (monotonic seconds)."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    stale_at: float

    def answer(self) -> HttpResponse:
        return HttpResponse(self.body, headers=dict(self.headers))


class PublicPageCache:
    """The first middleware: serves kept pages, and keeps those that may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_be_served(request):
            return self.get_response(request)
        key = key_of(request)
        page = self._pages.get(key)
        if page is None or page.stale_at <= time.monotonic():
            response = self.get_response(request)
            if not may_be_kept(request, response):
                return response
            page = self._keep(key, response)
        return _conditional(request, page)

    def _keep(self, key: Key, response: HttpResponse) -> Page:
        patch_vary_headers(response, ["Cookie"])
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        # The browser asks each time: it must not show this page once its owner has signed in.
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Length"] = str(len(response.content))
        page = Page(response.content, tuple(response.headers.items()), time.monotonic() + LIFETIME)
        with self._lock:
            self._forget(self._pages.pop(key, None))
            self._pages[key] = page
            self._bytes += len(page.body)
            while len(self._pages) > MOST_PAGES or self._bytes > MOST_MEMORY:
                self._forget(self._pages.popitem(last=False)[1])
        return page

    def _forget(self, page: Page | None) -> None:
        self._bytes -= len(page.body) if page else 0


def may_be_served(request: HttpRequest) -> bool:
    """Whether this visitor may be given a page made for somebody else."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
        and "HX-Request" not in request.headers
        and not request.path.startswith("/api/")
        and PARAMETERS.issuperset(request.GET)
        and asks_for_pages(request)
    )


def asks_for_pages(request: HttpRequest) -> bool:
    """Whether a page is wanted; a program may be given something else at the same address."""
    wanted = request.headers.get("Accept", "*/*")
    return "text/html" in wanted or wanted.lstrip().startswith("*/*")


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer is the same for everybody.

    A visitor with any further cookie is not taken as the model: a page made for one may carry a
    form token bound to it. Only pages are kept: figures for machines may depend on who asks.
    """
    match = request.resolver_match
    entrance = entrance_of(match.func) if match else None
    return (
        request.method == "GET"
        and entrance is not None
        and entrance.kind == "public"
        and request.COOKIES.keys() <= {settings.LANGUAGE_COOKIE_NAME, ELDER_COOKIE}
        and response.status_code == 200
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response.headers
        and "Content-Encoding" not in response.headers
        and len(response.content) <= MOST_BYTES
    )


def key_of(request: HttpRequest) -> Key:
    """Everything a public page depends on."""
    return (
        request.META.get("HTTP_HOST", ""),
        request.path,
        request.META.get("QUERY_STRING", ""),
        language_of(request),
        is_elder(request),
    )


def _conditional(request: HttpRequest, page: Page) -> HttpResponse:
    response = page.answer()
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return answer if isinstance(answer, HttpResponse) else response
