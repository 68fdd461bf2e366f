"""What several pages of the console show alike."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.foundation.access.facade import GrantRef
from liupan.foundation.design.facade import city_day
from liupan.foundation.organisations.facade import Branch, UnitRef, list_ancestors, list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Permission, may
from liupan.kernel.errors import Missing
from liupan.surfaces.console.acts import Crumb


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def any_of(actor: Actor, permissions: tuple[Permission, ...]) -> bool:
    """Whether the actor holds one of the permissions somewhere."""
    return any(may(actor, permission) for permission in permissions)


def day_of(request: HttpRequest) -> date:
    """The day the page is asked for: `?day=2016-01-01`, else today."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


def get_unit(unit_id: object) -> UnitRef:
    """The unit. Raises `Missing`."""
    found = next(iter(list_units([unit_id]).values()), None)  # type: ignore[list-item]
    if found is None:
        raise Missing(_("There is no such unit."))
    return found


def unit_crumbs(unit: UnitRef, *, leads_to_unit: bool = True) -> list[Crumb]:
    """The way down the tree to a unit."""
    above = list_ancestors(unit.id)[:-1]
    crumbs: list[Crumb] = [(_("Units and posts"), reverse("console:units"))]
    crumbs += [
        (one.short_name or one.name, reverse("console:unit", args=[one.id])) for one in above
    ]
    if leads_to_unit:
        crumbs.append((unit.short_name or unit.name, reverse("console:unit", args=[unit.id])))
    return crumbs


def span(begins: date, ends: date | None) -> str:
    """From a day, perhaps until before a day, in words."""
    if ends is None:
        return _("since %(day)s") % {"day": city_day(begins)}
    return _("%(from)s until before %(to)s") % {"from": city_day(begins), "to": city_day(ends)}


def branch_level(branch: Branch) -> int:
    """The level at which the drawn tree, which has three, shows a branch."""
    return min(branch.depth, 2)


def holder_words(grant: GrantRef) -> str:
    """To whom a role was granted."""
    if grant.account_id:
        return grant.account_name
    if grant.post_id:
        return _("whoever is %(post)s of %(unit)s") % {
            "post": grant.post_title,
            "unit": grant.post_unit,
        }
    return _("everyone with a post in %(unit)s") % {"unit": grant.everyone_in}


def granted_by(grant: GrantRef) -> str:
    """Who granted; a grant without a person came with the installation."""
    return grant.granted_by or _("the installation")


def reach_words(grant: GrantRef) -> str:
    """Over what a grant reaches."""
    return grant.unit_name or _("the unit of one's own post")
