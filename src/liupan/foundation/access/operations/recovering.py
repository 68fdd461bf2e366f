"""A duty is given back when those who held two of the three are lost (应急恢复)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.access.actors import is_recovering
from liupan.foundation.access.events import DutyRecovered
from liupan.foundation.access.operations.granting import grant_role
from liupan.foundation.access.policies import GRANT_ROLES, require_city_wide
from liupan.foundation.access.queries.bindings import find_role_row
from liupan.foundation.access.queries.duties import list_duties
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.facade import find_root
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Duty
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised


@operation
def recover_duty(
    *, role_code: str, account_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """Let somebody hold an administrator's role over the whole city, without a second person.

    What others hold is left to the administrators, who are two again. Somebody who holds the duty
    already keeps it as it is. Raises `NotAuthorised` for everybody but `liupan access recover`,
    `DutiesApart`, `InvalidInput` without a reason, `Missing`.
    """
    require_city_wide(actor, GRANT_ROLES)
    if not is_recovering(actor):
        raise NotAuthorised(_("This is done on the server alone, by its operator."))
    if not reason.strip():
        raise InvalidInput(_("Say what became of those who held the duty."))
    role, root = find_role_row(role_code), find_root()
    if role is None or root is None or role.duty == Duty.BUSINESS.value:
        raise Missing(_("There is no such role of an administrator."))
    today = clock.on(now)
    held = {(one.duty, one.account_id) for one in list_duties(today)}
    if (Duty(role.duty), account_id) not in held:
        grant_role(
            role_code=role_code, account_id=account_id, unit_id=root.id, valid_from=today,
            actor=actor, now=now,
        )  # fmt: skip
    fact = DutyRecovered(thing_id=account_id, role_code=role_code, reason=reason.strip())
    record(fact, actor=actor, now=now)
