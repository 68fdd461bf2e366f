"""How often the demo's datasets were used: invented daily sums, more on working days."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from liupan.capabilities.opendata.demo.opening import Opening, Out
from liupan.capabilities.opendata.models import DailyUse
from liupan.capabilities.opendata.operations.counting import keep_daily

DAYS, FEW_DAYS = 180, 20
SATURDAY = 5


def use(opening: Opening) -> None:
    """Every dataset that is out, day by day until yesterday."""
    found = [*opening.released, *opening.conditional]
    days = (
        day for number, out in enumerate(found) for day in _days(opening, out, number)
    )  # fmt: skip
    keep_daily(days, today=opening.today)


def _days(opening: Opening, out: Out, number: int) -> Iterator[DailyUse]:
    chance, length = opening.chance, FEW_DAYS if opening.city.is_small else DAYS
    most = 3 + 40 // (1 + number % 13)
    for ago in range(length, 0, -1):
        day = opening.today - timedelta(days=ago)
        yield _day(out, day, chance, most if day.weekday() < SATURDAY else 1 + most // 4)


def _day(out: Out, day: date, chance: Random, most: int) -> DailyUse:
    return DailyUse(
        dataset_id=out.id, day=day, views=chance.randrange(most),
        downloads=chance.randrange(1 + most // 5), calls=chance.randrange(1 + most // 3),
    )  # fmt: skip
