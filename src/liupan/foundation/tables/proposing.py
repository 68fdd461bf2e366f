"""What a file's columns look like, for a person to confirm. Nothing is decided by guessing.

A doubt goes to text: a leading zero, a long number or one of an even length may be a code, and a
code that became a number is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from liupan.foundation.tables.opening import Chunks, Form, UnreadableFile, find_form, read_lines
from liupan.foundation.tables.rules.cells import BadCell, bare, reader
from liupan.foundation.tables.rules.columns import NAME, TEXT, WIDEST, Column, Type

LOOKED_AT = 5_000
SAMPLES = 5
CODE_DIGITS = 6
"""Whole numbers that all have so many digits, or one that has more than nine, are codes."""
ORDER = (Type.LOGICAL, Type.INTEGER, Type.NUMBER, Type.DATE, Type.MOMENT)


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """A column as it seems to be, with some of its values."""

    column: Column
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a file is written, and what its columns seem to be."""

    form: Form
    columns: tuple[ProposedColumn, ...]


def propose(
    chunks: Chunks, *, encoding: str = "", delimiter: str = "", sheet: str = ""
) -> Proposal:
    """Look at a file's beginning. Raises `UnreadableFile`."""
    form = find_form(chunks, encoding=encoding, delimiter=delimiter, sheet=sheet)
    lines = read_lines(chunks, form)
    names = heading(lines)
    values: list[list[str]] = [[] for _name in names]
    for _number, line in islice(lines, LOOKED_AT):
        for place, text in enumerate(line[: len(names)]):
            if text.strip():
                values[place].append(text.strip())
    return Proposal(
        form,
        tuple(
            ProposedColumn(_column(name, found), tuple(found[:SAMPLES]))
            for name, found in zip(names, values, strict=True)
        ),
    )


def heading(lines: Iterator[tuple[int, list[str]]]) -> list[str]:
    """The names in the first row that is not empty. Raises `UnreadableFile`."""
    _number, line = next(lines, (0, []))
    names = [bare(text.strip()) for text in line]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UnreadableFile(_("This file is empty."))
    if len(names) > WIDEST:
        raise UnreadableFile(
            _("The table has %(count)s columns; at most %(most)s are taken.")
            % {"count": f"{len(names):,}", "most": WIDEST},
            next_step=_("Split it into several tables."),
        )
    if "" in names:
        raise UnreadableFile(_("Column %(place)s has no heading.") % {"place": names.index("") + 1})
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnreadableFile(
            _("These headings stand there twice: %(names)s.") % {"names": "、".join(twice)},
            next_step=_("Give each column a name of its own."),
        )
    if unfit := [name for name in names if len(name) > NAME or not name.isprintable()]:
        raise UnreadableFile(
            _("This is no heading: %(name)s.") % {"name": repr(unfit[0][:40])},
            next_step=_("The first row must hold the columns' names."),
        )
    return names


def _column(name: str, values: list[str]) -> Column:
    for kind in ORDER:
        column = Column(name=name, type=kind)
        if values and _fits(column, values):
            return column
    longest = max(map(len, values), default=0)
    if longest > TEXT:
        return Column(name=name, type=Type.NOTE)
    return Column(name=name, length=min(TEXT, max(20, -(-longest * 2 // 10) * 10)))


def _fits(column: Column, values: list[str]) -> bool:
    if column.type is Type.LOGICAL and set(values) & {"0", "1", "t", "f", "y", "n"}:
        return False
    if column.type in (Type.INTEGER, Type.NUMBER) and _may_be_codes(values):
        return False
    if column.type is Type.DATE and all(value.isdigit() for value in values):
        return False  # 20171115 may as well be a number
    read = reader(column)
    try:
        for value in values:
            read(value)
    except BadCell:
        return False
    return True


def _may_be_codes(values: list[str]) -> bool:
    lengths = {len(value) for value in values}
    if not all(value.isdigit() for value in values):
        return any(value.startswith("+") for value in values)
    return max(lengths) > 9 or (
        len(lengths) == 1 and lengths.pop() >= CODE_DIGITS and len(values) > 1
    )
