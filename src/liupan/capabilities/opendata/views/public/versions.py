"""Versions of a dataset: a list, each with an address to cite, its rows where they are kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.lists import how_many_kept
from liupan.capabilities.opendata.queries.public.datasets import get_shown
from liupan.capabilities.opendata.queries.public.linked import Here
from liupan.capabilities.opendata.queries.public.mapping import place_column
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.capabilities.opendata.queries.public.versions import (
    VersionLine,
    as_it_was,
    get_version,
    list_versions,
)
from liupan.capabilities.opendata.rules.opening import Openness
from liupan.capabilities.opendata.rules.versions import Change
from liupan.capabilities.opendata.rules.vocabulary import FORMS
from liupan.capabilities.opendata.views.public.downloads import send
from liupan.capabilities.opendata.views.public.here import here_of
from liupan.capabilities.opendata.views.public.parts import counted, crumbs_to, tabs_of
from liupan.foundation.design.facade import Fact, city_day, public, state
from liupan.kernel import clock


@public
@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """What was released when, and what changed."""
    shown = get_shown(code, now=clock.now())
    context = {
        "shown": shown,
        "crumbs": crumbs_to(shown, (_("Versions of the data"), "")),
        "tabs": tabs_of(request, shown, has_map=place_column(shown) is not None),
        "kept": how_many_kept(Openness(shown.line.openness), clock.today()),
        "is_open": shown.line.is_open,
        "lines": [
            (one, in_words(one), kept_in_words(one), _address(shown, one))
            for one in list_versions(shown, now=clock.now())
        ],
    }
    counted(request, shown)
    return render(request, "opendata/public_versions.html", context)


@public
@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version: what it held, how to cite it, its rows where they are kept."""
    now = clock.now()
    shown = get_shown(code, now=now)
    found = get_version(shown, number, now=now)
    counted(request, shown)
    context = {
        "shown": shown,
        "found": found,
        "line": [state("done" if found.is_current else "none", kept_in_words(found))],
        "crumbs": crumbs_to(
            shown,
            (_("Versions of the data"), reverse("opendata:versions", args=[code])),
            (f"V{number}", ""),
        ),
        "facts": _facts(found),
        "downloads": _downloads(shown, found) if found.is_kept else [],
        "cite": cited(shown, found, here_of(request)),
    }
    return render(request, "opendata/public_version.html", context)


@public
@require_safe
def version_download(
    request: HttpRequest, code: str, number: int, form: str
) -> HttpResponseBase:  # fmt: skip
    """The rows of a version, where they are kept, as any download."""
    shown = as_it_was(get_shown(code, now=clock.now()), number)
    return send(request, shown, form, name=f"{code}-v{number}")


def in_words(line: VersionLine) -> str:
    """What changed since the version before."""
    if line.change is None:
        return _("First version")
    return "；".join(_told(line.change)) or _("Other rows; as many as before")


def kept_in_words(line: VersionLine) -> str:
    """Whether its rows can be had, said plainly."""
    if line.is_current and line.is_on_application:
        return _("Current version; opened on conditions, its rows are given on application")
    if line.is_current:
        return _("Current version")
    if line.is_kept:
        return _("Its rows are kept")
    return _("Its rows are not given out any more; what it held is said here")


def cited(shown: Shown, line: VersionLine, here: Here) -> str:
    """How to name this version in a text."""
    unit = shown.line.unit
    address = here.whole(_address(shown, line))
    return f"{unit}. {line.title}: V{line.number}[DS/OL]. ({line.on.isoformat()}). {address}."


def _told(change: Change) -> list[str]:
    told = []
    if change.rows > 0:
        told.append(ngettext("%(n)s row more", "%(n)s rows more", change.rows)
                    % {"n": f"{change.rows:,}"})  # fmt: skip
    if change.rows < 0:
        told.append(ngettext("%(n)s row fewer", "%(n)s rows fewer", -change.rows)
                    % {"n": f"{-change.rows:,}"})  # fmt: skip
    if change.added:
        told.append(_("new columns: %(names)s") % {"names": "、".join(change.added)})
    if change.removed:
        told.append(_("columns gone: %(names)s") % {"names": "、".join(change.removed)})
    if change.licence:
        told.append(_("licence: %(before)s → %(after)s")
                    % dict(zip(("before", "after"), change.licence, strict=True)))  # fmt: skip
    if change.title:
        told.append(_("name: %(before)s → %(after)s")
                    % dict(zip(("before", "after"), change.title, strict=True)))  # fmt: skip
    return told


def _address(shown: Shown, line: VersionLine) -> str:
    return reverse("opendata:version", args=[shown.line.code, line.number])


def _downloads(shown: Shown, line: VersionLine) -> list[tuple[str, str]]:
    code, number = shown.line.code, line.number
    return [
        (form.name, reverse("opendata:version-download", args=[code, number, form.ending]))
        for form in FORMS.values()
    ]


def _facts(line: VersionLine) -> list[Fact]:
    said: tuple[tuple[str, Any], ...] = (
        (_("Shown since"), city_day(line.on)),
        (_("What made it"), line.why),
        (_("What changed"), in_words(line)),
        (_("Number of rows"), f"{line.rows:,}"),
        (_("Its columns"), "、".join(line.columns)),
        (_("Licence"), line.licence),
        (_("Rows gone since"), city_day(line.gone_on) if line.gone_on else ""),
        (_("Why they are gone"), line.why_gone),
    )
    return [Fact(name=name, value=value) for name, value in said if value]
