"""Checks 1 to 8: paper, words, type, lines, page numbers."""

from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from liupan.foundation.documents.layout.checking.ground import (
    LOOSE,
    NEAR,
    Case,
    Complaints,
    Found,
    Line,
    by_lines,
    check,
    is_han,
    off,
    span,
)
from liupan.foundation.documents.layout.source import Form, Role, Table
from liupan.foundation.documents.layout.texts import text_of

NEVER_FIRST = "。，、；：？！”’）》〕】％%…"
NEVER_LAST = "“‘（《〔【"


@check(1, _("Paper is A4, 210 × 297 mm"))
def paper(case: Case) -> Complaints:
    for page in case.pages:
        yield from off(f"page {page.number} width", page.width, 210, NEAR)
        yield from off(f"page {page.number} height", page.height, 297, NEAR)


@check(2, _("The text is the source's, no more and no less"))
def words(case: Case) -> Complaints:
    printed = "".join(p.glyph.text for p in case.printed)
    wanted, heads = text_of(case.document), _heads(case)
    while printed != wanted:
        at = _differ(printed, wanted)
        # On further pages of a table its head is printed again.
        again = next((h for h in heads if h and printed.startswith(h, at)), None)
        if not again:
            yield f"differs at {at}: {printed[at : at + 12]!r}, not {wanted[at : at + 12]!r}"
            return
        printed = printed[:at] + printed[at + len(again) :]


def _differ(one: str, other: str) -> int:
    """Where two texts begin to differ."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _heads(case: Case) -> list[str]:
    bodies = (case.document.body, *(a.body for a in case.document.attachments))
    tables = (b for body in bodies for b in body if isinstance(b, Table))
    return ["".join("".join(table.head).split()) for table in tables]


@check(3, _("Type area: 156 × 225 mm, 37 mm from above, 28 mm from the left"))
def type_area(case: Case) -> Complaints:
    letter = case.document.form is Form.LETTER
    mark = {id(p) for f in _marks(case) for p in f.glyphs} if letter else set()
    for printed in case.printed:
        left, top, right, bottom = printed.glyph.box
        inside = (
            left >= case.dims.left - LOOSE
            and right <= case.right + LOOSE
            and bottom <= case.bottom + LOOSE
            and (top >= case.dims.top - LOOSE or id(printed) in mark)
        )
        if not inside:
            yield f"page {printed.page}: {printed.glyph.text} at {left:.1f}, {top:.1f}"


def _marks(case: Case) -> list[Found]:
    return [*case.under("issuers["), *case.under("word")]


@check(4, _("Type: text 3-hao (15.75 pt), titles 2-hao (22 pt), tables and imprint 4-hao"))
def sizes(case: Case) -> Complaints:
    tables = set(_table_places(case))
    for place, several in case.found.items():
        if place.startswith("issuers[") or place == "word":
            continue
        wanted = _size(place, place in tables)
        for found in several:
            if place.endswith("].title") and found.piece.role.value == "title":
                wanted = 22.0
            for one in found.glyphs:
                yield from off(f"{place} {one.glyph.text} pt", one.glyph.size, wanted, 0.1)


def _size(place: str, in_table: bool) -> float:
    if in_table or place in ("copies_to", "printer", "printed_on"):
        return 14.0
    return 22.0 if place == "title" else 15.75


def _table_places(case: Case) -> list[str]:
    bodies = [("body", case.document.body)]
    bodies += [(f"attachments[{i}].body", a.body) for i, a in enumerate(case.document.attachments)]
    return [
        f"{name}[{i}]" for name, body in bodies for i, b in enumerate(body) if isinstance(b, Table)
    ]


def _running(case: Case, page: int) -> list[Line]:
    """Lines of running text on a page, when there is no table on it."""
    tables = {f.first.page for place in _table_places(case) for f in case.found.get(place, ())}
    tables |= {f.last.page for place in _table_places(case) for f in case.found.get(place, ())}
    if page in tables:
        return []
    found = [
        f
        for f in (*case.under("body["), *case.under("attachments["))
        if ".title" not in f.piece.place
    ]
    return by_lines(
        sorted(
            (p for f in found for p in f.glyphs if p.page == page),
            key=lambda p: (round(p.glyph.y, 1), p.glyph.x),
        )
    )


@check(5, _("22 lines to a page: lines lie 10.42 mm apart, the first at the top of the type area"))
def lines(case: Case) -> Complaints:
    for page in case.pages:
        running = _running(case, page.number)
        for upper, lower in pairwise(running):
            apart = lower[0].glyph.y - upper[0].glyph.y
            steps = max(1, round(apart / 10.417))
            yield from off(f"page {page.number} line distance", apart / steps, 10.417, 0.1)
        if running and page.number > 1 and running[0][0].top < 45:
            yield from off(f"page {page.number} first line", running[0][0].top, 37, NEAR)
        if len(running) > 22:
            yield f"page {page.number}: {len(running)} lines"


@check(6, _("28 characters to a line, filling it"))
def characters(case: Case) -> Complaints:
    running = [line for page in case.pages for line in _running(case, page.number)]
    steps = [
        b.glyph.x - a.glyph.x
        for line in running
        for a, b in pairwise(line)
        if is_han(a.glyph.text) and is_han(b.glyph.text)
    ]
    # Lines are filled by widening: the narrowest step is that of a line of 28 characters.
    if steps and not 156 / 28.2 <= min(steps) <= 156 / 27.9:
        yield f"{min(steps):.2f} mm from one to the next, not 5.56"
    for found in (*case.under("body["), *case.under("attachments[")):
        for line in found.lines[:-1] if found.piece.role is Role.FANGSONG else ():
            if is_han(line[-1].glyph.text) and line[0].glyph.size > 15:
                yield from off(f"{found.piece.place} right", line[-1].right, case.right, LOOSE)


@check(7, _("No line begins with a closing mark or ends with an opening one"))
def line_breaks(case: Case) -> Complaints:
    for place, several in case.found.items():
        if place.startswith(("issuers[", "word")):
            continue
        broken = by_lines([p for f in several for p in f.glyphs])
        for upper, lower in pairwise(broken):
            if lower[0].glyph.text in NEVER_FIRST and span(lower)[0] < case.dims.left + 12:
                yield f"{place}: a line begins with {lower[0].glyph.text}"
            if upper[-1].glyph.text in NEVER_LAST:
                yield f"{place}: a line ends with {upper[-1].glyph.text}"


@check(8, _("Page numbers: 4-hao between dashes, 7 mm below; odd right, even left"))
def page_numbers(case: Case) -> Complaints:
    for page in case.pages:
        glyphs = [g for g in page.glyphs if g.y > case.bottom + 2]
        text = "".join(g.text for g in glyphs)
        hidden = case.document.form is Form.LETTER and page.number == 1
        if text != ("" if hidden else f"—{page.number}—"):
            yield f"page {page.number}: {text!r}"
            continue
        if hidden:
            continue
        dash = (glyphs[0].box[1] + glyphs[0].box[3]) / 2
        yield from off(f"page {page.number} dash", dash, 262 + 7, LOOSE)
        yield from off(f"page {page.number} size", glyphs[1].size, 14, 0.1)
        one = 14 * 25.4 / 72
        if page.number % 2:
            yield from off(f"page {page.number} right", glyphs[-1].box[2], 184 - one, LOOSE)
        else:
            yield from off(f"page {page.number} left", glyphs[0].box[0], 28 + one, LOOSE)
