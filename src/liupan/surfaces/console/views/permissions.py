"""The catalogue of permissions, and who holds one over a unit and why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liupan.foundation.access.facade import DUTIES, list_roles, who_can
from liupan.foundation.organisations.facade import list_tree
from liupan.kernel import clock
from liupan.kernel.authority import permissions
from liupan.kernel.errors import Missing
from liupan.surfaces.console import marks

MOST = 200
"""Reasons shown on one page; a role given to everyone has one for each person."""


@marks.reads_roles
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every permission any room declares, by duty, with the roles that hold it."""
    duties = dict(DUTIES)
    roles = list_roles(clock.today())
    rows = [
        (permission, duties[permission.duty.value], [r for r in roles if code in r.permits])
        for code, permission in permissions().items()
    ]
    return render(request, "console/permissions.html", {"rows": rows})


@marks.reads_grants
@require_GET
def who(request: HttpRequest, code: str) -> HttpResponse:
    """Who may do this, over the unit that is asked for, and why."""
    permission = permissions().get(code)
    if permission is None:
        raise Missing(_("There is no such permission."))
    today, asked = clock.today(), request.GET.get("unit", "")
    tree = list_tree(today)
    chosen = next((b.unit.id for b in tree if str(b.unit.id) == asked), None)
    reasons = who_can(code, today, unit_id=UUID(str(chosen)) if chosen else None)
    context = {
        "permission": permission,
        "duty": dict(DUTIES)[permission.duty.value],
        "units": [(str(b.unit.id), "　" * b.depth + b.unit.name) for b in tree],
        "chosen": str(chosen or ""),
        "reasons": reasons[:MOST],
        "more": max(len(reasons) - MOST, 0),
        "crumbs": [(_("Permissions"), reverse("console:permissions")), (permission.label, "")],
    }
    return render(request, "console/permission.html", context)
