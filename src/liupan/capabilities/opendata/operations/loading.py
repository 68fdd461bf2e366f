"""New data: a table of their own, the check, then in one step what everybody sees. What fails is
not shown; the previous data stay."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.events.datasets import DataBlocked, DataLoading, DataShown
from liupan.capabilities.opendata.models import Check, DataLoad, Dataset, Follow, Version
from liupan.capabilities.opendata.operations.drawing_up import published_entry, require_open
from liupan.capabilities.opendata.operations.gate import keep_check
from liupan.capabilities.opendata.operations.keeping import (
    BLOCKED,
    NEW_DATA,
    NotNow,
    about,
    holders,
    keep_step,
    locked_dataset,
    page_of,
    save,
    tell,
)
from liupan.capabilities.opendata.operations.scoring import reckon_quality
from liupan.capabilities.opendata.operations.versions import is_of_version, keep_version
from liupan.capabilities.opendata.policies import EDIT, require_over
from liupan.capabilities.opendata.queries.gate_words import what_fails
from liupan.capabilities.opendata.rules.opening import Openness, State
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import By
from liupan.foundation.tables.facade import (
    Column,
    Type,
    close_table,
    define_table,
    fill_table,
    start_load,
)
from liupan.kernel.authority import Actor
from liupan.kernel.work import place

CHANGING = frozenset({State.DRAFT.value, State.RETURNED.value, State.PUBLISHED.value})
"""States in which data may come in; under review they stay as they were checked."""


@operation
def load_data(
    *, dataset_id: UUID, file_name: str, content: Iterable[bytes], actor: Actor, now: datetime,
    encoding: str = "",
) -> UUID:  # fmt: skip
    """Take in a file of new data (更新数据); a job reads it, then the check decides. The load's id.

    The table has the columns of the open items alone: a file with others is refused. Raises
    `NotNow`, `NotOpen`, `Missing` and what `tables.start_load` does.
    """
    by = By(actor, now)
    dataset = _open_for_data(dataset_id, actor)
    load = _begin(dataset, hosted_columns(dataset), by)
    start_load(
        table_id=load.table_id, mode="replace", file_name=file_name, content=content,
        encoding=encoding, actor=actor, now=now,
    )  # fmt: skip
    record(DataLoading(**about(dataset), load_id=load.id), actor=actor, now=now)
    return load.id


@operation
def fill_data(
    *, dataset_id: UUID, names: Sequence[str], rows: Iterable[Sequence[str]], actor: Actor,
    now: datetime, columns: Sequence[Column] | None = None,
) -> UUID:  # fmt: skip
    """Take in rows at once, without a file, and have the check decide; the load's id."""
    by = By(actor, now)
    dataset = _open_for_data(dataset_id, actor)
    load = _begin(dataset, columns or hosted_columns(dataset), by)
    fill_table(table_id=load.table_id, names=names, rows=rows, actor=actor, now=now)
    _take_over(dataset, load, by)
    return load.id


@operation
def take_over_data(*, load_id: UUID, actor: Actor, now: datetime) -> UUID:
    """A job has loaded the table of new data: the check decides what everybody sees."""
    load = DataLoad.objects.select_for_update().get(id=load_id)
    dataset = Dataset.objects.select_for_update().get(id=load.dataset_id)
    require_over(actor, EDIT, dataset)
    if load.state != DataLoad.State.WAITING:
        nothing_changed()
        return load.id
    _take_over(dataset, load, By(actor, now))
    return load.id


@operation
def give_up_data(*, load_id: UUID, actor: Actor, now: datetime) -> UUID:
    """The file was not taken in: the previous data stay."""
    load = DataLoad.objects.select_for_update().get(id=load_id)
    dataset = Dataset.objects.get(id=load.dataset_id)
    require_over(actor, EDIT, dataset)
    if load.state != DataLoad.State.WAITING:
        nothing_changed()
        return load.id
    load.state, load.ended_at = DataLoad.State.REFUSED, now
    load.save()
    record(DataBlocked(**about(dataset), check_id=None), actor=actor, now=now)
    return load.id


