"""Checks 21 to 28: signature, date, seal room, note, imprint; colours; nothing upon another."""

from itertools import combinations

from django.utils.translation import gettext_lazy as _

from liupan.foundation.documents.layout.checking.ground import (
    LINES,
    LOOSE,
    NEAR,
    Case,
    Complaints,
    Found,
    Printed,
    check,
    off,
    span,
)
from liupan.foundation.documents.layout.pages import MM, Rule
from liupan.foundation.documents.layout.source import Form

SMALL = 14 * MM


def _signatures(case: Case) -> list[Found]:
    return list(case.under("signatures["))


def _middle(found: Found) -> float:
    return sum(span(list(found.glyphs))) / 2


@check(21, _("Date: four characters from the right; unsealed under the name, two further in"))
def date_place(case: Case) -> Complaints:
    day, names = case.one("date"), _signatures(case)
    if not day:
        if case.document.date:
            yield "absent"
        return
    four = case.right - 4 * case.em
    if case.document.is_sealed or case.document.signed_by or not names:
        wanted = four
        if names:  # a long name or a wide seal is not moved out of the type area for it
            widest = max(
                max(span(list(f.glyphs))[1] - span(list(f.glyphs))[0] for f in names),
                *(s.seal for s in case.document.signatures),
            )
            wide = day.last.right - day.first.glyph.x
            wanted = min(four, case.right - widest / 2 + wide / 2)
        yield from off("right", day.last.right, wanted)
        return
    yield from _unsealed(case, day, names)


def _unsealed(case: Case, day: Found, names: list[Found]) -> Complaints:
    left = day.first.glyph.x - min(f.first.glyph.x for f in names)
    right = max(f.last.right for f in names)
    longer = day.last.right >= case.right - 2 * case.em - NEAR
    if longer:
        yield from off("right", day.last.right, case.right - 2 * case.em)
    else:
        yield from off("name right", right, case.right - 2 * case.em)
        yield from off("date further in", left, 2 * case.em)


@check(22, _("Signature: names apart, the last above the date, unsealed one line below the text"))
def signature(case: Case) -> Complaints:
    day, names = case.one("date"), _signatures(case)
    if len(names) != len(case.document.signatures):
        yield f"{len(names)} of {len(case.document.signatures)} names"
    if not names or not day:
        return
    yield from off("date below the name", day.first.glyph.y - names[-1].first.glyph.y, case.pitch)
    if case.document.is_sealed:
        yield from off("name above the date", _middle(names[-1]), _middle(day), LOOSE)
    elif (end := case.text_end) and end.page == names[0].first.page:
        yield from off("blank lines", case.blanks(end.bottom, names[0].first.top), 1, LINES)


def _seals(case: Case) -> list[tuple[int, float, float, float]]:
    """Page, middle and radius of each seal: the middle lies above name and date as a pair."""
    return [
        (f.first.page, _middle(f), f.first.middle + case.pitch / 2 - 4.0, s.seal / 2)
        for f, s in zip(_signatures(case), case.document.signatures, strict=False)
        if s.seal
    ]


@check(23, _("Seals: the top within one line of the text, inside the type area, not touching"))
def seal_room(case: Case) -> Complaints:
    seals, end = _seals(case), case.text_end
    if not seals:
        return
    page, _, y, radius = seals[0]
    if end and end.page == page:
        room = y - radius - end.bottom
        if not -NEAR <= room <= case.pitch + NEAR:
            yield f"{room:.2f} mm below the text"
    for page, x, y, radius in seals:
        if x - radius < case.dims.left - LOOSE or x + radius > case.right + LOOSE:
            yield f"page {page}: beyond the type area at the side"
        if y + radius > case.bottom + LOOSE:
            yield f"page {page}: beyond the type area below"
    for (p, x, y, r), (q, u, v, s) in combinations(seals, 2):
        if p == q and ((x - u) ** 2 + (y - v) ** 2) ** 0.5 <= r + s:
            yield f"page {p}: seals touch"


