"""Datasets that everybody sees: a list, one by its code, what is not opened."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.opendata.models import Dataset, Use, Version
from liupan.capabilities.opendata.queries.lists import lists_on
from liupan.capabilities.opendata.queries.public.seen import listed, opened, withheld
from liupan.capabilities.opendata.queries.public.shapes import (
    Line,
    Shown,
    ShownColumn,
    Used,
    Withheld,
)
from liupan.capabilities.opendata.queries.public.wording import Words, openness_of, words_on
from liupan.capabilities.opendata.rules import freshness
from liupan.foundation.organisations.facade import UnitRef, find_division, list_units
from liupan.foundation.tables.facade import TableRef, get_table
from liupan.kernel import clock
from liupan.kernel.errors import Missing


def lines_of(rows: Iterable[Dataset], *, now: datetime) -> list[Line]:
    """Datasets as lines. Two queries: their units, how often they were used."""
    rows = list(rows)
    units, words = list_units({row.unit_id for row in rows}), words_on(clock.on(now))
    used = _used(rows)
    return [_line(row, units, words, now, used) for row in rows]


def get_shown(code: str, *, now: datetime) -> Shown:
    """A dataset that everybody sees. Six queries. Raises `Missing`, also for what exists and is
    not for everybody."""
    row = Dataset.objects.filter(listed(), code=code).prefetch_related("columns").first()
    if row is None:
        raise no_dataset()
    return shown_of([row], now=now)[0]


def get_opened(code: str, *, now: datetime) -> Shown:
    """A dataset whose rows everybody may have. Raises `Missing`."""
    found = get_shown(code, now=now)
    if found.table_id is None:
        raise no_dataset()
    return found


def find_opened_by_id(dataset_id: UUID, *, now: datetime) -> Shown | None:
    """The same by id."""
    code = Dataset.objects.filter(opened(), id=dataset_id).values_list("code", flat=True).first()
    return get_opened(code, now=now) if code else None


def shown_of(rows: Sequence[Dataset], *, now: datetime) -> list[Shown]:
    """Datasets whole; their columns are fetched already. Two queries for each table."""
    words = words_on(clock.on(now))
    units = list_units({row.unit_id for row in rows})
    used, numbers = _used(rows), _numbers(rows)
    return [_shown(row, units, words, now, used, numbers.get(row.id, 1)) for row in rows]


def list_shown(rows: QuerySet[Dataset], *, now: datetime) -> list[Shown]:
    """These datasets, of those that are shown, whole."""
    return shown_of(list(rows.prefetch_related("columns")), now=now)


def list_withheld() -> list[Withheld]:
    """What is not opened: title, unit and ground, nothing else. Two queries."""
    rows = list(Dataset.objects.filter(withheld()).order_by("unit_id", "code"))
    units = list_units({row.unit_id for row in rows})
    return [Withheld(title=r.title, unit=_unit(r, units), ground=r.ground) for r in rows]


def no_dataset() -> Missing:
    """The refusal."""
    return Missing(_("There is no such dataset."))


def _used(rows: Sequence[Dataset]) -> dict[UUID, Used]:
    found = Use.objects.filter(dataset_id__in=[row.id for row in rows]) if rows else ()
    return {
        one.dataset_id: Used(
            views=one.views, downloads=one.downloads, calls=one.calls, recent=one.recent
        )
        for one in found
    }  # fmt: skip


def _numbers(rows: Sequence[Dataset]) -> dict[UUID, int]:
    """Which version of each everybody sees."""
    found = Version.objects.filter(dataset_id__in=[row.id for row in rows]).order_by()
    return dict(found.values_list("dataset_id").annotate(last=Max("number")))


def _line(
    row: Dataset,
    units: dict[UUID, UnitRef],
    words: Words,
    now: datetime,
    used: dict[UUID, Used],
) -> Line:
    return Line(
        id=row.id,
        code=row.code,
        title=row.title,
        abstract=row.abstract,
        unit_id=row.unit_id,
        unit=_unit(row, units),
        theme=row.theme,
        theme_label=words.theme(row.theme),
        openness=row.openness,
        openness_label=openness_of(row.openness),
        cycle_label=words.cycle(row.update_cycle),
        keywords=tuple(row.keywords),
        published_on=clock.on(row.published_at) if row.published_at else None,
        changed_on=clock.on(row.data_at or row.changed_at),
        is_late=freshness.is_late(_cycle_days(row, now), row.data_at, now),
        used=used.get(row.id, Used()),
    )


def _cycle_days(row: Dataset, now: datetime) -> int | None:
    return lists_on(clock.on(now)).cycle_days.get(row.update_cycle)


def _shown(
    row: Dataset,
    units: dict[UUID, UnitRef],
    words: Words,
    now: datetime,
    used: dict[UUID, Used],
    number: int,
) -> Shown:
    is_open = row.openness == Dataset.Openness.OPEN and row.table_id is not None
    table = get_table(row.table_id) if row.table_id else None
    place = find_division(row.division, clock.on(now)) if row.division else None
    unit = units.get(row.unit_id)
    return Shown(
        line=_line(row, units, words, now, used),
        name_en=row.name_en,
        conditions=row.conditions,
        licence=row.licence,
        licence_label=words.licence(row.licence),
        licence_address=words.address_of_licence(row.licence),
        theme_address=words.address_of_theme(row.theme),
        cycle=row.update_cycle,
        covers_from=row.covers_from,
        covers_until=row.covers_until,
        division=row.division,
        division_label=place.name if place else row.division,
        contact=row.contact,
        data_at=row.data_at,
        due_at=freshness.due_at(_cycle_days(row, now), row.data_at),
        changed_at=row.changed_at,
        published_at=row.published_at,
        version=number,
        table_id=row.table_id if is_open else None,
        rows=table.rows if table and is_open else 0,
        columns=_columns(row, table),
        uscc=unit.uscc if unit else "",
    )


def _columns(row: Dataset, table: TableRef | None) -> tuple[ShownColumn, ...]:
    """The columns that are named for everybody and still stand in the table."""
    told = {column.name: column for column in table.columns} if table else {}
    return tuple(
        ShownColumn(name=one.column, item=one.item, note=one.note, told=told.get(one.column))
        for one in row.columns.all()
        if table is None or one.column in told
    )


def _unit(row: Dataset, units: dict[UUID, UnitRef]) -> str:
    unit = units.get(row.unit_id)
    return unit.name if unit else ""
