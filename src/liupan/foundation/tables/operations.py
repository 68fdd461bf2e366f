"""Every write of `tables`. Content is made by the job; here it becomes what readers see."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import CheckViolation

from liupan.foundation.crypto.facade import SealedFolder, new_file_key
from liupan.foundation.jobs.facade import start_job
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.tables import merging, physical
from liupan.foundation.tables.events import (
    ColumnIndexed,
    ContentRemoved,
    LoadPublished,
    LoadRefused,
    LoadStarted,
    TableClosed,
    TableDefined,
    TableRedefined,
)
from liupan.foundation.tables.models import (
    Content,
    HostedTable,
    Load,
    QualityLine,
    Structure,
    StructureColumn,
)
from liupan.foundation.tables.policies import DEFINE_TABLES, LOAD_TABLES, SWEEP_TABLES
from liupan.foundation.tables.queries import columns_of, newest_structure, no_table
from liupan.foundation.tables.rules.columns import (
    LONG,
    BadColumns,
    Column,
    check_columns,
    key_of,
    whole,
)
from liupan.foundation.tables.wording import REASONS
from liupan.kernel.authority import Actor, Permission, require
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import CEILING, Secrecy, Zone

FILES = SealedFolder("tables")
"""Files on their way into tables; they go when the load ended."""
LARGEST = 2 * 1024**3
JOB = "tables.load"
GRACE = timedelta(minutes=10)
"""How long replaced content stays for whoever had begun to read it."""
ABANDONED = timedelta(days=30)
"""How long a load that ended neither way may be taken up again."""


class UnfitColumns(InvalidInput):
    """The columns make no table."""


class AboveCeiling(Refusal):
    """The level is higher than this network may hold."""


class NoKey(Refusal):
    """The table has no key, so that rows cannot be told apart."""


class StructureChanged(Refusal):
    """The columns were defined anew since; only a whole replacement fits."""


class TooManyWrong(Refusal):
    """More rows of the file are wrong than were allowed."""


class ContentShown(Refusal):
    """What the table holds is released as it is, and changes by its dataset alone."""


class FileTooLarge(InvalidInput):
    """The file is larger than is taken."""


@dataclass(slots=True, kw_only=True)
class Filled:
    """What the job found in a file and put into a content of its own."""

    content: int
    rows_read: int = 0
    wrong: int = 0
    quality: dict[tuple[str, str], int] = field(default_factory=dict)


@operation
def define_table(
    *,
    title: str,
    unit_id: UUID,
    columns: Sequence[Column],
    secrecy: Secrecy = Secrecy.PUBLIC,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Define a hosted table with the columns a person confirmed; its id.

    Raises `UnfitColumns`, `AboveCeiling`, `NotAuthorised`.
    """
    require(actor, DEFINE_TABLES, unit_id=unit_id, secrecy=secrecy)
    _require_level(secrecy, actor)
    if not title.strip():
        raise InvalidInput(_("A table needs a title."), fields={"title": [_("Missing.")]})
    _require_fit(columns)
    table = HostedTable.objects.create(
        title=title.strip(), unit_id=unit_id, secrecy=secrecy, made_at=now, made_by=actor.id
    )
    _enter_structure(table, columns, now)
    fact = TableDefined(
        thing_id=table.id,
        concerned=(unit_id,),
        secrecy=secrecy,
        title=table.title,
        unit_id=unit_id,
        columns=tuple(column.name for column in columns),
    )
    record(fact, actor=actor, now=now)
    return table.id


