"""What a person may do, and why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liupan.foundation.access.facade import DUTIES, LEVELS, list_clearances, why
from liupan.foundation.design.components.records import Fact
from liupan.foundation.identity.facade import find_staff, list_accounts
from liupan.foundation.organisations.facade import list_appointments, list_posts_of, list_units
from liupan.kernel import clock
from liupan.kernel.authority import permissions
from liupan.kernel.errors import Missing
from liupan.surfaces.console import marks
from liupan.surfaces.console.views.shown import span


@marks.reads_grants
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Find a person by name, pinyin or username."""
    words = request.GET.get("q", "").strip()
    people = find_staff(words) if words else []
    posts = list_posts_of([person.id for person in people], clock.today())
    context = {"words": words, "people": [(p, posts.get(p.id, [])) for p in people]}
    return render(request, "console/people.html", context)


@marks.reads_grants
@require_GET
def person(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One person: posts, clearance, every right and the way it came."""
    account = list_accounts([account_id]).get(account_id)
    if account is None:
        raise Missing(_("There is no such account."))
    today, duties = clock.today(), dict(DUTIES)
    reasons = why(account_id, today)
    held = list_appointments(account_id)
    units = list_units({one.unit_id for one in held})
    (clearance,) = list_clearances([account_id])
    known = permissions()
    context = {
        "account": account,
        "facts": [
            Fact(name=_("Username"), value=account.username),
            Fact(name=_("Clearance"), value=dict(LEVELS)[clearance.level]),
            Fact(name=_("Account"), value=_("open") if account.is_open else _("closed")),
        ],
        "held": [
            (one, units[one.unit_id].name, span(one.valid_from, one.valid_to)) for one in held
        ],
        "reasons": [
            (
                reason,
                duties[reason.duty.value],
                [known[code].label for code in reason.permissions if code in known],
                span(reason.valid_from, reason.valid_to),
            )
            for reason in reasons
        ],
        "crumbs": [(_("Who may do what"), reverse("console:people")), (account.name, "")],
    }
    return render(request, "console/person.html", context)
