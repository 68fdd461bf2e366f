"""Formulas of a workbook whose result was never written down: read as a table, they are empty.

Spreadsheet programs keep each result beside its formula; programs that only write formulas do not.
Such a cell must not become an empty value without a word.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
PLACE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
TEXT = re.compile(rb'\bt="str"')
PART, OVERLAP = 1 << 20, 1 << 16


def first_unvalued(packed: zipfile.ZipFile, part: str) -> str:
    """The first cell of a sheet that is a formula without a result, as B2; "" without any."""
    with packed.open(part) as file:
        return next(_unvalued(file), "")


def _unvalued(file: IO[bytes]) -> Iterator[str]:
    held = b""
    while chunk := file.read(PART):
        held += chunk
        for found in CELL.finditer(held):
            place = PLACE.search(found[1])
            if not TEXT.search(found[1]):  # a text may be empty
                yield place[1].decode() if place else "?"
        held = held[-OVERLAP:]
