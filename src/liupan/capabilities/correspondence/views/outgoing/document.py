"""The page of an outgoing document: its paper at the left, what can be done at the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from liupan.capabilities.correspondence.policies import may_ask_mark
from liupan.capabilities.correspondence.queries.outgoing_page import (
    DocumentView,
    FileView,
    get_outgoing,
    neighbours,
)
from liupan.capabilities.correspondence.rules.sending import LOCKED, MARKABLE, State
from liupan.capabilities.correspondence.views.deeds import Deed
from liupan.capabilities.correspondence.views.marks.card import card_of
from liupan.capabilities.correspondence.views.outgoing.acts.deed import seen_at
from liupan.capabilities.correspondence.views.outgoing.acts.steps import BACK
from liupan.capabilities.correspondence.views.outgoing.changes import changes_between
from liupan.capabilities.correspondence.views.outgoing.following import stages_of
from liupan.capabilities.correspondence.views.outgoing.panel import Panel, panel_of
from liupan.capabilities.correspondence.views.outgoing.timeline import (
    events_of,
    opinions_of,
    since,
    votes_of,
)
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.design.facade import Fact, city_moment, signed_in, state, tag
from liupan.foundation.design.facade import clock as clock_badge
from liupan.foundation.documents.facade import (
    FileRef,
    list_files,
    paper_of,
    print_guard,
    shown,
    watermark,
)
from liupan.foundation.workflow.facade import diagram_of, timeline_of
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import WORDS, Secrecy
from liupan.kernel.work import Text, place

SEAL_MM = 42.0
BLANK_DAY = "　　　　年　　月　　日"
CHANGES, FINAL, ATTACHED = "changes", "final", "attachment-"


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at the text: what it is called, its address, whether it is shown."""

    label: str
    query: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the finished file, and where seals stand on it in mm."""

    url: str
    number: int
    seals: Sequence[tuple[str, str, str]]


@signed_in
@require_safe
def outgoing(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Everything about one outgoing document, and what this person can do with it now."""
    actor, now = actor_of(request), clock.now()
    document = get_outgoing(actor, document_id, now=now)
    panel = panel_of(document, actor, now)
    before, after = neighbours(actor, document_id, now)
    context = {
        **_text(request, document),
        "panel": panel,
        "thumb": _thumb(panel),
        "before_url": _url(before),
        "after_url": _url(after),
        "opinions": opinions_of(document),
        "votes": votes_of(document.step),
        "stages": stages_of(document),
        "process_url": _process_url(document),
        "events": events_of(document),
        "files": shown(_last_files(document, actor)),
        "facts": facts_of(document),
        "receipts": _receipts(document, now),
        "mark_card": card_of(
            "outgoing",
            document.id,
            document.secrecy,
            document.mark,
            now=now,
            sent_id=document.id,
            may_ask=_may_ask(document, actor),
        ),
        "receipts_url": place("correspondence:outgoing-receipts", document.id),
    }
    return render(request, "correspondence/outgoing.html", context)


def _may_ask(document: DocumentView, actor: Actor) -> bool:
    unit, person = document.issuing_unit_id, document.drafter_id
    return document.line.state in MARKABLE and may_ask_mark(actor, unit, document.secrecy, person)


