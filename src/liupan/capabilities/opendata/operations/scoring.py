"""Quality is reckoned and kept, in the caller's operation."""

from dataclasses import asdict

from liupan.capabilities.opendata.models import Dataset, Quality
from liupan.capabilities.opendata.queries.scoring import lateness_of, score_of_dataset
from liupan.foundation.organisations.facade import By


def reckon_quality(dataset: Dataset, by: By) -> Quality:
    """The dataset's score as of this moment; data that are in time are told late anew."""
    score, late = score_of_dataset(dataset, by.today), lateness_of(dataset, by.today)
    found, _made = Quality.objects.get_or_create(
        dataset=dataset, defaults={"points": 0, "reckoned_at": by.now}
    )
    found.points, found.parts = score.total, [asdict(one) for one in score.criteria]
    found.due_on, found.late_days, found.reckoned_at = late.due_on, late.days, by.now
    if not late.days:
        found.told_on = None
    found.save()
    return found
