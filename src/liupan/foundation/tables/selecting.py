"""A view and a question as SQL: every value bound, every name made of our own numbers."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.tables.models import Content, HostedTable
from liupan.foundation.tables.physical import cell
from liupan.foundation.tables.queries import columns_of, no_table
from liupan.foundation.tables.rules.cells import BadCell, reader
from liupan.foundation.tables.rules.columns import LONG, TEXTS, Column, Type
from liupan.foundation.tables.rules.marks import SIGNS
from liupan.foundation.tables.rules.marks import Mark as RowMark
from liupan.foundation.tables.rules.reading import Filter, Mask, MaskKind, Operator, View
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.statements import asked

COMPARED = {
    Operator.EQUAL: "=",
    Operator.UNEQUAL: "<>",
    Operator.LESS: "<",
    Operator.AT_MOST: "<=",
    Operator.MORE: ">",
    Operator.AT_LEAST: ">=",
}
FILTERS, VALUES = 50, 1_000
CASTS = {
    Type.NUMBER: "numeric",
    Type.MONEY: "numeric",
    Type.DATE: "date",
    Type.MOMENT: "timestamp",
    Type.LOGICAL: "boolean",
    Type.INTEGER: "bigint",
    Type.DOUBLE: "float8",
    Type.FLOAT: "float8",
}
MOST_KNOWN = 1_000
_KNOWN: dict[UUID, "Shape"] = {}
HIDDEN = "＊＊＊"


class BadFilter(InvalidInput):
    """What was asked for cannot be looked for."""


class UnknownColumn(InvalidInput):
    """The column is not there, or not shown: deliberately alike."""


class BadCursor(InvalidInput):
    """This is no cursor of ours, or of another order."""


class NoContent(Refusal):
    """Nothing was loaded into the table yet."""


class ContentReplaced(Refusal):
    """The table was loaded anew since the cursor was given."""


Bound = str | int | bytes | list[str]
"""What is bound to a place in a statement."""


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement with its values."""

    text: str
    values: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's content at a moment."""

    content: int
    position: int
    rows: int
    columns: tuple[Column, ...]

    def place(self, name: str) -> int:
        """The physical number of a column. Raises `UnknownColumn`."""
        for number, column in enumerate(self.columns, start=1):
            if column.name == name:
                return number
        raise unknown(name)


def shape_of(table_id: UUID) -> Shape:
    """What the table holds now. Raises `Missing`, `NoContent`."""
    row = _open_table.first(table_id)
    if row is None:
        raise no_table()
    content: Content | None = row.current
    if content is None:
        raise NoContent(
            _("Nothing was loaded into this table yet."), next_step=_("Come back after a load.")
        )
    columns = columns_of(content.structure_id)
    shape = Shape(content.number, content.last_n, content.rows, columns)
    if len(_KNOWN) >= MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN[table_id] = shape
    return shape


def known_shape(table_id: UUID) -> Shape | None:
    """What the table held when this process last looked: a guess, to be proven before anything is
    told (`bounds.rows_if_current`)."""
    return _KNOWN.get(table_id)


@asked
def _open_table(table_id: UUID) -> "QuerySet[HostedTable]":
    rows = HostedTable.objects.select_related("current").filter(id=table_id, closed_at=None)
    return rows.order_by("id")


def shown_columns(shape: Shape, view: View) -> list[Column]:
    """The columns of a view, in its order. Raises `UnknownColumn`."""
    return [shape.columns[shape.place(name) - 1] for name in view.columns]


def selected(shape: Shape, view: View, row: str = "t") -> list[Sql]:
    """What leaves the database, column by column: the shown ones alone, masked."""
    return [
        _masked(cell(shape.place(name), row), view.masks[name])
        if name in view.masks
        else Sql(cell(shape.place(name), row))
        for name in view.columns
    ]


def marked(mark: RowMark) -> Sql:
    """The row's mark, as `rules.marks.mark_of` makes it."""
    code = _hashed("t.n::text", mark.key)
    return Sql(f"'m' || to_hex(t.n) || '-' || left({code.text}, {SIGNS})", code.values)


def open_place(shape: Shape, view: View, name: str) -> int:
    """The number of a column that is shown as it is. Raises `UnknownColumn`, `BadFilter`."""
    if name not in view.columns:
        raise unknown(name)
    if name in view.masks:
        raise BadFilter(
            _("%(name)s is shown masked, so it is neither searched nor sorted.") % {"name": name}
        )
    return shape.place(name)


def sortable_place(shape: Shape, view: View, name: str) -> int:
    """The same of a column that rows are put in the order of."""
    number = open_place(shape, view, name)
    if shape.columns[number - 1].type in LONG:
        raise BadFilter(_("%(name)s is too long to sort by.") % {"name": name})
    return number


def conditions(shape: Shape, view: View, filters: Sequence[Filter], row: str = "t") -> list[Sql]:
    """The scope's conditions and the question's. Raises `UnknownColumn`, `BadFilter`."""
    for each in filters:
        open_place(shape, view, each.column)
    return scope_of(shape, view, row) + _conditions(shape, filters, row)


def scope_of(shape: Shape, view: View, row: str = "t") -> list[Sql]:
    """Which rows the view lets anybody see at all."""
    return _conditions(shape, view.scope, row)


