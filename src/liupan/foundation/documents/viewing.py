"""A page of a file as a picture, or its words. Run as a program of its own, with bounds.

`python -m liupan.foundation.documents.viewing ACT MEDIA_TYPE PAGE WATERMARK < FILE` prints one line
of JSON, then the picture or copy that was made. Acts: page, copy, count, words, compare. What comes
from outside is parsed in no server process: a file that crashes a parser or swells in memory ends
this program and nothing else (docs/adr/0060, 0089).
"""

import io
import json
import math
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from liupan.foundation.documents import kinds
from liupan.foundation.documents.comparing import compared

SECONDS, MEMORY = 10, 1536 * 1024 * 1024
"""What the program may use: processor time, address space."""
WIDTH = 1240
"""Pixels of a page's picture across: A4 at 150 dots per inch."""
PIXELS = 60_000_000
"""So many a picture may have; more is a trap or no picture of paper."""
LONGEST_SIDE = 7000.0
"""Millimetres of a sheet; as much as PDF allows."""
PAGES = 2000
COPIED = 300
"""Pages that a copy may have: each is drawn on within the time of the program."""
LONGEST = 1_000_000
"""Characters of words that are shown."""
LINES = 20_000
SHEETS, COLUMNS = 20, 50
"""Of an XLSX so many sheets and columns are read."""
UNPACKED = 60 * 1024 * 1024
"""Bytes the words of a DOCX may unpack to."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Refused(Exception):
    """Why nothing is shown, as a code that the gateway puts into words."""


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text; `is_cut` when there is more than is shown."""

    lines: tuple[str, ...]
    is_cut: bool = False


# --- Pictures ----------------------------------------------------------------------------------


def page_of(
    media_type: str, data: bytes, page: int, watermark: str
) -> tuple[dict[str, Any], bytes]:
    """Size of the picture and number of pages; the picture as PNG. Raises `Refused`."""
    import pypdfium2

    pages = 0
    if media_type == kinds.OFD.media_type:
        pages, data = _sheet_as_pdf(data, page)
        page = 1
    try:
        document = _as_document(media_type, data)
        if not 0 < page <= len(document):
            raise Refused("no_page")
        _fold_in(document[page - 1])
        if watermark:
            _put_watermark(document, page - 1, watermark)
        width, height, pixels = _drawn(document[page - 1])
    except pypdfium2.PdfiumError as error:
        raise Refused("unreadable") from error
    said = {"pages": pages or len(document), "width": width, "height": height}
    return said, _as_png(width, height, pixels)


def copy_of(media_type: str, data: bytes, watermark: str, head: str) -> bytes:
    """A PDF or a picture as a PDF whose every page bears the watermark and, above, what it is.

    What signatures and forms of the original are shown as is drawn; the copy has none itself, so
    that nobody takes it for the original. Raises `Refused`.
    """
    import pypdfium2

    try:
        document = _as_document(media_type, data)
        if len(document) > COPIED:
            raise Refused("huge")
        for index in range(len(document)):
            _fold_in(document[index])
            _put_watermark(document, index, watermark, head)
        copy, out = pypdfium2.PdfDocument.new(), io.BytesIO()
        copy.import_pages(document)
        copy.save(out)
    except pypdfium2.PdfiumError as error:
        raise Refused("unreadable") from error
    return out.getvalue()


def _as_document(media_type: str, data: bytes) -> Any:
    import pypdfium2

    data = {kinds.PNG.media_type: _png_as_pdf}.get(media_type, bytes)(data)
    document = pypdfium2.PdfDocument.new() if _is_jpeg(media_type) else _opened(data)
    if _is_jpeg(media_type):
        _put_jpeg(document, data)
    if not 0 < len(document) <= PAGES:
        raise Refused("unreadable")
    return document


def _fold_in(page: Any) -> None:
    """What stands on the page but not in it, such as a seal, becomes part of it: drawn, not run."""
    import pypdfium2.raw as c

    c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY)
    page.close()


def _opened(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        raise Refused("locked" if is_locked else "unreadable") from error


def _drawn(page: Any) -> tuple[int, int, bytes]:
    """The page in red, green and blue. Nothing in it runs: no forms, no scripts."""
    across, down = page.get_size()
    if not (1 <= across <= 20_000 and 1 <= down <= 20_000):
        raise Refused("huge")
    scale = min(WIDTH / across, WIDTH * 3 / down)
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True, prefer_bgrx=True)
    rows, raw = bitmap.height, bytes(bitmap.buffer)
    rgb = bytearray(bitmap.width * 3 * rows)
    step = bitmap.stride
    for row in range(rows):
        line = raw[row * step : row * step + bitmap.width * 4]
        at = row * bitmap.width * 3
        for colour in range(3):
            rgb[at + colour : at + bitmap.width * 3 : 3] = line[colour::4]
    return bitmap.width, rows, bytes(rgb)


