"""Scores of a period, what each is made of, and the notice drafted from them."""

import csv
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liupan.capabilities.supervision.policies import READ, SUPERVISE
from liupan.capabilities.supervision.queries.scores import (
    find_period,
    may_see_people,
    periods,
    rule_rows,
    score_board,
    unit_lines,
)
from liupan.capabilities.supervision.rules import recompute_scores
from liupan.capabilities.supervision.views.notices import Draft, as_docx, drafted
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.authority import may

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(READ)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Units ranked, people for who may, with the formula."""
    today = clock.today()
    period = find_period(request.GET.get("period", ""), today)
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "board": score_board(actor, period),
        "period": period,
        "periods": periods(today),
        "may_draft": may(actor, SUPERVISE),
    }
    return render(request, "supervision/scores.html", context)


@requires(READ)
@require_GET
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """A unit's score: every item, fact, rule and point."""
    period = find_period(request.GET.get("period", ""), clock.today())
    actor = request.actor  # type: ignore[attr-defined]
    own, lines, _rules = unit_lines(actor, period, unit_id)
    crumbs = [
        (_("Scores"), f"{reverse('supervision:scores')}?period={period.key}"),
        (own.name, ""),
    ]
    context = {
        "own": own,
        "lines": lines,
        "period": period,
        "crumbs": crumbs,
        "has_people": may_see_people(actor),
    }
    return render(request, "supervision/scores_unit.html", context)


@requires(READ)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The rule rows with all their days, as the stand-alone script reads them."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rules.csv"'
    table = csv.writer(response)
    table.writerow(("key", "value", "valid_from", "valid_to"))
    for row in rule_rows():
        table.writerow((row.key, row.value, row.valid_from, row.valid_to or ""))
    return response


@requires(READ)
@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """The program that recomputes the scores without Liupan."""
    path = Path(str(recompute_scores.__file__))
    response = HttpResponse(path.read_text("utf-8"), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return response


@requires(SUPERVISE)
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """The notice drafted from the scores: words to edit, as DOCX, or for paper. Nothing is kept."""
    today = clock.today()
    period = find_period(request.GET.get("period", ""), today)
    board = score_board(request.actor, period)  # type: ignore[attr-defined]
    draft = Draft(request.POST or drafted(board, today))
    asked = request.POST.get("as", "")
    if asked and draft.is_valid():
        if asked == "docx":
            response = HttpResponse(as_docx(draft.cleaned_data, board), content_type=DOCX)
            response["Content-Disposition"] = f'attachment; filename="notice-{period.key}.docx"'
            return response
        if asked == "paper":
            context = {"text": draft.cleaned_data, "board": board, "period": period}
            return render(request, "supervision/notice_print.html", context)
    context = {
        "form": draft,
        "board": board,
        "period": period,
        "crumbs": [
            (_("Scores"), f"{reverse('supervision:scores')}?period={period.key}"),
            (_("Ranking notice"), ""),
        ],
    }
    return render(request, "supervision/notice.html", context, status=422 if asked else 200)
