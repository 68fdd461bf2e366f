"""Units and who holds their posts, indexed when the facts about them are heard.

Organisations stand below search and cannot call it, so their units follow within seconds instead
of in the writer's transaction (docs/adr, "Search hears of units"). What every other room writes,
it indexes itself, in its own transaction.
"""

from uuid import UUID

from liupan.foundation.identity.events import AccountErased
from liupan.foundation.journal.facade import Heard, hears
from liupan.foundation.organisations.events import (
    AppointmentEnded,
    PersonAppointed,
    PostAbolished,
    PostChanged,
    PostHandedOver,
    UnitAbolished,
    UnitCorrected,
    UnitEstablished,
    UnitMoved,
    UnitRenamed,
)
from liupan.foundation.organisations.facade import list_posts_held, list_units_on
from liupan.foundation.search.indexing import index_all, unindex
from liupan.foundation.search.units import TYPE, entries_of
from liupan.kernel import clock

UnitFact = UnitEstablished | UnitRenamed | UnitMoved | UnitCorrected | UnitAbolished
PostFact = PersonAppointed | AppointmentEnded | PostChanged | PostAbolished


@hears(UnitEstablished, UnitRenamed, UnitMoved, UnitCorrected, UnitAbolished)
def follow_unit(fact: UnitFact, heard: Heard) -> None:
    """Index the unit as it now is, and those below it, which are found by its name too."""
    below = list_units_on(clock.today(), tops=[fact.thing_id])
    follow({fact.thing_id, *(unit.id for unit in below)})


@hears(PersonAppointed, AppointmentEnded, PostChanged, PostAbolished)
def follow_post(fact: PostFact, heard: Heard) -> None:
    """Index the post's unit with those who now hold its posts."""
    follow({fact.unit_id})


@hears(PostHandedOver)
def follow_handed_over_post(fact: PostHandedOver, heard: Heard) -> None:
    """Index both units."""
    follow({fact.unit_id, fact.new_unit_id})


@hears(AccountErased)
def follow_erasure(fact: AccountErased, heard: Heard) -> None:
    """Index the units in which the person stands, who has no name any more."""
    follow({post.unit_id for post in list_posts_held(fact.thing_id, clock.today())})


def follow(unit_ids: set[UUID]) -> None:
    """Index these units anew; done again, it ends the same."""
    found = list(entries_of(unit_ids))
    index_all(found)
    unindex(TYPE, *(unit_ids - {entry.thing_id for entry in found}))