@check(24, _("The signature stands on a page with text"))
def company(case: Case) -> Complaints:
    day = case.one("date")
    if not day or not (case.document.signatures or case.document.signed_by):
        return
    if not any(f.last.page == day.first.page for f in case.under("body[")):
        yield f"page {day.first.page} has none"


@check(25, _("Note: in brackets, on the line below the date, two characters in"))
def note(case: Case) -> Complaints:
    found, day = case.one("note"), case.one("date")
    if not found:
        if case.document.note:
            yield "absent"
        return
    yield from off("left", found.first.glyph.x, case.dims.left + 2 * case.em, 3.0)
    if day:
        yield from off("below the date", found.first.glyph.y - day.first.glyph.y, case.pitch)


@check(26, _("Imprint: last page, rules 0.35 and 0.25 mm, the last on the type area's edge"))
def imprint(case: Case) -> Complaints:
    found = [f for p in ("copies_to", "printer", "printed_on") if (f := case.one(p))]
    last = case.pages[-1].number
    for one in found:
        if one.first.page != last:
            yield f"{one.piece.place} is not on the last page"
    if found:
        yield from _sides(case, found)
    low = max((f.first.page for f in found), default=0)
    top = min((f.first.top for f in found), default=0.0) - case.em  # above it are rules of tables
    rules = sorted(
        (
            r
            for page, r in case.rules
            if page == low and r.y0 > top and r.length > 150 and not any(r.colour)
        ),
        key=lambda r: r.y0,
    )
    if case.document.form is Form.LETTER:
        if rules:
            yield "a letter's has no rules"
    elif found:
        yield from _imprint_rules(case, rules)


def _sides(case: Case, found: list[Found]) -> Complaints:
    for one in found:
        if one.piece.place == "printed_on":
            yield from off("printed_on right", one.last.right, case.right - SMALL)
        else:
            yield from off(f"{one.piece.place} left", one.first.glyph.x, case.dims.left + SMALL)
            right = max(p.glyph.box[2] for p in one.glyphs)
            if right > case.right - SMALL + NEAR:
                yield f"{one.piece.place} reaches {right:.1f} mm"


def _imprint_rules(case: Case, rules: list[Rule]) -> Complaints:
    groups = bool(case.document.copies_to) + bool(case.document.printer or case.document.printed_on)
    wanted = [0.35, *([0.25] * (groups - 1)), 0.35]
    if len(rules) != len(wanted):
        yield f"{len(rules)} rules, not {len(wanted)}"
        return
    for rule, width in zip(rules, wanted, strict=True):
        yield from off("rule", rule.width, width, 0.03)
        yield from off("rule length", rule.length, 156, NEAR)
    yield from off("last rule", rules[-1].y0, case.bottom, NEAR)


@check(27, _("Red are mark and red rules alone; all other text is black"))
def colours(case: Case) -> Complaints:
    mark = {id(p) for f in (*case.under("issuers["), *case.under("word")) for p in f.glyphs}
    for printed in case.printed:
        if id(printed) not in mark and any(printed.glyph.colour):
            yield f"page {printed.page}: {printed.glyph.text} is {printed.glyph.colour}"


@check(28, _("Nothing is printed upon something else"))
def overlaps(case: Case) -> Complaints:
    for page in case.pages:
        here = [p for p in case.printed if p.page == page.number]
        cells: dict[tuple[int, int], list[Printed]] = {}
        for one in here:
            x, y = int(one.glyph.x // 6), int(one.glyph.y // 6)
            near = (cells.get((x + i, y + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
            if any(_covers(one, other) for several in near for other in several):
                where = f"{one.glyph.x:.1f}, {one.glyph.y:.1f}"
                yield f"page {page.number}: {one.glyph.text} at {where}"
            cells.setdefault((x, y), []).append(one)


def _covers(one: Printed, other: Printed) -> bool:
    """Whether the ink of two glyphs shares more than an edge."""
    a, b = one.glyph.box, other.glyph.box
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide > 1.5 and high > 1.0
