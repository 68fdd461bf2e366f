"""Grants: the list, one with its versions, and what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.catalogue.forms.asking import (
    Conditions,
    PermitForm,
    ReasonForm,
    condition_forms,
)
from liupan.capabilities.catalogue.operations.granting import (
    narrow_grant,
    resume_grant,
    revoke_grant,
    suspend_grant,
)
from liupan.capabilities.catalogue.policies import CHECK, DECIDE, SEE
from liupan.capabilities.catalogue.queries.request_listing import GrantRows, list_grant_rows
from liupan.capabilities.catalogue.queries.request_offering import get_row_names, units_of
from liupan.capabilities.catalogue.queries.request_pages import get_grant
from liupan.capabilities.catalogue.queries.request_shapes import (
    GrantLine,
    GrantVersionView,
    GrantView,
)
from liupan.capabilities.catalogue.rules.granting import Act
from liupan.capabilities.catalogue.views.acting import NotPossible
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.capabilities.catalogue.views.request_acting import TWICE, Crumb
from liupan.capabilities.catalogue.views.request_words import (
    facts_of_grant,
    facts_of_permit,
    item_rows_of,
    mask_words,
)
from liupan.foundation.design.facade import (
    Column,
    Event,
    Fact,
    ListPage,
    Preset,
    Role,
    requires,
    state,
)
from liupan.foundation.journal.facade import READ_JOURNAL
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion
from liupan.kernel.work import Text, place


class GrantList(ListPage[GrantLine]):
    """All grants the actor sees; what my units get, and what they give."""

    key = "catalogue.grants"
    title = gettext_lazy("Grants of data")
    lead = gettext_lazy("What units may have of one another's data, for what, and until when.")
    search_hint = gettext_lazy("Number, resource or business")
    begin_title = gettext_lazy("No grant yet")
    begin_text = gettext_lazy("A request that passes both reviews becomes a grant.")
    default_sort = "-issued"
    presets = (
        Preset(pgettext_lazy("grants", "What we get"), "side=gets"),
        Preset(pgettext_lazy("grants", "What we give"), "side=gives"),
        Preset(pgettext_lazy("grants", "In force"), "standing=in_force"),
        Preset(pgettext_lazy("grants", "Ending soon"), "ending=true", is_counted=True),
    )
    columns = (
        Column[GrantLine](key="number", label=gettext_lazy("Number"), value=lambda g: g.number,
                          sort="number", role=Role.NUMBER),
        Column[GrantLine](key="title", label=gettext_lazy("Name of the resource"),
                          value=lambda g: g.title, sort="title", role=Role.TITLE,
                          url=lambda g: place("catalogue:grant", g.id)),
        Column[GrantLine](key="consumer", label=pgettext_lazy("catalogue", "Requester"),
                          value=lambda g: g.consumer, sort="consumer__order", role=Role.UNIT),
        Column[GrantLine](key="provider", label=pgettext_lazy("catalogue", "Provider"),
                          value=lambda g: g.provider, sort="provider__order", role=Role.ORIGIN),
        Column[GrantLine](key="business", label=gettext_lazy("Business matter"),
                          value=lambda g: g.business, role=Role.MORE),
        Column[GrantLine](key="mode", label=gettext_lazy("Modes of use"), value=lambda g: g.modes,
                          role=Role.MORE),
        Column[GrantLine](key="issued", label=pgettext_lazy("grant", "Issued"),
                          value=lambda g: clock.on(g.issued_at), sort="issued_at",
                          role=Role.ORIGIN),
        Column[GrantLine](key="until", label=gettext_lazy("Last day of use"),
                          value=lambda g: g.valid_until, sort="valid_until", role=Role.DUE),
        Column[GrantLine](key="state", label=gettext_lazy("State"), value=lambda g: g.state_label,
                          cell=lambda g: state(g.mark, g.state_label), role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> GrantRows:
        today = clock.today()
        return list_grant_rows(self.actor, today=today, unit_ids=units_of(self.actor, today))


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantDeed:
    """One thing to do with a grant."""

    key: str
    act: Act
    title: Text
    verb: Text
    consequence: Text
    done: Text
    run: Callable[..., UUID]


GRANT_DEEDS = (
    GrantDeed(
        key="suspend",
        act=Act.SUSPEND,
        title=gettext_lazy("Suspend the grant"),
        verb=pgettext_lazy("grant", "Suspend"),
        consequence=gettext_lazy("Nothing is delivered until it is resumed."),
        done=gettext_lazy("Suspended."),
        run=suspend_grant,
    ),
    GrantDeed(
        key="resume",
        act=Act.RESUME,
        title=gettext_lazy("Resume the grant"),
        verb=pgettext_lazy("grant", "Resume"),
        consequence=gettext_lazy("It is in force again, as far as its term goes."),
        done=gettext_lazy("Resumed."),
        run=resume_grant,
    ),
    GrantDeed(
        key="narrow",
        act=Act.NARROW,
        title=gettext_lazy("Narrow what is granted"),
        verb=pgettext_lazy("grant", "Narrow"),
        consequence=gettext_lazy(
            "From now on it gives less; it is never made wider. For more, the consumer asks anew."
        ),
        done=gettext_lazy("Narrowed."),
        run=narrow_grant,
    ),
    GrantDeed(
        key="revoke",
        act=Act.REVOKE,
        title=gettext_lazy("Revoke what is granted"),
        verb=pgettext_lazy("grant", "Revoke"),
        consequence=gettext_lazy("It ends for good, from the next call on."),
        done=gettext_lazy("Revoked."),
        run=revoke_grant,
    ),
)


@requires(SEE)
@require_safe
def grant_page(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """What a grant gives now and gave before, and what can be done with it."""
    actor = actor_of(request)
    view = get_grant(actor, grant_id, now=clock.now())
    line = view.line
    context = {
        "view": view,
        "line": [state(line.mark, line.state_label), line.number, line.consumer],
        "facts": facts_of_grant(view),
        "items": item_rows_of(view.items),
        "versions": [
            (one, [(name, mask_words(mask)) for name, mask in one.items], _permit_facts(one))
            for one in view.versions[1:]
        ],
        "events": _events(view),
        "deeds": [(one, _url(one.key, grant_id)) for one in GRANT_DEEDS if one.act in view.may],
        "request_url": place("catalogue:request", view.request_id),
        "journal_url": place("console:journal_thing", line.id) if may(actor, READ_JOURNAL) else "",
        "crumbs": _crumbs((line.number, "")),
    }
    return render(request, "catalogue/grant.html", context)


def acting_on_grant(deed: GrantDeed) -> Callable[..., HttpResponse]:
    """The page of one act on a grant."""

    @requires(DECIDE, CHECK)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, grant_id: UUID) -> HttpResponse:
        found = get_grant(actor_of(request), grant_id, now=clock.now())
        if deed.act not in found.may:
            return _not_now(request, deed, found)
        sheet = _Sheet(deed, found, request.POST if request.method == "POST" else None)
        if request.method == "POST" and sheet.is_valid():
            return _perform(request, sheet)
        return _page(request, sheet, 422 if request.method == "POST" else 200)

    view.__name__ = f"grant_{deed.key}"
    return view


class _Sheet:
    """The forms of one act: a reason, and what stays where less is given."""

    def __init__(self, deed: GrantDeed, view: GrantView, sent: Any = None) -> None:
        self.deed, self.view = deed, view
        self.form = ReasonForm(sent, initial={"version": view.version})
        self.permit: PermitForm | None = None
        self.rows: Conditions | None = None
        if deed.act is Act.NARROW:
            self.permit = PermitForm(sent, items=view.items, most=view.permit)
            self.rows = condition_forms(sent, view.permit.rows, get_row_names(view.request_id))

    def is_valid(self) -> bool:
        stays = self.permit is None or self.permit.is_valid()
        rows = self.rows is None or self.rows.is_valid()
        return self.form.is_valid() and stays and rows

    def more(self) -> dict[str, Any]:
        if self.permit is None or self.rows is None:
            return {}
        return {"permit": self.permit.permit(self.rows.rows())}


def _perform(request: HttpRequest, sheet: _Sheet) -> HttpResponse:
    data = sheet.form.cleaned_data
    try:
        sheet.deed.run(
            grant_id=sheet.view.line.id, reason=data["reason"], version=data["version"],
            actor=actor_of(request), now=clock.now(), **sheet.more(),
        )  # fmt: skip
    except (NotAuthorised, Missing, StaleVersion):
        raise
    except InvalidInput as wrong:
        told = [one for fields in wrong.fields.values() for one in fields] or [wrong.message]
        sheet.form.add_error(None, told)
        return _page(request, sheet, wrong.status)
    except Refusal as refusal:
        sheet.form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        return _page(request, sheet, refusal.status)
    return _done(request, sheet.deed, sheet.view)


def _not_now(request: HttpRequest, deed: GrantDeed, view: GrantView) -> HttpResponse:
    """A form sent twice is told of its success; else why it cannot be done."""
    actor = actor_of(request)
    done = any(
        step.kind is deed.act and step.actor_id == actor.id and clock.now() - step.at < TWICE
        for step in view.steps
    )
    if request.method == "POST" and done:
        return _done(request, deed, view)
    raise NotPossible(
        _("%(code)s is “%(state)s”: this is not possible now.")
        % {"code": view.line.number, "state": view.line.state_label}
    )


def _done(request: HttpRequest, deed: GrantDeed, view: GrantView) -> HttpResponse:
    messages.success(request, str(deed.done))
    return redirect("catalogue:grant", grant_id=view.line.id)


def _page(request: HttpRequest, sheet: _Sheet, status: int) -> HttpResponse:
    line = sheet.view.line
    url = reverse("catalogue:grant", args=[line.id])
    context = {
        "deed": sheet.deed,
        "view": sheet.view,
        "sheet": sheet,
        "facts": facts_of_grant(sheet.view),
        "items": item_rows_of(sheet.view.items),
        "back_url": url,
        "crumbs": _crumbs((line.number, url), (sheet.deed.title, "")),
    }
    return render(request, "catalogue/grant_act.html", context, status=status)


def _crumbs(*further: Crumb) -> list[Crumb]:
    return [(_("Grants of data"), reverse("catalogue:grants")), *further]


def _url(key: str, grant_id: UUID) -> str:
    return reverse(f"catalogue:grant-{key}", args=[grant_id])


def _events(view: GrantView) -> list[Event]:
    between = pgettext("between name and unit", " ")
    return [
        Event(
            act=step.label,
            who=between.join(filter(None, (step.actor, step.unit))),
            at=step.at,
            kind="back" if step.kind in (Act.SUSPEND, Act.REVOKE) else "act",
            said=step.words,
            text="",
        )
        for step in view.steps
    ]


def _permit_facts(version: GrantVersionView) -> list[Fact]:
    return facts_of_permit(version.permit)
