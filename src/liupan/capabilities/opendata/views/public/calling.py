"""The interface of a dataset: a form makes the call's address and shows what it answers."""

import json
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.public.mapping import place_column
from liupan.capabilities.opendata.queries.public.rows import as_json, get_rows
from liupan.capabilities.opendata.rules.ckan import resource_id
from liupan.capabilities.opendata.views.public.here import here_of
from liupan.capabilities.opendata.views.public.parts import crumbs_to, opened, tabs_of
from liupan.capabilities.opendata.views.public.reading import OPERATORS, query_of, question_in
from liupan.foundation.design.facade import public
from liupan.foundation.tables.facade import Question

SHOWN = 3
"""Rows of an answer that the page shows."""


@public
@require_safe
def console(request: HttpRequest, code: str) -> HttpResponse:
    """A plain form, sent by GET: the address of the call, and the answer's beginning."""
    shown = opened(code)
    question = question_in(request.GET)
    page = get_rows(
        shown, Question(filters=question.filters, sort=question.sort,
                        descending=question.descending, limit=SHOWN)
    )  # fmt: skip
    names = [column.name for column in page.columns]
    answer = {
        "rows": [dict(zip(names, map(as_json, row), strict=True)) for row in page.rows],
        "next": page.cursor or None,
    }
    here = here_of(request)
    query = query_of(question.filters, request.GET)
    query["limit"] = str(question.limit)
    query.pop("n", None)
    own = here.whole(reverse("api-v1:opendata_rows", args=[code]))
    ckan = {"resource_id": str(resource_id(shown.line.id, "csv")), "limit": question.limit}
    context = {
        "shown": shown,
        "crumbs": crumbs_to(shown, (_("Interface"), "")),
        "tabs": tabs_of(request, shown, has_map=place_column(shown) is not None),
        "address": f"{own}?{query.urlencode()}",
        "ckan_address": here.whole(f"/api/3/action/datastore_search?{urlencode(ckan)}"),
        "answer": json.dumps(answer, ensure_ascii=False, indent=2),
        "operators": [(key.value, words) for key, words in OPERATORS.items()],
        "first": question.filters[0] if question.filters else None,
        "sort": request.GET.get("sort", ""),
        "sizes": (25, 50, 100),
        "size": question.limit,
    }
    return render(request, "opendata/public_console.html", context)