def _as_png(width: int, height: int, rgb: bytes) -> bytes:
    step = width * 3
    rows = b"".join(b"\0" + rgb[at : at + step] for at in range(0, len(rgb), step))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def _put_watermark(document: Any, index: int, words: str, head: str = "") -> None:
    """The words all over the page, and what it is above, drawn by Typst and laid over it."""
    import pypdfium2

    page = document[index]
    across, down = page.get_size()
    if not (1 <= across <= 20_000 and 1 <= down <= 20_000):
        raise Refused("huge")
    layer = (
        pypdfium2.PdfDocument(_layer(words, head, f"{across}", f"{down}"))
        .page_as_xobject(0, document)
        .as_pageobject()
    )
    left, bottom, _right, _top = page.get_cropbox()
    layer.set_matrix(pypdfium2.PdfMatrix().translate(left, bottom))
    page.insert_obj(layer)
    page.gen_content()


@cache
def _layer(words: str, head: str, across: str, down: str) -> bytes:
    """A page with nothing but the watermark; the same for all pages of one size."""
    import typst

    drawn: bytes = typst.compile(
        WATERMARK.encode(),
        format="pdf",
        ignore_system_fonts=True,
        font_paths=_fonts(),
        sys_inputs={"words": words, "head": head, "across": across, "down": down},
    )
    return drawn


def _fonts() -> list[Any]:
    import pylopdf_fonts_zh_cn as fonts

    return [str(Path(fonts.__file__).parent)]


WATERMARK = """
#let across = float(sys.inputs.across)
#let down = float(sys.inputs.down)
#let unit = calc.min(across, down) / calc.max(30, sys.inputs.words.clusters().len() * 1.3)
#set page(width: across * 1pt, height: down * 1pt, margin: 0pt, fill: none)
#set text(font: "Noto Sans SC", size: unit * 1pt, fill: rgb(90, 96, 108, 62),
  cjk-latin-spacing: none)
#let small = calc.min(across, down) / 60
#place(top + right, dx: -small * 2pt, dy: small * 1.5pt,
  text(size: small * 1pt, fill: rgb(170, 30, 30), sys.inputs.head))
#let rows = calc.min(60, int(down / (unit * 7)) + 1)
#for row in range(rows) {
  for side in (0, 1) {
    place(
      dx: (side * across * 0.5 + calc.rem(row, 2) * across * 0.08) * 1pt,
      dy: (row * unit * 7 + unit * 3) * 1pt,
      rotate(-24deg, origin: left + horizon, box(width: across * 0.7 * 1pt, sys.inputs.words)),
    )
  }
}
"""


# --- OFD ---------------------------------------------------------------------------------------


def _sheet_as_pdf(data: bytes, page: int) -> tuple[int, bytes]:
    """How many sheets an OFD has, and one of them, with its seals, as the page of a PDF.

    Its letters are the outlines inside the file; what the file does not hold is written in ours.
    """
    import typst

    from liupan.foundation.documents.ofd.picturing import picture_sheet
    from liupan.foundation.documents.ofd.sealing import seals_of

    package, drawing = _read_ofd(data)
    if not 0 < page <= len(drawing.sheets):
        raise Refused("no_page")
    sheet = drawing.sheets[page - 1]
    if not all(1 <= side <= LONGEST_SIDE for side in (sheet.width, sheet.height)):
        raise Refused("huge")
    seals = seals_of(package)
    _require_modest_pictures([*sheet.items, *seals.values()])
    picture = picture_sheet(drawing, page, seals)
    drawn: Any = typst.compile(
        SHEET.encode(),
        format="pdf",
        ignore_system_fonts=True,
        font_paths=_fonts(),
        sys_inputs={
            "svg": picture.decode(), "across": f"{sheet.width}", "down": f"{sheet.height}",
        },
    )  # fmt: skip
    return len(drawing.sheets), bytes(drawn)


SHEET = """
#let across = float(sys.inputs.across) * 1mm
#let down = float(sys.inputs.down) * 1mm
#set page(width: across, height: down, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: across, height: down, fit: "stretch")
"""


def _read_ofd(data: bytes) -> Any:
    """The package and its drawing. Raises `Refused`."""
    from django.conf import settings

    from liupan.foundation.documents.ofd.package import read_package
    from liupan.foundation.documents.ofd.reading import read_drawing
    from liupan.foundation.documents.ofd.refusals import BadPackage

    if not settings.configured:  # refusals are worded, though nobody reads them here
        settings.configure(USE_I18N=False)
    try:
        package = read_package(data)
        return package, read_drawing(package)
    except BadPackage as error:
        raise Refused("unreadable") from error


