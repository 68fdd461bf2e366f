"""Roles: those that come with the program, and the city's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from liupan.foundation.access.facade import (
    DEFINE_ROLES,
    DUTIES,
    RoleRef,
    define_role,
    find_role,
    list_grants,
    list_roles,
)
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Duty, may, permissions
from liupan.kernel.errors import InvalidInput, Missing
from liupan.surfaces.console import marks
from liupan.surfaces.console.acts import Act, Crumb
from liupan.surfaces.console.forms import ChangeRoleForm, RoleForm
from liupan.surfaces.console.views.shown import (
    actor_of,
    any_of,
    holder_words,
    reach_words,
    span,
)


@marks.reads_roles
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """All roles."""
    duties = dict(DUTIES)
    context = {
        "roles": [(role, duties[role.duty.value]) for role in list_roles(clock.today())],
        "may_define": may(actor_of(request), DEFINE_ROLES),
    }
    return render(request, "console/roles.html", context)


@marks.reads_roles
@require_GET
def role(request: HttpRequest, code: str) -> HttpResponse:
    """One role: what it permits and who has it."""
    found, actor = _get(code), actor_of(request)
    known = permissions()
    sees_grants = any_of(actor, marks.GRANT_READERS)
    grants = list_grants(tops={ANYWHERE}, day=clock.today(), role_code=code) if sees_grants else []
    context = {
        "role": found,
        "duty": dict(DUTIES)[found.duty.value],
        "permits": [known[c] for c in found.permits if c in known],
        "grants": [
            (grant, holder_words(grant), reach_words(grant), span(grant.valid_from, grant.valid_to))
            for grant in grants
        ],
        "sees_grants": sees_grants,
        "may_change": not found.is_built_in and may(actor, DEFINE_ROLES),
        "crumbs": [(_("Roles"), reverse("console:roles")), (found.name, "")],
    }
    return render(request, "console/role.html", context)


class Define(Act):
    title = gettext_lazy("Define a role")
    verb = gettext_lazy("Define")
    done = gettext_lazy("The role was defined.")
    consequence = gettext_lazy("Nobody has it until it is granted.")
    form_class = RoleForm

    def crumbs(self) -> list[Crumb]:
        return [(_("Roles"), reverse("console:roles"))]

    def act(self, data: dict[str, Any]) -> str:
        if find_role(data["code"]):
            message = _("Another role has this code.")
            raise InvalidInput(message, fields={"code": [message]})
        define_role(**data, version=0, duty=Duty.BUSINESS, actor=self.actor, now=clock.now())
        return reverse("console:role", args=[data["code"]])


class Redefine(Act):
    title = gettext_lazy("Change the role")
    verb = gettext_lazy("Save")
    done = gettext_lazy("The role was changed.")
    consequence = gettext_lazy(
        "Everybody who has the role may do at once what you add, and no longer what you take away."
    )
    form_class = ChangeRoleForm

    @cached_property
    def role(self) -> RoleRef:
        """The role it is about."""
        return _get(self.kwargs["code"])

    def crumbs(self) -> list[Crumb]:
        here = reverse("console:role", args=[self.role.code])
        return [(_("Roles"), reverse("console:roles")), (self.role.name, here)]

    def initial(self) -> dict[str, Any]:
        role = self.role
        return {
            "version": role.version,
            "code": role.code,
            "name": role.name,
            "needs_second_factor": role.needs_second_factor,
            "permits": list(role.permits),
        }

    def act(self, data: dict[str, Any]) -> str:
        define_role(
            **{**data, "code": self.role.code},
            duty=self.role.duty,
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:role", args=[self.role.code])


def _get(code: str) -> RoleRef:
    found = find_role(code)
    if found is None:
        raise Missing(_("There is no such role."))
    return found
