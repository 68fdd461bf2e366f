"""Quality is reckoned and kept, in the caller's operation."""

from dataclasses import asdict

from liupan.capabilities.opendata.models import Dataset, Quality
from liupan.capabilities.opendata.queries.scoring import parts_of
from liupan.capabilities.opendata.rules.scoring import total
from liupan.foundation.organisations.facade import By


def reckon_quality(dataset: Dataset, by: By) -> Quality:
    """The dataset's score as of this moment; data that are in time are told late anew."""
    parts, late = parts_of(dataset, by.today)
    found, _made = Quality.objects.get_or_create(
        dataset=dataset, defaults={"points": 0, "reckoned_at": by.now}
    )
    found.points, found.parts = total(parts), [asdict(part) for part in parts]
    found.due_on, found.late_days, found.reckoned_at = late.due_on, late.days, by.now
    if not late.days:
        found.told_on = None
    found.save()
    return found
