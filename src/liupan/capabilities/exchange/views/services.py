"""Shared services: the list, one with its items and grants, and every act of its provider."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.exchange.forms.services import (
    ChangedPlaceForm,
    ConfirmForm,
    MappingForm,
    SetUpForm,
)
from liupan.capabilities.exchange.forms.systems import ReasonForm
from liupan.capabilities.exchange.operations.services import (
    change_service,
    end_service,
    map_items,
    open_service,
    pause_service,
    resume_service,
    set_up_service,
)
from liupan.capabilities.exchange.policies import KEEP_SERVICES, READ, SUPERVISE
from liupan.capabilities.exchange.queries.offering import columns_of, items_of, proposed
from liupan.capabilities.exchange.queries.rows import ShapedRows
from liupan.capabilities.exchange.queries.services import (
    ServiceLine,
    ServiceView,
    get_service,
    list_services,
)
from liupan.capabilities.exchange.queries.uploads import list_uploads
from liupan.capabilities.exchange.rules.services import Act, State
from liupan.capabilities.exchange.views.doing import do, sent
from liupan.capabilities.exchange.views.reading import actor_of, crumbs
from liupan.foundation.design.facade import (
    Column,
    Fact,
    ListPage,
    Preset,
    Role,
    city_moment,
    requires,
    state,
)
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import Missing
from liupan.kernel.work import Text, place


class ServiceList(ListPage[ServiceLine]):
    """All services the actor sees."""

    key = "exchange.services"
    title = gettext_lazy("Shared services")
    lead = gettext_lazy("What units deliver of their data, to whom a grant allows it.")
    search_hint = gettext_lazy("Name or code of the service")
    begin_title = gettext_lazy("No service yet")
    begin_text = gettext_lazy("Set up a service of a published resource, map its items, open it.")
    template_name = "exchange/list.html"
    default_sort = "code"
    presets = (
        Preset(pgettext_lazy("services", "Online"), "state=online"),
        Preset(pgettext_lazy("services", "My unit's"), "mine=true"),
        Preset(pgettext_lazy("services", "Paused"), "state=paused", is_counted=True),
    )
    columns = (
        Column[ServiceLine](key="code", label=gettext_lazy("Code"), value=lambda s: s.code,
                            sort="code", role=Role.NUMBER),
        Column[ServiceLine](key="title", label=gettext_lazy("Name of the resource"),
                            value=lambda s: s.title, sort="title", role=Role.TITLE,
                            url=lambda s: place("exchange:service", s.id)),
        Column[ServiceLine](key="provider", label=pgettext_lazy("catalogue", "Provider"),
                            value=lambda s: s.provider, sort="provider__order", role=Role.UNIT),
        Column[ServiceLine](key="kind", label=gettext_lazy("Where the data stand"),
                            value=lambda s: s.kind, role=Role.MORE),
        Column[ServiceLine](key="opened", label=pgettext_lazy("service", "Opened"),
                            value=lambda s: clock.on(s.opened_at) if s.opened_at else None,
                            sort="opened_at", role=Role.DUE),
        Column[ServiceLine](key="state", label=gettext_lazy("State"),
                            value=lambda s: s.state_label,
                            cell=lambda s: state(s.mark, s.state_label), sort="state",
                            role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[ServiceLine]:
        return list_services(self.actor)

    def more_context(self) -> dict[str, Any]:
        keeps = may(self.actor, KEEP_SERVICES)
        return {
            "add_url": place("exchange:service-add") if keeps else "",
            "add_words": _("Set up a service"),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act on a service: a page with a reason or a question, sent, carried out."""

    act: Act
    title: Text
    verb: Text
    done: Text
    consequence: Text
    perform: Callable[..., None]
    needs_reason: bool = False


DEEDS = (
    Deed(
        act=Act.OPEN, title=gettext_lazy("Open the service"), verb=gettext_lazy("Open"),
        done=gettext_lazy("The service is online."), perform=open_service,
        consequence=gettext_lazy("Every unit with a grant in force can call it from now on."),
    ),
    Deed(
        act=Act.PAUSE, title=gettext_lazy("Pause the service"), verb=gettext_lazy("Pause"),
        done=gettext_lazy("The service is paused."), perform=pause_service, needs_reason=True,
        consequence=gettext_lazy("Calls are refused until it goes on; callers hear that it rests."),
    ),
    Deed(
        act=Act.RESUME, title=gettext_lazy("Resume the service"), verb=gettext_lazy("Resume"),
        done=gettext_lazy("The service is online again."), perform=resume_service,
        consequence=gettext_lazy("Every unit with a grant in force can call it from now on."),
    ),
    Deed(
        act=Act.END, title=gettext_lazy("End the service"), verb=gettext_lazy("End"),
        done=gettext_lazy("The service is ended."), perform=end_service, needs_reason=True,
        consequence=gettext_lazy("It cannot be opened again. Its messages stay in the log."),
    ),
)  # fmt: skip


@requires(READ)
@require_safe
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """A service: what it delivers, who may call it, and what its keeper can do."""
    view = get_service(actor_of(request), service_id, now=clock.now())
    context = {
        "view": view,
        "facts": _facts(view),
        "deeds": [
            (deed.title, reverse(f"exchange:service-{deed.act.value}", args=[service_id]))
            for deed in DEEDS
            if deed.act in view.acts
        ],
        "quality_url": place("exchange:service-quality", service_id) if view.table else "",
        "source_url": place("exchange:source", service_id) if view.table else "",
        "uploads": list_uploads(actor_of(request), service_id) if _takes_files(view) else (),
        "upload_url": place("exchange:upload-add", service_id) if _takes_files(view) else "",
        "crumbs": crumbs((view.line.code, "")),
    }
    return render(request, "exchange/service.html", context)