def where(found: Sequence[Sql]) -> Sql:
    """All of the conditions."""
    if not found:
        return Sql("")
    return Sql(" WHERE " + " AND ".join(f"({each.text})" for each in found), values_of(found))


def values_of(found: Iterable[Sql]) -> tuple[Bound, ...]:
    """Their values, in order."""
    return tuple(value for each in found for value in each.values)


def unknown(name: str) -> UnknownColumn:
    """The refusal; the name is said back, which a page escapes."""
    return UnknownColumn(_("There is no column %(name)s.") % {"name": repr(name[:100])})


def write_cursor(*parts: object) -> str:
    """A place in an order, opaque."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> list[object]:
    """The parts of a place. Raises `BadCursor`."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        parts = json.loads(raw.decode())
    except (binascii.Error, ValueError, RecursionError) as error:
        raise bad_cursor() from error
    if not isinstance(parts, list):
        raise bad_cursor()
    return parts


def bad_cursor() -> BadCursor:
    """The refusal."""
    return BadCursor(_("This place in the list is not known."), next_step=_("Begin again."))


def number_in(value: object) -> int:
    """A whole number of a cursor. Raises `BadCursor`."""
    if type(value) is not int or not 0 <= value < 2**63:
        raise bad_cursor()
    return value


def bound(column: Column, text: str) -> Sql:
    """A value as the column holds it. Raises `BadFilter`."""
    try:
        value = reader(column)(text) if column.type not in TEXTS else text
        value.encode()
    except (BadCell, UnicodeEncodeError) as error:
        raise _not_a_value(column) from error
    if "\0" in value or (value == "" and column.type not in TEXTS):
        raise _not_a_value(column)
    return Sql(f"%s::{CASTS[column.type]}" if column.type in CASTS else "%s", (value,))


def _conditions(shape: Shape, filters: Sequence[Filter], row: str) -> list[Sql]:
    if len(filters) > FILTERS or sum(len(each.values) for each in filters) > VALUES:
        raise BadFilter(_("Too much is asked for at once."))
    return [_condition(shape, each, row) for each in filters]


def _condition(shape: Shape, wanted: Filter, row: str) -> Sql:
    number = shape.place(wanted.column)
    column, name = shape.columns[number - 1], cell(number, row)
    if wanted.operator in (Operator.EMPTY, Operator.FILLED):
        return Sql(f"{name} IS {'NOT ' if wanted.operator is Operator.FILLED else ''}NULL")
    if wanted.operator is Operator.ONE_OF:
        values = [bound(column, text) for text in wanted.values]
        marks = ", ".join(value.text for value in values)
        return Sql(f"{name} IN ({marks})", values_of(values)) if values else Sql("false")
    if len(wanted.values) != 1:
        raise BadFilter(_("One value is compared."))
    if wanted.operator in (Operator.CONTAINS, Operator.STARTS):
        return _like(column, name, wanted)
    value = bound(column, wanted.values[0])
    return Sql(f"{name} {COMPARED[wanted.operator]} {value.text}", value.values)


def _like(column: Column, name: str, wanted: Filter) -> Sql:
    if column.type not in TEXTS:
        raise BadFilter(_("%(name)s is no text.") % {"name": column.name})
    (text,) = bound(column, wanted.values[0]).values
    plain = str(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    before = "%" if wanted.operator is Operator.CONTAINS else ""
    return Sql(f"{name} LIKE %s", (f"{before}{plain}%",))


def _not_a_value(column: Column) -> BadFilter:
    return BadFilter(
        _("This is no value of %(name)s (type %(type)s).")
        % {"name": column.name, "type": column.type}
    )


def _masked(name: str, mask: Mask) -> Sql:
    keep = max(0, mask.keep)
    text = f"{name}::text"
    rest = f"repeat('*', greatest(length({text}) - %s, 0))"
    if mask.kind is MaskKind.FIRST:
        return Sql(f"left({text}, %s) || {rest}", (keep, keep))
    if mask.kind is MaskKind.LAST:
        # right(…, 0) is empty as it should be
        return Sql(f"{rest} || right({text}, %s)", (keep, keep))
    if mask.kind is MaskKind.ENDS:
        return _ends(text, keep, max(0, mask.keep_last))
    if mask.kind is MaskKind.HIDE:
        return Sql(f"CASE WHEN {name} IS NOT NULL THEN %s END", (HIDDEN,))
    return _hashed(text, mask.salt)


def _ends(text: str, first: int, last: int) -> Sql:
    stars = f"repeat('*', length({text}) - %s)"
    return Sql(
        f"CASE WHEN length({text}) > %s THEN left({text}, %s) || {stars} || right({text}, %s)"
        f" ELSE repeat('*', length({text})) END",
        (first + last, first, first + last, last),
    )


def _hashed(text: str, salt: bytes) -> Sql:
    """HMAC-SHA256 (RFC 2104), computed where the value is."""
    if not 16 <= len(salt) <= 64:
        raise ValueError("a hash needs a salt of 16 to 64 bytes")
    block = salt.ljust(64, b"\0")
    inner, outer = (bytes(b ^ pad for b in block) for pad in (0x36, 0x5C))
    return Sql(
        f"encode(sha256(%s::bytea || sha256(%s::bytea || convert_to({text}, 'UTF8'))), 'hex')",
        (outer, inner),
    )
