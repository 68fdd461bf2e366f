"""Files that go out: in every encoding, harmless to open, of one moment, resumable."""

import csv
import io
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from liupan.foundation.tables import exporting
from liupan.foundation.tables.facade import (
    BadFilter,
    Column,
    Filter,
    Operator,
    Question,
    Type,
    export_csv,
    export_xlsx,
    get_page,
    ranged,
)
from liupan.foundation.tables.rules.cells import FORMULA, bare, guarded
from liupan.foundation.tables.tests.factories import keeper, load, table, whole
from liupan.foundation.tables.workbooks import workbook
from liupan.kernel.authority import Actor

COLUMNS = (
    Column(name="=名"),
    Column(name="数", type=Type.INTEGER),
    Column(name="长", type=Type.NUMBER),
    Column(name="日", type=Type.DATE),
    Column(name="时", type=Type.MOMENT),
    Column(name="是否", type=Type.LOGICAL),
    Column(name="小", type=Type.DOUBLE),
)
TEXT = """'=名,数,长,日,时,是否,小
'=1+1,-5,12345678901234567890.5,2017-01-05,2017-01-05 08:30:00,是,0.1
''=x,0,1.50,1899-01-01,,否,1e300
'＝全角,,,,,,
𫖯€,7,,,,,
"甲,""乙""
丙",8,,,,,
'普通,9,,,,,
"""


@pytest.fixture
def made(fresh_db: None) -> tuple[Actor, UUID]:
    actor, unit_id = keeper()
    table_id = table(actor, unit_id, *COLUMNS)
    job = load(actor, table_id, TEXT)
    assert job.state == "done", job.message
    return actor, table_id


def read(data: bytes, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_what_went_out_comes_in_again_and_is_the_same(made: tuple[Actor, UUID]) -> None:
    actor, table_id = made
    before = get_page(table_id, whole(table_id), Question()).rows
    assert [row[0] for row in before] == [
        "=1+1", "'=x", "＝全角", "𫖯€", '甲,"乙"\n丙', "'普通"
    ]  # fmt: skip
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        data = b"".join(export_csv(table_id, whole(table_id), encoding=encoding))
        cells = [cell for row in read(data, encoding) for cell in row]
        texts = [c for c in cells if c[:1] in FORMULA and c and c != "-5"]
        assert texts == []
        again = table(actor, _unit(table_id), *COLUMNS)
        job = load(actor, again, data)
        assert job.state == "done", job.message
        assert get_page(again, whole(again), Question()).rows == before


def test_what_gbk_lacks_is_shown_as_printers_do(made: tuple[Actor, UUID]) -> None:
    rows = read(b"".join(export_csv(made[1], whole(made[1]), encoding="gbk")), "gbk")
    assert rows[4][0] == "〓〓"
    with pytest.raises(BadFilter):
        export_csv(made[1], whole(made[1]), encoding="latin-1")


def test_a_workbook_is_whole_and_runs_nothing(made: tuple[Actor, UUID]) -> None:
    data = b"".join(export_xlsx(made[1], whole(made[1]), title="名[册]"))
    book = load_workbook(io.BytesIO(data))
    sheet = book.active
    assert sheet is not None
    assert sheet.title == "名册"
    assert sheet.freeze_panes == "A2"
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "=名"
    assert sheet["A2"].data_type == "s"
    assert [str(v) for v in rows[1]] == [
        "=1+1", "-5", "12345678901234567890.5", "2017-01-05 00:00:00", "2017-01-05 08:30:00",
        "True", "0.1",
    ]  # fmt: skip
    assert rows[2][3] == "1899-01-01"
    assert rows[3][1] is None


def test_texts_that_no_sheet_holds() -> None:
    data = b"".join(workbook(["a"], [["\x01\x0b<&>"], ["固" * 40_000]], title="*"))
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert sheet["A2"].value == "��<&>"
    assert len(sheet["A3"].value) == 32_767


def test_filters_hold_and_a_broken_download_goes_on(made: tuple[Actor, UUID]) -> None:
    actor, table_id = made
    few = [Filter("数", Operator.MORE, ("7",))]
    whole_file = b"".join(export_csv(table_id, whole(table_id), few))
    assert len(read(whole_file, "utf-8-sig")) == 3
    first = export_csv(table_id, whole(table_id), few)
    again = export_csv(table_id, whole(table_id), few)
    assert first.etag == again.etag
    parts = b"".join(ranged(first, 0, 9)) + b"".join(ranged(again, 10))
    assert parts == whole_file
    load(actor, table_id, "数\n99\n", mode="append")
    other = export_csv(table_id, whole(table_id), few)
    assert other.etag != first.etag
    for each in (first, again, other):
        each.close()


def test_an_export_is_of_one_moment(made: tuple[Actor, UUID]) -> None:
    actor, table_id = made
    export = export_csv(table_id, whole(table_id))
    load(actor, table_id, "数\n99\n")
    assert len(read(b"".join(export), "utf-8-sig")) == 7


@given(st.lists(st.binary(max_size=9)), st.integers(0, 60), st.integers(0, 60))
def test_ranges_are_those_of_the_whole(chunks: list[bytes], first: int, more: int) -> None:
    data = b"".join(chunks)
    assert b"".join(ranged(chunks, first, first + more)) == data[first : first + more + 1]
    assert b"".join(ranged(chunks, first)) == data[first:]


@given(st.text())
def test_the_apostrophe_comes_off_again(text: str) -> None:
    assert bare(guarded(text)) == text
    assert not guarded(text).startswith(tuple(FORMULA))


def _unit(table_id: UUID) -> UUID:
    from liupan.foundation.tables.facade import get_table

    return get_table(table_id).unit_id


def test_a_file_takes_no_connection_of_the_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page server has one connection for each thread: a second would be waited for in vain."""
    from django.db import connections

    options = connections.settings["default"]["OPTIONS"]
    monkeypatch.setitem(options, "pool", {"min_size": 1, "max_size": 1})
    assert "pool" not in exporting._own_link().settings_dict["OPTIONS"]
    assert "pool" in options
