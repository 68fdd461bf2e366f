"""Setting up ends: from then on only the three administrators administer."""

from datetime import datetime

from django.utils.translation import gettext as _

from liupan.foundation.access.events import SetupClosed
from liupan.foundation.access.policies import CLOSE_SETUP
from liupan.foundation.access.queries.bindings import duties_filled
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import end_setup, find_installation
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Duty, require
from liupan.kernel.errors import Missing, Refusal


class AdministratorsMissing(Refusal):
    """One of the three administrators is not there yet."""


@operation
def close_setup(*, actor: Actor, now: datetime) -> None:
    """Take the installer's rights away for good, once all three administrators are there.

    Raises `AdministratorsMissing`.
    """
    require(actor, CLOSE_SETUP)
    found = find_installation()
    if found is None:
        raise Missing(_("This installation does not serve a city yet."))
    if found.setup_closed_at:
        return nothing_changed()
    filled = duties_filled(clock.on(now))
    missing = [d.value for d in (Duty.SYSTEM, Duty.SECURITY, Duty.AUDIT) if d not in filled]
    if missing:
        raise AdministratorsMissing(
            _("Nobody holds these duties yet: %(duties)s.") % {"duties": ", ".join(missing)},
            next_step=_("Open an account for each administrator and grant the role first."),
        )
    end_setup(actor=actor, now=now)
    record(SetupClosed(thing_id=found.instance_id), actor=actor, now=now)
    return None
