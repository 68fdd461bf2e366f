"""Addresses elsewhere: which there are, how they answer, where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter

from liupan.capabilities.opendata.models import Dataset, Link, Submission
from liupan.capabilities.opendata.queries.lists import lists_on
from liupan.capabilities.opendata.queries.public.seen import listed
from liupan.capabilities.opendata.queries.rows import ShapedRows
from liupan.capabilities.opendata.rules.acts import Kind, Visibility
from liupan.capabilities.opendata.rules.links import is_elsewhere
from liupan.foundation.design.facade import FilterSet
from liupan.kernel import clock
from liupan.kernel.work import place


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """An address, how it answered, and the page it stands on. `dead_since` is None while it is
    not dead."""

    id: UUID
    address: str
    said: str
    looked_at: datetime | None
    failures: int
    dead_since: datetime | None
    stands_on: str
    url: str


class LinkFilters(FilterSet):
    """What can be chosen of the list."""

    q = CharFilter(label=_("Web address"), field_name="address", lookup_expr="icontains")
    dead = BooleanFilter(label=_("Does not answer"), method="by_dead")

    class Meta:
        model = Link
        fields: tuple[str, ...] = ()

    def by_dead(self, found: QuerySet[Link], _name: str, value: bool) -> QuerySet[Link]:
        return found.filter(dead_since__isnull=not value)


def addresses_elsewhere(*, now: datetime) -> list[str]:
    """The gallery's that everybody sees, and those of licences in use. Two queries."""
    shown = _in_gallery().values_list("address", flat=True)
    found = {*shown, *_licences(now)}
    return sorted(one for one in found if is_elsewhere(one))


def list_links() -> ShapedRows[LinkLine]:
    """Every address, for a list page. Two queries a page."""
    return ShapedRows(Link.objects.all(), LinkFilters, many=_lines)


def _in_gallery() -> QuerySet[Submission]:
    return Submission.objects.filter(
        kind=Kind.REUSE.value, visibility=Visibility.SHOWN.value, address__gt=""
    )


def _licences(now: datetime) -> dict[str, str]:
    """Addresses of licences that released datasets are under, with what each is called."""
    known = lists_on(clock.on(now)).licences
    used = Dataset.objects.filter(listed()).order_by().values_list("licence", flat=True).distinct()
    return {known[code].uri: known[code].name for code in used if code in known}


def _lines(links: Sequence[Link]) -> list[LinkLine]:
    wanted = [link.address for link in links]
    entries = {
        address: (title, place("opendata:submission", key))
        for address, title, key in _in_gallery()
        .filter(address__in=wanted)
        .values_list("address", "title", "id")
    }
    licences = {address: (name, "") for address, name in _licences(clock.now()).items()}
    return [_line(link, *(licences | entries).get(link.address, ("", ""))) for link in links]


def _line(link: Link, stands_on: str, url: str) -> LinkLine:
    return LinkLine(
        id=link.id, address=link.address, said=link.said, looked_at=link.looked_at,
        failures=link.failures, dead_since=link.dead_since, stands_on=stands_on, url=url,
    )  # fmt: skip
