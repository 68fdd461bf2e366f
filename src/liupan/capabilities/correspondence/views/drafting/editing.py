"""The editor: writing, keeping what is written, looking at it on paper, handing it on."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liupan.capabilities.correspondence.forms.drafting import (
    EditorForm,
    Fields,
    addressed,
    attachments_in,
    fields_of,
    fields_sent,
    printed_from,
    source_from,
)
from liupan.capabilities.correspondence.operations.drafting import keep_working_copy
from liupan.capabilities.correspondence.operations.editing import hand_on_writing
from liupan.capabilities.correspondence.operations.locking import NotNow
from liupan.capabilities.correspondence.policies import DRAFT, REVIEW
from liupan.capabilities.correspondence.queries.drafting import (
    Editing,
    get_editing,
    list_drafts,
)
from liupan.capabilities.correspondence.queries.previews import FIELDS, missed_in, pictures_of
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.design.facade import city_moment, requires, state, tag
from liupan.foundation.documents.facade import print_guard, watermark
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place


@requires(DRAFT, REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Write a document. Sent, `act` says what for."""
    view = _editable(request, document_id)
    if request.method != "POST":
        return _page(request, view, fields_of(view))
    fields = fields_sent(request.POST.dict())
    act, _colon, which = request.POST.get("act", "save").partition(":")
    if act == "save":
        _keep(request, view, fields)
        messages.success(request, _("Kept. It waits for you here and on other devices."))
        return redirect("correspondence:draft-edit", document_id=view.id)
    if act in ("keep", "submit"):
        return _hand_on(request, view, fields, submit=act == "submit")
    return _page(request, view, _rearranged(act, which, fields))


