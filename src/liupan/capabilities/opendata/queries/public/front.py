"""The front of open data: themes with their counts, what is new, how much is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from liupan.capabilities.opendata.models import Dataset, DatasetColumn
from liupan.capabilities.opendata.queries.public.datasets import lines_of
from liupan.capabilities.opendata.queries.public.listing import Value
from liupan.capabilities.opendata.queries.public.seen import listed, opened, withheld
from liupan.capabilities.opendata.queries.public.shapes import Line
from liupan.capabilities.opendata.queries.public.wording import words_on
from liupan.kernel import clock

NEWEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the front page says. `items` counts the columns that are opened."""

    themes: Sequence[Value]
    newest: Sequence[Line]
    fresh: Sequence[Line]
    most_used: Sequence[Line]
    datasets: int
    opened: int
    conditional: int
    withheld: int
    units: int
    items: int


def get_front(*, now: datetime) -> Front:
    """The front page. Some twelve queries."""
    rows = Dataset.objects.filter(listed())
    counts = Dataset.objects.aggregate(
        datasets=Count("pk", filter=listed()),
        opened=Count("pk", filter=opened()),
        withheld=Count("pk", filter=withheld()),
        units=Count("unit", filter=listed(), distinct=True),
    )
    words = words_on(clock.on(now))
    themes = rows.values_list("theme").annotate(n=Count("pk")).order_by("-n", "theme")
    of_opened = Q(dataset__in=Dataset.objects.filter(opened()))
    return Front(
        themes=[Value(code, words.theme(code), n) for code, n in themes],
        newest=lines_of(rows.order_by("-published_at", "id")[:NEWEST], now=now),
        fresh=lines_of(
            rows.filter(data_at__isnull=False).order_by("-data_at", "id")[:NEWEST], now=now
        ),
        most_used=lines_of(
            rows.filter(use__recent__gt=0).order_by("-use__recent", "id")[:NEWEST], now=now
        ),
        conditional=counts["datasets"] - counts["opened"],
        items=DatasetColumn.objects.filter(of_opened).count(),
        **counts,
    )
