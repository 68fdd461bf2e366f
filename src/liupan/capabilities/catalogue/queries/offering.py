"""What can be chosen in the forms: units to draw up for, levels, networks, types of formats."""

from datetime import date
from uuid import UUID

from liupan.capabilities.catalogue.models import Edition, Source
from liupan.capabilities.catalogue.policies import EDIT, HARVEST, zones_up_to
from liupan.foundation.access.facade import reach
from liupan.foundation.organisations.facade import list_posts_held, list_units_on
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.secrecy import WORDS, Secrecy

Choices = list[tuple[str, str]]


def units_to_edit(actor: Actor, day: date) -> Choices:
    """Units for which the actor draws up entries, their own first. Two queries."""
    return units_under(actor, EDIT, day)


def units_under(actor: Actor, permission: Permission, day: date) -> Choices:
    """Units over which the actor holds a right, their own first. Two queries."""
    within = reach(actor.rights.get(permission.code, frozenset()))
    own = {post.unit_id for post in list_posts_held(actor.id, day)}
    units = [u for u in list_units_on(day) if within is None or u.id in within]
    units.sort(key=lambda u: u.id not in own)
    return [(str(u.id), u.name) for u in units]


def every_unit(day: date) -> Choices:
    """All units of a day. One query."""
    return [(str(u.id), u.name) for u in list_units_on(day)]


def units_to_harvest(actor: Actor, day: date) -> Choices:
    """Units whose sources the actor may look after. One query."""
    within = reach(actor.rights.get(HARVEST.code, frozenset()))
    units = [u for u in list_units_on(day) if within is None or u.id in within]
    return [(str(u.id), u.name) for u in units]


def source_kinds() -> Choices:
    """How catalogues of others are read."""
    return [(value, str(label)) for value, label in Source.Kind.choices]


def levels(actor: Actor) -> Choices:
    """Secrecy levels up to the actor's clearance."""
    return [(str(s.value), WORDS[s]) for s in Secrecy if s <= actor.clearance]


def networks(actor: Actor) -> Choices:
    """Networks on which an entry registered here may be seen."""
    here = zones_up_to(actor.zone)
    return [(value, str(label)) for value, label in Edition.Reach.choices if value in here]


def network_words(zone: str) -> str:
    """What a network is called."""
    return str(Edition.Reach(zone).label)


def level_words(level: Secrecy) -> str:
    """What a level is called, as it is printed."""
    return WORDS[level]


def as_id(text: str) -> UUID:
    """A unit's id from a form."""
    return UUID(text)
