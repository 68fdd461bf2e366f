"""What a document resolves (议定事项): its numbered paragraphs, with who does it and by when.

Only hints are found; a person looks at each before it becomes an item of supervision.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|"
                      r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])\s*")  # fmt: skip
DOES = "(?:牵头|负责|承办|主办|具体落实|组织实施)"
LEADS = (
    re.compile(rf"(?:由|责成)(?P<unit>[\u4e00-\u9fff]{{2,20}}?){DOES}"),
    re.compile(rf"^(?:请|各)?(?P<unit>[\u4e00-\u9fff]{{2,20}}?){DOES}"),
)
"""Somebody named in so many words first, else who begins a sentence."""
DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日[之以]?前")
MONTH_END = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月[底末][之以]?前")
YEAR_END = re.compile(r"(?:(?P<year>\d{4})年|今?年)[底末][之以]?前")
LONGEST = 2000
"""Characters of a resolution."""


@dataclass(frozen=True, slots=True)
class Found:
    """A numbered paragraph. `n` counts them from 1; `lead` is a unit's name as it is written there,
    `due_on` the last day; both may be unknown."""

    n: int
    text: str
    lead: str = ""
    due_on: date | None = None

    @property
    def is_assigned(self) -> bool:
        """Whether it says who does it, or by when."""
        return bool(self.lead or self.due_on)


def found_in(lines: Iterable[str], of: date) -> tuple[Found, ...]:
    """The numbered paragraphs among the lines of a document of this day.

    A paragraph without a number belongs to the numbered one before it only as its text; days
    without a year are the next of their kind.
    """
    return tuple(
        Found(n, text, lead_in(text), due_in(text, of))
        for n, text in enumerate(_numbered(lines), start=1)
    )


def lead_in(text: str) -> str:
    """The unit that leads, as it is written; empty when none is named."""
    parts = [NUMBERED.sub("", part.strip()) for part in re.split(r"[，。；,;：:]", text)]
    found = (pattern.search(part) for pattern in LEADS for part in parts)
    return next((one["unit"] for one in found if one), "")


def due_in(text: str, of: date) -> date | None:
    """The last day that the text names, if it is one of the calendar."""
    if found := DAY.search(text):
        return _day(found["year"], int(found["month"]), int(found["day"]), of)
    if found := MONTH_END.search(text):
        return _day(found["year"], int(found["month"]), 0, of)
    if found := YEAR_END.search(text):
        return date(int(found["year"] or of.year), 12, 31)
    return None


def _numbered(lines: Iterable[str]) -> Iterator[str]:
    """Numbered lines; one that only names what the next deeper ones do is left to them."""
    for line in lines:
        if NUMBERED.match(line):
            text = NUMBERED.sub("", line, count=1).strip()
            if text:
                yield text[:LONGEST]


def _day(year: str | None, month: int, day: int, of: date) -> date | None:
    if not 1 <= month <= 12:
        return None
    for one in [int(year)] if year else [of.year, of.year + 1]:
        last = monthrange(one, month)[1]
        if day > last:
            return None
        found = date(one, month, day or last)
        if year or found >= of:
            return found
    return None
