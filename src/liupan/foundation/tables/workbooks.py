"""A workbook written while its rows are read: nothing is kept, not even in a file meanwhile.

One sheet, texts as texts (nothing is run), dates as dates, numbers of more than fifteen digits as
texts: a spreadsheet would round them.
"""

import re
import zipfile
from collections.abc import Generator, Iterable, Sequence
from datetime import date, datetime
from typing import IO, cast
from xml.sax.saxutils import escape

ROWS = 1_048_575
"""Rows of a sheet below its heading."""
CELL = 32_767
"""Signs of a cell; a longer text is cut and ends with …"""
DIGITS = 15
DAY_ONE, BASE = date(1900, 3, 1), date(1899, 12, 30)
"""From the first on a spreadsheet counts days as everybody does, from the second."""
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BLOCK = 64 * 1024

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="165" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}
BEGIN = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)
END = "</sheetData></worksheet>"


class _Sink:
    """What was written since it was last taken."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, data: bytes) -> int:
        self.held += data
        return len(data)

    def flush(self) -> None:
        """Nothing to do."""

    def take(self) -> bytes:
        taken = bytes(self.held)
        self.held.clear()
        return taken


def workbook(
    heading: Sequence[str], rows: Iterable[Sequence[object]], *, title: str
) -> Generator[bytes]:
    """The bytes of an XLSX, while the rows come."""
    sink = _Sink()
    name = "".join(sign for sign in title if sign not in r"[]:*?/\'")[:31].strip() or "1"
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{escape(_legal(name), {chr(34): "&quot;"})}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_DEFLATED, compresslevel=2) as pack:
        for part, text in {**PARTS, "xl/workbook.xml": book}.items():
            with pack.open(part, "w") as file:  # `writestr` would note the time of day
                file.write((HEAD + text).encode())
        with pack.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            held = [HEAD, BEGIN, _row(heading)]
            size = 0
            for row in rows:
                text = _row(row)
                held.append(text)
                size += len(text)
                if size >= BLOCK:
                    sheet.write("".join(held).encode())
                    held, size = [], 0
                    yield sink.take()
            sheet.write("".join([*held, END]).encode())
    yield sink.take()


def _row(values: Sequence[object]) -> str:
    return f"<row>{''.join(map(_cell, values))}</row>"


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return _date(value)
    text = str(value)
    digits = sum(map(str.isdigit, text)) if not isinstance(value, float) else 0
    return _text(text) if digits > DIGITS or "E" in text else f"<c><v>{text}</v></c>"


def _text(value: str) -> str:
    text = value if len(value) <= CELL else f"{value[: CELL - 1]}…"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(_legal(text))}</t></is></c>'


def _date(value: date) -> str:
    day = value.date() if isinstance(value, datetime) else value
    if day < DAY_ONE:
        return _text(str(value))
    days = (day - BASE).days
    if not isinstance(value, datetime):
        return f'<c s="1"><v>{days}</v></c>'
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return f'<c s="2"><v>{days + seconds / 86400!r}</v></c>'


def _legal(text: str) -> str:
    return ILLEGAL.sub("\ufffd", text) if ILLEGAL.search(text) else text
