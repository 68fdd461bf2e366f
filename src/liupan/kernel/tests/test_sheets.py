"""Tables as files: what was written comes back, and nothing runs in a spreadsheet."""

import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.kernel.sheets import UnreadableFile, read_rows, write_csv, write_xlsx
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


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
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
