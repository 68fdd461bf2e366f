"""Checks 9 to 15: what stands above the text (版头) and the title."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.documents.layout.checking.ground import (
    LINES,
    LOOSE,
    NEAR,
    Case,
    Complaints,
    Found,
    by_lines,
    centre,
    check,
    off,
    span,
)
from liupan.foundation.documents.layout.pages import Rule
from liupan.foundation.documents.layout.source import Form

RED = 190
"""How much redder than green and blue a red is, at least."""
MARK_TOPS = {Form.COMMON: 72.0, Form.MINUTES: 72.0, Form.ORDER: 57.0, Form.LETTER: 30.0}
MIDDLE = 28 + 156 / 2


@check(9, _("Copy number, secret mark, urgency: flush left on the first lines, in this order"))
def above(case: Case) -> Complaints:
    top = case.dims.top
    if case.document.form is Form.LETTER:
        top = _letter_rules(case)[1] + 7 / 8 * case.em
    places = [case.one(p) for p in ("copy_number", "secrecy", "urgency")]
    for index, found in enumerate(f for f in places if f):
        place = found.piece.place
        yield from off(f"{place} left", found.first.glyph.x, case.dims.left)
        yield from off(f"{place} top", found.first.top, top + index * case.pitch)


@check(10, _("Mark: red, centred, 35 mm below the type area (order 20, letter 30 from the edge)"))
def mark(case: Case) -> Complaints:
    glyphs = _mark(case)
    if not glyphs:
        yield "absent"
        return
    wanted = MARK_TOPS[case.document.form]
    yield from off("top", min(p.glyph.box[1] for p in glyphs), wanted, LOOSE)
    yield from off("centre", centre(list(glyphs)), MIDDLE, LOOSE)
    if not all(_is_red(p.glyph.colour) for p in glyphs):
        yield "not red"


def _mark(case: Case) -> tuple:  # type: ignore[type-arg]
    found = [*case.under("issuers["), *case.under("word")]
    return tuple(p for f in found for p in f.glyphs)


def _is_red(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return red - max(green, blue) >= RED


@check(11, _("Number: two lines below the mark, centred; upward at the left, letter at the right"))
def number(case: Case) -> Complaints:
    found = case.one("number")
    if not found:
        if case.document.number:
            yield "absent"
        return
    left, right = span(list(found.glyphs))
    if case.document.form is Form.LETTER:
        yield from off("right", right, case.right)
        return
    bottom = max(p.glyph.box[3] for p in _mark(case))
    rows = max(1, -(-len(case.document.signers) // 2))
    blanks = case.blanks(bottom, found.first.top) - (rows - 1)
    yield from off("blank lines", blanks, 2, LINES)
    if case.document.signers:
        yield from off("left", left, case.dims.left + case.em)
    else:
        yield from off("centre", (left + right) / 2, MIDDLE, LOOSE)


@check(12, _("Signers: beside the number, one character from the right, names under each other"))
def signers(case: Case) -> Complaints:
    names = list(case.under("signers["))
    last = case.one("number")
    if not names:
        return
    yield from off("right", max(p.right for f in names for p in f.glyphs), case.right - case.em)
    if last:
        yield from off("line", names[-1].first.glyph.y, last.first.glyph.y, 0.1)
    for name in names[2:]:
        upper = names[int(name.piece.place[8:-1]) % 2]
        yield from off(f"{name.piece.place} left", name.first.glyph.x, upper.first.glyph.x)


@check(13, _("Red rule: 156 mm, 4 mm below the number; letter two double rules of 170 mm"))
def red_rule(case: Case) -> Complaints:
    red = [(page, rule) for page, rule in case.rules if _is_red(rule.colour)]
    if any(page != 1 for page, _ in red):
        yield "on a page after the first"
    form, found = case.document.form, case.one("number")
    if form is Form.ORDER:
        if red:
            yield "an order has none"
    elif form is Form.LETTER:
        yield from _double_rules(case, [rule for _, rule in red])
    elif len(red) != 1:
        yield f"{len(red)} of them"
    else:
        rule = red[0][1]
        yield from off("length", rule.length, 156, NEAR)
        yield from off("left", min(rule.x0, rule.x1), 28, NEAR)
        if found:
            yield from off("below the number", rule.y0 - found.first.bottom, 4, NEAR)


def _double_rules(case: Case, red: list[Rule]) -> Complaints:
    if len(red) != 4:
        yield f"{len(red)} of them"
        return
    red = sorted(red, key=lambda rule: rule.y0)
    for rule in red:
        yield from off("length", rule.length, 170, NEAR)
        yield from off("centre", (rule.x0 + rule.x1) / 2, 105, NEAR)
    bottom = max(p.glyph.box[3] for p in _mark(case))
    yield from off("below the mark", red[0].y0 - red[0].width / 2 - bottom, 4, LOOSE)
    yield from off("from below", 297 - red[2].y0, 20, LOOSE)
    if not (red[0].width > red[1].width and red[2].width < red[3].width):
        yield "thick and thin the wrong way round"


def _letter_rules(case: Case) -> tuple[float, float]:
    """Upper and lower edge of a letter's first double rule."""
    upper = [r for _, r in case.rules if _is_red(r.colour) and r.y0 < 150]
    if not upper:
        return 0.0, 0.0
    return min(r.y0 - r.width / 2 for r in upper), max(r.y0 + r.width / 2 for r in upper)


@check(14, _("Title: centred, two lines below the rule or what stands under it"))
def title(case: Case) -> Complaints:
    found = case.one("title")
    if not found:
        if case.document.title and case.document.form is not Form.ORDER:
            yield "absent"
        return
    for line in found.lines:
        yield from off("centre", sum(span(line)) / 2, MIDDLE, LOOSE)
    top = min(p.top for p in found.glyphs)
    yield from off("blank lines", case.blanks(_above_title(case), top), 2, LINES)


def _above_title(case: Case) -> float:
    """The lower edge of what stands above the title."""
    if case.document.form is not Form.LETTER:
        return max((r.y0 for page, r in case.rules if page == 1 and _is_red(r.colour)), default=0.0)
    places: list[Found | None] = [
        case.one(p) for p in ("copy_number", "secrecy", "urgency", "number")
    ]
    lows = [f.last.bottom for f in places if f]
    return max(lows, default=_letter_rules(case)[1])


@check(15, _("Addressees: one line below the title, flush left, a colon at the end"))
def addressees(case: Case) -> Complaints:
    found, upper = case.one("addressees"), case.one("adopted") or case.one("title")
    if not found or not upper:
        if case.document.addressees and case.document.form is not Form.ORDER:
            yield "absent"
        return
    for line in by_lines(found.glyphs):
        yield from off("left", span(line)[0], case.dims.left)
    yield from off("blank lines", case.blanks(upper.last.bottom, found.first.top), 1, LINES)
    if found.last.glyph.text != "：":
        yield "no colon"
