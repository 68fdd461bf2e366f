"""The page of a doubt: the record, what was said, what this person can do now."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from liupan.capabilities.catalogue.policies import ANSWER, FLAG, READ, RULE_DOUBTS
from liupan.capabilities.catalogue.queries.doubts.page import get_doubt
from liupan.capabilities.catalogue.queries.doubts.shapes import DoubtView
from liupan.capabilities.catalogue.rules.doubts import OPEN
from liupan.capabilities.catalogue.views.doubts.deeds import possible
from liupan.capabilities.catalogue.views.doubts.showing import crumbs_of, events_of, record_rows
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.foundation.design.facade import requires, state
from liupan.foundation.documents.facade import all_url, shown
from liupan.foundation.journal.facade import READ_JOURNAL
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import Text, place


@requires(FLAG, ANSWER, RULE_DOUBTS)
@require_safe
def doubt(request: HttpRequest, doubt_id: UUID) -> HttpResponse:
    """Everything one of the sides sees of a doubt."""
    actor = actor_of(request)
    found = get_doubt(actor, doubt_id, now=clock.now())
    line = found.line
    context = {
        "doubt": found,
        "line": _line(found),
        "crumbs": crumbs_of((line.number, "")),
        "rows": record_rows(found),
        "events": events_of(found.steps),
        "files": shown(found.files),
        "all_url": all_url(line.id) if len(found.files) > 1 else "",
        "deeds": [
            (deed, reverse(f"catalogue:doubt-{deed.key}", args=[line.id]))
            for deed in possible(found)
        ],
        "is_open": line.state in OPEN,
        "resource_url": place("catalogue:resource", line.resource_id) if may(actor, READ) else "",
        "journal_url": place("console:journal_thing", line.id) if may(actor, READ_JOURNAL) else "",
    }
    return render(request, "catalogue/doubt.html", context)


def _line(found: DoubtView) -> list[Text]:
    line = found.line
    parts: list[Text] = [state(line.mark, line.state_label), line.number, line.code]
    return [*parts, found.outcome] if found.outcome else parts
