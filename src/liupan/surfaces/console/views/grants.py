"""Grants: who has which role over what, granted, narrowed, revoked."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.access.facade import (
    DUTIES,
    GRANT_ROLES,
    GrantRef,
    find_grant,
    grant_role,
    grant_rows,
    list_roles,
    narrow_grant,
    revoke_role,
)
from liupan.foundation.design.listing import Column, ListPage, Preset, Role, Rows
from liupan.foundation.organisations.facade import list_posts_by_id
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.errors import Missing
from liupan.surfaces.console import marks
from liupan.surfaces.console.acts import Act, Crumb, Text
from liupan.surfaces.console.forms import GrantForm, NarrowForm, RevokeForm
from liupan.surfaces.console.views.shown import granted_by, holder_words, reach_words, span


class Grants(ListPage[GrantRef]):
    """All grants the reader may see."""

    key = "console.grants"
    template_name = "console/grants.html"
    title = gettext_lazy("Grants")
    lead = gettext_lazy("Who has which role over what, since when, and by whom.")
    search_hint = gettext_lazy("role, person, post or unit")
    begin_title = gettext_lazy("Nothing is granted yet")
    presets = (Preset(gettext_lazy("Holds today"), "state=now"),)
    columns = (
        Column[GrantRef](
            key="holder",
            label=gettext_lazy("To whom"),
            value=holder_words,
            role=Role.TITLE,
            url=lambda g: reverse("console:grant_revoke", args=[g.id]),
        ),
        Column[GrantRef](
            key="role", label=gettext_lazy("Role"), value=lambda g: g.role_name, sort="role_name"
        ),
        Column[GrantRef](key="reach", label=gettext_lazy("Over"), value=reach_words),
        Column[GrantRef](
            key="span",
            label=gettext_lazy("Valid"),
            value=lambda g: span(g.valid_from, g.valid_to),
            sort="valid_from",
        ),
        Column[GrantRef](
            key="by", label=gettext_lazy("By"), value=granted_by, sort="granted_by_name"
        ),
        Column[GrantRef](
            key="at",
            label=gettext_lazy("Granted"),
            value=lambda g: g.granted_at,
            sort="granted_at",
            role=Role.DUE,
        ),
    )
    default_sort = "-at"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Who only reads is not led to a page that refuses."""
        super().setup(request, *args, **kwargs)
        if not may(self.actor, GRANT_ROLES):
            self.columns = tuple(replace(c, url=None) for c in self.columns)  # type: ignore[misc, assignment]

    def rows(self) -> Rows[GrantRef]:
        return grant_rows(tops=_reach_of(self))

    def more_context(self) -> dict[str, Any]:
        return {"may_grant": may(self.actor, GRANT_ROLES)}


def _reach_of(page: Grants) -> frozenset[Any]:
    tops: frozenset[Any] = frozenset()
    for permission in marks.GRANT_READERS:
        tops |= page.actor.rights.get(permission.code, frozenset())
    return tops


class Grant(Act):
    title = gettext_lazy("Grant a role")
    verb = gettext_lazy("Grant")
    done = gettext_lazy("The role is granted.")
    form_class = GrantForm
    consequence = gettext_lazy(
        "It works from the first day on, at the next page the person opens. Nobody may hold roles"
        " of two duties; nobody grants to themselves."
    )

    def crumbs(self) -> list[Crumb]:
        return [(_("Grants"), reverse("console:grants"))]

    def arguments(self) -> dict[str, Any]:
        duties = dict(DUTIES)
        return {
            "roles": [
                (r.code, f"{r.name} · {duties[r.duty.value]}") for r in list_roles(clock.today())
            ]
        }

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {key: asked[key] for key in ("post", "role", "unit") if key in asked}

    def line(self) -> list[Text]:
        try:
            asked = UUID(self.request.GET.get("post", ""))
        except ValueError:
            return []
        return [
            _("to whoever is %(post)s of %(unit)s") % {"post": p.title, "unit": p.unit_name}
            for p in list_posts_by_id([asked]).values()
        ]

    def act(self, data: dict[str, Any]) -> str:
        grant_role(
            role_code=data["role"],
            account_id=data.get("person"),
            post_id=data["post"],
            everyone_in_id=data.get("everyone_in"),
            unit_id=data["unit"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:grants")


class GrantAct(Act):
    """An act on one grant."""

    @cached_property
    def grant(self) -> GrantRef:
        """The grant it is about."""
        found = find_grant(self.kwargs["binding_id"])
        if found is None:
            raise Missing(_("There is no such grant."))
        return found

    def crumbs(self) -> list[Crumb]:
        return [(_("Grants"), reverse("console:grants"))]

    def line(self) -> list[Text]:
        grant = self.grant
        return [
            holder_words(grant),
            grant.role_name,
            reach_words(grant),
            span(grant.valid_from, grant.valid_to),
        ]


class Narrow(GrantAct):
    title = gettext_lazy("Narrow the grant")
    verb = gettext_lazy("Narrow")
    done = gettext_lazy("The grant was narrowed.")
    consequence = gettext_lazy("To a unit further down, or to an earlier end; never to more.")
    form_class = NarrowForm

    def initial(self) -> dict[str, Any]:
        grant = self.grant
        return {"version": grant.version, "unit_id": grant.unit_id, "valid_to": grant.valid_to}

    def act(self, data: dict[str, Any]) -> str:
        narrow_grant(binding_id=self.grant.id, **data, actor=self.actor, now=clock.now())
        return reverse("console:grants")


class Revoke(GrantAct):
    template_name = "console/revoke.html"
    title = gettext_lazy("Revoke the grant")
    verb = gettext_lazy("Revoke")
    done = gettext_lazy("The grant was revoked.")
    consequence = gettext_lazy(
        "From this moment on nobody has the role by this grant; pages already open are refused at"
        " the next step. What was done with it stays done."
    )
    form_class = RevokeForm

    def act(self, data: dict[str, Any]) -> str:
        revoke_role(
            binding_id=self.grant.id, reason=data["reason"], actor=self.actor, now=clock.now()
        )
        return reverse("console:grants")
