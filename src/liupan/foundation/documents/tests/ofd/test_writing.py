"""PDF to OFD: the same letters at the same places, fonts inside, one possible file."""

import io
from itertools import pairwise

import ofdkit
import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.documents.layout.pages import Page, read_pdf
from liupan.foundation.documents.ofd.checking import check_package
from liupan.foundation.documents.ofd.drawing import Picture, Shape, Words
from liupan.foundation.documents.ofd.markup import children, text_of
from liupan.foundation.documents.ofd.measuring import read_ofd
from liupan.foundation.documents.ofd.package import is_canonical, read_package
from liupan.foundation.documents.ofd.reading import read_drawing
from liupan.foundation.documents.ofd.tracing import OWN, trace_pdf
from liupan.foundation.documents.ofd.writing import ofd_of_pdf
from liupan.foundation.documents.tests.ofd.makers import (
    NOW,
    PARTICULARS,
    notice_ofd,
    notice_pdf,
    plain_pdf,
)

NEAR = 0.1
"""Millimetres."""


def characters(page: Page) -> list[tuple[str, float, float, str, float]]:
    """Every character with place, face and size; halves of rare ones put together."""
    found: list[tuple[str, float, float, str, float]] = []
    for glyph in page.glyphs:
        for text in glyph.text:
            if found and 0xD800 <= ord(found[-1][0]) < 0xDC00:
                both = (found.pop()[0] + text).encode("utf-16-le", "surrogatepass")
                text = both.decode("utf-16-le")
            found.append((text, glyph.x, glyph.y, glyph.font, glyph.size))
    return found


def require_alike(pdf: bytes, ofd: bytes) -> None:
    """The same characters in the same order, at places less than 0.1 mm apart."""
    for printed, drawn in zip(read_pdf(pdf), read_ofd(ofd), strict=True):
        assert (printed.width, printed.height) == pytest.approx(
            (drawn.width, drawn.height), abs=NEAR
        )
        before, after = characters(printed), characters(drawn)
        assert [one[0] for one in before] == [one[0] for one in after]
        for one, other in zip(before, after, strict=True):
            assert abs(one[1] - other[1]) < NEAR, one
            assert abs(one[2] - other[2]) < NEAR, one
            assert one[3] == other[3]
            assert one[4] == pytest.approx(other[4], abs=0.01)


def test_letters_stand_where_the_pdf_has_them() -> None:
    require_alike(notice_pdf(), notice_ofd())


def test_rules_stand_where_the_pdf_has_them() -> None:
    for printed, drawn in zip(read_pdf(notice_pdf()), read_ofd(notice_ofd()), strict=True):
        assert len(printed.rules) == len(drawn.rules)
        for one, other in zip(printed.rules, drawn.rules, strict=True):
            assert (one.x0, one.y0, one.x1, one.y1, one.width) == pytest.approx(
                (other.x0, other.y0, other.x1, other.y1, other.width), abs=NEAR
            )
            assert one.colour == other.colour


HAN = st.sampled_from([chr(code) for code in range(0x4E00, 0x9FA5, 7)])
MARKS = st.sampled_from("，。！？；：“”‘’（）《》〈〉【】〔〕、…—·％＋－１２ＡＢ")
NAMES = st.sampled_from(["喆", "堃", "玥", "珺", "赟", "昇", "濛", "𬱖", "㛃", "䶮"])
LATIN = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=8)
TEXTS = st.lists(st.one_of(HAN, HAN, MARKS, NAMES, LATIN, st.just(" ")), min_size=1, max_size=160)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_any_text_comes_through(parts: list[str]) -> None:
    pdf = plain_pdf("".join(parts))
    ofd = ofd_of_pdf(pdf, particulars=PARTICULARS, now=NOW)
    require_alike(pdf, ofd)
    wanted = "".join("".join(parts).split())
    assert "".join(sheet.characters for sheet in read_drawing(read_package(ofd)).sheets) == wanted
    assert "".join(ofdkit.extract_text(ofd).split()) == wanted


def test_another_reader_reads_the_text_in_order() -> None:
    said = "".join(ofdkit.extract_text(notice_ofd()).split())
    assert "固原市人民政府文件关于喆堃玥与𬱖的通知为深入贯彻落实《国务院办公厅关于" in said
    assert "officeefficiency100%建设，“经市人民政府同意”，现就有关事项通知如下。……——此复" in said
    with ofdkit.open(notice_ofd()) as document:
        assert document.info.title == PARTICULARS.title
        assert document.info.custom_data["密级"] == "机密★1年"
        assert len(document.pages) == 3
        assert document.warnings == []


