"""The page of an incoming document: its file, what was done, where it is, what I can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from liupan.capabilities.correspondence.labels.incoming import BY_ACT
from liupan.capabilities.correspondence.policies import may_ask_mark
from liupan.capabilities.correspondence.queries.incoming_page import (
    EntryView,
    IncomingView,
    get_incoming,
)
from liupan.capabilities.correspondence.rules.receiving import Act, State
from liupan.capabilities.correspondence.views.incoming.acting import crumbs
from liupan.capabilities.correspondence.views.incoming.deeds import DEEDS, DUE
from liupan.capabilities.correspondence.views.marks.card import card_of
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.design.facade import (
    Event,
    Fact,
    city_day,
    city_moment,
    short_day,
    signed_in,
    state,
    tag,
)
from liupan.foundation.design.facade import clock as clock_badge
from liupan.foundation.documents.facade import COPIED, PICTURED, FileRef, print_guard, shown
from liupan.foundation.seals.facade import VERDICT_MARKS, Outcome, word_of
from liupan.foundation.workflow.facade import diagram_of
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import WORDS, Secrecy
from liupan.kernel.work import Text, place

OFD = "application/ofd"
MARKS = {
    "incoming.sent_back": "back", "incoming.handed_back": "back", "incoming.became_late": "late",
    "incoming.arrived": "sys",
}  # fmt: skip


@signed_in
@require_safe
def incoming(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    """Everything about one incoming document, and what this person can do with it now."""
    actor, now = actor_of(request), clock.now()
    found = get_incoming(actor, incoming_id, now=now)
    deeds = [deed for kind in DEEDS if (deed := kind(found, actor, now)).is_possible]
    main = next((deed for deed in deeds if isinstance(deed, DUE)), None)
    urge = next((deed.url for deed in deeds if deed.key is Act.URGE), "")
    context = {
        "found": found,
        "line": head_line(found),
        "crumbs": crumbs(actor, (found.line.number or found.line.title, "")),
        "main": main,
        "form": main.form() if main else None,
        "more": [(d.title, d.url) for d in deeds if d is not main and d.key is not Act.URGE],
        "urge_url": urge,
        "units": main.units() if main else "",
        "nothing": whereabouts(found),
        "preview": preview_of(found),
        "files": shown(found.files),
        "seals": seals_of(found),
        "events": [_event(one) for one in found.entries],
        "diagram": diagram_of(found.process) if found.process else None,
        "circulation": circulation_of(found),
        "facts": facts_of(found),
        "mark_card": card_of(
            "incoming",
            found.id,
            found.secrecy,
            found.line.mark,
            now=now,
            sent_id=found.outgoing_id,
            may_ask=_may_ask(found, actor),
        ),
        "print_guard": print_guard(actor, found.secrecy, found.line.mark),
        "print_url": _print_url(found),
        "reply_url": _reply_url(found, actor),
    }
    return render(request, "correspondence/incoming_page.html", context)


def _may_ask(found: IncomingView, actor: Actor) -> bool:
    is_here = found.outgoing_id is None and found.line.state is not State.RETURNED
    return is_here and may_ask_mark(actor, found.unit_id, found.secrecy, found.handler_id)


def head_line(found: IncomingView) -> list[Text]:
    """State, clock, urgency, mark; who sent it."""
    line = found.line
    marks: list[Text] = [state(line.state_mark, line.state_label)]
    if line.clock and line.clock.stopped_at is None:
        marks.append(clock_badge(line.clock.badge))
    marks += [tag(one, "doc") for one in (line.urgency, line.mark) if one]
    if found.is_void:
        marks.append(state("late", _("void")))
    if line.is_late:
        marks.append(state("late", pgettext("document", "was late")))
    badges = format_html_join("", "{}", ((mark,) for mark in marks))
    said = [line.from_name, line.their_number]
    return [format_html('<span class="lp-row">{}</span>', badges), *(one for one in said if one)]


def whereabouts(found: IncomingView) -> str:
    """Who has it now, in words."""
    unread = sum(one.read_at is None for one in found.readers)
    match found.line.state:
        case State.ARRIVED | State.SIGNED_FOR | State.REGISTERED | State.PROPOSING:
            return _("It is with the registry of %(unit)s.") % {"unit": found.unit_name}
        case State.INSTRUCTING:
            return _("It is with %(who)s.") % {"who": found.leader_name}
        case State.HANDLING:
            who = found.handler_name or found.lead_unit_name
            return _("It is with %(who)s.") % {"who": who}
        case State.READING:
            return ngettext(
                "%(n)s person has still to read it.", "%(n)s people have still to read it.", unread
            ) % {"n": unread}
        case State.RETURNED:
            return _("It was sent back: %(reason)s") % {"reason": found.return_reason}
        case _:
            return _("It is over; nothing waits for anybody.")


@dataclass(frozen=True, slots=True)
class Preview:
    """The first page of the document as a picture."""

    name: str
    picture_url: str
    view_url: str


def preview_of(found: IncomingView) -> Preview | None:
    """The first file that can be drawn."""
    ref = next((one for one in found.files if one.media_type in PICTURED), None)
    if ref is None:
        return None
    picture = reverse("documents:picture", args=[ref.id, 1])
    return Preview(ref.name, picture, reverse("documents:page", args=[ref.id]))


@dataclass(frozen=True, slots=True)
class SealsShown:
    """What was found of the seals when it came, and where it is verified anew."""

    name: str
    mark: str
    word: str
    seals: Sequence[str]
    url: str


def seals_of(found: IncomingView) -> list[SealsShown]:
    """Of each file that may bear seals."""
    arrived = next((one for one in found.entries if one.act == "incoming.arrived"), None)
    first = [one for one in found.files if one.media_type == OFD]
    return [_seals(found, ref, arrived if n == 0 else None) for n, ref in enumerate(first)]


def _seals(found: IncomingView, ref: FileRef, arrived: EntryView | None) -> SealsShown:
    said = arrived.values.get("verdict", "") if arrived else ""
    outcome = Outcome(said) if said in set(Outcome) else None
    return SealsShown(
        ref.name,
        VERDICT_MARKS[outcome] if outcome else "none",
        word_of(outcome) if outcome else _("not verified yet"),
        arrived.values.get("seals", ()) if arrived and outcome else (),
        reverse("correspondence:incoming-verdict", args=[found.id, ref.id]),
    )


def circulation_of(found: IncomingView) -> list[dict[str, object]]:
    """Who has it, since when, who has read it."""
    return [
        {
            "name": one.name,
            "sent_at": one.sent_at,
            "read_at": one.read_at,
            "words": one.words,
            "mark": "done" if one.read_at else "open",
            "label": pgettext("document", "read") if one.read_at else _("has it"),
        }
        for one in found.readers
    ]


def facts_of(found: IncomingView) -> list[Fact]:
    """The basic facts."""
    line = found.line
    said: list[tuple[str, Text]] = [
        (_("Register number"), line.number),
        (_("Sent by"), line.from_name),
        (_("Its number"), line.their_number),
        (_("Its day"), city_day(found.their_date)),
        (pgettext("document", "Type"), line.type),
        (_("How it came"), f"{found.origin_label} · {found.kind_label}" if found.outgoing_id
         else found.origin_label),
        (_("Received by"), found.unit_name),
        (pgettext("document", "Arrived"), city_moment(line.arrived_at)),
        (_("Copies received"), str(found.copies)),
        (_("Secrecy"), line.mark or WORDS[found.secrecy]),
        (pgettext("document", "Purpose"), line.purpose_label),
        (pgettext("document", "Lead unit"), found.lead_unit_name),
        (_("Instruction asked of"), found.leader_name),
        (_("Handled by"), found.handler_name),
        (_("To be handled by"), city_day(line.due_on) if line.state is not State.ARRIVED else ""),
    ]  # fmt: skip
    return [Fact(name=name, value=value) for name, value in said if value]


def _event(entry: EntryView) -> Event:
    who = " ".join(part for part in (entry.unit, entry.who) if part)
    day = entry.values.get("due_on") or ""
    text = (
        _("To be handled by %(day)s.") % {"day": short_day(date.fromisoformat(day))} if day else ""
    )
    return Event(
        act=BY_ACT.get(entry.act, entry.act),
        who=who or _("by rule"),
        at=entry.at,
        kind=MARKS.get(entry.act, "act"),
        said=entry.words,
        text=entry.values.get("number") or entry.values.get("mark") or text,
        by_leader=entry.act == "incoming.instructed",
    )


def _reply_url(found: IncomingView, actor: Actor) -> str:
    url = place("correspondence:draft-new")
    if not url or Act.FINISH not in found.may:
        return ""
    return f"{url}?in_reply_to={found.id}"


def _print_url(found: IncomingView) -> str:
    can_be_copied = any(one.media_type in COPIED for one in found.files)
    if not can_be_copied or found.secrecy is Secrecy.PUBLIC:
        return ""
    return reverse("correspondence:incoming-print", args=[found.id])
