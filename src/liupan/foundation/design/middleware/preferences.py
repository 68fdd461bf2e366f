"""How a visitor wants to read: language and type size, each kept in a cookie."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from liupan.foundation.design.problems import is_for_programs
from liupan.foundation.design.texts import gather

ELDER_COOKIE = "liupan_elder"


def language_of(request: HttpRequest) -> str:
    """The visitor's choice; programs may ask by Accept-Language; else the city's own language.

    A browser's Accept-Language is not asked: a citizen who never chose meets Chinese.
    """
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    if is_for_programs(request):
        return translation.get_language_from_request(request)
    return settings.LANGUAGE_CODE


def is_elder(request: HttpRequest) -> bool:
    """Whether the visitor chose the elder mode (长者版)."""
    return request.COOKIES.get(ELDER_COOKIE) == "1"


class PreferencesMiddleware:
    """Speaks the visitor's language from here on and notes the elder mode."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        for language, _name in settings.LANGUAGES:
            gather(language)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.is_elder = is_elder(request)  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = language
        # Left active afterwards, so that a streamed answer is written in it too.
        translation.activate(language)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if is_for_programs(request):
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response
