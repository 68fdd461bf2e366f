"""How entries are shown: states, marks, names. A few queries for many."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.queries.lists import CodeLists, code_lists
from liupan.capabilities.catalogue.queries.shapes import EntryLine
from liupan.capabilities.catalogue.rules.states import State
from liupan.foundation.organisations.facade import list_units
from liupan.kernel import clock

MARKS = {
    State.DRAFT: "none",
    State.RETURNED: "back",
    State.REGISTRATION_REJECTED: "back",
    State.REGISTERING: "check",
    State.REGISTERED: "run",
    State.PUBLISHING: "check",
    State.PUBLICATION_REJECTED: "back",
    State.WITHDRAWN: "none",
    State.PUBLISHED: "done",
}
"""Kind of mark for `{% state %}`."""


def unit_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Short names, else names. One query at most."""
    return {unit.id: unit.short_name or unit.name for unit in list_units(set(ids)).values()}


def lines_of(editions: Sequence[Edition], today: date | None = None) -> list[EntryLine]:
    """As a list shows them. Two queries at most, however many."""
    if not editions:
        return []
    called = unit_names(edition.unit_id for edition in editions)
    lists = code_lists(today or clock.today())
    return [line_of(edition, called.get(edition.unit_id, ""), lists) for edition in editions]


def line_of(edition: Edition, unit: str, lists: CodeLists) -> EntryLine:
    """One edition. No query."""
    return EntryLine(
        id=edition.id,
        resource_id=edition.resource_id,
        code=edition.code,
        title=edition.title,
        number=edition.number,
        unit=unit,
        category=edition.category,
        category_name=lists.name("category", edition.category),
        share_type=edition.share_type,
        share_label=lists.name("share_type", edition.share_type),
        cycle_label=lists.name("update_cycle", edition.update_cycle),
        format_label=lists.name("format_class", edition.format_class),
        is_open=edition.is_open,
        state=edition.standing,
        state_label=str(edition.get_state_display()),
        mark=MARKS[edition.standing],
        publish_on=edition.publish_on,
        changed_at=edition.changed_at,
        ground=edition.share_condition,
    )
