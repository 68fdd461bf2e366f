"""Files as rows of text: what encoding, what separates, which sheet; flat in memory.

Encodings are found over the whole file, never over its beginning: a file whose first thousand
lines are ASCII may be GBK further down.
"""

import codecs
import csv
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from liupan.foundation.tables.formulas import first_unvalued
from liupan.kernel.errors import InvalidInput

Chunks = Callable[[], Iterable[bytes]]
"""The file's bytes from the beginning, each time it is called."""
Line = list[str]

ENCODINGS = ("utf-8", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be")
DELIMITERS = (",", "\t", ";", "|")
SAMPLE = 256 * 1024
UNPACKED, STRINGS, RATIO = 1024**3, 96 * 1024**2, 200
"""Bytes a workbook may unpack to, its shared texts alone, and how many times it may swell."""
EMPTY_ROWS = 10_000
"""So many empty rows one after another end a sheet."""
LATIN = re.compile("[A-Za-z][\u00c0-\u07ff]|[\u00c0-\u07ff][A-Za-z]")
"""A letter with an accent stands beside others; a Chinese sign seldom does."""


class UnreadableFile(InvalidInput):
    """The file is no table that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a file is written. `is_certain` is False where a person should look."""

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    is_certain: bool = True


def find_form(chunks: Chunks, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Form:
    """How the file is written; what a person said is believed. Raises `UnreadableFile`."""
    head = _head(chunks)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(_("This file is empty."))
    if head.startswith(b"PK\x03\x04"):
        return _workbook_form(chunks, sheet)
    if head.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise _no_table()
    if encoding and encoding not in ENCODINGS:
        raise UnreadableFile(_("This encoding is not known."))
    if delimiter and delimiter not in DELIMITERS:
        raise UnreadableFile(_("Columns cannot be separated by this."))
    found, is_certain = (encoding, True) if encoding else find_encoding(chunks)
    text = _decoded(head, found)
    if "\0" in text:
        raise _no_table()
    return Form(
        kind="text",
        encoding=found,
        delimiter=delimiter or find_delimiter(text),
        is_certain=is_certain,
    )


def find_encoding(chunks: Chunks) -> tuple[str, bool]:
    """The encoding of all of a text, and whether that is certain. Raises `UnreadableFile`."""
    head = _head(chunks)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", True
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8", True
    if guess := _utf16_without_mark(head):
        return guess, False
    if _decodes(chunks, "utf-8"):
        if not _may_be_gb(head):
            return "utf-8", True
        latin = LATIN.search(_decoded(head, "utf-8"))
        return "utf-8" if latin else "gb18030", False
    if _decodes(chunks, "gb18030"):
        return "gb18030", True
    raise UnreadableFile(
        _("The signs of this file are in no encoding we know."),
        next_step=_("Save it as UTF-8, or as XLSX."),
    )


def find_delimiter(text: str) -> str:
    """What separates the columns: what makes most rows equally wide, of several cells."""
    whole = text[: text.rfind("\n") + 1] or text
    return max(DELIMITERS, key=lambda each: _evenness(whole, each))


def read_lines(chunks: Chunks, form: Form) -> Iterator[tuple[int, Line]]:
    """Rows that are not empty, each with its number as a spreadsheet counts. Raises
    `UnreadableFile`, also half-way."""
    lines = _sheet_lines(chunks, form) if form.kind == "xlsx" else _text_lines(chunks, form)
    return ((number, line) for number, line in lines if any(line))


def _text_lines(chunks: Chunks, form: Form) -> Iterator[tuple[int, Line]]:
    raw = io.BufferedReader(_Stream(chunks()), 1 << 16)
    codec = "utf-8-sig" if form.encoding == "utf-8" else form.encoding
    text = io.TextIOWrapper(raw, codec, newline="")
    reader = csv.reader(text, delimiter=form.delimiter or ",")
    number = 0
    try:
        for line in reader:
            number += 1
            yield number, line
    except UnicodeError as error:
        raise UnreadableFile(
            _("Behind row %(row)s there are signs that are not %(encoding)s.")
            % {"row": number, "encoding": form.encoding.upper()},
            next_step=_("Choose the right encoding, or save the file as UTF-8."),
        ) from error
    except csv.Error as error:
        raise UnreadableFile(
            _("Behind row %(row)s a cell has no end: a quotation mark is missing.")
            % {"row": number}
        ) from error


def _sheet_lines(chunks: Chunks, form: Form) -> Iterator[tuple[int, Line]]:
    from openpyxl import load_workbook

    with ExitStack() as stack:
        file = _spooled(chunks, stack)
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            stack.enter_context(closing(book))
            sheet = book[form.sheet] if form.sheet else book.worksheets[0]
            sheet.reset_dimensions()  # a tiny file may claim a million rows
            empty = 0
            for number, row in enumerate(sheet.iter_rows(), start=1):
                line = [_cell_text(cell) for cell in row]
                while line and not line[-1]:
                    line.pop()
                empty = 0 if line else empty + 1
                if empty > EMPTY_ROWS:
                    return
                yield number, line
        except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
            raise UnreadableFile(_("This workbook is damaged.")) from error


def _workbook_form(chunks: Chunks, sheet: str) -> Form:
    from openpyxl import load_workbook

    with ExitStack() as stack:
        file = _spooled(chunks, stack)
        _require_bounded(file)
        try:
            book = load_workbook(file, read_only=True, keep_links=False)
            parts = {each.title: str(vars(each)["_worksheet_path"]) for each in book.worksheets}
            book.close()
        except Exception as error:
            raise UnreadableFile(_("This workbook is damaged.")) from error
        names = tuple(parts)
        if not names or (sheet and sheet not in names):
            raise UnreadableFile(_("The workbook has no such sheet."))
        _require_valued(file, parts[sheet or names[0]])
    return Form(
        kind="xlsx", sheet=sheet or names[0], sheets=names, is_certain=bool(sheet) or len(names) < 2
    )


def _require_bounded(file: io.BufferedRandom) -> None:
    """Raise `UnreadableFile` for what swells beyond all measure (zip bombs)."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile(_("This workbook is damaged.")) from error
    whole = sum(part.file_size for part in parts)
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    size = file.seek(0, 2)
    file.seek(0)
    if whole > UNPACKED or texts > STRINGS or (whole > 50 * 1024**2 and whole > RATIO * size):
        raise UnreadableFile(
            _("This workbook unpacks to more than is read."),
            next_step=_("Save the table as CSV and load that."),
        )


def _require_valued(file: io.BufferedRandom, part: str) -> None:
    """Raise `UnreadableFile` for a formula whose result nobody wrote down."""
    try:
        with zipfile.ZipFile(file) as packed:
            cell = first_unvalued(packed, part.lstrip("/"))
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error) as error:
        raise UnreadableFile(_("This workbook is damaged.")) from error
    if cell:
        raise UnreadableFile(
            _("Cell %(cell)s is a formula without a result.") % {"cell": cell},
            next_step=_("Open the file in your spreadsheet program and save it, then load that."),
        )


def _cell_text(cell: object) -> str:
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int):
        shown = str(getattr(cell, "number_format", ""))
        # 0042 is often the number 42 that is shown with four places
        return str(value).zfill(len(shown)) if shown.strip("0") == "" else str(value)
    return str(value)


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    widths = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if line:
                widths.append(len(line))
            if len(widths) == 200:
                break
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _head(chunks: Chunks) -> bytes:
    found = bytearray()
    for chunk in chunks():
        found += chunk
        if len(found) >= SAMPLE:
            break
    return bytes(found[:SAMPLE])


def _decoded(head: bytes, encoding: str) -> str:
    codec = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    try:
        return codec.decode(head)  # a sign cut in two at the end is left out
    except UnicodeError as error:
        raise UnreadableFile(
            _("This file is not %(encoding)s.") % {"encoding": encoding.upper()}
        ) from error


def _decodes(chunks: Chunks, encoding: str) -> bool:
    codec = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in chunks():
            codec.decode(chunk)
        codec.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _utf16_without_mark(head: bytes) -> str:
    """No other text holds bytes of nothing; of UTF-16 they are half of each letter, digit and
    separator, and seldom (一) the other half."""
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low == high:
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def _may_be_gb(head: bytes) -> bool:
    """Short texts such as 陆露 in GBK happen to be UTF-8 of Latin, Greek and worse letters."""
    signs = [sign for sign in _decoded(head, "utf-8") if ord(sign) > 127]
    if not signs or any(ord(sign) > 0x7FF for sign in signs):
        return False
    try:
        chinese = [
            s for s in codecs.getincrementaldecoder("gb18030")().decode(head) if ord(s) > 127
        ]
    except UnicodeError:
        return False
    return bool(chinese) and all("一" <= sign <= "鿿" for sign in chinese)


def _spooled(chunks: Chunks, stack: ExitStack) -> io.BufferedRandom:
    """A workbook must be read from its end: it lies in a file without a name meanwhile."""
    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
    for chunk in chunks():
        file.write(chunk)
    file.seek(0)
    return file


def _no_table() -> UnreadableFile:
    return UnreadableFile(
        _("This file is neither CSV nor XLSX."),
        next_step=_("Save it from your spreadsheet program as XLSX or CSV."),
    )


class _Stream(io.RawIOBase):
    """Chunks as a file that is read forward."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._chunks = iter(chunks)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._left:
            found = next(self._chunks, None)
            if found is None:
                return 0
            self._left = found
        part = self._left[: len(buffer)]
        buffer[: len(part)] = part
        self._left = self._left[len(part) :]
        return len(part)
