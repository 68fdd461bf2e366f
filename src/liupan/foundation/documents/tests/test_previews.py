"""Previews are drawn apart from the servers; hostile files end in a sentence, never in a crash."""

import io
import struct
import zipfile
import zlib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from liupan.foundation.access.facade import actor_for
from liupan.foundation.documents import gateways, kinds
from liupan.foundation.documents.facade import Overfull, withdraw_file
from liupan.foundation.documents.gateways import NoPreview
from liupan.foundation.documents.sniffing import kind_of
from liupan.foundation.documents.tests.factories import JPEG, NOW, SHELF, docx, kept, packed
from liupan.foundation.documents.tests.ofd.makers import notice_ofd, notice_pdf
from liupan.foundation.documents.tests.ofd.test_reading import NS, document, foreign
from liupan.foundation.documents.tests.test_versions import worded
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.errors import InvalidInput
from liupan.kernel.secrecy import Secrecy

PDF, PNG, TEXT = kinds.PDF.media_type, kinds.PNG.media_type, kinds.TEXT.media_type
DOCX, OFD, XLSX = kinds.DOCX.media_type, kinds.OFD.media_type, kinds.XLSX.media_type


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@cache
def printed(pages: int = 2) -> bytes:
    """A PDF of blank pages of A4."""
    document, made = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _page in range(pages):
        document.new_page(595, 842)
    document.save(made)
    document.close()
    return made.getvalue()


def png(width: int = 4, height: int = 3, colour: int = 2, depth: int = 8, woven: int = 0) -> bytes:
    """A PNG of grey rows, of whatever kind."""
    count = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = b"\0" + (b"\1" if colour == 3 else b"\x40") * (width * count * depth // 8 or 1)
    rows = row * height if width * height < 10**6 else b""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, woven)),
        *([(b"PLTE", bytes((1, 2, 3, 64, 64, 64)))] if colour == 3 else []),
        (b"IDAT", zlib.compress(rows)), (b"IEND", b""),
    ]  # fmt: skip
    made = b"\x89PNG\r\n\x1a\n"
    for name, content in chunks:
        check = struct.pack(">I", zlib.crc32(name + content))
        made += struct.pack(">I", len(content)) + name + content + check
    return made


def pixels(picture: bytes) -> tuple[int, int, bytes]:
    """Width, height and colours of a PNG that was drawn here."""
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    start = picture.index(b"IDAT") + 4
    length = struct.unpack(">I", picture[start - 8 : start - 4])[0]
    raw = zlib.decompress(picture[start : start + length])
    step = width * 3 + 1
    return width, height, b"".join(raw[at + 1 : at + step] for at in range(0, len(raw), step))


def _drawn(media_type: str, content: bytes, watermark: str = "", page: int = 1) -> Any:
    return pixels(gateways.drawn(media_type, [content], page, watermark))


