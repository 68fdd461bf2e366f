"""The words of a file: text, DOCX or PDF. Run as a program of its own, with bounds.

`python -m liupan.capabilities.plan.notices.files NAME < FILE` prints one JSON object, either
`{"text": ...}` or `{"refused": CODE}`; with `--propose [UNIT ...]` what the notice proposes.
What comes from outside is parsed in no server process: a file that crashes the parser or swells in
memory ends this program and nothing else.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections import Counter
from pathlib import PurePath
from typing import Any

LARGEST = 20 * 1024 * 1024
"""Bytes a file may have."""
UNPACKED = 120 * 1024 * 1024
"""Bytes the text of a DOCX may unpack to."""
PAGES = 400
"""Pages of a PDF that are read."""
LONGEST = 2_000_000
"""Characters of text that are read on."""
MARGIN = 3
"""Lines at the top and at the foot of pages that may be the same on most."""
SECONDS, MEMORY = 15, 1024 * 1024 * 1024
"""What the program may use: processor time, address space."""
KINDS = {".txt": "text", ".md": "text", ".docx": "docx", ".pdf": "pdf"}
_OLE = b"\xd0\xcf\x11\xe0"
_OTHERS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ",
)


class Refused(Exception):
    """Why a file is not read, as a code that the gateway puts into words."""


def words_of(name: str, data: bytes) -> str:
    """The text of a file. Raises `Refused`."""
    if not data.strip():
        raise Refused("empty")
    if len(data) > LARGEST:
        raise Refused("huge")
    kind = _kind(data)
    said = KINDS.get(PurePath(name).suffix.lower())
    if said is None:
        raise Refused("unknown_kind")
    if said != kind:
        raise Refused("mislabelled")
    text = {"text": _from_text, "docx": _from_docx, "pdf": _from_pdf}[kind](data)
    if not re.search(r"\w", text):
        raise Refused("no_words")
    return text[:LONGEST]


def _kind(data: bytes) -> str:
    """What a file is by its own first bytes."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_OLE):
        raise Refused("old_or_encrypted")
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(_OTHERS):
        raise Refused("mislabelled")
    return "text"


def _from_text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif (guess := _wide_encoding(data[:4000])) is not None:
        encodings = [guess]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(1 for c in text[:20_000] if ord(c) < 32 and c not in "\t\n\r\f")
        if odd > len(text[:20_000]) // 100:
            raise Refused("unreadable")
        return text
    raise Refused("unreadable")


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of a line's end and of figures is nothing."""
    if b"\0" not in data:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data[: len(data) // 2 * 2].decode(encoding, "replace")
        if sum("一" <= c <= "龥" or c in "，。、；：\n" for c in text) * 2 > len(text):
            return encoding
    return None


def _from_docx(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise Refused("encrypted")
            if "word/document.xml" not in archive.namelist():
                raise Refused("mislabelled")
            if sum(part.file_size for part in parts if part.filename.endswith(".xml")) > UNPACKED:
                raise Refused("huge")
    except zipfile.BadZipFile as error:
        raise Refused("unreadable") from error
    return _paragraphs(data)


def _paragraphs(data: bytes) -> str:
    """Paragraphs and the cells of tables, in the order of the document."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table
    from lxml.etree import XMLSyntaxError

    try:
        document = Document(io.BytesIO(data))
        lines = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(map(_cell_words, row.cells)) for row in block.rows]
            else:
                lines.append(block.text)
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        raise Refused("unreadable") from error
    return "\n".join(lines)


def _cell_words(cell: Any) -> str:
    """A cell as one line: units that stand one below the other are a list."""
    lines = [line.strip() for line in cell.text.split("\n") if line.strip()]
    is_list = all(len(line) <= 14 and line[-1] not in "，、；。" for line in lines)
    return ("、" if is_list else "").join(lines).replace("\t", " ")


def _from_pdf(data: bytes) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        said = str(error).lower()
        raise Refused("encrypted" if "password" in said else "unreadable") from error
    with document:
        if len(document) > PAGES:
            raise Refused("huge")
        pages = []
        for number in range(len(document)):
            try:
                pages.append(document[number].get_textpage().get_text_bounded())
            except pypdfium2.PdfiumError as error:
                raise Refused("unreadable") from error
    return "\n".join(_without_margins(pages))


def _without_margins(pages: list[str]) -> list[str]:
    """Pages without the lines that stand at the top or the foot of most of them."""
    cut = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    if len(cut) < 3:
        return pages
    for end in (0, -1):
        for _line in range(MARGIN):
            said = Counter(re.sub(r"\d+", "#", lines[end]) for lines in cut if lines)
            words, times = said.most_common(1)[0] if said else ("", 0)
            if times * 2 <= len(cut):
                break
            for lines in cut:
                if lines and re.sub(r"\d+", "#", lines[end]) == words:
                    lines.pop(end)
    return ["\n".join(lines) for lines in cut]


def _proposed(words: str, units: list[str]) -> dict[str, Any]:
    from liupan.capabilities.plan.notices.proposal import propose
    from liupan.capabilities.plan.notices.showing import as_data

    return as_data(propose(words, units=units))


def main() -> None:
    """Read standard input within bounds; say one JSON object."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    name, *wishes = sys.argv[1:]
    try:
        words = words_of(name, sys.stdin.buffer.read(LARGEST + 1))
        said: dict[str, Any] = _proposed(words, wishes[1:]) if wishes else {"text": words}
    except Refused as refused:
        said = {"refused": str(refused)}
    except MemoryError:
        said = {"refused": "huge"}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
