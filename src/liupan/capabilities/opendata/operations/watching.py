"""The nightly round: what is late, dead addresses, scores anew, units told after days."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.events.public_acts import DatasetFoundLate
from liupan.capabilities.opendata.models import Dataset, Quality
from liupan.capabilities.opendata.operations.counting import sum_uses
from liupan.capabilities.opendata.operations.keeping import LATE, holders, page_of, tell
from liupan.capabilities.opendata.operations.scoring import reckon_quality
from liupan.capabilities.opendata.policies import EDIT, WATCH
from liupan.capabilities.opendata.queries.lists import figure
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.opening import Openness, State
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, require


@operation
def watch_datasets(*, actor: Actor, now: datetime) -> int:
    """Reckon every released dataset anew; units hear once of each that is late for days.

    How many are late.
    """
    require(actor, WATCH)
    by = By(actor, now)
    sum_uses(by.today)
    patience = figure(lists.WATCH, lists.LATE_DAYS, by.today, 3)
    shown = Dataset.objects.filter(state=State.PUBLISHED.value).exclude(
        openness=Openness.NOT.value
    )  # fmt: skip
    found = [(one, reckon_quality(one, by)) for one in shown.order_by("id")]
    late = [(one, quality) for one, quality in found if quality.late_days >= patience]
    told = [_tell(one, quality, by) for one, quality in late if quality.told_on is None]
    if not told:
        nothing_changed()
    return len(late)


def _tell(dataset: Dataset, quality: Quality, by: By) -> UUID:
    quality.told_on = by.today
    quality.save(update_fields=["told_on"])
    fact = DatasetFoundLate(
        thing_id=dataset.id, concerned=(dataset.unit_id,), days=quality.late_days,
        unit_id=dataset.unit_id, points=quality.points,
    )  # fmt: skip
    record(fact, actor=by.actor, now=by.now)
    title = _("%(title)s is late by %(days)s days") % {
        "title": dataset.title, "days": quality.late_days,
    }  # fmt: skip
    people = holders(EDIT, by, dataset.unit_id)
    tell(people, LATE, by, title, url=page_of(dataset), group=dataset.id)
    return dataset.id
