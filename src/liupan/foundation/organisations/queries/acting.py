"""Who acts, when, and from which unit: what every operation of an office is handed on."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from liupan.foundation.organisations.queries.posts import find_main_post
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind


@dataclass(frozen=True)
class By:
    """Who acts and when."""

    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        return clock.on(self.now)

    @cached_property
    def unit_id(self) -> UUID | None:
        """The unit of the actor's main post. One query, once."""
        if self.actor.kind is not ActorKind.STAFF:
            return None
        held = find_main_post(self.actor.id, self.today)
        return held.unit_id if held else None
