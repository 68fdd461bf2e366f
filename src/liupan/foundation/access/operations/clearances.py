"""People's clearance is set (涉密等级)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.access.events import ClearanceSet
from liupan.foundation.access.models import Clearance
from liupan.foundation.access.operations.granting import NotToOneself
from liupan.foundation.access.policies import CLEAR_PEOPLE, require_city_wide
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, StaleVersion
from liupan.kernel.secrecy import CEILING, Secrecy


class AboveCeiling(InvalidInput):
    """The zone may not hold things of that level, so nobody is cleared for it here (保密法)."""


@operation
def set_clearance(
    *, account_id: UUID, level: Secrecy, version: int, actor: Actor, now: datetime
) -> None:
    """Set the highest secrecy level a person may see; `version` 0 when none was set before.

    Raises `AboveCeiling`, `StaleVersion`, `NotToOneself`, `Missing`.
    """
    require_city_wide(actor, CLEAR_PEOPLE)
    if account_id == actor.id:
        raise NotToOneself(_("Nobody sets their own clearance."))
    if account_id not in list_accounts([account_id]):
        raise Missing(_("There is no such account."))
    if level > CEILING[actor.zone]:
        raise AboveCeiling(_("This network may not hold anything of that level."))
    row = _locked(account_id)
    if row.version != version:
        raise StaleVersion(
            _("Somebody else has changed this meanwhile."),
            theirs={"level": Clearance.Level(row.level).label, "version": row.version},
            mine={"level": str(Clearance.Level(level).label)},
            labels={"level": _("Clearance")},
        )
    former = Secrecy(row.level)
    if row.version and former is level:
        return nothing_changed()
    row.level, row.version = level.value, row.version + 1
    row.save()
    fact = ClearanceSet(thing_id=account_id, former_level=former.value, level=level.value)
    record(fact, actor=actor, now=now)
    return None


def _locked(account_id: UUID) -> Clearance:
    """The row, made at first: of two who set one for the first time, the second waits and sees."""
    first = Clearance(account_id=account_id, level=Secrecy.INTERNAL, version=0)
    Clearance.objects.bulk_create([first], ignore_conflicts=True)
    return Clearance.objects.select_for_update().get(account_id=account_id)
