"""A provider's database that is read by the clock: set up, tried, started, its readings."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.capabilities.exchange.forms.pulling import SourceColumnsForm, SourceForm
from liupan.capabilities.exchange.operations.pulling import (
    map_source,
    pull_now,
    set_source,
    start_source,
    stop_source,
)
from liupan.capabilities.exchange.policies import KEEP_SERVICES
from liupan.capabilities.exchange.queries.offering import proposed
from liupan.capabilities.exchange.queries.pulling import SourceView, get_source
from liupan.capabilities.exchange.views.doing import do, sent
from liupan.capabilities.exchange.views.reading import actor_of, crumbs
from liupan.foundation.design.facade import Fact, city_moment, requires
from liupan.kernel import clock
from liupan.kernel.errors import Missing, NotAuthorised, Refusal

ACTS: dict[str, Callable[..., object]] = {
    "start": start_source, "stop": stop_source, "now": pull_now,
}  # fmt: skip


@requires(KEEP_SERVICES)
@require_safe
def source(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """How it stands; with `?try=1` the database is looked into."""
    view = get_source(actor_of(request), service_id, is_asked=bool(request.GET.get("try")))
    context = {
        "view": view, "facts": _facts(view), "is_tried": bool(request.GET.get("try")),
        "crumbs": _way(view),
    }  # fmt: skip
    return render(request, "exchange/source.html", context)


@requires(KEEP_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Where it stands, what is read, when."""
    actor = actor_of(request)
    view = get_source(actor, service_id)
    names = ("host", "port", "database", "username", "schema", "relation", "version")
    initial = {name: getattr(view, name) for name in names} if view.is_set else {"version": 1}
    at = f"{view.minute // 60:02}:{view.minute % 60:02}"
    initial |= {"tls": view.tls.value, "rhythm": view.rhythm.value, "at": at}
    form = SourceForm(sent(request), initial=initial)

    def run(told: dict[str, Any]) -> object:
        rhythm, minute = form.rhythm_said()
        return set_source(
            service_id=service_id, database=form.database_said(), rhythm=rhythm, minute=minute,
            version=told["version"], actor=actor, now=clock.now(),
        )  # fmt: skip

    title = _("Where the database stands")
    return do(
        request, title=title, verb=_("Save"), done=_("Saved. Now map its columns."), form=form,
        run=run, back_url=_page(view), crumbs=_way(view, title),
        next_url=lambda _made: reverse("exchange:source-map", args=[service_id]),
    )  # fmt: skip


@requires(KEEP_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def map_(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Its columns, as it has them now, beside the table's."""
    actor = actor_of(request)
    view = get_source(actor, service_id, is_asked=True)
    if not view.is_set:
        raise Missing(_("Say first where the database stands."))
    if view.wrong:
        messages.error(request, view.wrong)
        return redirect("exchange:source", service_id=service_id)
    kept = {ours: theirs for ours, theirs in view.columns.items() if theirs in view.there}
    form = SourceColumnsForm(
        sent(request), ours=view.table_columns, there=view.there,
        proposed=proposed(view.table_columns, list(view.there), kept),
        initial={"version": view.version},
    )  # fmt: skip

    def run(told: dict[str, Any]) -> object:
        return map_source(
            service_id=service_id, columns=form.columns_said(), version=told["version"],
            actor=actor, now=clock.now(),
        )  # fmt: skip

    title = _("Map the columns")
    return do(
        request, title=title, verb=_("Save"), done=_("Saved."), form=form, run=run,
        back_url=_page(view), crumbs=_way(view, title),
        lead=_("Columns of the same name are proposed. What is not mapped is not read."),
    )  # fmt: skip


@requires(KEEP_SERVICES)
@require_POST
def act(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Started, stopped, read at once."""
    perform = ACTS.get(request.POST.get("act", ""))
    if perform is None:
        raise Missing(_("There is no such act."))
    try:
        perform(service_id=service_id, actor=actor_of(request), now=clock.now())
    except (Missing, NotAuthorised):
        raise
    except Refusal as no:
        messages.error(request, f"{no.message} {no.next_step}".strip())
    return redirect("exchange:source", service_id=service_id)


def _page(view: SourceView) -> str:
    return reverse("exchange:source", args=[view.service_id])


def _way(view: SourceView, *further: str) -> Any:
    service = reverse("exchange:service", args=[view.service_id])
    here = _("Scheduled reading")
    if not further:
        return crumbs((view.code, service), (here, ""))
    return crumbs((view.code, service), (here, _page(view)), (further[0], ""))


def _facts(view: SourceView) -> list[Fact]:
    if not view.is_set:
        return []
    told = [
        (_("Host of the database"), f"{view.host}:{view.port}"),
        (_("Name of the database"), view.database),
        (_("User"), view.username),
        (_("Table or view"), f"{view.schema}.{view.relation}"),
        (_("How often"), f"{view.rhythm_label} {view.at}"),
        (_("Next reading"), city_moment(view.due_at) if view.due_at else "—"),
        (_("Last success"), city_moment(view.succeeded_at) if view.succeeded_at else "—"),
    ]
    return [Fact(name=name, value=value) for name, value in told]
