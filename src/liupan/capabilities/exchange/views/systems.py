"""Systems of units: the list, one with its credentials and what it may call, and every act."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.exchange.forms.systems import (
    CredentialForm,
    ReasonForm,
    RenameForm,
    SystemForm,
)
from liupan.capabilities.exchange.operations.systems import (
    Made,
    add_certificate,
    add_hmac_secret,
    add_sm2_key,
    close_system,
    register_system,
    rename_system,
    revoke_credential,
)
from liupan.capabilities.exchange.policies import KEEP_SYSTEMS, READ
from liupan.capabilities.exchange.queries.rows import ShapedRows
from liupan.capabilities.exchange.queries.systems import (
    SystemLine,
    SystemView,
    get_system,
    list_systems,
)
from liupan.capabilities.exchange.views.doing import do, sent
from liupan.capabilities.exchange.views.reading import actor_of, system_crumbs
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
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.work import Text, place


def _state(line: SystemLine) -> Any:
    if line.is_closed:
        return state("none", _("closed"))
    return state("done", _("may call")) if line.credentials else state("risk", _("no credential"))


class SystemList(ListPage[SystemLine]):
    """All systems the actor sees."""

    key = "exchange.systems"
    title = gettext_lazy("Systems that call")
    lead = gettext_lazy("Business systems of units, and what they prove themselves with.")
    search_hint = gettext_lazy("Name or code of the system")
    begin_title = gettext_lazy("No system yet")
    begin_text = gettext_lazy("Register the system, then give it a key.")
    template_name = "exchange/list.html"
    default_sort = "code"
    presets = (
        Preset(pgettext_lazy("systems", "Open"), "closed=false"),
        Preset(pgettext_lazy("systems", "Closed"), "closed=true"),
    )
    columns = (
        Column[SystemLine](key="code", label=gettext_lazy("Code"), value=lambda s: s.code,
                           sort="code", role=Role.NUMBER),
        Column[SystemLine](key="name", label=gettext_lazy("Name of the system"),
                           value=lambda s: s.name, sort="name", role=Role.TITLE,
                           url=lambda s: place("exchange:system", s.id)),
        Column[SystemLine](key="unit", label=gettext_lazy("Unit"), value=lambda s: s.unit,
                           sort="unit__order", role=Role.UNIT),
        Column[SystemLine](key="credentials", label=gettext_lazy("Credentials that hold"),
                           value=lambda s: s.credentials, role=Role.MORE, is_number=True),
        Column[SystemLine](key="since", label=gettext_lazy("Registered"),
                           value=lambda s: clock.on(s.registered_at), sort="registered_at",
                           role=Role.DUE),
        Column[SystemLine](key="state", label=gettext_lazy("State"),
                           value=lambda s: _("closed") if s.is_closed else "", cell=_state,
                           role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[SystemLine]:
        return list_systems(self.actor)

    def more_context(self) -> dict[str, Any]:
        keeps = may(self.actor, KEEP_SYSTEMS)
        return {
            "add_url": place("exchange:system-add") if keeps else "",
            "add_words": _("Register a system"),
        }


@requires(READ)
@require_safe
def system(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """A system: its credentials, what it may call, and how."""
    return _shown(request, get_system(actor_of(request), system_id, now=clock.now()))


@requires(KEEP_SYSTEMS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A system is registered."""
    actor, title = actor_of(request), _("Register a system")

    def run(told: dict[str, Any]) -> UUID:
        unit_id = UUID(told.pop("unit_id"))
        return register_system(unit_id=unit_id, **told, actor=actor, now=clock.now())

    return do(
        request, title=title, verb=_("Register"), done=_("Registered. Now give it a key."),
        form=SystemForm(sent(request), actor=actor, day=clock.today()), run=run,
        back_url=reverse("exchange:systems"), crumbs=system_crumbs((title, "")),
        next_url=lambda made: reverse("exchange:system", args=[made]),
    )  # fmt: skip


@requires(KEEP_SYSTEMS)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """Name and contact are changed."""
    actor, view = actor_of(request), _kept(request, system_id)
    initial = {"name": view.line.name, "contact": view.contact, "version": view.version}

    def run(told: dict[str, Any]) -> None:
        rename_system(system_id=system_id, **told, actor=actor, now=clock.now())

    form = RenameForm(sent(request), initial=initial)
    return _done(request, view, _("Change name and contact"), _("Save"), _("Saved."), form, run)


