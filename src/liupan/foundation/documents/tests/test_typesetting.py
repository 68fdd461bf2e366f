"""Whatever somebody writes is words on paper, or is refused by name; never Typst's code."""

import threading
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.documents.facade import (
    OfficialDocument,
    TooLong,
    Unprintable,
    check_layout,
    read_pdf,
    render_pdf,
    text_of,
)
from liupan.foundation.documents.layout.checking.ground import Case
from liupan.foundation.documents.layout.faces import coverage
from liupan.foundation.documents.layout.source import Attachment, Paragraph, Run, Table
from liupan.foundation.documents.layout.titles import title_lines
from liupan.foundation.documents.layout.typesetting import LONGEST, installed
from liupan.foundation.documents.tests.official import WORDS, body, document, joint

CODE = (
    '#read("/etc/passwd")', "$ integral $", "\\u{41}\\n", "@label <label>", '#import "x"',
    "= 标题", "- 一", "_强调_ *强*", "// 注释 /* */", "```typ x```", "{[(）】〉", "'单' -- --- ...",
    "~", "&nbsp;<b>", "https://" + "a" * 200 + ".cn/" + "长" * 40, "1" * 300,
)  # fmt: skip
BARRED = {
    "nought": "\x00", "escape": "\x1b", "direction": "\u202e", "isolate": "\u2066",
    "private": "\ue000", "line": "\n", "zero-width": "\u200b", "surrogate": "\ud800",
}  # fmt: skip


def words_of(source: OfficialDocument) -> str:
    pages = read_pdf(render_pdf(source).pdf)
    return "".join(p.glyph.text for p in Case(source, pages).printed)


def everywhere(text: str) -> OfficialDocument:
    """A document with the text wherever a person may write."""
    paragraph = Paragraph((Run(text), Run(text, strong=True)))
    return document(
        title=text[:60],
        addressees=(text[:40],),
        body=(paragraph, Table((text[:30],), ((text[:30],),), caption=text[:30]), paragraph),
        attachments=(Attachment(text[:40], (paragraph,)),),
        note=text,
        copies_to=(text,),
        printer=text[:10],
    )


@pytest.mark.parametrize("number", range(len(CODE)))
def test_code_is_printed_as_words(number: int) -> None:
    source = everywhere("甲" + CODE[number] + "乙")
    verdicts = {v.number: v for v in check_layout(source, read_pdf(render_pdf(source).pdf))}
    assert [verdicts[n].complaints for n in (2, 3, 28)] == [(), (), ()]


@pytest.mark.parametrize("name", BARRED)
def test_what_cannot_be_printed_is_refused_by_place(name: str) -> None:
    with pytest.raises(Unprintable, match=r"body\[0\]"):
        render_pdf(document(body=(Paragraph((Run(f"甲{BARRED[name]}乙"),)),)))


@pytest.mark.parametrize("text", ["通过👍", "שלום"], ids=["emoji", "hebrew"])
def test_a_character_that_no_face_has_is_refused_by_name(text: str) -> None:
    with pytest.raises(Unprintable, match=f"U\\+{ord(text[-1]):04X}"):
        render_pdf(document(note=text))


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(min_size=1, max_size=200))
def test_any_text_is_printed_or_refused(text: str) -> None:
    source = document(body=(Paragraph((Run(f"甲{text}"),)),))
    with suppress(Unprintable):
        assert words_of(source) == text_of(source)


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text("一二三四五，。、；：？！“”（）《》〔〕—…·％Aa1 .-/", min_size=60, max_size=200))
def test_any_punctuation_is_printed_whole(text: str) -> None:
    source = document(body=(Paragraph((Run("甲" + text.strip() + "乙"),)), *body(0)))
    verdicts = {v.number: v for v in check_layout(source, read_pdf(render_pdf(source).pdf))}
    assert not verdicts[2].complaints


def test_too_much_is_refused() -> None:
    with pytest.raises(TooLong):
        render_pdf(document(body=(Paragraph((Run("字" * LONGEST),)),)))


def test_a_signature_never_stands_alone() -> None:
    for length in range(0, 330, 27):
        source = document(body=(*body(0), Paragraph((Run((WORDS * 5)[: 40 + length]),))))
        verdicts = check_layout(source, read_pdf(render_pdf(source).pdf))
        assert [v.number for v in verdicts if not v.holds] == [], length


def test_where_seals_belong() -> None:
    source = joint(0, 3)
    made = render_pdf(source)
    case = Case(source, read_pdf(made.pdf))
    for place, found in zip(made.seals, case.under("signatures["), strict=True):
        left, right = found.first.glyph.x, found.last.right
        assert place.page == found.first.page
        assert place.x == pytest.approx((left + right) / 2, abs=0.1)
        assert place.y < found.first.bottom < place.y + place.diameter / 2


def test_the_file_is_archivable_and_the_same_again() -> None:
    first, again = render_pdf(document()).pdf, render_pdf(document()).pdf
    assert first == again
    assert b"<pdfaid:part>2</pdfaid:part>" in first
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in first


def test_many_threads_get_each_their_own() -> None:
    got: dict[int, str] = {}

    def work(number: int) -> None:
        got[number] = words_of(replace(document(), note=f"第{number}件"))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"第{number}件" in text for number, text in got.items())
    assert len(got) == 8


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于做好有关工作的通知", ["关于做好有关工作的通知"]),
        (
            "固原市人民政府关于印发电子政务建设工作规划实施方案的通知",
            ["固原市人民政府关于印发", "电子政务建设工作规划实施方案的通知"],
        ),
        ("固原市人民政府\n关于任免的通知", ["固原市人民政府", "关于任免的通知"]),
    ],
    ids=["one", "two", "given"],
)
def test_titles_break_between_phrases(title: str, lines: list[str]) -> None:
    assert title_lines(title, 20) == lines


def test_all_that_is_used_is_embedded() -> None:
    pages = read_pdf(render_pdf(document(2)).pdf)
    names = {glyph.font for page in pages for glyph in page.glyphs}
    for name in names:
        face = installed().find(name)
        assert face, name
        assert ord("一") in coverage(face.path, face.index)
