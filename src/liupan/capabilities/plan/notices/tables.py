"""Tables of tasks, as annexes have them: one row is one task; tabs stand between the cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liupan.capabilities.plan.notices.source import Span

_TASK = re.compile(r"任务|事项|工作内容|主要内容|重点工作|工作措施|具体措施|主要举措")
_CLOSER = re.compile(r"具体|内容|措施|事项|名称|举措")
"""Of two columns that may hold the task, the one that says it more closely."""
_LEAD = re.compile(r"牵头|主办|主责|负责(?:单位|部门)")
_UNITS = re.compile(r"责任|配合|参与|协办|协助|承办")
_LIMIT = re.compile(r"时限|期限|完成时间|时间节点|时间安排|时间要求")
_RESULT = re.compile(r"标准|目标|成果|标志|要求")
_EMPTY = re.compile(r"^[—\-–/\s]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that says a task; what its table does not have is empty."""

    task: str
    group: str
    result: str
    lead: str
    units: str
    limit: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Columns:
    task: int
    group: int | None
    result: int | None
    lead: int | None
    units: int | None
    limit: int | None


def rows_of(text: str) -> list[Row]:
    """Every task of every table whose first row names its columns."""
    found, columns, at = list[Row](), None, 0
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 3:
            columns = None if line.strip() else columns
        elif (named := _columns(cells)) is not None:
            columns = named
        elif columns is not None:
            found += _row(cells, columns, Span(at, at + len(line)))
        at += len(line) + 1
    return found


def _columns(cells: Sequence[str]) -> _Columns | None:
    heads = [re.sub(r"\s", "", cell) for cell in cells]
    if any(len(head) > 12 for head in heads):
        return None
    tasks = [n for n, head in enumerate(heads) if _TASK.search(head)]
    lead = _first(heads, _LEAD)
    units = _first(heads, _UNITS, besides=lead)
    limit = _first(heads, _LIMIT)
    if not tasks or (lead is None and units is None and limit is None):
        return None
    closer = next((n for n in tasks[::-1] if _CLOSER.search(heads[n])), tasks[-1])
    group = next((n for n in tasks if n != closer), None)
    result = _first(heads, _RESULT, besides=closer)
    return _Columns(closer, group, None if result in tasks else result, lead, units, limit)


def _first(heads: Sequence[str], wanted: re.Pattern[str], besides: int | None = None) -> int | None:
    found = (n for n, head in enumerate(heads) if wanted.search(head) and n != besides)
    return next(found, None)


def _row(cells: Sequence[str], columns: _Columns, span: Span) -> Iterator[Row]:
    def cell(place: int | None) -> str:
        words = cells[place] if place is not None and place < len(cells) else ""
        return "" if _EMPTY.match(words) else words

    task = re.sub(r"^(?:\d{1,3}[.．、]|[（(]\d{1,3}[）)])\s*", "", cell(columns.task))
    lead, units = cell(columns.lead), cell(columns.units)
    if columns.lead is None:
        lead, units = units, ""
    if len(task) >= 4 and len(set(cells)) > 1:  # a row of one merged cell is a heading
        yield Row(
            task, cell(columns.group), cell(columns.result), lead, units, cell(columns.limit), span
        )
