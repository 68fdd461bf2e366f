"""The office's page of a resource, and two of its editions side by side."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.capabilities.catalogue.policies import ASK, READ
from liupan.capabilities.catalogue.queries.demands import list_demands_answered_by
from liupan.capabilities.catalogue.queries.entries import compare_editions, get_entry
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.searchable import public_page_of
from liupan.capabilities.catalogue.queries.shapes import EntryView, StepView
from liupan.capabilities.catalogue.queries.sourcing import sources_of
from liupan.capabilities.catalogue.queries.updating import list_open_tasks_of
from liupan.capabilities.catalogue.rules.states import Act, State
from liupan.capabilities.catalogue.views.acting import checks_of, form_of
from liupan.capabilities.catalogue.views.deeds import DEEDS, DUE
from liupan.capabilities.catalogue.views.elements import Given, facts_of, item_rows, rows_changed
from liupan.capabilities.catalogue.views.reading import actor_of, crumbs
from liupan.foundation.design.facade import Event, requires, state, tag
from liupan.foundation.journal.facade import READ_JOURNAL
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import Text, place

BACK = frozenset({Act.RETURN, Act.REJECT, Act.REFUSE, Act.RECALL, Act.WITHDRAW})


@requires(READ)
@require_safe
def resource(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """All elements, items, history, and what this person can do now."""
    actor, now = actor_of(request), clock.now()
    entry = get_entry(actor, resource_id, now=now, number=_number(request, "edition"))
    line, lists = entry.line, code_lists(clock.on(now))
    given = Given(code=line.code, provider=entry.provider_name, publish_on=line.publish_on)
    main = next((deed for deed in DEEDS[:DUE] if deed.possible(entry)), None)
    barred = next((deed for deed in DEEDS if deed.is_barred(entry)), None)
    context = {
        "entry": entry,
        "line": _line(entry),
        "crumbs": crumbs((line.code, "")),
        "facts": facts_of(entry.said, given, lists),
        "items": item_rows(entry.said.items, lists),
        "events": [_event(step) for step in entry.steps],
        "checks": checks_of(entry),
        "sources": sources_of(resource_id),
        "demands": list_demands_answered_by(actor, resource_id),
        "updates": list_open_tasks_of(resource_id),
        "blocked": any(one.blocks for one in entry.findings),
        "main": main,
        "form": form_of(main, entry) if main else None,
        "main_url": _url(entry, main.key) if main else "",
        "barred": None if main else barred,
        "more": [
            (deed.title, _url(entry, deed.key))
            for deed in DEEDS
            if deed is not main and deed.possible(entry)
        ],
        "edit_url": _url(entry, "edit") if Act.REVISE in entry.may else "",
        "begin_url": reverse("catalogue:begin", args=[resource_id]) if entry.may_begin else "",
        "compare_url": reverse("catalogue:compare", args=[resource_id])
        if len(entry.editions) > 1
        else "",
        "ask_url": reverse("catalogue:ask-access", args=[resource_id])
        if line.state is State.PUBLISHED and may(actor, ASK)
        else "",
        "public_url": public_page_of(line.code) if entry.is_public else "",
        "journal_url": place("console:journal_thing", resource_id)
        if may(actor, READ_JOURNAL)
        else "",
    }
    return render(request, "catalogue/resource.html", context)


@requires(READ)
@require_safe
def compare(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """What one edition says otherwise than another."""
    found = compare_editions(
        actor_of(request),
        resource_id,
        before=_number(request, "before"),
        after=_number(request, "after"),
    )
    context = {
        "found": found,
        "rows": rows_changed(found.changed, code_lists(clock.today())),
        "crumbs": crumbs(
            (found.code, reverse("catalogue:resource", args=[resource_id])),
            (_("Compare editions"), ""),
        ),
    }
    return render(request, "catalogue/compare.html", context)


def _line(entry: EntryView) -> list[Text]:
    line = entry.line
    edition = _("Edition %(n)s") % {"n": line.number}
    found: list[Text] = [state(line.mark, line.state_label), line.code, line.unit, edition]
    if line.share_label:
        found.append(tag(line.share_label))
    return found


def _event(step: StepView) -> Event:
    who = pgettext("between name and unit", " ").join(filter(None, (step.actor, step.unit)))
    changed = pgettext("between chosen values", ", ").join(step.changed)
    edition = _("Edition %(n)s") % {"n": step.edition}
    return Event(
        act=step.label,
        who=who,
        at=step.at,
        kind="back" if step.kind in BACK else "act",
        said=step.opinion,
        text=f"{edition}: {changed}" if changed else edition,
    )


def _url(entry: EntryView, name: str) -> str:
    return reverse(f"catalogue:{name}", args=[entry.line.resource_id, entry.line.number])


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
