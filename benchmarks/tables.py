"""Hosted tables of a million rows: pages, facets, filters, files out.

Beside the time on the clock stands the processor's, ours and PostgreSQL's, which a busy machine
does not change.
"""

import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from liupan.foundation.tables import merging, physical
from liupan.foundation.tables.facade import (
    Column,
    Filter,
    Operator,
    Question,
    RowMark,
    Type,
    View,
    count_rows,
    export_csv,
    export_parquet,
    export_xlsx,
    get_page,
    list_facet,
)
from liupan.foundation.tables.loading import Findings, check, rows_in
from liupan.foundation.tables.models import Content, HostedTable
from liupan.foundation.tables.opening import find_form, read_lines
from liupan.foundation.tables.operations import _enter_structure
from liupan.foundation.tables.proposing import heading
from liupan.foundation.tables.queries import columns_of, newest_structure
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

ROWS = 1_000_000
PART = 20_000
COLUMNS = (
    Column(name="编号", type=Type.INTEGER, key=1),
    Column(name="名称", length=40),
    Column(name="区划", length=12, is_indexed=True),
    Column(name="登记日期", type=Type.DATE, is_indexed=True),
    Column(name="金额", type=Type.MONEY),
    Column(name="类别", length=20),
    Column(name="电话", length=20, is_indexed=True),
    Column(name="地址", length=60),
    Column(name="有效", type=Type.LOGICAL),
    Column(name="备注", type=Type.NOTE),
)
VIEW = View(columns=tuple(column.name for column in COLUMNS))
PLACES = ("640402", "640422", "640423", "640424", "640425")


def run(scale: float) -> dict[str, Any]:
    """Load a million rows (as the job does, without its queue), then ask."""
    rows = max(20_000, int(ROWS * min(scale, 1.0)))
    table_id, loaded = _load(rows)
    return {"rows": rows, "load": loaded, **_asked(table_id, rows), **_files(table_id)}


def _asked(table_id: UUID, rows: int) -> dict[str, Any]:
    phone = (Filter("电话", Operator.EQUAL, (f"139{rows // 2:08}",)),)
    unindexed = (Filter("类别", Operator.EQUAL, ("类3",)),)
    deep = get_page(table_id, VIEW, Question(sort="登记日期", limit=5_000)).cursor
    asks: dict[str, Callable[[], object]] = {
        "page": lambda: get_page(table_id, VIEW, Question()),
        "page_sorted": lambda: get_page(table_id, VIEW, Question(sort="登记日期", descending=True)),
        "page_deep": lambda: get_page(table_id, VIEW, Question(sort="登记日期", cursor=deep)),
        "page_sorted_without_index": lambda: get_page(table_id, VIEW, Question(sort="金额")),
        "filter_indexed": lambda: get_page(table_id, VIEW, Question(filters=phone)),
        "filter_without_index": lambda: get_page(table_id, VIEW, Question(filters=unindexed)),
        "count": lambda: count_rows(table_id, VIEW, unindexed),
        "facet": lambda: list_facet(table_id, VIEW, "类别"),
    }
    return {name: _timed(ask) for name, ask in asks.items()}


def _files(table_id: UUID) -> dict[str, Any]:
    few = (Filter("编号", Operator.AT_MOST, ("100000",)),)
    return {
        "csv": _drained(lambda: export_csv(table_id, VIEW)),
        "csv_gb18030": _drained(lambda: export_csv(table_id, VIEW, encoding="gb18030")),
        "xlsx": _drained(lambda: export_xlsx(table_id, VIEW, few, title="名册")),
        "parquet": _drained(lambda: export_parquet(table_id, VIEW)),
        "csv_marked": _drained(lambda: export_csv(table_id, VIEW, mark=RowMark(bytes(32)))),
    }


def _timed(ask: Callable[[], object], times: int = 20) -> dict[str, float]:
    ask()
    walls, began, theirs = [], time.process_time(), _backend_ms()
    for _ in range(times):
        at = time.perf_counter()
        ask()
        walls.append((time.perf_counter() - at) * 1000)
    ours = (time.process_time() - began) * 1000 / times
    return {
        "p50_ms": round(sorted(walls)[times // 2], 1),
        "p95_ms": round(sorted(walls)[int(times * 0.95) - 1], 1),
        "ours_cpu_ms": round(ours, 2),
        "pg_cpu_ms": round((_backend_ms() - theirs) / times, 2),
    }


def _backend_ms() -> float:
    """Processor time of PostgreSQL's process that answers us, without its helpers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


def _drained(export: Callable[[], Any]) -> dict[str, float]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu, size = time.perf_counter(), time.process_time(), 0
    for chunk in export():
        size += len(chunk)
    return {
        "s": round(time.perf_counter() - began, 2),
        "ours_cpu_s": round(time.process_time() - cpu, 2),
        "mb": round(size / 1e6, 1),
        "grown_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
    }


def _load(rows: int) -> tuple[UUID, dict[str, float]]:
    now = clock.now()
    with transaction.atomic():
        table = HostedTable.objects.create(
            title="名册", unit_id=uuid7(), made_at=now, made_by=uuid7()
        )
        _enter_structure(table, COLUMNS, now)
        structure_id = newest_structure(table.id)
        content = Content.objects.create(structure_id=structure_id, made_at=now)
        physical.make(content.number, columns_of(structure_id))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu = time.perf_counter(), time.process_time()
    _fill(content.number, rows)
    with transaction.atomic():
        physical.make_indexes(content.number, COLUMNS)
        content.rows, content.last_n = merging.extent(content.number)
        content.state = Content.State.CURRENT
        content.save()
        table.current = content
        table.save()
    return table.id, {
        "s": round(time.perf_counter() - began, 1),
        "ours_cpu_s": round(time.process_time() - cpu, 1),
        "grown_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
    }


def _fill(content: int, rows: int) -> None:
    def chunks() -> Iterator[bytes]:
        yield (",".join(VIEW.columns) + "\n").encode("gb18030")
        for start in range(1, rows + 1, 1_000):
            end = min(start + 1_000, rows + 1)
            yield "".join(map(_line, range(start, end))).encode("gb18030")

    form = find_form(chunks)
    lines = read_lines(chunks, form)
    findings = Findings()
    part: list[bytes] = []
    for line in rows_in(lines, heading(lines), COLUMNS, findings):
        part.append(line)
        if len(part) == PART:
            _copy(content, part)
    _copy(content, part)
    check(content, COLUMNS, findings)
    assert not findings.wrong


def _copy(content: int, part: list[bytes]) -> None:
    with transaction.atomic():
        physical.copy_in(content, part)
    part.clear()


def _line(n: int) -> str:
    day = f"20{n % 17:02}-{n % 12 + 1:02}-{n % 28 + 1:02}"
    valid, note = "是" if n % 3 else "否", "见附件" if n % 4 == 0 else ""
    return (
        f"{n},固原市第{n % 9973}号企业,{PLACES[n % 5]},{day},"
        f"{n * 7919 % 1000003}.{n % 100:02},类{n * 31 % 20},139{n:08},"
        f"宁夏固原市原州区政府街{n % 997}号,{valid},{note}\n"
    )


def main() -> None:
    """Print."""
    import json

    print(json.dumps(run(1.0), ensure_ascii=False, indent=1))
    connection.close()


if __name__ == "__main__":
    main()
