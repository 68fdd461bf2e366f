"""The source of the units' entries; other rooms register their own."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.facade import list_units_on
from liupan.foundation.search.registry import IndexEntry, source
from liupan.foundation.search.units import TYPE, entries_of
from liupan.kernel import clock


@source(TYPE, label=_("Unit"))
def units() -> Iterator[IndexEntry]:
    """All units of today."""
    return entries_of([unit.id for unit in list_units_on(clock.today())])