def test_the_same_pdf_gives_the_same_file() -> None:
    first = ofd_of_pdf(notice_pdf(), particulars=PARTICULARS, now=NOW, is_own=True)
    assert OWN
    again = ofd_of_pdf(notice_pdf(), particulars=PARTICULARS, now=NOW, is_own=True)
    assert first == again == notice_ofd()
    assert is_canonical(first)


def test_our_files_pass_every_check_but_the_archive_type() -> None:
    failed = [check for check in check_package(read_package(notice_ofd())) if not check.is_met]
    assert [check.number for check in failed] == ["A1"], failed


def test_the_document_says_what_it_is() -> None:
    info = read_drawing(read_package(notice_ofd())).info
    assert info.title == PARTICULARS.title
    assert info.author == PARTICULARS.author
    assert info.created == "2017-11-02"
    assert info.custom == (("密级", "机密★1年"), ("发文字号", "固政办发〔2017〕47号"))
    assert len(info.doc_id) == 32


def test_headings_become_an_outline() -> None:
    marks = read_drawing(read_package(notice_ofd())).bookmarks
    assert [(mark.title, mark.level, mark.sheet) for mark in marks] == [
        ("关于喆堃玥与𬱖的通知", 1, 1),
        ("一、主要任务", 2, marks[1].sheet),
    ]
    assert marks[0].top == pytest.approx(70, abs=10)


def test_fonts_are_subsets_that_font_programs_read_whole() -> None:
    faces = read_drawing(read_package(notice_ofd())).faces.values()
    assert {face.name for face in faces} == {"NotoSansSC-Regular", "NotoSerifSC-Regular"}
    for face in faces:
        assert face.program is not None
        assert len(face.program) < 60_000
        font = TTFont(io.BytesIO(face.program))
        for tag in font.keys():  # noqa: SIM118
            font[tag]
        glyphs = font["glyf"]
        assert all(glyphs[name].getCoordinates(glyphs) for name in font.getGlyphOrder())
        font.save(io.BytesIO())


def test_rare_characters_and_ligatures_keep_their_glyphs() -> None:
    package = read_package(notice_ofd())
    face = next(f for f in read_drawing(package).faces.values() if "Serif" in f.name)
    font = TTFont(io.BytesIO(face.program or b""))
    rare = font["glyf"][font.getBestCmap()[ord("𬱖")]]
    assert rare.numberOfContours > 3
    joined = [
        (code.getparent(), code.text)
        for code in package.markup("Doc_0/Pages/Page_0/Content.xml").iter("{*}TextCode")
        if code.text == "——"
    ]
    transform = children(joined[0][0], "CGTransform")[0]
    assert (transform.get("CodeCount"), transform.get("GlyphCount")) == ("2", "1")
    glyph = font["glyf"][font.getGlyphName(int(text_of(transform, "Glyphs")))]
    assert glyph.xMax - glyph.xMin > 1500


def test_shapes_pictures_and_turned_letters_are_kept() -> None:
    sheets = read_drawing(read_package(notice_ofd())).sheets
    shapes = [one for sheet in sheets for one in sheet.items if isinstance(one, Shape)]
    assert any(s.fill and s.fill.alpha == 128 for s in shapes)
    assert any(s.dash and s.stroke for s in shapes)
    pictures = [one for sheet in sheets for one in sheet.items if isinstance(one, Picture)]
    assert [(p.format, p.matrix[0]) for p in pictures] == [("PNG", pytest.approx(20, abs=0.1))]
    words = [one for sheet in sheets for one in sheet.words]
    turned = next(w for w in words if "斜" in "".join(letter.text for letter in w.letters))
    assert turned.turned == pytest.approx((0.966, 0.259, -0.259, 0.966), abs=0.001)
    heading = words[0]
    assert heading.stroke is not None
    assert heading.weight == pytest.approx(0.176, abs=0.01)
    assert (heading.fill and heading.fill.red) == 230


def test_what_is_drawn_later_lies_above() -> None:
    traced = trace_pdf(notice_pdf()).sheets[0].items
    written = read_drawing(read_package(notice_ofd())).sheets[0].items
    order = [type(item) for item in written]
    kinds = [type(item) for item in traced]
    assert [k for k, n in pairwise([*order, Shape]) if k is not n or k is not Words] == [
        k for k, n in pairwise([*kinds, Shape]) if k is not n or k is not Words
    ]
