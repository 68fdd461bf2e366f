"""The entrance of every act on a request: a page with its form; sent, it is carried out once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.catalogue.forms.asking import (
    Conditions,
    PermitForm,
    RequestVerdictForm,
    condition_forms,
)
from liupan.capabilities.catalogue.queries.request_offering import get_row_names
from liupan.capabilities.catalogue.queries.request_pages import get_request
from liupan.capabilities.catalogue.queries.request_rules import checklist
from liupan.capabilities.catalogue.queries.request_shapes import RequestView
from liupan.capabilities.catalogue.views.acting import NotPossible
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.capabilities.catalogue.views.request_deeds import RequestDeed
from liupan.capabilities.catalogue.views.request_words import (
    facts_of_request,
    flag_words,
    item_rows_of,
)
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion
from liupan.kernel.work import Text

TWICE = timedelta(minutes=2)
"""Within this time the same act by the same person is the same form, sent twice."""
View = Callable[..., HttpResponse]
Crumb = tuple[Text, str]


class Sheet:
    """The forms of one act: verdict and words, and what is given where a part can be."""

    def __init__(self, deed: RequestDeed, view: RequestView, sent: Any = None) -> None:
        self.deed, self.view = deed, view
        day = clock.today()
        self.form = RequestVerdictForm(
            sent,
            verdicts=[(one.act.value, one.label) for one in deed.possible(view)],
            points=checklist(deed.gate, day) if deed.gate else (),
            is_needed=deed.needs_words,
            initial={"version": view.version},
            auto_id=f"{deed.key}-%s",
        )
        self.permit: PermitForm | None = None
        self.rows: Conditions | None = None
        if any(one.is_part for one in deed.possible(view)):
            asked = view.asked
            self.permit = PermitForm(sent, items=view.items, most=asked)
            self.rows = condition_forms(sent, asked.rows, get_row_names(view.line.id))

    @property
    def is_part(self) -> bool:
        """Whether the chosen outcome gives a part."""
        return self.deed.verdict(self.form.cleaned_data["verdict"]).is_part

    def is_valid(self) -> bool:
        if not self.form.is_valid():
            return False
        if not self.is_part or self.permit is None or self.rows is None:
            return True
        return self.permit.is_valid() and self.rows.is_valid()

    def more(self) -> dict[str, Any]:
        """What the operation takes beside the words."""
        data = self.form.cleaned_data
        found: dict[str, Any] = {}
        if "checked" in data:
            found["checked"] = data["checked"]
        if self.is_part and self.permit and self.rows is not None:
            found["permit"] = self.permit.permit(self.rows.rows())
        if self.deed.gate is None and self.deed.key != "say":  # others may act beside these
            found["version"] = data["version"]
        return found

    def refuse(self, wrong: InvalidInput) -> None:
        """Show what the operation said at its field."""
        if not wrong.fields:
            self.form.add_error(None, wrong.message)
        for name, told in wrong.fields.items():
            here = name if name in self.form.fields else None
            self.form.add_error("words" if name in _WORDS else here, told)


_WORDS = ("opinion", "reason", "position", "words")


def acting_on_request(deed: RequestDeed) -> View:
    """The page of one act: GET shows request, checks and form, POST carries it out."""

    @requires(*deed.permissions)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, request_id: UUID) -> HttpResponse:
        found = get_request(actor_of(request), request_id, now=clock.now())
        if not deed.possible(found):
            return _not_now(request, deed, found)
        sheet = Sheet(deed, found, request.POST if request.method == "POST" else None)
        if request.method == "POST" and sheet.is_valid():
            return _perform(request, sheet)
        return _page(request, sheet, 422 if request.method == "POST" else 200)

    view.__name__ = f"request_{deed.key}"
    return view


def request_crumbs(*further: Crumb) -> list[Crumb]:
    """The way to a page of requests."""
    return [(_("Requests for access"), reverse("catalogue:requests")), *further]


def _perform(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    data = sheet.form.cleaned_data
    try:
        sheet.deed.perform(
            data["verdict"], words=data["words"], more=sheet.more(),
            request_id=sheet.view.line.id, actor=actor_of(request), now=clock.now(),
        )  # fmt: skip
    except (NotAuthorised, Missing, StaleVersion):
        raise
    except InvalidInput as wrong:
        sheet.refuse(wrong)
        return _page(request, sheet, wrong.status)
    except Refusal as refusal:
        sheet.form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        return _page(request, sheet, refusal.status)
    return _done(request, sheet.deed, sheet.view)


def _not_now(request: HttpRequest, deed: RequestDeed, view: RequestView) -> HttpResponse:
    """A form sent twice is told of its success; else why it cannot be done."""
    acts = {one.act for one in deed.verdicts}
    actor = actor_of(request)
    done = any(
        step.kind in acts and step.actor_id == actor.id and clock.now() - step.at < TWICE
        for step in view.steps
    )
    if request.method == "POST" and done:
        return _done(request, deed, view)
    if deed.is_barred(view):
        raise NotPossible(
            _("You took part in %(number)s before, and do not decide or review it.")
            % {"number": view.line.number},
            next_step=_("Somebody else who holds this right does this step."),
        )
    raise NotPossible(
        _("%(code)s is “%(state)s”: this is not possible now.")
        % {"code": view.line.number, "state": view.line.state_label}
    )


def _done(request: HttpRequest, deed: RequestDeed, view: RequestView) -> HttpResponse:
    messages.success(request, str(deed.done))
    return redirect("catalogue:request", request_id=view.line.id)


def _page(request: HttpRequest, sheet: Sheet, status: int) -> HttpResponse:
    view, deed = sheet.view, sheet.deed
    url = reverse("catalogue:request", args=[view.line.id])
    context = {
        "deed": deed,
        "view": view,
        "sheet": sheet,
        "facts": facts_of_request(view, view.line.consumer, view.line.provider),
        "items": item_rows_of(view.items),
        "flags": flag_words(view.flags) if deed.gate else (),
        "shows_flags": bool(deed.gate),
        "back_url": url,
        "crumbs": request_crumbs((view.line.number, url), (deed.title, "")),
    }
    return render(request, "catalogue/request_act.html", context, status=status)
