"""Versions of a dataset as everybody sees them, and the rows of those that are kept."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.opendata.models import Version
from liupan.capabilities.opendata.queries.public.datasets import no_dataset
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.capabilities.opendata.queries.public.wording import openness_of, words_on
from liupan.capabilities.opendata.rules.opening import Openness
from liupan.capabilities.opendata.rules.versions import Change, State, changed
from liupan.foundation.tables.facade import get_table
from liupan.kernel import clock
from liupan.kernel.errors import Missing

LISTED = 50
"""Versions that the page lists, the last ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version. `change` is None of the first; `is_kept`: everybody can have its rows now;
    `is_on_application`: its rows are given, while it is the current one, to who asks for them."""

    number: int
    on: date
    why: str
    title: str
    rows: int
    columns: tuple[str, ...]
    licence: str
    openness: str
    change: Change | None
    is_current: bool
    is_on_application: bool
    is_kept: bool
    gone_on: date | None
    why_gone: str


def list_versions(shown: Shown, *, now: datetime) -> list[VersionLine]:
    """The last versions of a dataset, the last first. One query."""
    return _lines(shown, list(_rows(shown.line.id)[: LISTED + 1]), now)[:LISTED]


def get_version(shown: Shown, number: int, *, now: datetime) -> VersionLine:
    """One version by its number. Raises `Missing`. One query."""
    rows = list(_rows(shown.line.id).filter(number__lte=number)[:2])
    if not rows or rows[0].number != number:
        raise Missing(_("There is no such version."))
    return _lines(shown, rows, now)[0]


def as_it_was(shown: Shown, number: int) -> Shown:
    """The dataset with the rows of a version, to be given out.

    Of an earlier one only columns that everybody sees today: what is not shown any more is not
    given of old either. And only the very rows that its check has looked through. Raises
    `Missing`.
    """
    found = _rows(shown.line.id).filter(number=number, dropped_at=None).first()
    if found is None or shown.table_id is None or found.openness != Openness.OPEN:
        raise no_dataset()
    if found.table_id == shown.table_id:
        return shown
    table, check = get_table(found.table_id), found.check_of
    if table.is_closed or (table.content, table.position) != (check.content, check.position):
        raise no_dataset()
    told = {column.name: column for column in table.columns}
    columns = tuple(
        replace(one, told=told[one.name])
        for one in shown.columns
        if one.name in check.columns and one.name in told
    )
    return replace(shown, table_id=found.table_id, rows=table.rows, columns=columns)


def _rows(dataset_id: UUID) -> QuerySet[Version]:
    """The last first; without what each check had found."""
    found = Version.objects.filter(dataset_id=dataset_id).select_related("check_of")
    return found.defer("check_of__findings", "check_of__privacy").order_by("-number")


def _lines(shown: Shown, rows: list[Version], now: datetime) -> list[VersionLine]:
    """Each beside the one before it, which follows here."""
    words = words_on(clock.on(now))
    states = [_state(row, words.licence(row.licence)) for row in rows]
    return [
        _line(row, shown, state, changed(last, state) if last else None)
        for row, state, last in zip(rows, states, [*states, None][1:], strict=True)
    ]


def _state(row: Version, licence: str) -> State:
    return State(
        rows=row.check_of.rows, columns=row.check_of.columns, licence=licence, title=row.title
    )  # fmt: skip


def _line(row: Version, shown: Shown, state: State, change: Change | None) -> VersionLine:
    is_open = row.openness == Openness.OPEN and shown.table_id is not None
    return VersionLine(
        number=row.number, on=clock.on(row.at), why=str(row.get_why_display()), title=row.title,
        rows=state.rows, columns=tuple(state.columns), licence=state.licence,
        openness=openness_of(row.openness), change=change, is_current=row.number == shown.version,
        is_on_application=row.openness == Openness.CONDITIONAL,
        is_kept=is_open and row.dropped_at is None,
        gone_on=clock.on(row.dropped_at) if row.dropped_at else None, why_gone=row.why_dropped,
    )  # fmt: skip
