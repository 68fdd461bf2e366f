"""What of the assessment a dataset meets, from what is published of it."""

from datetime import date

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.queries.lists import figure, lists_on
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.opening import Openness, State
from liupan.capabilities.opendata.rules.scoring import Item, Lateness, Part, lateness, score
from liupan.kernel import clock
from liupan.kernel.dcat import EVERY

FREQUENCIES = {
    "realtime": "CONT", "daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY",
    "quarterly": "QUARTERLY", "half_yearly": "ANNUAL_2", "yearly": "ANNUAL", "other": "IRREG",
}  # fmt: skip
"""更新周期 to the EU's list of frequencies."""


def frequency(cycle: str) -> str:
    """The address of a cycle in the EU's list."""
    return f"{EVERY}{FREQUENCIES.get(cycle, 'UNKNOWN')}"


def parts_of(dataset: Dataset, today: date) -> tuple[list[Part], Lateness]:
    """The score part by part as it stands, or would stand once it is released."""
    known = lists_on(today)
    cycle = known.cycle_days.get(dataset.update_cycle)
    late = (
        lateness(clock.on(dataset.data_at), cycle, today) if dataset.data_at else Lateness(None, 0)
    )
    patience = figure(lists.WATCH, lists.LATE_DAYS, today, 3)
    return score(_met(dataset, today), late, cycle, patience), late


def _met(dataset: Dataset, today: date) -> dict[Item, bool]:
    """Forms, media types and sizes are the platform's own: they stand as soon as there is a
    table; what is given on application alone has an address of access and none to download."""
    known = lists_on(today)
    licence = known.licences.get(dataset.licence)
    has_data, is_open = dataset.table_id is not None, dataset.openness == Openness.OPEN
    theme = known.themes.get(dataset.theme)
    forms = dict.fromkeys(
        (Item.FORMAT, Item.MEDIA_TYPE, Item.VOCABULARY, Item.NOT_PROPRIETARY,
         Item.MACHINE_READABLE, Item.ACCESS_URL),
        has_data,
    )  # fmt: skip
    downloads = dict.fromkeys((Item.DOWNLOAD_URL, Item.DOWNLOAD_WORKS), has_data and is_open)
    is_out = dataset.state in (State.PUBLISHED, State.DRAFT, State.CHECKING, State.RETURNED)
    return {
        **forms,
        **downloads,
        Item.KEYWORDS: bool(dataset.keywords),
        Item.THEME: bool(theme and theme.uri),
        Item.SPATIAL: bool(dataset.division),
        Item.TEMPORAL: bool(dataset.covers_from or dataset.covers_until),
        Item.CONFORMS: bool(dataset.title and dataset.abstract and has_data),
        Item.LICENCE: licence is not None,
        Item.LICENCE_KNOWN: bool(licence and licence.uri.startswith("https://creativecommons")),
        Item.ACCESS_RIGHTS: bool(dataset.openness),
        Item.ACCESS_RIGHTS_KNOWN: bool(dataset.openness),
        Item.CONTACT: bool(dataset.contact),
        Item.PUBLISHER: True,
        Item.RIGHTS: bool(dataset.licence),
        Item.SIZE: has_data,
        Item.ISSUED: is_out,
        Item.MODIFIED: dataset.data_at is not None,
    }
