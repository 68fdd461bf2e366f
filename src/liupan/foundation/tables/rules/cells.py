"""Cells as PostgreSQL takes them: read strictly, so that nothing of what stood there is lost."""

import re
from collections.abc import Callable
from datetime import date, datetime

from liupan.foundation.tables.rules.columns import NUMBERS, Column, Flaw, Type

FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""What makes a spreadsheet run a cell; such a text goes out behind an apostrophe."""
GUARDED = re.compile(f"'+[{re.escape(FORMULA)}]")
YES = frozenset({"是", "true", "1", "yes", "t", "y"})
NO = frozenset({"否", "false", "0", "no", "f", "n"})
INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,18})")
NUMBER = re.compile(
    r"[+-]?(?:0|[1-9][0-9]{0,39}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,12})(?:\.[0-9]{1,40})?"
)
REAL = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,39})(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?")
DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))"
)
HOUR = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?")
LARGEST = 2**63 - 1

Reader = Callable[[str], str]
"""A cell's text to what PostgreSQL takes, "" for an empty one. Raises `BadCell`."""


class BadCell(ValueError):
    """The cell is not what its column holds."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def reader(column: Column) -> Reader:
    """How a column's cells are read."""
    if column.type in _READERS:
        return _READERS[column.type]
    if column.type in NUMBERS:
        return _real
    return _text_of(column.limit)


def bare(text: str) -> str:
    """A text without the apostrophe that kept it from being run."""
    return text[1:] if text[:1] == "'" and GUARDED.match(text) else text


def guarded(text: str) -> str:
    """A text that no spreadsheet runs; `bare` takes the apostrophe off again."""
    return f"'{text}" if (text[:1] in FORMULA and text) or GUARDED.match(text) else text


def _text_of(limit: int) -> Reader:
    def read(cell: str) -> str:
        text = bare(cell.strip())
        if len(text) > limit:
            raise BadCell(Flaw.TOO_LONG)
        return text

    return read


def _integer(cell: str) -> str:
    text = cell.strip()
    if text and (not INTEGER.fullmatch(text) or not -LARGEST <= int(text) <= LARGEST):
        raise BadCell(Flaw.FORMAT)
    return text


def _number(cell: str) -> str:
    text = cell.strip()
    if text and not NUMBER.fullmatch(text):
        raise BadCell(Flaw.FORMAT)
    return text.replace(",", "")


def _real(cell: str) -> str:
    text = cell.strip()
    if not text:
        return ""
    if not REAL.fullmatch(text):
        raise BadCell(Flaw.FORMAT)
    value = float(text)
    is_nothing = not text.lower().partition("e")[0].strip("+-0.")
    if abs(value) == float("inf") or (value == 0) != is_nothing:
        raise BadCell(Flaw.FORMAT)
    return repr(value)


def _day(cell: str) -> str:
    text = cell.strip()
    found = DAY.fullmatch(text)
    if text and not found:
        raise BadCell(Flaw.FORMAT)
    return _date(found).isoformat() if found else ""


def _moment(cell: str) -> str:
    text = cell.strip()
    if not text:
        return ""
    found = DAY.match(text)
    rest = text[found.end() :].lstrip("T ") if found else ""
    hour = HOUR.fullmatch(rest)
    if not found or (rest and not hour) or (text[found.end() :] and not rest):
        raise BadCell(Flaw.FORMAT)
    day = _date(found)
    if not hour:
        return f"{day.isoformat()} 00:00:00"
    hours, minutes, seconds = (int(part or 0) for part in hour.groups()[:3])
    micro = int((hour[4] or "").ljust(6, "0"))
    try:
        moment = datetime(  # noqa: DTZ001  as the file says it, in the city's time
            day.year, day.month, day.day, hours, minutes, seconds, micro
        )
    except ValueError as error:
        raise BadCell(Flaw.FORMAT) from error
    return moment.isoformat(" ")


def _date(found: re.Match[str]) -> date:
    year, *rest = (int(part) for part in found.groups() if part)
    try:
        return date(year, *rest)
    except ValueError as error:
        raise BadCell(Flaw.FORMAT) from error


def _logical(cell: str) -> str:
    text = cell.strip().lower()
    if not text:
        return ""
    if text in YES:
        return "t"
    if text in NO:
        return "f"
    raise BadCell(Flaw.FORMAT)


_READERS: dict[Type, Reader] = {
    Type.INTEGER: _integer,
    Type.NUMBER: _number,
    Type.MONEY: _number,
    Type.DATE: _day,
    Type.MOMENT: _moment,
    Type.LOGICAL: _logical,
}
