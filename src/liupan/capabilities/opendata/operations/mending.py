"""What fails the check is mended: a column made coarser or hidden, small groups left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.events.datasets import DataMended
from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.operations.gate import keep_check
from liupan.capabilities.opendata.operations.keeping import (
    about,
    keep_step,
    locked_dataset,
    require_possible,
    save,
)
from liupan.capabilities.opendata.operations.loading import put_in_place
from liupan.capabilities.opendata.policies import EDIT, require_over
from liupan.capabilities.opendata.queries.gate import PART
from liupan.capabilities.opendata.queries.lists import figure
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.mending import coarse_text
from liupan.capabilities.opendata.rules.opening import Act
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.facade import By
from liupan.foundation.tables.facade import (
    Coarse,
    Column,
    Question,
    Value,
    View,
    coarser,
    define_table,
    fill_table,
    get_page,
    get_table,
)
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput

Row = tuple[Value, ...]


@operation
def hide_column(*, dataset_id: UUID, column: str, actor: Actor, now: datetime) -> UUID:
    """A column is not shown any more (隐藏). Raises `NotNow`, `InvalidInput`."""
    by = By(actor, now)
    dataset = _to_mend(dataset_id, actor)
    if dataset.columns.count() < 2 or not dataset.columns.filter(column=column).delete()[0]:
        raise InvalidInput(_("This column cannot be hidden."))
    if dataset.about_persons and not dataset.columns.filter(is_quasi_identifier=True).exists():
        raise InvalidInput(_("Data about persons name their quasi-identifiers."))
    save(dataset, by)
    return _mended(dataset, by, "hide", column, 0)


@operation
def generalise_column(
    *, dataset_id: UUID, column: str, how: str, actor: Actor, now: datetime
) -> UUID:
    """A column's values are made alike (泛化): the content is computed anew.

    Raises `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    dataset = _to_mend(dataset_id, actor)
    columns = get_table(_table(dataset)).columns
    found = next((one for one in columns if one.name == column), None)
    if found is None or how not in coarser(found):
        raise InvalidInput(_("This column cannot be made coarser like this."))
    place, coarse = columns.index(found), Coarse(how)
    made = [one if one is not found else Column(name=column, length=40) for one in columns]

    def changed(row: Row) -> list[str]:
        return [
            coarse_text(cell, coarse) if n == place else _text(cell) for n, cell in enumerate(row)
        ]

    _fill(dataset, made, [changed(row) for row in _rows(dataset, columns)], by)
    return _mended(dataset, by, "generalise", column, 0)


@operation
def remove_small_groups(*, dataset_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Rows that stand in groups below k are left out (剔除小组). Raises `NotNow`."""
    by = By(actor, now)
    dataset = _to_mend(dataset_id, actor)
    columns = get_table(_table(dataset)).columns
    quasi = set(dataset.columns.filter(is_quasi_identifier=True).values_list("column", flat=True))
    places = [n for n, one in enumerate(columns) if one.name in quasi]
    k = max(2, figure(lists.GATE, lists.K_LEAST, by.today, 5))
    rows = list(_rows(dataset, columns))
    groups = Counter(tuple(row[n] for n in places) for row in rows)
    kept = [row for row in rows if groups[tuple(row[n] for n in places)] >= k]
    if not kept:
        raise InvalidInput(_("Nothing would be left."))
    _fill(dataset, columns, [[_text(cell) for cell in row] for row in kept], by)
    return _mended(dataset, by, "remove", "", len(rows) - len(kept))


def _to_mend(dataset_id: UUID, actor: Actor) -> Dataset:
    dataset = locked_dataset(dataset_id, actor)
    require_over(actor, EDIT, dataset)
    require_possible(dataset, Act.REVISE)
    return dataset


def _table(dataset: Dataset) -> UUID:
    if dataset.table_id is None:
        raise InvalidInput(_("No data were loaded yet."))
    return dataset.table_id


def _rows(dataset: Dataset, columns: Sequence[Column]) -> Iterator[Row]:
    view, cursor = View(columns=tuple(one.name for one in columns)), ""
    while True:
        page = get_page(_table(dataset), view, Question(limit=PART, cursor=cursor))
        yield from page.rows
        cursor = page.cursor
        if not cursor:
            return


def _fill(
    dataset: Dataset, columns: Sequence[Column], rows: Sequence[Sequence[str]], by: By
) -> None:  # fmt: skip
    table_id = define_table(
        title=dataset.title, unit_id=dataset.unit_id, columns=columns, actor=by.actor, now=by.now
    )
    names = [one.name for one in columns]
    fill_table(table_id=table_id, names=names, rows=rows, actor=by.actor, now=by.now)
    put_in_place(dataset, table_id, by)


def _mended(dataset: Dataset, by: By, way: str, column: str, removed: int) -> UUID:
    check = keep_check(dataset, _table(dataset), by)
    keep_step(dataset, "mend", by, column, check.id)
    fact = DataMended(**about(dataset), way=way, column=column, removed=removed)
    record(fact, actor=by.actor, now=by.now)
    return dataset.id


def _text(cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