def _require_modest_pictures(items: Iterable[Any]) -> None:
    """A picture that says too many pixels is refused before anything unpacks it."""
    from liupan.foundation.documents.ofd.drawing import Drawing, Picture

    pixels = 0
    for item in items:
        if isinstance(item, Drawing):
            _require_modest_pictures(item.sheets[0].items)
        elif isinstance(item, Picture) and item.format == "JPEG":
            pixels += math.prod(_jpeg_size(item.content))
        elif isinstance(item, Picture) and item.format == "PNG":
            if len(item.content) < 24:
                raise Refused("unreadable")
            pixels += math.prod(_modest(*struct.unpack(">II", item.content[16:24])))
        if pixels > PIXELS:
            raise Refused("huge")


def _is_jpeg(media_type: str) -> bool:
    return media_type == kinds.JPEG.media_type


def _put_jpeg(document: Any, data: bytes) -> None:
    import pypdfium2

    width, height = _jpeg_size(data)
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(io.BytesIO(data), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page = document.new_page(width, height)
    page.insert_obj(image)
    page.gen_content()


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Pixels across and down, from the frame's head; what says too many is refused unread."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _modest(width, height)
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    raise Refused("unreadable")


PNG_COLOURS = {0: (1, "/DeviceGray"), 2: (3, "/DeviceRGB"), 4: (2, "alpha"), 6: (4, "alpha")}


def _png_as_pdf(data: bytes) -> bytes:
    """A PNG's own compressed rows as the picture of a PDF: nothing is unpacked here."""
    parts = dict[bytes, list[bytes]]()
    at = 8
    while at + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        if at + 12 + length > len(data):
            raise Refused("unreadable")
        parts.setdefault(name, []).append(data[at + 8 : at + 8 + length])
        at += 12 + length
    chunks = {name: b"".join(found) for name, found in parts.items()}
    try:
        head = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    except (KeyError, struct.error) as error:
        raise Refused("unreadable") from error
    across, down, bits, colour, _packing, _filter, is_woven = head
    width, height = _modest(across, down)
    if b"IDAT" not in chunks:
        raise Refused("unreadable")
    if is_woven:
        raise Refused("no_preview")
    count, space = _png_space(colour, chunks)
    return _pdf_around(width, height, bits, count, space, chunks[b"IDAT"])


def _png_space(colour: int, chunks: dict[bytes, bytes]) -> tuple[int, str]:
    if colour == 3:
        palette = chunks.get(b"PLTE", b"")[:768]
        if not palette or len(palette) % 3:
            raise Refused("unreadable")
        return 1, f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}>]"
    if colour not in PNG_COLOURS:
        raise Refused("unreadable")
    count, space = PNG_COLOURS[colour]
    if space != "alpha":
        return count, space
    # What shines through is drawn as if it did not: the last channel is taken away.
    names = " ".join(f"/C{n}" for n in range(count))
    below = "/DeviceRGB" if count == 4 else "/DeviceGray"
    return count, f"[/DeviceN [{names}] {below} 5 0 R]"


def _pdf_around(width: int, height: int, bits: int, count: int, space: str, packed: bytes) -> bytes:
    inputs, outputs = "0 1 " * count, "0 1 " * max(count - 1, 1)
    placed = f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode()
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]"
        "/Resources<</XObject<</I 4 0 R>>>>/Contents 6 0 R>>".encode(),
        _stream(
            f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent {bits}"
            f"/ColorSpace {space}/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {count}"
            f"/BitsPerComponent {bits}/Columns {width}>>",
            packed,
        ),
        _stream(f"/FunctionType 4/Domain[{inputs}]/Range[{outputs}]", b"{pop}"),
        _stream("", placed),
    ]
    made, places = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(made)
    made += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    made += f"trailer<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(made)


def _stream(said: str, content: bytes) -> bytes:
    return f"<<{said}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _modest(width: int, height: int) -> tuple[int, int]:
    if not width or not height:
        raise Refused("unreadable")
    if width * height > PIXELS:
        raise Refused("huge")
    return width, height


def pages_in(media_type: str, data: bytes) -> int:
    """How many pages can be drawn: of a picture one. Raises `Refused`."""
    if media_type == kinds.PNG.media_type:
        data = _png_as_pdf(data)
    elif _is_jpeg(media_type):
        return int(bool(_jpeg_size(data)))
    elif media_type not in (kinds.PDF.media_type, kinds.OFD.media_type):
        raise Refused("no_preview")
    is_ofd = media_type == kinds.OFD.media_type
    count = len(_read_ofd(data)[1].sheets) if is_ofd else len(_opened(data))
    if not 0 < count <= PAGES:
        raise Refused("huge" if count else "unreadable")
    return count