@signed_in
@require_safe
def process(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The diagram of its process with where it stands, and everything that was done in it."""
    actor, now = actor_of(request), clock.now()
    document = get_outgoing(actor, document_id, now=now)
    instance = document.instance
    context = {
        "document": document,
        "crumbs": crumbs(document, _("Process")),
        "process": instance,
        "print_guard": print_guard(actor, document.secrecy, document.mark),
        "events": timeline_of(instance) if instance else (),
        "diagram": diagram_of(instance) if instance and document.takes_part else None,
    }
    return render(request, "correspondence/outgoing_process.html", context)


def act_page(
    request: HttpRequest,
    deed: Deed[Any],
    form: forms.Form,
    status: int,
) -> HttpResponse:
    """The page of one act, beside the text it is about; a refused one says what came between."""
    document = deed.document
    since = seen_at(request.POST) if status == HTTPStatus.CONFLICT else None
    context = {
        **_text(request, document),
        "crumbs": crumbs(document, deed.heading),
        "deed": deed,
        "form": form,
        "votes": votes_of(document.step),
        "meanwhile": _meanwhile(document, since),
    }
    return render(request, "correspondence/outgoing_act.html", context, status=status)


def crumbs(document: DocumentView, *further: Text) -> list[tuple[Text, str]]:
    """The way to the document and on from it."""
    way: list[tuple[Text, str]] = [
        (_("Official documents"), place("correspondence:home")),
        (_("Outgoing documents"), place("correspondence:outgoing-list")),
    ]
    draft = _("Draft %(n)s") % {"n": document.draft_number}
    called = document.line.number or (draft if document.draft_number else _("Working copy"))
    if not further:
        return [*way, (called, "")]
    return [*way, (called, _url(document.id)), *((words, "") for words in further)]


def head_line(document: DocumentView) -> list[Text]:
    """State, clock, type, urgency, whose it is, who may read it."""
    line = document.line
    marks: list[Text] = [state(line.mark, line.state_label)]
    if line.clock:
        marks.append(clock_badge(line.clock.badge))
    marks.append(tag(line.type, "line"))
    marks.append(tag(line.urgency, "doc") if line.urgency else tag(_("not urgent"), "line"))
    badges = format_html_join("", "{}", ((mark,) for mark in marks))
    drafted = _("Drafted by: %(unit)s") % {"unit": document.drafting_unit}
    return [
        format_html_join("", '<span class="lp-row">{}</span>', ((badges,),)),
        drafted,
        pgettext("between parts of a line", ", ").join(
            (secrecy_words(document), document.disclosure_label)
        ),
    ]


def secrecy_words(document: DocumentView) -> str:
    """The mark as it is printed; below secret that there is none."""
    if document.secrecy < Secrecy.SECRET:
        return _("no state secret")
    return document.mark or WORDS[document.secrecy]


def facts_of(document: DocumentView) -> list[Fact]:
    """What the document is, in words."""
    comma = pgettext("between chosen values", ", ")
    said: list[tuple[str, Text]] = [
        (_("Document number"), document.line.number),
        (_("Issued by"), comma.join(one.unit for one in document.issuers)),
        (_("Drafted by"), f"{document.drafting_unit} {document.drafter}"),
        (pgettext("document", "Signs it off"), document.signer),
        (pgettext("document", "Main addressees"), _addressees(document, "main")),
        (pgettext("document", "Copies"), _addressees(document, "copy")),
        (_("Normative document"), _("yes") if document.is_normative else ""),
        (_("Why not disclosed"), document.disclosure_reason),
        (_("Signed off"), city_moment(document.signed_off_at) if document.signed_off_at else ""),
        (_("Dispatched"), city_moment(document.dispatched_at) if document.dispatched_at else ""),
    ]
    return [Fact(name=name, value=value) for name, value in said if value]


# --- The text ----------------------------------------------------------------------------------
def _text(request: HttpRequest, document: DocumentView) -> dict[str, Any]:
    """What shows the text: which look, its pages, marks, files."""
    changes = changes_between(document.before, document.source)
    looks = _looks(document, changes.count)
    final = document.file("pdf")
    asked = request.GET.get("show", FINAL if final else "")
    show = asked if asked in {look.query for look in looks} else ""
    pages = _pages(document)
    attachment = int(show.removeprefix(ATTACHED)) if show.startswith(ATTACHED) else 0
    actor = actor_of(request)
    return {
        "document": document,
        "line": head_line(document),
        "crumbs": crumbs(document),
        "looks": [Look(look.label, look.query, look.query == show) for look in looks],
        "show": show,
        "pages": [one for one in pages if one.attachment == attachment],
        "pictures": _pictures(final) if final and show == FINAL else (),
        "rows": changes.rows if show == CHANGES else (),
        "mark": _mark(document),
        "watermark": watermark(actor) if document.secrecy > Secrecy.PUBLIC else "",
        "count": _count(final.pages if final and show == FINAL else len(pages)),
        **_taking(document),
        "print_guard": print_guard(actor, document.secrecy, document.mark),
        "is_final": final is not None,
    }


def _looks(document: DocumentView, changed: int) -> list[Look]:
    found = [Look(_("Clean copy"), "", False)] if document.source else []
    if document.before is not None:
        words = ngettext(
            "Compared with the draft before, %(n)s change",
            "Compared with the draft before, %(n)s changes",
            changed,
        )
        found.append(Look(words % {"n": changed}, CHANGES, False))
    attached = document.source.attachments if document.source else ()
    for index, _one in enumerate(attached):
        number = index + 1 if len(attached) > 1 else ""
        called = _("Attachment %(n)s") % {"n": number}
        found.append(Look(called.strip(), f"{ATTACHED}{index + 1}", False))
    if document.file("pdf"):
        found.append(Look(_("Finished file"), FINAL, False))
    return found


def _pages(document: DocumentView) -> tuple[Any, ...]:
    if document.source is None:
        return ()
    return paper_of(document.source, number=_blank_number(document), date=BLANK_DAY)


def _blank_number(document: DocumentView) -> str:
    year = document.drafted_at.astimezone(clock.CITY).year
    return f"{document.code}〔{year}〕　　号" if document.code else ""


def _pictures(file: FileView) -> list[Picture]:
    """Pages of the finished file; on each the places where seals will stand."""
    to_seal = file.places if file.seals < len(file.places) else ()
    return [
        Picture(
            reverse("documents:picture", args=[file.file_id, number]),
            number,
            [_circle(one) for one in to_seal if one.get("page") == number],
        )
        for number in range(1, file.pages + 1)
    ]


def _last_files(document: DocumentView, actor: Actor) -> list[FileRef]:
    """The finished files as they stand, without those that came before them."""
    last = {one.file_id for one in document.files}
    return [one for one in list_files([document.id], actor).get(document.id, ()) if one.id in last]


def _circle(place: Mapping[str, Any]) -> tuple[str, str, str]:
    """Middle and radius in mm, as an SVG wants them in whatever language."""
    return str(place["x"]), str(place["y"]), str(place.get("diameter", SEAL_MM) / 2)


def _mark(document: DocumentView) -> str:
    """送审稿 第N稿, until it is issued."""
    if document.line.state is State.VOID:
        return _("void")
    if document.line.state in LOCKED and document.line.number:
        return ""
    return _("For approval, draft %(n)s") % {"n": document.draft_number}


def _count(pages: int) -> str:
    return ngettext("%(n)s page", "%(n)s pages", pages) % {"n": pages} if pages else ""


def _taking(document: DocumentView) -> dict[str, str]:
    """Where the files are taken, and copies are made; of a state secret only counted copies."""
    url = reverse("correspondence:outgoing-print", args=[document.id])
    has_pages = document.source is not None
    if document.secrecy >= Secrecy.SECRET:
        return {"print_url": url if has_pages else ""}
    return {
        "pdf_url": _file_url(document, "pdf"),
        "ofd_url": _file_url(document, "ofd"),
        "print_url": url if document.file("pdf") and document.secrecy > Secrecy.PUBLIC else "",
    }


def _file_url(document: DocumentView, kind: str) -> str:
    if file := document.file(kind):
        return reverse("documents:file", args=[file.file_id])
    if document.source is None:
        return ""
    return reverse("correspondence:outgoing-draft-file", args=[document.id, kind])


# --- What stands beside it ---------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Receipts:
    """How many units have signed for it, who has not, who is late."""

    signed: int
    count: int
    missing: Sequence[str]
    late: int


MISSING_SHOWN = 8


def _receipts(document: DocumentView, now: datetime) -> Receipts | None:
    if not document.deliveries:
        return None
    today = clock.on(now)
    missing = [one for one in document.deliveries if one.is_open]
    return Receipts(
        len(document.deliveries) - len(missing),
        len(document.deliveries),
        [one.unit for one in missing[:MISSING_SHOWN]],
        sum(one.is_late(today) for one in missing),
    )


@dataclass(frozen=True, slots=True)
class Thumb:
    """What stands under the thumb on a phone: the act that is due and two ways further."""

    verb: Text
    form: str
    back: bool


def _thumb(panel: Panel) -> Thumb | None:
    if panel.main is None:
        return None
    return Thumb(
        panel.main.button,
        panel.main.form_id,
        any(value == BACK for value, _verb in panel.main.others),
    )


def _meanwhile(document: DocumentView, seen_at: datetime | None) -> Sequence[Any]:
    return since(document, seen_at)[:5] if seen_at else ()


def _process_url(document: DocumentView) -> str:
    return (
        reverse("correspondence:outgoing-process", args=[document.id]) if document.instance else ""
    )


def _addressees(document: DocumentView, kind: str) -> str:
    return "，".join(one.text for one in document.addressees if one.kind == kind)


def _url(document_id: UUID | None) -> str:
    return reverse("correspondence:outgoing", args=[document_id]) if document_id else ""
