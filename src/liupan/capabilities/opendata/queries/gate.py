"""What a dataset's content is found to hold, as it would show: numbers of people, secrecy words,
groups of people too small. Reads; what was found is kept by `operations.gate`."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from liupan.capabilities.opendata.models import Dataset, DatasetColumn
from liupan.capabilities.opendata.queries.lists import figure
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.gate import BLOCKED, Count, Privacy, examine
from liupan.foundation.screening.facade import Purpose, Severity, screen
from liupan.foundation.tables.facade import (
    Coarse,
    Question,
    View,
    coarser,
    content_of,
    count_groups,
    get_page,
    get_table,
)

PART, CHUNK = 10_000, 20_000
"""Rows of a page, signs that are screened at once."""
BETWEEN = "。\n\n"
"""Between two values: no word goes on behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A kind of thing that stands in a column, in how many rows; `shown` hides numbers."""

    column: str
    kind: str
    rows: int
    shown: str
    blocks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the check found of one content."""

    table_id: UUID
    content: int
    position: int
    rows: int
    columns: tuple[str, ...]
    quasi: tuple[str, ...]
    about_persons: bool
    k: int
    findings: tuple[Found, ...]
    privacy: Privacy | None

    @property
    def passed(self) -> bool:
        """Nothing blocks, and whoever it is about cannot be told apart."""
        if any(one.blocks for one in self.findings):
            return False
        return not self.about_persons or (self.privacy is not None and self.privacy.holds)

    @property
    def privacy_told(self) -> dict[str, object]:
        """As it is kept."""
        return asdict(self.privacy) if self.privacy else {}


def look_through(dataset: Dataset, table_id: UUID, day: date) -> Report:
    """Look through a table as the dataset would show it. Raises `NoContent`, `Missing`."""
    shown = list(DatasetColumn.objects.filter(dataset=dataset).order_by("order"))
    names = [one.column for one in shown]
    quasi = sorted(one.column for one in shown if one.is_quasi_identifier)
    content, position = content_of(table_id)
    k = max(2, figure(lists.GATE, lists.K_LEAST, day, 5))
    return Report(
        table_id=table_id,
        content=content,
        position=position,
        rows=get_table(table_id).rows,
        columns=tuple(sorted(names)),
        quasi=tuple(quasi),
        about_persons=dataset.about_persons,
        k=k,
        findings=tuple(_findings(table_id, names, day)),
        privacy=_privacy(table_id, quasi, k) if dataset.about_persons and quasi else None,
    )


def _privacy(table_id: UUID, quasi: Sequence[str], k: int) -> Privacy:
    columns = {one.name: one for one in get_table(table_id).columns}
    finer = {name: [str(how) for how in coarser(columns[name])] for name in quasi}

    def count(names: Sequence[str], column: str, how: str) -> Count:
        coarse = {column: Coarse(how)} if how else {}
        found = count_groups(table_id, names, below=k, coarse=coarse)
        return Count(found.least, found.small, found.small_rows)

    return examine(quasi, finer, count)


def _findings(table_id: UUID, names: Sequence[str], day: date) -> Iterator[Found]:
    for name, values in zip(names, _values(table_id, names), strict=True):
        yield from _in_column(name, values, day)


def _values(table_id: UUID, names: Sequence[str]) -> list[Counter[str]]:
    """How often each value stands in each column."""
    found: list[Counter[str]] = [Counter() for _name in names]
    view, cursor = View(columns=tuple(names)), ""
    while True:
        page = get_page(table_id, view, Question(limit=PART, cursor=cursor))
        for counts, cells in zip(found, zip(*page.rows, strict=True), strict=False):
            counts.update(str(one) for one in cells if one is not None)
        cursor = page.cursor
        if not cursor:
            return found


def _in_column(name: str, values: Counter[str], day: date) -> Iterator[Found]:
    rows: Counter[tuple[str, bool]] = Counter()
    shown: dict[tuple[str, bool], str] = {}
    for part in _parts(values):
        starts, text = _joined(part)
        seen: set[tuple[int, tuple[str, bool]]] = set()
        for one in screen(text, for_=Purpose.PUBLICATION, day=day).findings:
            blocks = one.severity is Severity.BLOCK or str(one.kind) in BLOCKED
            key = (str(one.kind), blocks)
            place = bisect_right(starts, one.start) - 1
            if (place, key) not in seen:
                seen.add((place, key))
                rows[key] += values[part[place]]
                shown.setdefault(key, one.shown)
    for (kind, blocks), count in sorted(rows.items()):
        yield Found(
            column=name, kind=kind, rows=count, shown=shown[kind, blocks], blocks=blocks
        )  # fmt: skip


def _parts(values: Counter[str]) -> Iterator[list[str]]:
    """Values together as long as they are short: more findings than are listed hide none that
    block, so a part is never clean by being cut."""
    part: list[str] = []
    size = 0
    for value in values:
        if part and size + len(value) > CHUNK:
            yield part
            part, size = [], 0
        part.append(value)
        size += len(value) + len(BETWEEN)
    if part:
        yield part


def _joined(part: Sequence[str]) -> tuple[list[int], str]:
    starts, at = [], 0
    for value in part:
        starts.append(at)
        at += len(value) + len(BETWEEN)
    return starts, BETWEEN.join(part)
