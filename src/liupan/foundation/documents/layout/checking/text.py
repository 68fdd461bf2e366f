"""Checks 16 to 20: headings, paragraphs, attachment note, attendance, attachments."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.documents.layout.checking.ground import (
    LINES,
    LOOSE,
    NEAR,
    Case,
    Complaints,
    Found,
    check,
    off,
    span,
)
from liupan.foundation.documents.layout.source import Heading, Paragraph, Role, Table

NARROWED = 3.0
"""An opening mark at the beginning of a line may lose its empty half."""


@check(16, _("Headings: 一、 in 黑体, （一） in 楷体, 1. and （1） in 仿宋; each role in one face"))
def heading_faces(case: Case) -> Complaints:
    faces: dict[Role, dict[str, int]] = {}
    for several in case.found.values():
        for piece in several:
            counts = faces.setdefault(piece.piece.role, {})
            for one in piece.glyphs:
                counts[one.glyph.font] = counts.get(one.glyph.font, 0) + 1
    main = {role: max(counts, key=lambda f: counts[f]) for role, counts in faces.items()}
    for index, block in enumerate(case.document.body):
        if isinstance(block, Heading) and (found := case.one(f"body[{index}]")):
            # Single characters may be printed in another face, not most of a heading.
            wanted = main[found.piece.role]
            fonts = [p.glyph.font for p in found.glyphs]
            if fonts.count(wanted) * 2 <= len(fonts):
                yield f"body[{index}]: {fonts[0]}, not {wanted}"
    proper = {role: main.get(role) for role in (Role.HEI, Role.KAI, Role.FANGSONG)}
    if proper[Role.HEI] and proper[Role.HEI] == proper[Role.FANGSONG]:
        yield "黑体 and 仿宋 are the same face"


@check(17, _("Paragraphs and headings begin two characters in, their further lines flush left"))
def indents(case: Case) -> Complaints:
    bodies = [("body", case.document.body)]
    bodies += [(f"attachments[{i}].body", a.body) for i, a in enumerate(case.document.attachments)]
    for name, body in bodies:
        for index, block in enumerate(body):
            several = case.found.get(f"{name}[{index}]", [])
            if not several or isinstance(block, Table):
                continue
            assert isinstance(block, Paragraph | Heading)
            yield from _indents(case, several)


def _indents(case: Case, several: list[Found]) -> Complaints:
    glyphs = [p for found in several for p in found.glyphs]
    lines = Found(several[0].piece, tuple(glyphs)).lines
    place = several[0].piece.place
    for index, line in enumerate(lines):
        wanted = case.dims.left + (2 * case.em if index == 0 else 0)
        opening = line[0].glyph.text in "“‘（《〔"
        yield from off(f"{place} left", span(line)[0], wanted, NARROWED if opening else NEAR)


@check(18, _("Attachment note: one line below the text, two characters in, numbered, aligned"))
def attachment_note(case: Case) -> Complaints:
    note = case.one("attachments")
    if not case.document.attachments:
        return
    if not note:
        yield "absent"
        return
    yield from off("left", note.first.glyph.x, case.dims.left + 2 * case.em)
    ends = [f.last for f in case.under("body[") if f.last.page == note.first.page]
    if ends:
        low = max(p.bottom for p in ends)
        yield from off("blank lines", case.blanks(low, note.first.top), 1, LINES)
    names = [f for f in case.under("attachments[") if case.note_page(f)]
    lefts = {round(f.first.glyph.x, 1) for f in names}
    if len(lefts) > 1 or len(names) != len(case.document.attachments):
        yield f"names begin at {sorted(lefts)}"


@check(19, _("Attendance: one line below the text, two characters in, the word in 黑体"))
def attendance(case: Case) -> Complaints:
    for index in range(len(case.document.attendance)):
        several = case.found.get(f"attendance[{index}]", [])
        if len(several) != 2:
            yield f"attendance[{index}] absent"
            continue
        word, people = several
        yield from off(f"{word.piece.text} left", word.first.glyph.x, case.dims.left + 2 * case.em)
        for line in people.lines:
            yield from off("names", span(line)[0], people.first.glyph.x)
        if word.first.glyph.font == people.first.glyph.font:
            yield f"{word.piece.text} is not in 黑体"


@check(20, _("Attachments: on a new page, 附件 in 黑体 on line 1, the title on line 3"))
def attachments(case: Case) -> Complaints:
    for index in range(len(case.document.attachments)):
        label = case.one(f"attachments[{index}]")
        titles = [
            f
            for f in case.found.get(f"attachments[{index}].title", ())
            if f.piece.role is Role.TITLE
        ]
        if not label or not titles:
            yield f"attachments[{index}] absent"
            continue
        name = label.piece.text
        yield from off(f"{name} left", label.first.glyph.x, case.dims.left)
        yield from off(f"{name} top", label.first.top, case.dims.top)
        above = [
            p for p in case.printed if p.page == label.first.page and p.bottom < label.first.top
        ]
        if above:
            yield f"{name} is not on a new page"
        middle = case.dims.top + 2 * case.pitch + case.em / 2
        yield from off(f"{name} title", titles[0].first.middle, middle, LOOSE)
        for line in titles[0].lines:
            yield from off(f"{name} title centre", sum(span(line)) / 2, 106, LOOSE)
