"""The console's first page: to each administrator what is theirs, and what needs attention."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from liupan.foundation.access.facade import (
    AUDIT_ROLES,
    DUTIES,
    GRANT_ROLES,
    list_grants,
    list_open_proposals,
)
from liupan.foundation.organisations.facade import (
    MANAGE_UNITS,
    STAFF_UNIT,
    count_people_in_posts,
    count_staff,
    list_posts_by_id,
    list_units,
    list_units_on,
    list_vacant_posts,
)
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, may
from liupan.surfaces.console import marks
from liupan.surfaces.console.acts import Text
from liupan.surfaces.console.views.shown import actor_of, granted_by, holder_words, span

SOON = timedelta(days=30)
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that needs attention."""

    title: Text
    text: Text
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """One duty's part of the page: figures in words, and what needs attention."""

    title: Text
    line: tuple[Text, ...]
    matters: list[Matter]
    more: int
    calm: Text
    more_url: str = ""


@marks.for_administrators
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What each duty sees; a unit administrator is led to the own unit."""
    actor = actor_of(request)
    parts = [
        part(actor)
        for permission, part in (
            (MANAGE_UNITS, _system),
            (GRANT_ROLES, _security),
            (AUDIT_ROLES, _audit),
            (STAFF_UNIT, _unit),
        )
        if may(actor, permission)
    ]
    proposals = list_open_proposals(actor, clock.now())
    return render(request, "console/home.html", {"parts": parts, "proposals": proposals})


def _system(actor: Actor) -> Part:
    today = clock.today()
    units = list_units_on(today)
    staff = count_staff(today)
    empty = [unit for unit in units if not staff.get(unit.id, (0, 0))[1]]
    matters = [
        Matter(
            unit.name,
            _("nobody holds a post here"),
            reverse("console:unit", args=[unit.id]),
        )
        for unit in empty
    ]
    people = count_people_in_posts(today)
    return Part(
        title=_("System administration"),
        line=(
            ngettext("%(n)s unit", "%(n)s units", len(units)) % {"n": len(units)},
            ngettext("%(n)s person in posts", "%(n)s people in posts", people) % {"n": people},
        ),
        matters=matters[:SHOWN],
        more=max(len(matters) - SHOWN, 0),
        calm=_("Every unit has people in posts."),
        more_url=reverse("console:units"),
    )


def _security(actor: Actor) -> Part:
    today = clock.today()
    tops = actor.rights[GRANT_ROLES.code]
    grants = list_grants(tops=tops, day=today)
    vacant = list_vacant_posts({grant.post_id for grant in grants if grant.post_id}, today)
    posts = list_posts_by_id(vacant)
    ending = [g for g in grants if g.valid_to and g.valid_to <= today + SOON]
    matters = [
        Matter(
            _("%(role)s ends soon") % {"role": grant.role_name},
            f"{holder_words(grant)} · {span(grant.valid_from, grant.valid_to)}",
            reverse("console:grant_revoke", args=[grant.id]),
        )
        for grant in ending
    ]
    matters += [
        Matter(
            _("%(role)s reaches nobody") % {"role": grant.role_name},
            _("%(holder)s: the system administrator appoints somebody")
            % {"holder": holder_words(grant)},
            reverse("console:unit", args=[posts[grant.post_id].unit_id]),
        )
        for grant in grants
        if grant.post_id and grant.post_id in posts
    ]
    return Part(
        title=_("Security and secrecy"),
        line=(ngettext("%(n)s grant", "%(n)s grants", len(grants)) % {"n": len(grants)},),
        matters=matters[:SHOWN],
        more=max(len(matters) - SHOWN, 0),
        calm=_("No grant ends soon, and every grant reaches somebody."),
        more_url=f"{reverse('console:grants')}?state=vacant",
    )


def _audit(actor: Actor) -> Part:
    today, duties = clock.today(), dict(DUTIES)
    since = clock.start_of(today - SOON + timedelta(days=1))
    recent = list_grants(tops={ANYWHERE}, granted_from=since)
    matters = [
        Matter(
            _("%(role)s was granted") % {"role": grant.role_name},
            f"{holder_words(grant)} · {duties[grant.duty.value]} · {granted_by(grant)}",
            reverse("console:grants"),
        )
        for grant in recent
    ]
    return Part(
        title=_("Audit"),
        line=(
            ngettext(
                "%(n)s grant in the last 30 days", "%(n)s grants in the last 30 days", len(recent)
            )
            % {"n": len(recent)},
        ),
        matters=matters[:SHOWN],
        more=max(len(matters) - SHOWN, 0),
        calm=_("Nothing was granted in the last 30 days."),
        more_url=reverse("console:grants"),
    )


def _unit(actor: Actor) -> Part:
    tops = actor.rights[STAFF_UNIT.code] - {ANYWHERE}
    units = list_units(tops)
    return Part(
        title=_("My units"),
        line=(),
        matters=[
            Matter(unit.name, _("posts and people"), reverse("console:unit", args=[unit.id]))
            for unit in units.values()
        ][:SHOWN],
        more=max(len(units) - SHOWN, 0),
        calm=_("You look after every unit."),
    )