@operation
def redefine_table(
    *, table_id: UUID, columns: Sequence[Column], actor: Actor, now: datetime
) -> None:
    """Give the table other columns. What is there stays readable as it is until the next load,
    which replaces everything. Raises `UnfitColumns`, `Missing`, `NotAuthorised`."""
    table = lock_table(table_id)
    _require(actor, DEFINE_TABLES, table)
    _require_fit(columns)
    if columns_of(newest_structure(table.id)) == tuple(columns):
        return nothing_changed()
    _enter_structure(table, columns, now)
    fact = TableRedefined(
        thing_id=table.id,
        concerned=(table.unit_id,),
        secrecy=Secrecy(table.secrecy),
        columns=tuple(column.name for column in columns),
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def start_load(
    *,
    table_id: UUID,
    mode: str,
    file_name: str,
    content: Iterable[bytes],
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    allowed_wrong: int = 0,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Keep a file and have it loaded by a job; the load's id.

    Args:
        mode: replace, append or upsert.
        content: the file's bytes, read once, flat in memory.
        encoding: as a person says it is; found when empty, as are `delimiter` and `sheet`.
        allowed_wrong: so many rows that cannot be taken in may stay out; more refuse the file.

    Raises `NoKey`, `StructureChanged`, `FileTooLarge`, `InvalidInput`, `Missing`,
    `NotAuthorised`.
    """
    table = lock_table(table_id)
    _require(actor, LOAD_TABLES, table)
    if mode not in Load.Mode.values:
        raise InvalidInput(_("This kind of load is not known."))
    structure_id = newest_structure(table.id)
    if mode == Load.Mode.UPSERT and not key_of(columns_of(structure_id)):
        raise NoKey(
            _("This table has no key, so its rows cannot be updated."),
            next_step=_("Replace everything, or define the key first."),
        )
    _require_structure(table, structure_id, mode)
    load_id = uuid7()
    size, sealed_key = _keep(load_id, content, actor)
    load = Load.objects.create(
        id=load_id, table=table, structure_id=structure_id, mode=mode, size=size,
        file_name=safe_name(file_name), sealed_key=sealed_key, encoding=encoding,
        delimiter=delimiter, sheet=sheet, allowed_wrong=max(0, allowed_wrong),
        asked_at=now, asked_by=actor.id,
    )  # fmt: skip
    load.job_id = start_job(
        JOB, {"load_id": str(load_id)}, owner=actor, now=now,
        title=_("Load: %(table)s") % {"table": table.title},
    )  # fmt: skip
    load.save(update_fields=["job_id"])
    fact = LoadStarted(
        thing_id=load.id,
        concerned=(table.id,),
        secrecy=Secrecy(table.secrecy),
        table_id=table.id,
        mode=mode,
        size=size,
    )
    record(fact, actor=actor, now=now)
    return load.id


@operation
def publish_load(*, load_id: UUID, filled: Filled, actor: Actor, now: datetime) -> None:
    """Make what the job filled in what readers see, whole, once.

    Raises `TooManyWrong`, `StructureChanged`, `ContentShown`, `Missing`.
    """
    load = _waiting(load_id)
    table = lock_table(load.table_id)
    _require(actor, LOAD_TABLES, table)
    if load.state == Load.State.PUBLISHED:
        return nothing_changed()
    _require_structure(table, load.structure_id, load.mode)
    columns = columns_of(load.structure_id)
    fresh = Content.objects.select_for_update().get(number=filled.content)
    current: Content | None = table.current
    with _unless_shown():
        if merges(current, load.structure_id, columns, load.mode) and current:
            _merge(load, current, fresh, columns, filled)
        else:
            _swap(load, table, fresh, now)
    if filled.wrong > load.allowed_wrong:
        raise TooManyWrong(_("More rows are wrong than were allowed. Nothing was taken in."))
    load.state, load.ended_at = Load.State.PUBLISHED, now
    _keep_report(load, filled)
    transaction.on_commit(lambda: FILES.remove(load.id))
    fact = LoadPublished(
        thing_id=load.id,
        concerned=(table.id, table.unit_id),
        secrecy=Secrecy(table.secrecy),
        table_id=table.id,
        mode=load.mode,
        added=load.added,
        changed=load.changed,
        removed=load.removed,
        wrong=load.wrong,
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def refuse_load(
    *, load_id: UUID, reason: str, filled: Filled | None, actor: Actor, now: datetime
) -> None:
    """End a load of which nothing is taken in, with its report."""
    load = _waiting(load_id)
    table = HostedTable.objects.get(id=load.table_id)
    require(actor, LOAD_TABLES, unit_id=table.unit_id, secrecy=Secrecy(table.secrecy))
    if load.state != Load.State.WAITING:
        return nothing_changed()
    load.state, load.ended_at, load.reason = Load.State.REFUSED, now, reason
    _keep_report(load, filled or Filled(content=0))
    drop_filling(load)
    transaction.on_commit(lambda: FILES.remove(load.id))
    fact = LoadRefused(
        thing_id=load.id,
        concerned=(table.id, table.unit_id),
        secrecy=Secrecy(table.secrecy),
        table_id=table.id,
        reason=reason,
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def index_column(*, table_id: UUID, column: str, actor: Actor, now: datetime) -> None:
    """Have filters and sorting by a column be fast, now and in every later load.

    Readers go on meanwhile. Raises `UnfitColumns`, `Missing`, `NotAuthorised`.
    """
    table = lock_table(table_id)
    _require(actor, DEFINE_TABLES, table)
    structure_id = newest_structure(table.id)
    columns = columns_of(structure_id)
    found = next((c for c in columns if c.name == column), None)
    if found is None:
        raise Missing(_("The table has no column %(name)s.") % {"name": column})
    if found.type in LONG:
        raise UnfitColumns(str(REASONS["index"]))
    if found.is_indexed:
        return nothing_changed()
    _enter_structure(
        table, [replace(c, is_indexed=c.is_indexed or c is found) for c in columns], now
    )
    current: Content | None = table.current
    if current and current.structure_id == structure_id:
        current.structure_id = newest_structure(table.id)
        current.save(update_fields=["structure"])
        physical.index(current.number, columns.index(found) + 1)
    fact = ColumnIndexed(
        thing_id=table.id,
        concerned=(table.unit_id,),
        secrecy=Secrecy(table.secrecy),
        column=column,
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def close_table(*, table_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Nothing is loaded or read any more; the content goes, what was done stays known."""
    table = lock_table(table_id)
    _require(actor, DEFINE_TABLES, table)
    if not reason.strip():
        raise InvalidInput(_("Say why."), fields={"reason": [_("Say why.")]})
    if table.current_id:
        Content.objects.filter(number=table.current_id).update(
            state=Content.State.OLD, replaced_at=now
        )
    table.current, table.closed_at = None, now
    table.save(update_fields=["current", "closed_at"])
    fact = TableClosed(
        thing_id=table.id,
        concerned=(table.unit_id,),
        secrecy=Secrecy(table.secrecy),
        reason=reason.strip(),
    )
    record(fact, actor=actor, now=now)


@operation
def remove_content(*, number: int, actor: Actor, now: datetime) -> bool:
    """Take replaced or abandoned content away; False while somebody reads it."""
    require(actor, SWEEP_TABLES)
    content = (
        Content.objects.select_for_update().select_related("structure__table").get(number=number)
    )
    ends = {Content.State.OLD, Content.State.FILLING}
    if content.state not in ends or not physical.drop(content.number):
        nothing_changed()
        return False
    content.state = Content.State.DROPPED
    content.save(update_fields=["state"])
    table = content.structure.table
    fact = ContentRemoved(
        thing_id=table.id,
        concerned=(table.unit_id,),
        secrecy=Secrecy(table.secrecy),
        content=content.number,
    )
    record(fact, actor=actor, now=now)
    return True


def removable(now: datetime) -> list[int]:
    """Contents that nobody will show again."""
    old = Content.objects.filter(state=Content.State.OLD, replaced_at__lt=now - GRACE)
    left = Content.objects.filter(state=Content.State.FILLING, made_at__lt=now - ABANDONED)
    return [*old.values_list("number", flat=True), *left.values_list("number", flat=True)]


def begin_filling(load_id: UUID, now: datetime) -> tuple[Load, int]:
    """An empty content for a load; what an earlier run had filled in is taken away first."""
    with transaction.atomic():
        load = Load.objects.select_for_update().get(id=load_id)
        drop_filling(load)
        newest = newest_structure(load.table_id)
        if same_columns(newest, load.structure_id):  # indexed otherwise meanwhile
            load.structure_id = newest
        content = Content.objects.create(structure_id=load.structure_id, made_at=now)
        physical.make(content.number, columns_of(load.structure_id))
        load.content = content
        load.save(update_fields=["content", "structure"])
        return load, content.number


def drop_filling(load: Load) -> None:
    """Take away what a run of the load had filled in and nobody sees."""
    content = (
        Content.objects.select_for_update()
        .filter(number=load.content_id or 0, state=Content.State.FILLING)
        .first()
    )
    if content and physical.drop(content.number):
        content.state = Content.State.DROPPED
        content.save(update_fields=["state"])


def lock_table(table_id: UUID) -> HostedTable:
    """The table, for this transaction alone. Raises `Missing` also when it is closed."""
    row = HostedTable.objects.select_for_update().filter(id=table_id, closed_at=None).first()
    if row is None:
        raise no_table()
    return row


def merges(
    current: Content | None, structure_id: UUID, columns: Sequence[Column], mode: str
) -> bool:
    """Whether a load changes rows of what is there, instead of taking its place."""
    if current is None or not same_columns(current.structure_id, structure_id):
        return False
    return mode != Load.Mode.REPLACE or bool(key_of(tuple(columns)))


def same_columns(one: UUID, other: UUID) -> bool:
    """Whether two structures hold the same, be it indexed otherwise."""
    if one == other:
        return True
    plain = [
        [(c.name, c.type, c.key) for c in columns_of(structure_id)] for structure_id in (one, other)
    ]
    return plain[0] == plain[1]


@contextmanager
def _unless_shown() -> Iterator[None]:
    """The database knows what shows a content (a check of its own refuses the change)."""
    try:
        yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, CheckViolation):
            raise
        raise ContentShown(
            _("What this table holds is shown to others as it was released, so it stays."),
            next_step=_("Bring in new data on the page of the dataset that shows the table."),
        ) from error


def _merge(
    load: Load, current: Content, fresh: Content, columns: Sequence[Column], filled: Filled
) -> None:
    done = merging.merge(fresh.number, current.number, columns, base=current.last_n, mode=load.mode)
    if done.known:
        key = ("", "key_known")
        filled.quality[key] = filled.quality.get(key, 0) + done.known
        filled.wrong += done.known
    load.added, load.changed, load.removed = done.added, done.changed, done.removed
    load.first_n, load.last_n = current.last_n, done.last_n
    current.rows += done.added - done.removed
    current.last_n = done.last_n
    current.save(update_fields=["rows", "last_n"])
    drop_filling(load)
    load.content = current


def _swap(load: Load, table: HostedTable, fresh: Content, now: datetime) -> None:
    old: Content | None = table.current
    fresh.rows, fresh.last_n = merging.extent(fresh.number)
    fresh.state = Content.State.CURRENT
    fresh.save(update_fields=["rows", "last_n", "state"])
    table.current = fresh
    table.save(update_fields=["current"])
    load.added, load.last_n = fresh.rows, fresh.last_n
    if old:
        load.removed = old.rows
        old.state, old.replaced_at = Content.State.OLD, now
        old.save(update_fields=["state", "replaced_at"])


def _keep_report(load: Load, filled: Filled) -> None:
    load.rows_read, load.wrong = filled.rows_read, filled.wrong
    load.save()
    QualityLine.objects.bulk_create(
        QualityLine(load=load, column=column, flaw=flaw, count=count)
        for (column, flaw), count in sorted(filled.quality.items())
        if count
    )


def _waiting(load_id: UUID) -> Load:
    load = Load.objects.select_for_update().filter(id=load_id).first()
    if load is None:
        raise Missing(_("There is no such load."))
    return load


def _keep(load_id: UUID, content: Iterable[bytes], actor: Actor) -> tuple[int, str]:
    key, sealed_key = new_file_key(actor.id)
    file = FILES.write(load_id, key)
    try:
        for chunk in content:
            file.write(chunk)
            if file.size > LARGEST:
                raise FileTooLarge(
                    _("The file has more than %(limit)s MB.") % {"limit": LARGEST // 1024**2},
                    next_step=_("Load it in parts: the first replaces, the others append."),
                )
        file.close()
    finally:
        file.abandon()
    return file.size, sealed_key


def _enter_structure(table: HostedTable, columns: Sequence[Column], now: datetime) -> None:
    number = Structure.objects.filter(table=table).count() + 1
    structure = Structure.objects.create(table=table, number=number, made_at=now)
    StructureColumn.objects.bulk_create(
        StructureColumn(
            structure=structure, number=place, name=c.name, type=c.type, length=c.length,
            is_required=c.is_required, unit=c.unit, codes=list(c.codes), pattern=c.pattern,
            least=c.least, most=c.most, key=c.key, is_indexed=c.is_indexed,
        )
        for place, c in enumerate(columns, start=1)
    )  # fmt: skip


def _require(actor: Actor, permission: Permission, table: HostedTable) -> None:
    require(actor, permission, unit_id=table.unit_id, secrecy=Secrecy(table.secrecy))


def _require_level(secrecy: Secrecy, actor: Actor) -> None:
    if secrecy > CEILING[Zone(settings.LIUPAN_ZONE)]:
        raise AboveCeiling(_("This network must not hold tables of this secrecy level."))
    if secrecy > actor.clearance:
        raise NotAuthorised(_("The table is above your clearance."))


def _require_structure(table: HostedTable, structure_id: UUID, mode: str) -> None:
    current: Content | None = table.current
    changed = not same_columns(newest_structure(table.id), structure_id)
    unlike = current and not same_columns(current.structure_id, structure_id)
    if changed or (unlike and mode != Load.Mode.REPLACE):
        raise StructureChanged(
            _("The table's columns were defined anew."),
            next_step=_("Replace everything with a file that has the new columns."),
        )


def _require_fit(columns: Sequence[Column]) -> None:
    try:
        check_columns(tuple(columns))
    except BadColumns as error:
        reason, name = error.args
        said = str(REASONS[reason])
        raise UnfitColumns(f"{name}: {said}" if name else said) from error
    for column in columns:
        if column.pattern:
            _require_pattern(column)


def _require_pattern(column: Column) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT '' ~ %s", [whole(column.pattern)])
    except DataError as error:
        raise UnfitColumns(f"{column.name}: {REASONS['pattern']}") from error
