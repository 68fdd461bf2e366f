"""Templates, codes and circles: listed, added, changed, retired and restored."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liupan.capabilities.correspondence.forms.upkeep import (
    FORMS,
    CircleForm,
    CodeForm,
    TemplateForm,
)
from liupan.capabilities.correspondence.operations import circles, codes, templates
from liupan.capabilities.correspondence.policies import MANAGE
from liupan.capabilities.correspondence.queries import upkeep
from liupan.capabilities.correspondence.views.reading import actor_of, place_errors, shown
from liupan.foundation.design.facade import requires, unconfirmed
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, StaleVersion

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """What is looked after: its words, its reads, its form, its operations.

    `form` takes the actor, what stands (None for a new one) and what was sent.
    """

    key: str
    title: Text
    lead: Text
    new: Text
    none: Text
    keeps: Text
    listed: Callable[[Actor], Any]
    one: Callable[[Actor, UUID], Any]
    form: Callable[[Actor, Any, Any], Any]
    add: Callable[..., UUID]
    change: Callable[..., UUID]
    retire: Callable[..., None]

    @property
    def list_url(self) -> str:
        return reverse(f"correspondence:{self.key}s")

    @property
    def new_url(self) -> str:
        return reverse(f"correspondence:{self.key}-new")

    @property
    def argument(self) -> str:
        return f"{self.key}_id"


def _template_form(actor: Actor, stands: Any, data: Any) -> forms.Form:
    for_all = upkeep.may_manage_all(actor)
    if stands:
        return TemplateForm.of(stands, data, for_all=for_all)
    return TemplateForm(data, for_all=for_all)


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "template",
            gettext_lazy("Templates of documents"),
            gettext_lazy("Texts that documents begin with."),
            gettext_lazy("New template"),
            gettext_lazy("There is no template yet"),
            gettext_lazy("It is offered no longer. Documents that began with it stay."),
            upkeep.list_templates, upkeep.get_template, _template_form,
            templates.add_template, templates.change_template, templates.retire_template,
        ),
        Kind(
            "code",
            gettext_lazy("Codes of issuing units"),
            gettext_lazy("What numbers of documents begin with."),
            pgettext_lazy("document", "New code"),
            gettext_lazy("There is no code yet"),
            gettext_lazy("No new number begins with it. Numbers that were given stay."),
            upkeep.list_codes, upkeep.get_code,
            lambda _actor, stands, data: CodeForm.of(stands, data) if stands else CodeForm(data),
            codes.add_code, codes.change_code, codes.retire_code,
        ),
        Kind(
            "circle",
            gettext_lazy("Circles of addressees"),
            gettext_lazy("Units that documents go to together."),
            gettext_lazy("New circle"),
            gettext_lazy("There is no circle yet"),
            gettext_lazy("It is offered no longer. Documents that name it go where they went."),
            upkeep.list_circles, upkeep.get_circle,
            lambda _actor, stands, data: (
                CircleForm.of(stands, data) if stands else CircleForm(data)
            ),
            circles.add_circle, circles.change_circle, circles.retire_circle,
        ),
    )
}  # fmt: skip


@requires(MANAGE)
@require_GET
def listed(request: HttpRequest, kind: str) -> HttpResponse:
    """All of one kind that the visitor looks after; what is retired comes last."""
    found = KINDS[kind]
    context = {
        "kind": found,
        "kinds": KINDS.values(),
        "rows": found.listed(actor_of(request)),
        "layouts": dict(FORMS),
    }
    return render(request, "correspondence/draft_upkeep.html", context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new one."""
    found, actor = KINDS[kind], actor_of(request)
    form = found.form(actor, None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found.add(values=form.values(), actor=actor, now=clock.now())
        except InvalidInput as wrong:
            place_errors(form, wrong)
        else:
            messages.success(request, _("Added."))
            return redirect(found.list_url)
    return _page(request, found, form, None)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Change one that stands."""
    found, actor = KINDS[kind], actor_of(request)
    stands = found.one(actor, row_id)
    form = found.form(actor, stands, request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep = partial(found.change, **{found.argument: row_id})
        try:
            version = form.cleaned_data["version"] or 0
            keep(values=form.values(), version=version, actor=actor, now=clock.now())
        except StaleVersion as stale:
            raise shown(stale, form) from stale
        except InvalidInput as wrong:
            place_errors(form, wrong)
        else:
            messages.success(request, _("Saved."))
            return redirect(found.list_url)
    return _page(request, found, form, stands)


@requires(MANAGE)
@require_POST
def retire(request: HttpRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Retire one, after saying what stays; restore it."""
    found, actor = KINDS[kind], actor_of(request)
    is_active = request.POST.get("act") == "restore"
    if not is_active and (page := unconfirmed(
        request,
        question=_("Retire “%(name)s”?") % {"name": _name(found.one(actor, row_id))},
        consequence=found.keeps, verb=_("Retire"), back_url=found.list_url,
    )):  # fmt: skip
        return page
    found.retire(**{found.argument: row_id}, is_active=is_active, actor=actor, now=clock.now())
    messages.success(request, _("Restored.") if is_active else _("Retired."))
    return redirect(found.list_url)


def _name(stands: Any) -> str:
    return str(getattr(stands, "name", "") or stands.text)


def _page(request: HttpRequest, kind: Kind, form: forms.Form, stands: Any) -> HttpResponse:
    title = _name(stands) if stands else kind.new
    context = {
        "kind": kind,
        "form": form,
        "title": title,
        "units": unit_options(clock.today()),
        "crumbs": [(kind.title, kind.list_url), (title, "")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "correspondence/draft_upkeep_one.html", context, status=status)