def test_a_seal_in_a_form_field_is_seen() -> None:
    """The widget of a signature belongs to no page's content; the picture shows it all the same."""
    look = b"1 0 0 rg 0 0 100 100 re f"
    sealed = (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[4 0 R]>>endobj\n"
        b"4 0 obj<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 132/Rect[50 50 150 150]"
        b"/AP<</N 5 0 R>>>>endobj\n5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 100 100]"
        b"/Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n" % (len(look), look)
    )
    width, height, colours = _drawn(PDF, sealed)
    middle = 3 * (width * (height // 2) + width // 2)
    assert tuple(colours[middle : middle + 3]) == (255, 0, 0)


def test_a_page_is_drawn_as_wide_as_a_screen() -> None:
    width, height, colours = _drawn(PDF, printed())
    assert (width, height) == (1240, 1755)
    assert set(colours) == {255}
    assert gateways.count_pages(PDF, [printed(7)]) == 7


def test_a_watermark_is_in_the_picture_itself() -> None:
    _width, _height, plain = _drawn(PDF, printed(), page=2)
    _width, _height, marked = _drawn(PDF, printed(), "马喆堃 2017-11-15 10:00", page=2)
    darker = sum(one != other for one, other in zip(plain, marked, strict=True))
    assert darker > len(plain) // 200
    assert min(marked) > 60  # what is written below stays readable


def test_words_of_a_watermark_are_words_only() -> None:
    assert _drawn(PDF, printed(), '#read("/etc/passwd") \0 "] #panic()')


@pytest.mark.parametrize("colour", [0, 2, 3, 4, 6])
def test_pictures_of_every_kind_are_scaled(colour: int) -> None:
    width, _height, colours = _drawn(PNG, png(colour=colour))
    assert width == 1240
    middle = colours[len(colours) // 2 :][:3]
    assert max(abs(part - 64) for part in middle) <= 1, list(middle)


def test_a_woven_picture_is_not_shown_and_can_be_taken() -> None:
    with pytest.raises(NoPreview) as refused:
        gateways.drawn(PNG, [png(woven=1)], 1, "")
    assert refused.value.next_step


@pytest.mark.parametrize(
    ("media_type", "content", "lines"),
    [
        (TEXT, "\ufeff一\r\n二".encode(), ("一", "二")),
        (kinds.CHINESE_TEXT.media_type, "固原".encode("gb18030"), ("固原",)),
        (DOCX, worded("甲", "乙"), ("甲", "乙")),
    ],
    ids=["utf-8", "gb18030", "docx"],
)
def test_words_are_read(media_type: str, content: bytes, lines: tuple[str, ...]) -> None:
    assert gateways.words(media_type, [content]).lines == lines


def test_long_words_are_cut_and_say_so() -> None:
    found = gateways.words(TEXT, [b"a\n" * 30_000])
    assert found.is_cut
    assert len(found.lines) == 20_000


# --- OFD ---------------------------------------------------------------------------------------


def _inked(drawn: Any, least: int, darkest: int = 200, square: int = 10) -> set[tuple[int, int]]:
    """The squares of a picture in which at least so many points are dark."""
    width, height, colours = drawn
    dark = colours[::3].translate(bytes(n < darkest for n in range(256)))
    count = dict[tuple[int, int], int]()
    for row in range(height):
        line = dark[row * width : (row + 1) * width]
        for at in range(0, width, square):
            if inked := line.count(1, at, at + square):
                key = (row // square, at // square)
                count[key] = count.get(key, 0) + inked
    return {key for key, inked in count.items() if inked >= least}


def _near(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """What of `one` has nothing of `other` in its square or beside it."""
    steps = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return {(y, x) for y, x in one if not any((y + d, x + r) in other for d, r in steps)}


def test_an_ofd_looks_as_its_pdf() -> None:
    pdf, ofd = (_drawn(kind, made()) for kind, made in ((PDF, notice_pdf), (OFD, notice_ofd)))
    assert pdf[:2] == ofd[:2]
    assert len(_inked(pdf, 10)) > 1000
    assert not _near(_inked(pdf, 10), _inked(ofd, 1))
    assert not _near(_inked(ofd, 10), _inked(pdf, 1))
    assert gateways.count_pages(OFD, [notice_ofd()]) == 3


def test_a_foreign_ofd_is_shown_with_its_seal_and_marked_for_the_reader() -> None:
    content = foreign("v4signed")
    width, height, colours = _drawn(OFD, content)
    assert (width, height) == (1240, 827)
    red = {
        (at // width, at % width)
        for at in range(width * height)
        if colours[at * 3] > 240 and colours[at * 3 + 1] < 20 and colours[at * 3 + 2] < 20
    }
    down, right = [y * 140 / height for y, _x in red], [x * 210 / width for _y, x in red]
    assert 8 <= min(down) < 9
    assert 27 < max(down) <= 28
    assert 90 <= min(right) < 91
    assert 119 < max(right) <= 120
    assert _drawn(OFD, content, "马喆堃 2017-11-15 10:00")[2] != colours
    with pytest.raises(NoPreview):
        gateways.drawn(OFD, [content], 2, "")


# --- Tables ------------------------------------------------------------------------------------


def _table(rows: int = 3) -> bytes:
    book, made = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append(["单位", "日期", "数"])
    for number in range(rows):
        sheet.append(["=1+1", date(2017, 11, 15), number, None])
    book.save(made)
    return made.getvalue()


def test_rows_of_a_table_are_read() -> None:
    found = gateways.words(XLSX, [_table()]).lines
    assert found[:3] == ("\f台账", "单位\t日期\t数", "\t2017-11-15\t0")
    assert len(found) == 5


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"],
)
def test_a_table_that_refers_outside_is_not_shown(part: str) -> None:
    """Where a reader would follow an entity, it is refused; where not, nothing comes of it."""
    secret = Path("/etc/passwd").read_text().splitlines()[0]
    head = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    parts = list[tuple[str, bytes]]()
    with zipfile.ZipFile(io.BytesIO(_table())) as book:
        for name in book.namelist():
            content = book.read(name)
            if name == part:
                content = head + content.replace("单位".encode(), b"&a;").replace(
                    "台".encode(), b"&a;"
                )
            parts.append((name, content))
    try:
        lines = gateways.words(XLSX, [packed(*parts)]).lines
    except NoPreview:
        return
    assert secret not in "\n".join(lines)


# --- Hostile files -----------------------------------------------------------------------------


def _locked_pdf() -> bytes:
    trailer = (
        b"<</Root 1 0 R/Size 4/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4"
        b"/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">>>>>"
    )
    return _pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", trailer=trailer)


def _pdf_of(*bodies: bytes, trailer: bytes = b"<</Root 1 0 R/Size 9>>") -> bytes:
    made, places = bytearray(b"%PDF-1.7\n"), []
    rest = (b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R>>")
    for number, body in enumerate((*bodies, *rest[len(bodies) - 1 :]), 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(made + b"trailer%b\nstartxref\n%d\n%%%%EOF" % (trailer, start))


def _pdf_bomb() -> bytes:
    """A page whose content unfolds from a few bytes to millions of lines to draw."""
    content = zlib.compress(zlib.compress(b"0 0 m 9 9 l S\n" * 6_000_000, 9), 9)
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(content)
    return _pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
        stream + content + b"\nendstream",
    )


XXE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b'<w:document xmlns:w="x">&a;</w:document>'
)
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><w:p xmlns:w="x">&b;</w:p>'
)


def _holding(document: bytes) -> bytes:
    return packed("[Content_Types].xml", ("word/document.xml", document))


def _page(box: str) -> bytes:
    """A page of an OFD of this size."""
    area = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
    return f"<ofd:Page {NS}>{area}<ofd:Content/></ofd:Page>".encode()


def _pictured(picture: bytes) -> bytes:
    """An OFD with this picture on its page."""
    media = '<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>i.png</ofd:MediaFile>'
    return (
        document(
            '<ofd:ImageObject ResourceID="9" Boundary="0 0 50 50" CTM="50 0 0 50 0 0"/>',
            resources=f"<ofd:MultiMedias>{media}</ofd:MultiMedia></ofd:MultiMedias>",
        )
        .having({"D/i.png": picture})
        .to_bytes()
    )


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (PDF, b"%PDF-1.7\nnothing of the kind"),
        (PDF, printed()[:200]),
        (PDF, _locked_pdf()),
        (PDF, _pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>")),
        (PDF, b"%PDF-1.7\n" + b"[" * 500_000),
        (PNG, png(60_000, 60_000)),
        (PNG, png()[:30]),
        (PNG, b"\x89PNG\r\n\x1a\n" + b"\xff" * 100),
        (kinds.JPEG.media_type, JPEG),
        (kinds.JPEG.media_type, b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\3" + b"\0" * 90),
        (OFD, b"PK"),
        (OFD, document("", more="").having({"D/P.xml": _page("0 0 90000 90000")}).to_bytes()),
        (OFD, document("", more="").having({"D/P.xml": _page("0 0 0 0")}).to_bytes()),
        (OFD, _pictured(png(60_000, 60_000))),
        (OFD, _pictured(b"\x89PNG\r\n\x1a\n")),
        (XLSX, b"PK"),
    ],
    ids=[
        "no pdf", "cut", "locked", "ring", "nested", "picture bomb", "cut picture", "noise",
        "no frame", "jpeg bomb", "no package", "huge sheet", "no sheet", "bomb in a sheet",
        "stump in a sheet", "other kind",
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said(media_type: str, content: bytes) -> None:
    with pytest.raises(NoPreview) as refused:
        gateways.drawn(media_type, [content], 1, "x")
    assert refused.value.message
    assert refused.value.next_step


@pytest.mark.parametrize(
    "content",
    [_holding(XXE), _holding(LAUGHS), _holding(b"<w:p"), docx()[:-30], b"PK\3\4"],
    ids=["xxe", "laughs", "broken", "cut", "no zip"],
)
def test_words_that_cannot_be_read_are_refused(content: bytes) -> None:
    with pytest.raises(NoPreview):
        gateways.words(DOCX, [content])


def test_nothing_outside_a_document_is_read() -> None:
    secret = Path("/etc/passwd").read_text().splitlines()[0]
    with pytest.raises(NoPreview) as refused:
        gateways.words(DOCX, [_holding(XXE)])
    assert secret not in str(refused.value)


@pytest.mark.slow
def test_a_page_that_is_drawn_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateways, "PATIENCE", 1.5)
    with pytest.raises(NoPreview):
        gateways.drawn(PDF, [_pdf_bomb()], 1, "")


@pytest.mark.parametrize("content", [_holding(b"<x/>" * 9_000_000)], ids=["words"])
def test_a_bomb_of_words_is_refused_at_the_door(content: bytes) -> None:
    with pytest.raises(Overfull):
        kind_of(io.BytesIO(content))


# --- Pages -------------------------------------------------------------------------------------


@pytest.fixture
def somebody(client: Client) -> Any:
    city.found()
    city.unit("固原市人民政府", category="government")
    account_id = city.person()
    enter(client, account_id)
    return actor_for(account_id)


def _viewed() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry WHERE act = 'documents.file.viewed'")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_file_has_a_page_with_picture_versions_and_mark(client: Client, somebody: Any) -> None:
    one = kept(content=printed(3), secrecy=Secrecy.INTERNAL)
    two = kept(content=printed(2), of_id=one.of_id, follows=one.id, now=NOW + timedelta(hours=1))
    SHELF.opens(one.of_id, somebody)
    page = client.get(reverse("documents:page", args=[two.id]) + "?page=9")
    assert page.status_code == 200
    picture = reverse("documents:picture", args=[two.id, 2])
    assert picture in page.content.decode()
    assert reverse("documents:page", args=[one.id]) in page.content.decode()
    assert reverse("documents:compare", args=[one.id, two.id]) in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert _viewed() == 0
    drawn = client.get(picture)
    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/png")
    assert drawn.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in drawn.headers["Content-Security-Policy"]
    assert _viewed() == 1
    assert set(pixels(drawn.content)[2]) != {255}  # the reader's name is in it


@pytest.mark.django_db
def test_rights_are_asked_for_every_page(client: Client, somebody: Any) -> None:
    file = kept(content=printed(), secrecy=Secrecy.INTERNAL)
    addresses = (
        reverse("documents:page", args=[file.id]),
        reverse("documents:picture", args=[file.id, 1]),
        reverse("documents:compare", args=[file.id, file.id]),
    )
    for address in addresses:
        assert client.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    SHELF.opens(file.of_id, somebody)
    assert client.get(addresses[1]).status_code == 200
    from django.db import transaction

    with transaction.atomic():
        withdraw_file(file_id=file.id, reason="误传", actor=city.almighty(), now=NOW)
    for address in addresses:
        assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_what_is_active_in_a_text_stays_words(client: Client, somebody: Any) -> None:
    content = b"<script>alert(1)</script>\n<img src=x onerror=alert(2)>"
    file = kept(content=content, name="a.txt", secrecy=Secrecy.INTERNAL)
    SHELF.opens(file.of_id, somebody)
    page = client.get(reverse("documents:page", args=[file.id])).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<img src=x" not in page
    assert "lp-watermark" in page
    public = kept(content=content, name="a.txt", secrecy=Secrecy.PUBLIC)
    SHELF.opens(public.of_id, somebody)
    page = client.get(reverse("documents:page", args=[public.id])).content.decode()
    assert "lp-watermark" not in page


@pytest.mark.django_db
def test_a_damaged_file_has_a_page_that_says_so(client: Client, somebody: Any) -> None:
    file = kept(content=b"%PDF-1.7\nnothing", secrecy=Secrecy.PUBLIC)
    SHELF.opens(file.of_id, somebody)
    page = client.get(reverse("documents:page", args=[file.id]))
    assert page.status_code == 200
    assert reverse("documents:picture", args=[file.id, 1]) not in page.content.decode()
    picture = client.get(reverse("documents:picture", args=[file.id, 1]))
    assert picture.status_code == 422


@pytest.mark.django_db
def test_a_comparison_marks_what_changed(client: Client, somebody: Any) -> None:
    one = kept(content=worded("一", "旧的一句话"), name="a.docx", secrecy=Secrecy.PUBLIC)
    two = kept(
        content=worded("一", "新的一句话", "三"), name="a.docx", of_id=one.of_id, follows=one.id,
        secrecy=Secrecy.PUBLIC,
    )  # fmt: skip
    SHELF.opens(one.of_id, somebody)
    page = client.get(reverse("documents:compare", args=[one.id, two.id])).content.decode()
    assert "<del>旧</del>的一句话" in page
    assert "<ins>新</ins>的一句话" in page
    assert "<ins>三</ins>" in page
    same = client.get(reverse("documents:compare", args=[one.id, one.id]))
    assert "<del>" not in same.content.decode()


@pytest.mark.django_db
def test_a_table_is_shown_by_its_first_rows(client: Client, somebody: Any) -> None:
    file = kept(content=_table(250), name="台账.xlsx", secrecy=Secrecy.PUBLIC)
    SHELF.opens(file.of_id, somebody)
    page = client.get(reverse("documents:page", args=[file.id])).content.decode()
    assert page.count("<td>2017-11-15</td>") == 198
    assert _("There is more in the file than is shown here.") in page


def test_no_kind_that_is_refused_gets_a_preview() -> None:
    for content in (b"GIF89a\1\0\1\0", b"<svg>\0"):
        with pytest.raises(InvalidInput):
            kind_of(io.BytesIO(content))


def test_the_words_of_an_ofd_are_read_by_the_same_program() -> None:
    lines = gateways.words(kinds.OFD.media_type, [notice_ofd()]).lines
    assert any("喆堃玥" in line for line in lines)
    with pytest.raises(NoPreview):
        gateways.words(kinds.OFD.media_type, [notice_ofd()[:-40]])
