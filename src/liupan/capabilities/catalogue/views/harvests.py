"""Sources: named, tried, read now or every night; runs that wait for somebody are settled."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.capabilities.catalogue.forms.harvesting import ChangedSourceForm, SourceForm
from liupan.capabilities.catalogue.operations.harvesting import (
    Said,
    add_source,
    change_source,
    end_source,
    preview,
    settle_run,
    start_run,
)
from liupan.capabilities.catalogue.policies import HARVEST
from liupan.capabilities.catalogue.queries.harvests import SourceView, get_source, list_sources
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.foundation.design.facade import Fact, requires, unconfirmed
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion
from liupan.kernel.work import Text, place

Way = list[tuple[Text, str]]


def _way(*further: tuple[Text, str]) -> Way:
    return [(_("Sources of the catalogue"), reverse("catalogue:sources")), *further]


@requires(HARVEST)
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """All sources one looks after, with their latest runs."""
    found = list_sources(actor_of(request))
    context = {"sources": found, "crumbs": _way()[:1]}
    return render(request, "catalogue/sources.html", context)


@requires(HARVEST)
@require_safe
def source(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """A source with its runs, and what went wrong in the latest."""
    found = get_source(actor_of(request), source_id)
    yes, no = _("yes"), _("no")
    facts = [
        Fact(name=name, value=value)
        for name, value in (
            (_("Address of the catalogue"), found.url),
            (_("How it is read"), found.kind_label),
            (_("Entries"), str(found.entries)),
            (_("Everybody sees its entries"), yes if found.is_public else no),
            (_("Read it every night"), yes if found.is_nightly else no),
            (_("Largest share that may go unasked, in percent"), str(found.shrink_limit)),
        )
    ]
    held = next((run for run in found.runs if run.is_held), None)
    context = {"source": found, "facts": facts, "held": held, "crumbs": _way((found.name, ""))}
    return render(request, "catalogue/source.html", context)


@requires(HARVEST)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new source; it can be tried before it is kept."""
    actor = actor_of(request)
    sent = request.POST if request.method == "POST" else None
    form = SourceForm(sent, actor=actor, day=clock.today())

    def save(said: Said) -> UUID:
        return add_source(said=said, actor=actor, now=clock.now())

    return _edit(request, form, save, _("Add a source"))


@requires(HARVEST)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """What is said of a source is changed."""
    actor = actor_of(request)
    found = get_source(actor, source_id)
    sent = request.POST if request.method == "POST" else None
    form = ChangedSourceForm(sent, actor=actor, day=clock.today(), initial=_initial(found))

    def save(said: Said) -> UUID:
        version = form.cleaned_data["version"]
        return change_source(
            source_id=source_id, said=said, version=version, actor=actor, now=clock.now()
        )

    return _edit(request, form, save, found.name)


@requires(HARVEST)
@require_POST
def run(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Read it now; the job's page shows how far it is."""
    job_id = start_run(source_id=source_id, actor=actor_of(request), now=clock.now())
    return redirect(place("workbench:job", job_id) or reverse("catalogue:sources"))


@requires(HARVEST)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Read it no longer; asked for first."""
    found = get_source(actor_of(request), source_id)
    asked = unconfirmed(
        request,
        question=_("Harvest %(name)s no longer?") % {"name": found.name},
        consequence=_("Its entries are shown no more, neither here nor to everybody."),
        verb=_("End it"),
        back_url=reverse("catalogue:source", args=[source_id]),
    )
    if asked:
        return asked
    end_source(source_id=source_id, actor=actor_of(request), now=clock.now())
    messages.success(request, _("%(name)s is harvested no longer.") % {"name": found.name})
    return redirect("catalogue:sources")


@requires(HARVEST)
@require_POST
def settle(request: HttpRequest, source_id: UUID, run_id: UUID) -> HttpResponse:
    """Confirm or decline what a run would take out."""
    is_confirmed = request.POST.get("verdict") == "confirm"
    settle_run(run_id=run_id, is_confirmed=is_confirmed, actor=actor_of(request), now=clock.now())
    messages.success(request, _("Taken out.") if is_confirmed else _("Nothing was taken out."))
    return redirect("catalogue:source", source_id=source_id)


def _edit(
    request: HttpRequest, form: SourceForm, save: Callable[[Said], UUID], title: Text
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "crumbs": _way((title, ""))}
    if not form.is_bound:
        return render(request, "catalogue/source_edit.html", context)
    if form.is_valid() and (made := _done(request, form, save, context)):
        messages.success(request, _("Saved."))
        return redirect("catalogue:source", source_id=made)
    status = 422 if form.errors else 200
    return render(request, "catalogue/source_edit.html", context, status=status)


def _done(
    request: HttpRequest, form: SourceForm, save: Callable[[Said], UUID], context: dict[str, Any]
) -> UUID | None:
    """Save what was said, or put the first entries of the source into the context."""
    try:
        if "try" not in request.POST:
            return save(form.said())
        told = form.cleaned_data
        actor = actor_of(request)
        context["found"], context["total"] = preview(
            kind=told["kind"], url=told["url"], actor=actor
        )
        context["is_tried"] = True
    except (NotAuthorised, Missing, StaleVersion):
        raise
    except InvalidInput as wrong:
        for name, words in wrong.fields.items():
            form.add_error(name if name in form.fields else None, words)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
    return None


def _initial(found: SourceView) -> dict[str, Any]:
    names = (*SourceForm.base_fields, "version")
    return {name: getattr(found, name) for name in names}