@requires(KEEP_SYSTEMS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """It calls no more."""
    actor, view = actor_of(request), _kept(request, system_id)

    def run(told: dict[str, Any]) -> None:
        close_system(system_id=system_id, **told, actor=actor, now=clock.now())

    return _done(
        request, view, _("Close the system"), _("Close"), _("The system is closed."),
        ReasonForm(sent(request)), run,
        consequence=_("It cannot call any more; all its credentials are revoked."),
    )  # fmt: skip


@requires(KEEP_SYSTEMS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def credential(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """A credential is made; a secret stands on the page that answers, and nowhere else."""
    actor, view = actor_of(request), _kept(request, system_id)
    form, title = CredentialForm(sent(request)), _("Give it a credential")
    if form.is_bound and form.is_valid() and (made := _made(form, system_id, actor)):
        if made.secret:
            return _shown(request, _kept(request, system_id), made=made)
        messages.success(request, _("The credential %(key)s holds.") % {"key": made.key_id})
        return redirect("exchange:system", system_id=system_id)
    back = reverse("exchange:system", args=[system_id])
    context = {
        "title": title, "verb": _("Make"), "form": form, "back_url": back,
        "crumbs": system_crumbs((view.line.name, back), (title, "")),
    }  # fmt: skip
    return render(request, "exchange/do.html", context, status=422 if form.is_bound else 200)


@requires(KEEP_SYSTEMS)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, system_id: UUID, credential_id: UUID) -> HttpResponse:
    """A credential proves nothing any more."""
    actor, view = actor_of(request), _kept(request, system_id)
    if credential_id not in {one.id for one in view.credentials}:
        raise Missing(_("There is no such system."))

    def run(told: dict[str, Any]) -> None:
        revoke_credential(credential_id=credential_id, **told, actor=actor, now=clock.now())

    return _done(
        request, view, _("Revoke the credential"), _("Revoke"), _("The credential is revoked."),
        ReasonForm(sent(request)), run,
        consequence=_("Calls that are proven with it are refused from now on."),
    )  # fmt: skip


def _made(form: CredentialForm, system_id: UUID, actor: Actor) -> Made | None:
    told = form.cleaned_data
    by: dict[str, Any] = {"system_id": system_id, "actor": actor, "now": clock.now()}
    try:
        if told["kind"] == "hmac":
            return add_hmac_secret(days=told["days"], **by)
        if told["kind"] == "sm2":
            return add_sm2_key(pem=told["pem"], days=told["days"], **by)
        return add_certificate(pem=told["pem"], **by)
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        for field, words in wrong.fields.items():
            form.add_error(field if field in form.fields else None, words)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
    return None


def _shown(request: HttpRequest, view: SystemView, made: Made | None = None) -> HttpResponse:
    facts = [
        (_("Unit"), view.line.unit),
        (_("Code"), view.line.code),
        (_("Who looks after it"), view.contact or "—"),
        (_("Registered"), city_moment(view.line.registered_at)),
    ]
    context = {
        "view": view,
        "made": made,
        "facts": [Fact(name=name, value=value) for name, value in facts],
        "example": _example(request, view),
        "crumbs": system_crumbs((view.line.name, "")),
    }
    return render(request, "exchange/system.html", context)


def _example(request: HttpRequest, view: SystemView) -> str:
    """How a call looks, as a command; of the first service it may query."""
    first = next(iter(view.callables), None)
    live = next((one for one in view.credentials if one.is_live), None)
    if first is None:
        return ""
    root = request.build_absolute_uri("/api/v1/exchange/services/")
    key = live.key_id if live else "KEY"
    return "\n".join(
        [
            f"curl '{root}{first.service}/rows?limit=10' \\",
            "  -H 'X-Road-Id: 7c0f2f0e-example' \\",
            f"  -H 'X-Road-Issue: {_('CASE NUMBER')}' \\",
            f'  -H \'Authorization: LIUPAN-SM2 key="{key}", time="…", nonce="…", signature="…"\'',
        ]
    )


def _kept(request: HttpRequest, system_id: UUID) -> SystemView:
    view = get_system(actor_of(request), system_id, now=clock.now())
    if not view.is_kept:
        raise Missing(_("There is no such system."))
    return view


def _done(
    request: HttpRequest, view: SystemView, title: Text, verb: Text, done: Text, form: Any,
    run: Callable[[dict[str, Any]], object], **more: Any,
) -> HttpResponse:  # fmt: skip
    back = reverse("exchange:system", args=[view.line.id])
    return do(
        request, title=title, verb=verb, done=done, form=form, run=run, back_url=back,
        crumbs=system_crumbs((view.line.name, back), (title, "")), **more,
    )  # fmt: skip
