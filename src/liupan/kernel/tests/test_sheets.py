"""Tables as files: what was written comes back, and nothing runs in a spreadsheet."""

import io
import time
import tracemalloc
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.kernel import sheets
from liupan.kernel.sheets import TooLarge, UnreadableFile, read_rows, write_csv, write_xlsx
from liupan.kernel.transfers import Column

COLUMNS = (
    Column(key="code", label="代码", is_required=True),
    Column(key="name", label="名称", is_required=True),
    Column(key="note", label="备注"),
)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).filter(
    lambda text: not text.strip().startswith("'")  # our own guard sign is not kept
)


def _csv(rows):
    out = io.StringIO(newline="")
    write_csv(out, COLUMNS, rows)
    return out.getvalue()


def _cells(data):
    return [dict(row.cells) for row in read_rows(io.BytesIO(data), COLUMNS)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.fixed_dictionaries({"code": TEXT, "name": TEXT, "note": TEXT}), max_size=5))
def test_what_csv_writes_it_reads(rows):
    data = _csv(rows).encode("utf-8-sig")
    kept = [r for r in rows if any(v.strip() for v in r.values())]
    expected = [{k: v.strip() for k, v in r.items()} for r in kept]
    assert _cells(data) == expected


def test_what_xlsx_writes_it_reads():
    out = io.BytesIO()
    rows = [{"code": "640400", "name": "固原市", "note": date(2015, 11, 4)}, {"code": "=1+1"}]
    assert write_xlsx(out, COLUMNS, rows, title="区划[1]") == 2
    assert _cells(out.getvalue()) == [
        {"code": "640400", "name": "固原市", "note": "2015-11-04"},
        {"code": "=1+1", "name": "", "note": ""},
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_no_text_becomes_a_formula(start):
    line = _csv([{"code": f"{start}cmd|' /C calc'!A0", "name": "x"}]).splitlines()[1]
    assert line.lstrip('"').startswith("'")


def test_gb18030_and_semicolons_and_any_order_of_headings():
    data = "名称;备注;代码\r\n原州区;㛃;640402\r\n".encode("gb18030")
    assert _cells(data) == [{"code": "640402", "name": "原州区", "note": "㛃"}]


def test_row_numbers_are_those_of_the_spreadsheet():
    data = "代码,名称\na,b\n,\n\nc,d\n".encode()
    assert [row.number for row in read_rows(io.BytesIO(data), COLUMNS)] == [2, 5]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 not a workbook",
        b"\x00\x01\x02",
        "代码\n1\n".encode(),
        '代码,名称\n"open,x\n'.encode(),
    ],
)
def test_what_is_no_table_is_refused(data):
    with pytest.raises(UnreadableFile):
        read_rows(io.BytesIO(data), COLUMNS)


def workbook(rows: str, dimension: str) -> bytes:
    """A workbook whose sheet holds exactly these rows and claims this size."""
    plain, made = io.BytesIO(), io.BytesIO()
    write_xlsx(plain, COLUMNS, [], title="1")
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<worksheet xmlns="{name}"><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            is_sheet = part == "xl/worksheets/sheet1.xml"
            new.writestr(part, sheet if is_sheet else old.read(part))
    return made.getvalue()


def line(number: int, *texts: str, column: str = "") -> str:
    """A row of a sheet."""
    cells = "".join(
        f'<c r="{column or "ABC"[place]}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for place, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


@pytest.mark.parametrize(("row", "column"), [(1000, "XFD"), (20_000, "ALL"), (1_048_576, "XFD")])
def test_what_size_a_workbook_claims_costs_nothing(row, column):
    data = workbook(
        line(1, "代码", "名称") + line(2, "640400", "固原市") + line(row, "1"), f"A1:{column}{row}"
    )
    began = time.monotonic()
    tracemalloc.start()
    try:
        rows = _cells(data)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert rows[0] == {"code": "640400", "name": "固原市", "note": ""}
    assert len(rows) == (2 if row == 1000 else 1), "what stands far below is no part of the table"
    assert most < 64 << 20
    assert time.monotonic() - began < 20


def test_a_cell_far_to_the_right_is_refused():
    data = workbook(line(1, "代码", "名称") + line(2, "x", column="XFD"), "A1:B2")
    with pytest.raises(TooLarge):
        _cells(data)


@pytest.mark.parametrize(("limit", "most"), [("ROWS", 3), ("CELLS", 7)])
def test_a_table_of_too_many_cells_is_refused(monkeypatch, limit, most):
    monkeypatch.setattr(sheets, limit, most)
    rows = [{"code": str(n), "name": "x"} for n in range(3)]
    out = io.BytesIO()
    write_xlsx(out, COLUMNS, rows, title="1")
    for data in (_csv(rows).encode("utf-8-sig"), out.getvalue()):
        with pytest.raises(TooLarge):
            _cells(data)


def test_a_table_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "PATIENCE", -1.0)
    with pytest.raises(TooLarge):
        _cells("代码,名称\na,b\n".encode())
