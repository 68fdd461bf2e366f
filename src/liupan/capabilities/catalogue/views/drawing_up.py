"""Drawing up an entry: a new one, a draft that is changed, another edition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.catalogue.forms.drawing_up import (
    EntryForm,
    Items,
    RegisterForm,
    ReviseForm,
    item_forms,
    rows_of,
    rows_wished,
)
from liupan.capabilities.catalogue.operations.drawing_up import (
    begin_edition,
    register_resource,
    revise_entry,
)
from liupan.capabilities.catalogue.policies import EDIT
from liupan.capabilities.catalogue.queries.entries import get_entry
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.shapes import EntryView
from liupan.capabilities.catalogue.rules.elements import Elements, ItemSaid
from liupan.capabilities.catalogue.rules.states import Act
from liupan.capabilities.catalogue.views.acting import NotPossible
from liupan.capabilities.catalogue.views.elements import labels, shown
from liupan.capabilities.catalogue.views.reading import Crumb, actor_of, crumbs
from liupan.foundation.design.facade import requires, unconfirmed
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import Text

Save = Callable[[Elements], UUID]


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A new entry (编制): it gets its code at once."""
    actor, today = actor_of(request), clock.today()
    sent = request.POST if request.method == "POST" else None
    lowest = {"secrecy": str(Secrecy.PUBLIC.value), "zone": "extranet"}
    form = RegisterForm(sent, actor=actor, day=today, initial=lowest)

    def save(said: Elements) -> UUID:
        data = form.cleaned_data
        return register_resource(
            unit_id=data["unit_id"], said=said, once=data["once"], actor=actor, now=clock.now()
        )

    page = Page(_("Draw up an entry"), crumbs((_("Draw up an entry"), "")), "new")
    return _edit(request, form, (), save, page)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, resource_id: UUID, number: int) -> HttpResponse:
    """A draft, or what was returned or rejected, is changed."""
    actor, now = actor_of(request), clock.now()
    entry = get_entry(actor, resource_id, now=now, number=number)
    if Act.REVISE not in entry.may:
        raise NotPossible(
            _("%(code)s is “%(state)s”: this is not possible now.")
            % {"code": entry.line.code, "state": entry.line.state_label}
        )
    form = ReviseForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        day=clock.on(now),
        initial=_initial(entry),
    )

    def save(said: Elements) -> UUID:
        try:
            return revise_entry(
                edition_id=entry.line.id,
                said=said,
                version=form.cleaned_data["version"],
                actor=actor,
                now=now,
            )
        except StaleVersion as stale:
            fresh = get_entry(actor, resource_id, now=now, number=number)
            raise _compared(stale, fresh, said) from stale

    url = reverse("catalogue:resource", args=[resource_id])
    way = crumbs((entry.line.code, url), (_("Change"), ""))
    page = Page(entry.line.title, way, str(entry.line.id))
    return _edit(request, form, entry.said.items, save, page)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Another edition of what is published or withdrawn; asked for first."""
    actor, now = actor_of(request), clock.now()
    entry = get_entry(actor, resource_id, now=now)
    url = reverse("catalogue:resource", args=[resource_id])
    asked = unconfirmed(
        request,
        question=_("Begin another edition of %(title)s?") % {"title": entry.line.title},
        consequence=_("What is published stays public until the new edition has passed."),
        verb=_("Begin"),
        back_url=url,
    )
    if asked:
        return asked
    begin_edition(resource_id=resource_id, actor=actor, now=now)
    fresh = get_entry(actor, resource_id, now=now)
    return redirect("catalogue:edit", resource_id=resource_id, number=fresh.line.number)


@dataclass(frozen=True, slots=True)
class Page:
    """What the editor's page is called, how one came to it, under which key a browser keeps what
    is typed."""

    title: Text
    crumbs: Sequence[Crumb]
    key: str


def _edit(
    request: HttpRequest, form: EntryForm, items: tuple[ItemSaid, ...], save: Save, page: Page
) -> HttpResponse:
    today = clock.today()
    if request.method != "POST":
        return _page(request, form, item_forms(None, rows_of(items), today), page, 200)
    wished = rows_wished(request.POST)
    if wished is not None:
        form.errors.clear()  # nothing was saved yet, so nothing is wrong yet
        return _page(request, form, item_forms(None, wished, today), page, 200)
    rows = item_forms(request.POST, [], today)
    made = _made(form, rows, save) if form.is_valid() and rows.is_valid() else None
    if made:
        messages.success(request, _("Saved as a draft. Hand it in when it is complete."))
        return redirect("catalogue:resource", resource_id=made)
    return _page(request, form, rows, page, 422)


def _made(form: EntryForm, rows: Items, save: Save) -> UUID | None:
    try:
        return save(form.said(rows.said()))
    except (NotAuthorised, Missing, StaleVersion):
        raise
    except InvalidInput as wrong:
        for name, told in wrong.fields.items():
            form.add_error(name if name in form.fields else None, told)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
    return None


def _page(
    request: HttpRequest, form: EntryForm, items: Items, page: Page, status: int
) -> HttpResponse:
    context = {"form": form, "items": items, "page": page, "crumbs": page.crumbs}
    return render(request, "catalogue/edit.html", context, status=status)


def _initial(entry: EntryView) -> dict[str, Any]:
    said = entry.said
    told = {name: getattr(said, name) for name in EntryForm.base_fields}
    related = {"related_codes": "、".join(said.related_codes), "secrecy": str(said.secrecy)}
    return told | related | {"version": entry.version}


def _compared(stale: StaleVersion, fresh: EntryView, said: Elements) -> StaleVersion:
    """The same refusal with both versions in words."""
    lists = code_lists(clock.today())
    names = [name for name in labels() if name != "items"]
    return StaleVersion(
        stale.message,
        theirs={name: shown(name, getattr(fresh.said, name), lists) for name in names}
        | {"version": fresh.version},
        mine={name: shown(name, getattr(said, name), lists) for name in names},
        labels=labels(),
        next_step=stale.next_step,
    )
