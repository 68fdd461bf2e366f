"""What is shown when Django itself refuses or fails; named in the root URL configuration."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from liupan.foundation.design.problems import is_for_programs, problem


@dataclass(frozen=True, slots=True)
class Words:
    """What a failure page says: `message` names the fact, `next_step` what to do now."""

    message: str
    next_step: str


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be read."""
    words = Words(_("This request cannot be read."), _("Go back and try once more."))
    return _page(request, "refusal", words, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: Django itself refuses."""
    words = Words(_("You may not open this page."), _("Ask your unit's administrator."))
    return _page(request, "refusal", words, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same words whether it is absent or not visible."""
    return _page(request, "missing", Words("", ""), 404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 from the check against forged forms: mostly a form left open for too long."""
    words = Words(
        _("This form has been open for too long."),
        _("Open it again; what you typed is kept as a draft on this device."),
    )
    return _page(request, "refusal", words, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our own mistake. The page asks nothing of the database."""
    if is_for_programs(request):
        return problem(500, "", _("Something is wrong on our side."))
    return HttpResponse(render_to_string("design/broken.html"), status=500)


def _page(request: HttpRequest, name: str, words: Words, status: int) -> HttpResponse:
    if is_for_programs(request):
        return problem(status, "", words.message or _("There is nothing here."))
    return render(request, f"design/{name}.html", {"error": words}, status=status)
