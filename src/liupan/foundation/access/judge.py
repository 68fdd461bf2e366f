"""The judge that `kernel.authority` asks."""

from uuid import UUID

from liupan.foundation.organisations.facade import is_within
from liupan.kernel.authority import ANYWHERE, Actor
from liupan.kernel.secrecy import Secrecy


class RightsJudge:
    """Judges by the rights an actor was given at the entrance."""

    def may(self, actor: Actor, code: str, unit_id: UUID | None, secrecy: Secrecy) -> bool:
        """Whether the actor holds `code` over the unit. At most one query."""
        tops = actor.rights.get(code)
        if not tops:
            return False
        if unit_id is None or unit_id in tops or ANYWHERE in tops:
            return True
        return is_within(unit_id, tops)