@requires(KEEP_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new service of a published resource."""
    actor = actor_of(request)
    form = SetUpForm(sent(request), actor=actor, day=clock.today())

    def run(told: dict[str, Any]) -> UUID:
        return set_up_service(
            resource_id=UUID(told["resource_id"]), code=told["code"], place=form.place(),
            actor=actor, now=clock.now(),
        )  # fmt: skip

    title = _("Set up a service")
    return do(
        request, title=title, verb=_("Set up"), done=_("Set up. Now map its items."), form=form,
        run=run, back_url=reverse("exchange:services"), crumbs=crumbs((title, "")),
        next_url=lambda made: reverse("exchange:service-map", args=[made]),
    )  # fmt: skip


@requires(KEEP_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Where its data stand is changed."""
    actor, view = actor_of(request), _kept(request, service_id)
    initial = {
        "kind": "hosted" if view.is_hosted else "proxied", "address": view.address,
        "table_id": str(view.table.id) if view.table else "", "timeout_ms": view.timeout_ms,
        "stale_minutes": view.stale_minutes,
        "version": view.version,
    }  # fmt: skip
    form = ChangedPlaceForm(
        sent(request), actor=actor, day=clock.today(), unit_id=view.provider_id, initial=initial
    )

    def run(told: dict[str, Any]) -> None:
        change_service(
            service_id=service_id, place=form.place(), version=told["version"], actor=actor,
            now=clock.now(),
        )  # fmt: skip

    return _done(request, view, _("Where the data stand"), _("Save"), _("Saved."), form, run)


@requires(KEEP_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def map_(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Items are mapped to columns; those of the same name are proposed."""
    actor, view = actor_of(request), _kept(request, service_id)
    items = items_of(view.resource_id)
    columns = columns_of(view.table.id if view.table else None)
    form = MappingForm(
        sent(request), items=items, columns=columns, initial={"version": view.version},
        proposed=proposed(items, columns, view.fields),
    )  # fmt: skip

    def run(told: dict[str, Any]) -> None:
        map_items(
            service_id=service_id, fields=form.fields_by_item(), version=told["version"],
            actor=actor, now=clock.now(),
        )  # fmt: skip

    lead = _("Columns of the same name are proposed. What has no column is not delivered.")
    return _done(request, view, _("Map the items"), _("Save"), _("Saved."), form, run, lead=lead)


def deed(one: Deed) -> Callable[..., HttpResponse]:
    """The page of one act."""
    rights = (KEEP_SERVICES, SUPERVISE) if one.act is Act.PAUSE else (KEEP_SERVICES,)

    @requires(*rights)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view_of(request: HttpRequest, service_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        view = get_service(actor, service_id, now=clock.now())
        form = (ReasonForm if one.needs_reason else ConfirmForm)(sent(request))

        def run(told: dict[str, Any]) -> None:
            one.perform(service_id=service_id, **told, actor=actor, now=clock.now())

        return _done(
            request, view, one.title, one.verb, one.done, form, run, consequence=one.consequence
        )

    view_of.__name__ = f"service_{one.act.value}"
    return view_of


def _kept(request: HttpRequest, service_id: UUID) -> ServiceView:
    view = get_service(actor_of(request), service_id, now=clock.now())
    if not view.is_kept:
        raise Missing(_("There is no such service."))
    return view


def _done(
    request: HttpRequest, view: ServiceView, title: Text, verb: Text, done: Text, form: Any,
    run: Callable[[dict[str, Any]], object], **more: Any,
) -> HttpResponse:  # fmt: skip
    back = reverse("exchange:service", args=[view.line.id])
    return do(
        request, title=title, verb=verb, done=done, form=form, run=run, back_url=back,
        crumbs=crumbs((view.line.code, back), (title, "")), **more,
    )  # fmt: skip


def _facts(view: ServiceView) -> list[Fact]:
    opened = city_moment(view.line.opened_at) if view.line.opened_at else "—"
    told = [
        (_("Code"), view.line.code),
        (_("Resource of the catalogue"), view.resource_code or _("not published any more")),
        (_("Provider"), view.line.provider),
        (_("Where the data stand"), view.line.kind),
        (_("Opened"), opened),
    ]
    if view.is_kept and view.is_hosted:
        told.append((_("Hosted table"), _table_words(view)))
    if view.is_kept and not view.is_hosted:
        told.append((_("Address of our system"), view.address))
        told.append((_("Token our system expects"), _("kept sealed") if view.has_secret else "—"))
    if not view.is_hosted:
        told.append((_("Answers of before while the system is down"), _stale_words(view)))
    return [Fact(name=name, value=value) for name, value in told]


def _stale_words(view: ServiceView) -> str:
    if not view.stale_minutes:
        return str(pgettext("answers of before", "none"))
    return str(_("at most %(n)s minutes old, marked") % {"n": view.stale_minutes})


def _takes_files(view: ServiceView) -> bool:
    return view.is_kept and view.is_hosted and view.line.state != State.ENDED


def _table_words(view: ServiceView) -> str:
    if view.table is None:
        return str(_("none yet"))
    return str(
        _("%(title)s, %(rows)s rows") % {"title": view.table.title, "rows": f"{view.table.rows:,}"}
    )
