"""Parquet files, read again by another program; marks that say whose file a row is from."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liupan.foundation.tables import parquet as writing
from liupan.foundation.tables.facade import (
    Column,
    Filter,
    Mask,
    MaskKind,
    Operator,
    Question,
    RowMark,
    Type,
    View,
    count_made,
    export_csv,
    export_parquet,
    export_xlsx,
    get_page,
    marks_in,
)
from liupan.foundation.tables.parquet import Form, parquet
from liupan.foundation.tables.rules.marks import mark_of
from liupan.foundation.tables.tests.factories import keeper, load, table, whole

FORMS: dict[str, tuple[Form, Any]] = {
    "text": (writing.text(), st.text(st.characters(codec="utf-8"))),
    "integer": (writing.integer(), st.integers(-(2**63), 2**63 - 1)),
    "double": (writing.double(), st.floats(allow_nan=False)),
    "logical": (writing.logical(), st.booleans()),
    "day": (writing.day(), st.dates()),
    "moment": (writing.moment(), st.datetimes()),
    "money": (writing.decimal(18, 4), st.decimals(-(10**13), 10**13, places=4)),
    "wide": (writing.decimal(38, 10), st.decimals(-(10**27), 10**27, places=10)),
}
ROWS = st.lists(st.tuples(*(st.none() | values for _form, values in FORMS.values())), max_size=40)
COLUMNS = (
    Column(name="编号", type=Type.INTEGER, key=1),
    Column(name="姓名"),
    Column(name="金额", type=Type.MONEY),
    Column(name="长数", type=Type.NUMBER),
    Column(name="日", type=Type.DATE),
    Column(name="时", type=Type.MOMENT),
    Column(name="是否", type=Type.LOGICAL),
    Column(name="小", type=Type.DOUBLE),
    Column(name="说明", type=Type.NOTE),
)
HEAD = "编号,姓名,金额,长数,日,时,是否,小,说明\n"
TEXT = HEAD + (
    f"1,𫖯喆,12.50,{'9' * 40}.{'1' * 30},2017-01-05,2017-01-05 08:30:00.25,是,0.1,甲\n"
    "2,,,-1,1899-01-01,,否,1e300,\n"
    "3,=1+1,-0.125,,,,,,'＝乙\n"
)


def read(data: bytes, place: Path, what: str = "*") -> list[tuple[Any, ...]]:
    file = place / "a.parquet"
    file.write_bytes(data)
    return duckdb.sql(f"SELECT {what} FROM read_parquet('{file}')").fetchall()


def types(place: Path) -> dict[str, str]:
    rows = duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{place / 'a.parquet'}')").fetchall()
    return {row[0]: row[1] for row in rows}


@pytest.fixture
def made(fresh_db: None) -> UUID:
    actor, unit_id = keeper()
    table_id = table(actor, unit_id, *COLUMNS)
    job = load(actor, table_id, TEXT)
    assert job.state == "done", job.message
    return table_id


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, size=st.integers(1, 50))
def test_what_is_written_is_read_the_same(
    rows: Sequence[tuple[Any, ...]], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    batches = [rows[at : at + size] for at in range(0, len(rows), size)]
    forms = [form for form, _values in FORMS.values()]
    data = b"".join(parquet(list(FORMS), forms, batches))
    assert read(data, tmp_path_factory.mktemp("p")) == list(rows)


def test_many_groups_are_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "GROUP_ROWS", 100)
    batches = [
        [(n, None if n % 7 else n % 2 == 0) for n in range(a, a + 30)] for a in range(0, 990, 30)
    ]
    data = b"".join(parquet(["n", "b"], [writing.integer(), writing.logical()], batches))
    assert read(data, tmp_path) == [row for batch in batches for row in batch]
    groups = duckdb.sql(
        f"SELECT count(DISTINCT row_group_id) FROM parquet_metadata('{tmp_path / 'a.parquet'}')"
    )
    assert groups.fetchall() == [(9,)]


def test_a_table_keeps_its_types(made: UUID, tmp_path: Path) -> None:
    data = b"".join(export_parquet(made, whole(made)))
    rows = read(data, tmp_path)
    shown = get_page(made, whole(made), Question()).rows
    assert rows[0][:3] == (1, "𫖯喆", Decimal("12.500"))
    assert rows[0][3] == str(shown[0][3])
    assert rows[0][4:] == (
        date(2017, 1, 5),
        datetime(2017, 1, 5, 8, 30, 0, 250_000),  # noqa: DTZ001
        True,
        0.1,
        "甲",
    )
    assert rows[1][1:5] == (None, None, "-1", date(1899, 1, 1))
    assert rows[2][1:3] == ("=1+1", Decimal("-0.125"))
    assert types(tmp_path) == {
        "编号": "BIGINT", "姓名": "VARCHAR", "金额": "DECIMAL(5,3)", "长数": "VARCHAR",
        "日": "DATE", "时": "TIMESTAMP", "是否": "BOOLEAN", "小": "DOUBLE", "说明": "VARCHAR",
    }  # fmt: skip


def test_only_what_the_view_shows_is_in_the_bytes(made: UUID, tmp_path: Path) -> None:
    few = View(
        columns=("编号", "姓名", "金额"),
        masks={"金额": Mask(kind=MaskKind.HIDE), "姓名": Mask(kind=MaskKind.FIRST, keep=1)},
        scope=(Filter("编号", Operator.AT_MOST, ("2",)),),
    )
    rows = read(b"".join(export_parquet(made, few)), tmp_path)
    assert rows == [(1, "𫖯*", "＊＊＊"), (2, None, None)]
    nothing = View(columns=("编号", "金额"), scope=(Filter("编号", Operator.MORE, ("9",)),))
    assert read(b"".join(export_parquet(made, nothing)), tmp_path) == []


def test_rows_are_counted_and_bytes_are_the_same_again(made: UUID) -> None:
    for ask in (
        lambda: export_csv(made, whole(made)),
        lambda: export_parquet(made, whole(made)),
        lambda: export_xlsx(made, whole(made), title="名册"),
    ):
        export, again = ask(), ask()
        assert export.etag == again.etag
        assert b"".join(export) == b"".join(again)
        assert export.rows == 3


def test_a_workbook_bears_no_time_of_day(made: UUID) -> None:
    data = b"".join(export_xlsx(made, whole(made), title="名册"))
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        assert {part.date_time for part in pack.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_each_row_says_whose_file_it_is(made: UUID, tmp_path: Path) -> None:
    mine, theirs = bytes(range(32)), bytes(32)
    text = b"".join(export_csv(made, whole(made), mark=RowMark(mine), encoding="utf-8")).decode()
    marks = marks_in(text)
    assert len(marks) == 3
    assert (count_made(mine, marks), count_made(theirs, marks)) == (3, 0)
    parquet_rows = read(b"".join(export_parquet(made, whole(made), mark=RowMark(mine))), tmp_path)
    assert marks_in(" ".join(row[-1] for row in parquet_rows)) == marks
    assert types(tmp_path)["溯源码"] == "VARCHAR"


def test_the_column_of_marks_gives_way(fresh_db: None) -> None:
    actor, unit_id = keeper()
    table_id = table(actor, unit_id, Column(name="溯源码"))
    load(actor, table_id, "溯源码\n甲\n")
    text = b"".join(export_csv(table_id, whole(table_id), mark=RowMark(bytes(32)))).decode()
    assert text.splitlines()[0].endswith("溯源码,溯源码_")


@given(st.binary(min_size=32, max_size=32), st.integers(1, 2**62))
def test_marks_are_found_in_whatever_stands_around(key: bytes, place: int) -> None:
    mark = mark_of(key, place)
    assert count_made(key, marks_in(f"固原,{mark};x\t{mark}\n")) == 1
    assert not marks_in(f"x{mark}0")
