"""The page of an item: state and clock, tree, process, what I can do, sheets, facts."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.capabilities.supervision.policies import READ
from liupan.capabilities.supervision.queries.items import get_item
from liupan.capabilities.supervision.queries.offering import COLOURS, secrecy_words
from liupan.capabilities.supervision.queries.shapes import ItemView, SheetView
from liupan.capabilities.supervision.rules.rollup import UNTIL_CLOSED
from liupan.capabilities.supervision.rules.sheets import ORDER
from liupan.capabilities.supervision.rules.states import RUNNING
from liupan.capabilities.supervision.views import evidence, panel, timeline, tree
from liupan.capabilities.supervision.views.acting import crumbs
from liupan.capabilities.supervision.views.reading import actor_of
from liupan.foundation.design.facade import Fact, city_day, requires, sheet, short_day, state
from liupan.foundation.design.facade import clock as clock_badge
from liupan.foundation.journal.facade import READ_JOURNAL
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import Text, place


@requires(READ)
@require_safe
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Everything about one item, and what this person can do with it now."""
    actor, now = actor_of(request), clock.now()
    today = clock.on(now)
    found = get_item(actor, item_id, now=now)
    show = request.GET.get("show", "")
    show = show if show in timeline.FILTERS else ""
    entries = timeline.entries_shown(found, show)
    days = tree.days_of((*found.ancestors, *found.tree), today)
    everything = request.GET.get("all") == "1"
    proofs = evidence.evidence_of(found, actor)
    context = {
        "item": found,
        "proofs": proofs,
        "line": head_line(found),
        "crumbs": _crumbs(found),
        "panel": panel.panel_of(found, actor, now),
        "units": unit_options(clock.on(now)),
        "nothing": panel.nothing_to_do(found),
        "tree_rows": tree.rows(found, days, today),
        "tree_heads": tree.heads(days),
        "tree_kinds": tree.KINDS,
        "tree_meta": tree.parts_in_words(found),
        "formula": formula_of(found),
        "filters": _filters(found, show),
        "events": timeline.events_of(found, show, everything=everything, files=proofs.by_entry),
        "count": len(entries),
        "more": 0 if everything else max(0, len(entries) - timeline.SHOWN),
        "more_query": urlencode({"show": show, "all": "1"} if show else {"all": "1"}),
        "journal_url": place("console:journal_thing", found.id) if may(actor, READ_JOURNAL) else "",
        "sheets": found.sheets,
        "next_sheet": _next_sheet(found),
        "facts": facts_of(found),
        "waiting": timeline.waiting_parts(found),
        "today": today,
    }
    return render(request, "supervision/item.html", context)


def head_line(found: ItemView) -> list[Text]:
    """State, clock, sheet, whose it is, until when."""
    line = found.line
    marks: list[Text] = [state(line.mark, line.state_label)]
    if found.clock:
        marks.append(clock_badge(found.clock.badge))
    if line.sheet:
        marks.append(sheet(line.sheet, line.sheet_label))
    lead = _("Lead: %(unit)s") % {"unit": line.lead_unit}
    due = _("Due: %(day)s") % {"day": short_day(line.due_on)}
    badges = format_html_join("", "{}", ((mark,) for mark in marks))
    return [format_html('<span class="lp-row">{}</span>', badges), lead, due]


def formula_of(found: ItemView) -> dict[str, object]:
    """The roll-up with its inputs, in words and numbers."""
    rollup = found.rollup
    if not rollup.inputs:
        said = _(
            "It has no parts: 100% when it is closed, 99% while its report that it is done is"
            " checked, else what was last reported."
        )
        return {"words": said, "sum": "", "held": ""}
    words = _(
        "Done = Σ (weight × done of the part) ÷ Σ weight, rounded down. Withdrawn parts do not"
        " count; at most 99% while a mandatory part or the item itself is not closed."
    )
    terms = " + ".join(f"{i.weight}×{i.percent}%" for i in rollup.inputs)
    mean = rollup.sum / rollup.weights
    held = ""
    if rollup.is_held_back:
        codes = pgettext("between chosen values", ", ").join(
            i.code for i in rollup.inputs if i.holds_back
        )
        held = _("Mandatory and not closed: %(codes)s.") % {"codes": codes}
    capped = f" → {UNTIL_CLOSED}%" if mean > rollup.value + 1 else ""
    total = f"({terms}) ÷ {rollup.weights} = {mean:.1f}%{capped} → {rollup.value}%"
    return {"words": words, "sum": total, "held": held, "inputs": rollup.inputs}


