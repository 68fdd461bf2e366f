"""A dataset as everybody sees it."""

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.public.datasets import get_shown
from liupan.capabilities.opendata.queries.public.linked import Here, licence_of, score_of
from liupan.capabilities.opendata.queries.public.mapping import place_column
from liupan.capabilities.opendata.queries.public.scoring import explained
from liupan.capabilities.opendata.queries.public.shapes import Shown, Used
from liupan.capabilities.opendata.rules.vocabulary import FORMS
from liupan.capabilities.opendata.views.public.here import here_of
from liupan.capabilities.opendata.views.public.linked import depending, form_asked, see_other
from liupan.capabilities.opendata.views.public.parts import counted, crumbs_to, tabs_of
from liupan.foundation.design.facade import Fact, city_day, city_moment, public, state, tag
from liupan.kernel import clock
from liupan.kernel.linked.writing import WRITERS

UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
ENCODINGS = (
    ("utf-8-sig", "UTF-8 (BOM)"),
    ("utf-8", "UTF-8"),
    ("gbk", "GBK"),
    ("gb18030", "GB 18030"),
)


@public
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What it is, its columns, licence, freshness, how to have it; linked data on request."""
    if form := form_asked(request):
        return see_other(reverse("opendata:dataset-linked", args=[code, form]))
    shown = counted(request, get_shown(code, now=clock.now()))
    here = here_of(request)
    score = score_of(shown, here)
    context = {
        "shown": shown,
        "line": _line(shown),
        "crumbs": crumbs_to(shown),
        "tabs": tabs_of(request, shown, has_map=place_column(shown) is not None),
        "facts": _facts(shown),
        "downloads": downloads_of(shown) if shown.table_id else [],
        "score": score,
        "dimensions": explained(score),
        "linked": [
            (form, reverse("opendata:dataset-linked", args=[code, form])) for form in WRITERS
        ],
        "cite": _cited(shown, here),
        "structured_script": _script(structured(shown, here)),
        "about_url": request.build_absolute_uri(reverse("opendata:dataset", args=[code])),
    }
    return depending(render(request, "opendata/public_dataset.html", context))


def downloads_of(shown: Shown, query: str = "") -> list[tuple[str, str]]:
    """Each form of file with its address."""
    more = f"&{query}" if query else ""
    path = reverse("opendata:download", args=[shown.line.code, "csv"])
    found = [(f"CSV {name}", f"{path}?encoding={key}{more}") for key, name in ENCODINGS]
    for form in FORMS.values():
        if form.key != "csv":
            path = reverse("opendata:download", args=[shown.line.code, form.ending])
            found.append((form.name, f"{path}?{query}" if query else path))
    return found


def _line(shown: Shown) -> list[Any]:
    line = shown.line
    found: list[Any] = [state("done" if line.is_open else "none", line.openness_label), line.unit]
    if line.theme_label:
        found.append(tag(line.theme_label))
    if line.is_late:
        found.append(state("late", _("data overdue")))
    return found


def _facts(shown: Shown) -> list[Fact]:
    line = shown.line
    cover = " – ".join(city_day(day) for day in (shown.covers_from, shown.covers_until) if day)
    said = (
        (pgettext("open data", "Code"), line.code),
        (_("Licence"), shown.licence_label),
        (_("Conditions of opening"), shown.conditions),
        (_("Update cycle"), line.cycle_label),
        (pgettext("dataset", "Data of"), city_moment(shown.data_at) if shown.data_at else ""),
        (_("Next data due by"), city_day(clock.on(shown.due_at)) if shown.due_at else ""),
        (
            pgettext("dataset", "Opened on"),
            city_day(line.published_on) if line.published_on else "",
        ),
        (pgettext("dataset", "Version"), f"V{shown.version}"),
        (pgettext("open data", "Rows"), f"{shown.rows:,}" if shown.table_id else ""),
        (_("Time covered"), cover),
        (_("Place covered"), shown.division_label),
        (_("Keywords"), "、".join(line.keywords)),
        (_("Used so far"), used_of(line.used)),
        (_("Contact"), shown.contact),
    )
    return [Fact(name=name, value=value) for name, value in said if value]


def used_of(used: Used) -> str:
    """How often, in words."""
    return _("%(views)s views, %(downloads)s downloads, %(calls)s calls; %(recent)s in 90 days") % {
        "views": f"{used.views:,}", "downloads": f"{used.downloads:,}",
        "calls": f"{used.calls:,}", "recent": f"{used.recent:,}",
    }  # fmt: skip


def _day(day: date | None) -> str:
    return city_day(day) if day else ""


def _cited(shown: Shown, here: Here) -> str:
    line = shown.line
    address = here.whole(reverse("opendata:dataset", args=[line.code]))
    title = f"{line.title}: V{shown.version}[DS/OL]"
    return f"{line.unit}. {title}. ({line.changed_on.isoformat()}). {address}."


def _script(said: dict[str, Any]) -> SafeString:
    """A block of data, as search engines read it; nothing in it ends the block."""
    text = json.dumps(said, ensure_ascii=False).translate(UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def structured(shown: Shown, here: Here) -> dict[str, Any]:
    """The dataset in the words of schema.org, for search engines."""
    line = shown.line
    page = here.whole(reverse("opendata:dataset", args=[line.code]))
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": page,
        "url": page,
        "identifier": line.code,
        "name": line.title,
        "description": line.abstract,
        "keywords": list(line.keywords),
        "creator": {"@type": "GovernmentOrganization", "name": line.unit},
        "license": licence_of(shown, here).address,
        "isAccessibleForFree": True,
        "dateModified": line.changed_on.isoformat(),
        "version": str(shown.version),
        "inLanguage": "zh-CN",
        "variableMeasured": [column.item for column in shown.columns],
    }
    if line.published_on:
        found["datePublished"] = line.published_on.isoformat()
    if shown.division_label:
        found["spatialCoverage"] = shown.division_label
    if shown.covers_from or shown.covers_until:
        days = (shown.covers_from, shown.covers_until)
        found["temporalCoverage"] = "/".join(day.isoformat() if day else ".." for day in days)
    if shown.table_id:
        found["distribution"] = [
            {
                "@type": "DataDownload",
                "encodingFormat": form.media_type,
                "contentUrl": here.whole(
                    reverse("opendata:download", args=[line.code, form.ending])
                ),
            }
            for form in FORMS.values()
        ]
    return found
