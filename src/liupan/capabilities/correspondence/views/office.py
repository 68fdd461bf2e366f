"""The office's front: what waits for this person, and the way to sent, received and filed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from liupan.capabilities.correspondence.policies import DRAFT, READ
from liupan.capabilities.correspondence.queries.incoming_work import TYPES
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.calendar.facade import describe_many
from liupan.foundation.design.facade import WorkRow, requires
from liupan.foundation.workflow.facade import list_put_off, list_work
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.work import Text, WorkItem, WorkSource, place, sources

OF_OFFICE = "correspondence."
SHOWN = 50
"""So many of a kind are shown; the workbench shows all."""

SECTIONS: Sequence[tuple[str, Text]] = (
    ("home", pgettext_lazy("documents", "To do")),
    ("outgoing-list", pgettext_lazy("documents", "Sent")),
    ("incoming-list", pgettext_lazy("documents", "Received")),
    ("records", pgettext_lazy("documents", "On file")),
    ("secrets", pgettext_lazy("documents", "Secrets")),
    ("figures", pgettext_lazy("documents", "Efficiency")),
)


def sections(here: str) -> list[tuple[Text, str, bool]]:
    """The parts of the office that are installed: name, address, whether one is there."""
    found = [(label, place(f"correspondence:{name}"), name == here) for name, label in SECTIONS]
    return [one for one in found if one[1]]


@requires(READ)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person in documents sent and received."""
    actor, now = actor_of(request), clock.now()
    context = {
        "sections": sections("home"),
        "work": _rows(actor, now),
        "put_off": _put_off(actor, now),
        "new_url": place("correspondence:draft-new") if may(actor, DRAFT) else "",
        "title": gettext_lazy("Official documents"),
    }
    return render(request, "correspondence/home.html", context)


def _rows(actor: Actor, now: datetime) -> list[WorkRow]:
    found = list(_work(actor, now))
    clocks = describe_many([one.clock_id for one, _source in found if one.clock_id], now=now)
    return [
        WorkRow(
            title=one.title, url=one.url, verb=one.verb, glyph=source.glyph, meta=one.meta,
            is_new=one.is_new, is_document=one.is_document,
            clock=clocks[one.clock_id].badge if one.clock_id in clocks else None,
        )
        for one, source in found
    ]  # fmt: skip


def _put_off(actor: Actor, now: datetime) -> list[tuple[str, str, str, date]]:
    """What this person put off: address, title, step, the day on which it comes back."""
    found = list_put_off(TYPES, actor, now, limit=SHOWN)
    return [(one.url, one.title, one.step, clock.on(one.opened_at)) for one in found]


def _work(actor: Actor, now: datetime) -> Iterator[tuple[WorkItem, WorkSource]]:
    """What this office's own sources offer, and steps and copies of its processes."""
    for kind, source in sources().items():
        if kind.startswith(OF_OFFICE):
            yield from ((one, source) for one in source.items(actor, now=now, limit=SHOWN))
    yield from list_work(TYPES, actor, now=now, limit=SHOWN)
