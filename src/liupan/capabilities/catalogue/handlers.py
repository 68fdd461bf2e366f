"""What the catalogue hears: a unit ended, so its entries need somebody else."""

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.operations.updating import WhatChanged, hear_change
from liupan.capabilities.catalogue.policies import CHANGE
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import Heard, hears
from liupan.foundation.organisations.events import UnitAbolished
from liupan.foundation.organisations.facade import list_units


@hears(UnitAbolished)
def propose_change_of_duty(fact: UnitAbolished, heard: Heard) -> None:
    """Duties moved with the unit: the data authority confirms which entries are concerned."""
    unit = list_units([fact.thing_id]).get(fact.thing_id)
    if unit is None:
        return
    what = WhatChanged(
        kind="duty",
        title=_("%(unit)s was abolished or merged") % {"unit": unit.name},
        effective_on=fact.effective_on,
        unit_id=unit.id,
        to_unit_id=fact.successor_ids[0] if fact.successor_ids else None,
    )
    hear_change(origin_id=heard.entry_id, what=what, actor=worker_actor(CHANGE), now=heard.at)