def put_in_place(dataset: Dataset, table_id: UUID, by: By) -> None:
    """The dataset shows this table from now on; the one before is closed, unless it is a
    version's."""
    before, dataset.table_id, dataset.data_at = dataset.table_id, table_id, by.now
    save(dataset, by, "table_id", "data_at")
    if before and before != table_id and not is_of_version(dataset, before):
        close_table(
            table_id=before, reason=_("New data took its place."), actor=by.actor, now=by.now
        )


def hosted_columns(dataset: Dataset) -> tuple[Column, ...]:
    """The columns of a table for the dataset: its open items as the catalogue describes them.

    Raises `NotOpen`, `Missing`.
    """
    entry = published_entry(dataset.resource_id)
    wanted = list(dataset.columns.order_by("order"))
    require_open(entry, dataset.openness, [one.item for one in wanted])
    items = {one.name: one for one in entry.said.items}
    return tuple(
        Column(
            name=one.column,
            type=Type(items[one.item].data_type),
            length=min(items[one.item].length or 0, 500) if items[one.item].data_type == "C" else 0,
            unit=items[one.item].unit,
        )
        for one in wanted
    )


def _open_for_data(dataset_id: UUID, actor: Actor) -> Dataset:
    dataset = locked_dataset(dataset_id, actor)
    require_over(actor, EDIT, dataset)
    if dataset.openness == Openness.NOT:
        raise NotNow(_("What is not opened has no data here."))
    if dataset.state not in CHANGING:
        raise NotNow(
            _("%(title)s is “%(state)s”: no data come in now.")
            % {"title": dataset.title, "state": dataset.get_state_display()}
        )
    return dataset


def _begin(dataset: Dataset, columns: Sequence[Column], by: By) -> DataLoad:
    table_id = define_table(
        title=dataset.title, unit_id=dataset.unit_id, columns=columns, actor=by.actor, now=by.now
    )
    return DataLoad.objects.create(
        dataset=dataset, table_id=table_id, asked_at=by.now, asked_by=by.actor.id
    )


def _take_over(dataset: Dataset, load: DataLoad, by: By) -> None:
    """What is released shows new data only when they pass; a draft takes them to be mended."""
    check = keep_check(dataset, load.table_id, by)
    is_out = dataset.state == State.PUBLISHED
    shows = check.passed or not is_out
    load.state = DataLoad.State.SHOWN if shows else DataLoad.State.BLOCKED
    load.check_of, load.ended_at = check, by.now
    load.save()
    if not shows:
        return _block(dataset, check, by)
    put_in_place(dataset, load.table_id, by)
    keep_step(dataset, "load", by, check_id=check.id)
    record(
        DataShown(**about(dataset), check_id=check.id, rows=check.rows), actor=by.actor, now=by.now
    )
    if is_out:
        keep_version(dataset, Version.Why.LOAD, check, by)
        reckon_quality(dataset, by)
        _tell_followers(dataset, by)
    return None


def _block(dataset: Dataset, check: Check, by: By) -> None:
    why = what_fails(check)
    keep_step(dataset, "block", by, why, check.id)
    record(DataBlocked(**about(dataset, why), check_id=check.id), actor=by.actor, now=by.now)
    title = _("New data of %(title)s are not shown: the check failed") % {"title": dataset.title}
    tell(
        holders(EDIT, by, dataset.unit_id), BLOCKED, by, title, url=page_of(dataset),
        group=dataset.id, body=why,
    )  # fmt: skip


def _tell_followers(dataset: Dataset, by: By) -> None:
    people = Follow.objects.filter(dataset=dataset).values_list("account_id", flat=True)
    title = _("New data: %(title)s") % {"title": dataset.title}
    url = place("opendata:dataset", dataset.code)
    tell(list(people), NEW_DATA, by, title, url=url, group=dataset.id)
