"""Pages of the frame itself: preferences, the map of places, the offline shell, failures."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from liupan.foundation.design import frames
from liupan.foundation.design.entrances import public, signed_in
from liupan.foundation.design.middleware.preferences import ELDER_COOKIE

YEAR = 365 * 24 * 3600
SHELL = ("liupan.css", "liupan.js", "mark.svg", "icons.svg")
"""Files an installed app needs to say that the connection is lost."""


@public
@csrf_exempt  # it changes how this browser reads, nothing else; public pages stay free of tokens
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the visitor's language or type size, then go back to the page."""
    response = HttpResponseRedirect(_way_back(request))
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        _remember(response, request, settings.LANGUAGE_COOKIE_NAME, str(language))
    if request.POST.get("elder") in ("0", "1"):
        _remember(response, request, ELDER_COOKIE, request.POST["elder"])
    return response


@signed_in
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Everywhere the actor can go, for phones, where the side navigation has no room."""
    return render(request, "design/places.html")


@public
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What an installed app shows when the connection is lost."""
    return render(request, "design/offline.html")


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may look after every page."""
    shell = [reverse("design:offline"), *(static(f"liupan/dist/{name}") for name in SHELL)]
    return render(
        request,
        "design/worker.js",
        {"shell": shell, "version": hashlib.sha256("".join(shell).encode()).hexdigest()[:12]},
        content_type="text/javascript; charset=utf-8",
    )


@public
@require_GET
def manifest(_request: HttpRequest) -> HttpResponse:
    """The web manifest, which makes the site installable as an app."""
    here = frames.installation()
    return JsonResponse(
        {
            "name": str(here.site),
            "short_name": "六盘",
            "lang": "zh-Hans",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "theme_color": "#1b5bb0",
            "background_color": "#f6f8fa",
            "icons": [
                {"src": static("liupan/dist/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
                *(
                    {
                        "src": static(f"liupan/dist/app-{size}.png"),
                        "sizes": f"{size}x{size}",
                        "type": "image/png",
                        "purpose": "any maskable",
                    }
                    for size in (192, 512)
                ),
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@public
@require_GET
def favicon(_request: HttpRequest) -> HttpResponse:
    """The mark, for browsers that ask for it without being told where it is."""
    return HttpResponseRedirect(static("liupan/dist/mark.svg"))


def _way_back(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.headers.get("Referer", "")
    here = {request.get_host()}
    if not url_has_allowed_host_and_scheme(asked, here, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(asked)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def _remember(response: HttpResponse, request: HttpRequest, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
