"""Who may object to an appointment: services above `organisations` that guard a wall of their own.

`access` installs one, so that no appointment gives somebody roles of two duties (三员分立).
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from liupan.kernel.authority import Actor

Guard = Callable[[Actor, UUID, UUID, UUID, date, date | None], None]
"""Called with actor, account, post, the post's unit, first day, day after the last; raises to
refuse. It runs in the operation's transaction, with the post locked."""

_guards: dict[str, Guard] = {}


def guard_appointments(name: str, guard: Guard) -> None:
    """Install a guard at start-up; the same name installs it once."""
    _guards[name] = guard


def ask_guards(
    actor: Actor,
    account_id: UUID,
    post_id: UUID,
    unit_id: UUID,
    valid_from: date,
    valid_to: date | None,
) -> None:
    """Raises what any guard refuses."""
    for guard in _guards.values():
        guard(actor, account_id, post_id, unit_id, valid_from, valid_to)
