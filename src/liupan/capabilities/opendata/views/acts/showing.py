"""What everybody sees of what the public sent in: the gallery, requests for data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.acts import get_shown, list_shown, picture_of
from liupan.capabilities.opendata.rules.acts import Kind
from liupan.foundation.design.facade import public
from liupan.kernel.work import place


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """What was made of the data (应用成果)."""
    context = {
        "title": _("What was made of the data"), "told": list_shown(Kind.REUSE),
        "lead": _("Applications, maps and studies made of the city's open data."),
        "act_url": place("opendata:gallery-submit"), "act": _("Show what you made"),
        "empty": _("Nothing is shown yet."), "one_url": "opendata:gallery-one",
    }  # fmt: skip
    return render(request, "opendata/shown.html", context)


@public
@require_safe
def gallery_one(request: HttpRequest, number: str) -> HttpResponse:
    """One of them."""
    way = [(_("What was made of the data"), place("opendata:gallery")), (number, "")]
    return render(
        request, "opendata/shown_one.html", {"one": get_shown(Kind.REUSE, number), "crumbs": way}
    )


@public
@require_safe
def gallery_picture(request: HttpRequest, number: str) -> HttpResponse:
    """The picture of one of them, once a person let it show."""
    return as_picture(picture_of(number), kept="public, no-cache")


def as_picture(content: bytes, *, kept: str = "private, no-store") -> HttpResponse:
    """A PNG of our own making; what everybody sees is asked anew each time, for it may be hidden
    again, the rest no cache keeps."""
    answer = HttpResponse(content, content_type="image/png")
    answer["Cache-Control"] = kept
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@public
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Data that the public asked for, and how far it is (数据需求)."""
    context = {
        "title": _("Data that people asked for"), "told": list_shown(Kind.REQUEST),
        "lead": _("What is asked for, how far it is, and which dataset came of it."),
        "act_url": place("opendata:request-data"), "act": _("Request data"),
        "empty": _("Nothing is shown yet."), "one_url": "opendata:request-one",
    }  # fmt: skip
    return render(request, "opendata/shown.html", context)


@public
@require_safe
def request_one(request: HttpRequest, number: str) -> HttpResponse:
    """One request with its answer."""
    way = [(_("Data that people asked for"), place("opendata:requests")), (number, "")]
    return render(
        request, "opendata/shown_one.html", {"one": get_shown(Kind.REQUEST, number), "crumbs": way}
    )
