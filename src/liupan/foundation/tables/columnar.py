"""What the columns of a view are in a Parquet file."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from liupan.foundation.tables.parquet import (
    DIGITS,
    Form,
    day,
    decimal,
    double,
    integer,
    logical,
    moment,
    text,
    written,
)
from liupan.foundation.tables.physical import cell, name
from liupan.foundation.tables.rules.columns import Type
from liupan.foundation.tables.rules.reading import View
from liupan.foundation.tables.selecting import Shape, Sql, where

EXACT = (Type.NUMBER, Type.MONEY)
FORMS: dict[Type, Callable[[], Form]] = {
    Type.DATE: day,
    Type.MOMENT: moment,
    Type.LOGICAL: logical,
    Type.INTEGER: integer,
    Type.DOUBLE: double,
    Type.FLOAT: double,
}


def forms_of(
    shape: Shape, view: View, met: Sequence[Sql], link: BaseDatabaseWrapper, *, is_marked: bool
) -> list[Form]:
    """A form for each column shown. A column of exact numbers has as many digits as its rows need;
    one that needs more than Parquet has is a text."""
    exact = [
        column for column in view.columns if column not in view.masks
        and shape.columns[shape.place(column) - 1].type in EXACT
    ]  # fmt: skip
    digits = _digits(shape, exact, met, link) if exact else {}
    forms = [_form(shape, view, column, digits) for column in view.columns]
    return [*forms, text()] if is_marked else forms


def _form(shape: Shape, view: View, column: str, digits: dict[str, tuple[int, int]]) -> Form:
    kind = shape.columns[shape.place(column) - 1].type
    if column in view.masks:
        return text()
    if column in digits:
        whole, scale = digits[column]
        return decimal(whole + scale, scale) if whole + scale <= DIGITS else written()
    return FORMS.get(kind, text)()


def _digits(
    shape: Shape, columns: Sequence[str], met: Sequence[Sql], link: BaseDatabaseWrapper
) -> dict[str, tuple[int, int]]:
    """Digits before and behind the point, the most that a row has."""
    cells = [cell(shape.place(column), "t") for column in columns]
    listed = ", ".join(
        f"max(length(trunc(abs({each}))::text)), max(scale({each}))" for each in cells
    )
    which = where(met)
    with link.cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM {name(shape.content)} t{which.text}", which.values)
        found: Sequence[Any] = cursor.fetchone()
    return {column: (found[2 * n] or 1, found[2 * n + 1] or 0) for n, column in enumerate(columns)}
