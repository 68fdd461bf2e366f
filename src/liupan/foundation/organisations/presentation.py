"""How the city presents itself in the frame around every page."""

from datetime import date
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from liupan.foundation.changes.facade import remembered
from liupan.foundation.design.facade import frames
from liupan.foundation.organisations.installation import find_installation
from liupan.foundation.organisations.queries.posts import find_main_post
from liupan.foundation.organisations.queries.units import list_tree
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind


def installation() -> frames.Installation:
    """The city's name, its site's and its host's; plain words before it is founded."""
    found = find_installation()
    if found is None:
        return frames.Installation(
            city="",
            site=_("City government services"),
            owner=_("The city government"),
            contact=_("With questions, call 12345."),
        )
    return frames.Installation(
        city=found.city_name,
        site=_("%(city)s government services") % {"city": found.city_name},
        owner=_("%(city)s People's Government") % {"city": found.city_name},
        contact=_("With questions, call 12345."),
        is_demo=found.is_demo,
    )


def post_of(actor: Actor) -> str:
    """Unit and title of the actor's main post, or nothing. One query."""
    if actor.kind is not ActorKind.STAFF:
        return ""
    held = find_main_post(actor.id, clock.today())
    return f"{held.unit_name} {held.title}" if held else ""


@remembered("organisations.units", most=64)
def unit_options(day: date, top: UUID | None = None) -> SafeString:
    """The units of a day to choose from by name, all or one with those below it, as the inside of a
    `<datalist>`. One query.

    Some hundred in an ordinary city, in every form that asks for a unit: drawn once.
    """
    pairs = ((branch.unit.name, branch.unit.code) for branch in list_tree(day, top=top))
    return format_html_join("", '<option value="{}">{}</option>', pairs)


def is_demo() -> bool:
    """Whether this installation is a demo."""
    found = find_installation()
    return found is not None and found.is_demo