# --- Words -------------------------------------------------------------------------------------


def words_of(media_type: str, data: bytes) -> Words:
    """The words of a text, a DOCX, a PDF, an OFD or an XLSX. Raises `Refused`."""
    read: dict[str, Callable[[bytes], Iterator[str]]] = {
        kinds.TEXT.media_type: lambda text: iter(text.decode("utf-8-sig").splitlines()),
        kinds.CHINESE_TEXT.media_type: lambda text: iter(text.decode("gb18030").splitlines()),
        kinds.DOCX.media_type: _docx_lines,
        kinds.PDF.media_type: _pdf_lines,
        kinds.OFD.media_type: _ofd_lines,
        kinds.XLSX.media_type: _xlsx_lines,
    }
    if media_type not in read:
        raise Refused("no_preview")
    lines, length = list[str](), 0
    for line in read[media_type](data):
        length += len(line)
        if len(lines) >= LINES or length > LONGEST:
            return Words(tuple(lines), is_cut=True)
        lines.append(line.rstrip())
    return Words(tuple(lines))


def _docx_lines(data: bytes) -> Iterator[str]:
    """Paragraphs in the order of the document; no entity and no reference outside is followed."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("word/document.xml").file_size > UNPACKED:
                raise Refused("huge")
            with archive.open("word/document.xml") as source:
                for _event, node in iterparse(source, ("end",), forbid_dtd=True):
                    if node.tag == f"{WORD}p":
                        yield _paragraph(node)
                        node.clear()
    except DefusedXmlException as error:
        raise Refused("hostile") from error
    except (zipfile.BadZipFile, KeyError, ParseError, ValueError, zlib.error, OSError) as error:
        raise Refused("unreadable") from error


def _paragraph(node: Any) -> str:
    written = {f"{WORD}tab": "\t", f"{WORD}br": " "}
    return "".join(
        (part.text or "") if part.tag == f"{WORD}t" else written.get(part.tag, "")
        for part in node.iter()
    )


def _xlsx_lines(data: bytes) -> Iterator[str]:
    """Rows of every sheet, cells with tabs between; values as they were last computed.

    A sheet begins with a form feed and its name.
    """
    from defusedxml import DefusedXmlException
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:SHEETS]:
            yield f"\f{sheet.title}"
            sheet.reset_dimensions()  # what the file says of its size is not believed
            for row in sheet.iter_rows(max_col=COLUMNS, values_only=True):
                yield "\t".join(_cell(value) for value in row).rstrip("\t")
    except DefusedXmlException as error:
        raise Refused("hostile") from error
    except (MemoryError, Refused):
        raise
    except Exception as error:  # a reader for other people's files raises whatever it meets
        raise Refused("unreadable") from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return f"{value:%Y-%m-%d}"
    return " ".join(str(value).split())


def _pdf_lines(data: bytes) -> Iterator[str]:
    import pypdfium2

    document = _opened(data)
    try:
        if len(document) > PAGES:
            raise Refused("huge")
        for number in range(len(document)):
            yield from document[number].get_textpage().get_text_bounded().splitlines()
    except pypdfium2.PdfiumError as error:
        raise Refused("unreadable") from error


def _ofd_lines(data: bytes) -> Iterator[str]:
    from liupan.foundation.documents.ofd.telling import text_of_sheet

    _package, drawing = _read_ofd(data)
    for sheet in drawing.sheets:
        yield from text_of_sheet(sheet).splitlines()


def _compared(media_types: str, data: bytes, size: int) -> dict[str, Any]:
    """Two files behind one another, the first `size` bytes long."""
    first, second = media_types.split("|")
    former, latter = words_of(first, data[:size]), words_of(second, data[size:])
    rows = compared(former.lines, latter.lines)
    return {"rows": [asdict(row) for row in rows], "is_cut": former.is_cut or latter.is_cut}


# --- The program -------------------------------------------------------------------------------


def main() -> None:
    """Read standard input within bounds; say one line of JSON, and the picture."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    act, media_type, page, watermark = sys.argv[1:]
    data, picture = sys.stdin.buffer.read(), b""
    try:
        if act == "page":
            said, picture = page_of(media_type, data, int(page), watermark)
        elif act == "copy":
            said, (words, _line, head) = {}, watermark.partition("\n")
            picture = copy_of(media_type, data, words, head)
        elif act == "count":
            said = {"pages": pages_in(media_type, data)}
        elif act == "compare":
            said = _compared(media_type, data, int(page))
        else:
            found = words_of(media_type, data)
            said = {"lines": found.lines, "is_cut": found.is_cut}
    except Refused as refused:
        said = {"refused": str(refused)}
    except MemoryError:
        said = {"refused": "huge"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