@requires(DRAFT, REVIEW)
@require_POST
def autosave(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Keep what is being written; the new revision as JSON, 409 when it was written elsewhere."""
    view = _editable(request, document_id)
    try:
        revision = _keep(request, view, fields_sent(request.POST.dict()))
    except StaleVersion as stale:
        return JsonResponse({"said": stale.message}, status=stale.status)
    said = _("Kept at %(at)s.") % {"at": city_moment(clock.now())}
    return JsonResponse({"revision": revision, "said": said})


@requires(DRAFT, REVIEW)
@require_POST
def preview(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """What is missing, and the pages: as a part beside the editor, or as a page of its own."""
    view = _editable(request, document_id)
    fields = fields_sent(request.POST.dict())
    revision = _keep(request, view, fields)
    source = _printed(view, fields)
    pages, why_not = 0, ""
    try:
        pages = len(pictures_of(source))
    except InvalidInput as wrong:
        why_not = wrong.message
    context = {
        "view": view,
        "missed": missed_in(source, fields),
        "pages": range(1, pages + 1),
        "why_not": why_not,
        "revision": revision,
        "edit_url": reverse("correspondence:draft-edit", args=[view.id]),
        "crumbs": _crumbs(view, _("Preview")),
        **_watermarks(actor_of(request), view),
    }
    is_part = request.headers.get("HX-Request") == "true"
    name = "draft_look.html" if is_part else "draft_preview.html"
    return render(request, f"correspondence/{name}", context)


@requires(DRAFT, REVIEW)
@require_GET
def picture(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    """A page of what this person has written so far, as it would be printed."""
    view = _editable(request, document_id)
    pages = pictures_of(_printed(view, fields_of(view)))
    if not 0 < number <= len(pages):
        raise Missing(_("There is no such page."))
    return HttpResponse(pages[number - 1], content_type="image/svg+xml")


def _watermarks(actor: Actor, view: Editing) -> dict[str, Any]:
    """Who reads and when, on the screen and on what a browser prints."""
    level = Secrecy(view.secrecy)
    return {
        "print_guard": print_guard(actor, level, view.mark),
        "watermark": watermark(actor) if level > Secrecy.PUBLIC else "",
    }


def _editable(request: HttpRequest, document_id: UUID) -> Editing:
    view = get_editing(actor_of(request), document_id)
    if not view.is_editable:
        raise NotNow(
            _("“%(title)s” is %(state)s: you cannot write in it now.")
            % {"title": view.title, "state": view.state},
            next_step=_("Look at the document: it shows where it stands and who acts next."),
        )
    return view


def _keep(request: HttpRequest, view: Editing, fields: Fields) -> int:
    """Keep the fields; the new revision. Raises `StaleVersion` with both in the form's words."""
    said = request.POST.get("version", "")
    try:
        return keep_working_copy(
            document_id=view.id, form={"fields": fields, "source": view.source},
            revision=int(said) if said.isdecimal() and len(said) < 10 else 0,
            actor=actor_of(request), now=clock.now(),
        )  # fmt: skip
    except StaleVersion as stale:
        raise _compared(request, view, stale, fields) from stale


def _compared(
    request: HttpRequest, view: Editing, stale: StaleVersion, fields: Fields
) -> StaleVersion:
    theirs = fields_of(view)
    form = EditorForm(view=view, actor=actor_of(request), fields=fields)
    names = [n for n in form.fields if n in fields and str(theirs.get(n, "")) != fields[n]]
    return StaleVersion(
        stale.message,
        theirs={**{n: theirs.get(n, "") for n in names}, "version": view.revision},
        mine={n: fields[n] for n in names},
        labels={n: str(form.fields[n].label) for n in names},
        next_step=stale.next_step,
    )


def _hand_on(request: HttpRequest, view: Editing, fields: Fields, *, submit: bool) -> HttpResponse:
    form = EditorForm(request.POST, view=view, actor=actor_of(request), fields=fields)
    if not form.is_valid():
        return _page(request, view, fields, form)
    try:
        hand_on_writing(
            document_id=view.id, particulars=form.particulars(),
            version=form.cleaned_data["stand"] or 0,
            source=source_from(fields, view.source), note=form.cleaned_data["remark"],
            submit=submit, actor=actor_of(request), now=clock.now(),
        )  # fmt: skip
    except InvalidInput as wrong:
        _place(form, wrong)
        return _page(request, view, fields, form)
    except (StaleVersion, NotAuthorised, Missing):
        raise
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        return _page(request, view, fields, form)
    words = _("Submitted: the next step has it.") if submit else _("Kept as a draft of its own.")
    messages.success(request, words)
    if not submit:
        return redirect("correspondence:draft-edit", document_id=view.id)
    return redirect(place("correspondence:outgoing", view.id) or "correspondence:draft-new")


def _place(form: EditorForm, wrong: InvalidInput) -> None:
    """What is wrong, at the field where it is mended, or above the form."""
    for where, words in wrong.fields.items():
        first = where.partition("[")[0].partition(".")[0]
        name = FIELDS.get(first, first)
        form.add_error(name if name in form.fields else None, words)
    if not wrong.fields:
        form.add_error(None, wrong.message)


def _rearranged(act: str, which: str, fields: Fields) -> Fields:
    """One attachment more or less, or a circle put among the addressees."""
    count = attachments_in(fields)
    if act == "circle":
        fields["main"] = "\n".join(filter(None, [fields.get("main", "").strip(), which]))
    elif act == "attach":
        fields["attachments"] = str(count + 1)
    elif act == "detach" and which in map(str, range(1, count + 1)):
        for n in range(int(which), count):
            for part in ("title", "body"):
                fields[f"attachment_{n}_{part}"] = fields.get(f"attachment_{n + 1}_{part}", "")
        fields["attachments"] = str(count - 1)
    return fields


def _printed(view: Editing, fields: Fields) -> dict[str, Any]:
    return printed_from(fields, source_from(fields, view.source))


def _page(
    request: HttpRequest, view: Editing, fields: Fields, form: EditorForm | None = None
) -> HttpResponse:
    status = 422 if form else 200
    form = form or EditorForm(view=view, actor=actor_of(request), fields=fields)
    sent = request.POST.get("version")
    if sent and not form.is_bound:
        form.initial["version"] = sent
    context = {
        "form": form,
        "view": view,
        "line": [state("open", view.state), tag(view.type)],
        "drafts": list_drafts(view.id),
        "missed": missed_in(_printed(view, fields), fields),
        "to": list(addressed(fields.get("main", ""), fields.get("copies", ""), form.circles)),
        "circles": form.circles.values(),
        "composer_words": json.dumps(_words(), ensure_ascii=False),
        "units": unit_options(clock.today()),
        "page_url": place("correspondence:outgoing", view.id),
        "crumbs": _crumbs(view),
        **_watermarks(actor_of(request), view),
    }
    return render(request, "correspondence/draft_edit.html", context, status=status)


def _words() -> dict[str, str]:
    """What the block editor calls its parts."""
    return {
        "bar": _("Kinds of blocks"), "paragraph": _("Paragraph"), "heading": _("Heading #"),
        "strong": _("Strong"), "table": _("Table"), "plain": _("As plain text"),
        "blocks": _("As blocks"), "caption": _("Caption of the table"), "cell": _("Cell"),
        "addRow": _("Add a row"), "addColumn": _("Add a column"), "dropRow": _("Drop the last row"),
        "dropColumn": _("Drop the last column"), "drop": _("Remove the table"),
    }  # fmt: skip


def _crumbs(view: Editing, *further: str) -> list[tuple[str, str]]:
    edit_url = reverse("correspondence:draft-edit", args=[view.id])
    return [(view.title, edit_url if further else ""), *((words, "") for words in further)]
