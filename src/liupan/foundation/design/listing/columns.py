"""Columns of a list: what is shown, what is exported, by what the list can be sorted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from liupan.foundation.design.components.days import city_moment, short_day
from liupan.foundation.design.components.marks import Text

T = TypeVar("T")


class Role(StrEnum):
    """The part a column plays when the row becomes a card on a phone.

    TITLE stands alone on top, then UNIT and NUMBER, then CLOCK and STATE; ORIGIN, BAR and DUE are
    left out; MORE is a line of its own with its label.
    """

    TITLE = "title"
    NUMBER = "no"
    ORIGIN = "from"
    UNIT = "unit"
    DUE = "due"
    CLOCK = "clock"
    BAR = "bar"
    STATE = "state"
    MORE = "more"


@dataclass(frozen=True, kw_only=True)
class Column(Generic[T]):
    """One column.

    Args:
        value: the plain value; this is exported, and shown when there is no `cell`.
        cell: how it is shown: text, or marked-up text by a component.
        sort: the field the database sorts by; without it the head is no link.
        url: where the value leads to, in the list only.
        is_listed: whether the list shows it; the export always does.
    """

    key: str
    label: Text
    value: Callable[[T], object]
    cell: Callable[[T], Text | SafeString] | None = None
    sort: str = ""
    role: Role = Role.MORE
    url: Callable[[T], str] | None = None
    is_number: bool = False
    is_listed: bool = True

    def shown(self, row: T) -> SafeString:
        """The cell's content, ready for the page."""
        text = self.cell(row) if self.cell else plain(self.value(row))
        if self.url and (address := self.url(row)):
            return SafeString(
                f'<a class="lp-quiet" href="{escape(address)}">{conditional_escape(str(text))}</a>'
            )
        return conditional_escape(str(text))

    @property
    def classes(self) -> str:
        """Of the column's cells."""
        extra = " lp-right lp-num" if self.is_number else ""
        quiet = "" if self.role in (Role.TITLE, Role.STATE, Role.CLOCK, Role.BAR) else " lp-second"
        return f"lp-td-{self.role}{extra}{quiet}"

    @property
    def head_classes(self) -> str:
        """Of the column's head: only what must vanish with the cells, and the side."""
        gone = f"lp-td-{self.role}" if self.role in (Role.ORIGIN, Role.BAR) else ""
        return f"{gone} lp-right".strip() if self.is_number else gone


def plain(value: object) -> str:
    """A plain value as people read it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return city_moment(value)
    if isinstance(value, date):
        return short_day(value)
    return str(value)