def facts_of(found: ItemView) -> list[Fact]:
    """The basic facts."""
    line = found.line
    comma = pgettext("between chosen values", ", ")
    said: list[tuple[str, Text]] = [
        (_("Number"), line.number),
        (_("Origin"), _origin(found)),
        (_("Lead"), line.lead_unit),
        (_("Assisting"), comma.join(found.assisting)),
        (_("Handed over"), city_day(found.handed_over_at)),
        (pgettext("item", "Due"), _due(found)),
        (pgettext("column", "End state"), found.end_state or _("not stated yet")),
        (_("Urgency"), found.urgency_label),
        (_("Secrecy"), secrecy_words(line.secrecy)),
        (
            _("Supervised by"),
            comma.join(n for n in (found.supervisor, found.supervising_unit) if n),
        ),
        (pgettext("who has it now", "With"), found.holder_name),
    ]
    if found.ancestors:
        share = _("%(n)s of the whole; mandatory") if line.is_mandatory else _("%(n)s of the whole")
        said.append((_("Weight"), share % {"n": found.weight}))
    if found.returned or found.reopened:
        counts = _("returned %(returned)s times, reopened %(reopened)s times") % {
            "returned": found.returned, "reopened": found.reopened,
        }  # fmt: skip
        said.append((_("Counts"), counts))
    return [Fact(name=name, value=value) for name, value in said if value]


def _origin(found: ItemView) -> Text:
    parts = (found.line.origin_label, found.origin_title, found.origin_number, found.task_code)
    words = " ".join(part for part in parts if part)
    day = f" {city_day(found.origin_on)}" if found.origin_on else ""
    url = place("plan:tasks") if found.task_code else found.origin_url
    if url:
        return format_html('<a class="lp-a" href="{}">{}</a>{}', url, words, day)
    return f"{words}{day}"


def _due(found: ItemView) -> Text:
    due, first = city_day(found.line.due_on), found.first_due_on
    if first is None:
        return due
    if first == found.line.due_on:
        return _("%(day)s, never changed") % {"day": due}
    return _("%(day)s; first it was %(first)s") % {"day": due, "first": city_day(first)}


def _crumbs(found: ItemView) -> list[tuple[Text, str]]:
    above = [
        (node.code, reverse("supervision:item", args=[node.id]) if node.is_whole else "")
        for node in found.ancestors
    ]
    above = [one for one in above if one[1]]
    return [*crumbs(), *above, (found.line.number, "")]


def _filters(found: ItemView, show: str) -> list[tuple[str, str, bool]]:
    page = reverse("supervision:item", args=[found.id])
    words = {
        "": _("All"),
        "opinions": _("Opinions"),
        "reports": _("Reports"),
        "sheets": _("Sheets"),
    }
    return [
        (word, f"{page}?show={key}#log" if key else f"{page}#log", key == show)
        for key, word in words.items()
    ]


def _next_sheet(found: ItemView) -> dict[str, object] | None:
    """The colour that would follow the sheet that is open, or whose turn it is."""
    own = [s for s in found.sheets if s.item_id == found.id]
    if not own or found.line.state not in RUNNING:
        return None
    last: SheetView = own[-1]
    turn = found.next_sheet
    if last.is_open and last.colour is not ORDER[-1]:
        following = ORDER[ORDER.index(last.colour) + 1]
        words = _("issued when the %(colour)s lapses") % {"colour": last.colour_label}
        return {"colour": following, "label": COLOURS[following], "words": words}
    if turn and last.state == "lapsed" and last.colour is not ORDER[-1]:
        return {"colour": turn, "label": COLOURS[turn], "words": _("its turn now")}
    return None
