"""What can be chosen in the forms: units to draw up for, levels, networks, types of formats."""

from datetime import date
from uuid import UUID

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.policies import EDIT, zones_up_to
from liupan.foundation.access.facade import reach
from liupan.foundation.organisations.facade import list_posts_held, list_units_on
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import WORDS, Secrecy

Choices = list[tuple[str, str]]


def units_to_edit(actor: Actor, day: date) -> Choices:
    """Units for which the actor draws up entries, their own first. Two queries."""
    tops = actor.rights.get(EDIT.code, frozenset())
    within = reach(tops)
    own = {post.unit_id for post in list_posts_held(actor.id, day)}
    units = [u for u in list_units_on(day) if within is None or u.id in within]
    units.sort(key=lambda u: u.id not in own)
    return [(str(u.id), u.name) for u in units]


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
