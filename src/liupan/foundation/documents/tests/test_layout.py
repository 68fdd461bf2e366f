"""Finished pages measured in millimetres; and each check can fail."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from liupan.foundation.documents.facade import (
    OfficialDocument,
    Page,
    check_layout,
    read_pdf,
    render_pdf,
    text_of,
)
from liupan.foundation.documents.layout.checking.ground import CHECKS, Case, Printed
from liupan.foundation.documents.layout.dimensions import STANDARD, Dimensions
from liupan.foundation.documents.layout.pages import Glyph
from liupan.foundation.documents.layout.source import DocumentType
from liupan.foundation.documents.tests.official import CASES, document, of_type

Pages = tuple[Page, ...]


def failed(source: OfficialDocument, pages: Pages) -> dict[int, tuple[str, ...]]:
    return {v.number: v.complaints for v in check_layout(source, pages) if not v.holds}


def printed(source: OfficialDocument, dimensions: Dimensions = STANDARD) -> Pages:
    return read_pdf(render_pdf(source, dimensions=dimensions).pdf)


@pytest.mark.parametrize("name", CASES)
def test_every_check_holds(name: str) -> None:
    pages = printed(CASES[name])
    assert not failed(CASES[name], pages)
    assert len(pages) > 1 or not name.endswith("-long")


def test_the_list_of_checks_has_no_gap() -> None:
    assert sorted(CHECKS) == list(range(1, 29))


def test_words_of_the_file_are_the_source_s() -> None:
    source = of_type(DocumentType.OPINION, 4)
    pages = printed(source)
    assert "".join(p.glyph.text for p in Case(source, pages).printed) == text_of(source)


def test_names_beyond_the_first_plane_are_one_character() -> None:
    source = replace(document(), title="关于表彰𬱖昇同志的决定")
    pages = printed(source)
    assert "𬱖" in "".join(glyph.text for page in pages for glyph in page.glyphs)
    assert not failed(source, pages)


# --- Each check can fail -----------------------------------------------------------------------
REQUEST, MINUTES = CASES["request-short"], CASES["minutes-short"]
ATTACHED, SECRET = CASES["attachments"], CASES["secret"]
WRONG_DISTANCES: dict[int, tuple[OfficialDocument, dict[str, object]]] = {
    1: (document(), {"page_width": 216.0}),
    3: (document(), {"left": 25.0}),
    4: (document(), {"size": 16.0}),
    5: (document(2), {"size": 16.0}),
    6: (document(2), {"size": 14.0}),
    8: (document(), {"page_number": 9.0}),
    9: (SECRET, {"top": 40.0}),
    10: (document(), {"mark_top": 40.0}),
    11: (document(), {"number_lines": 3}),
    13: (document(), {"rule_below": 8.0}),
    14: (document(), {"title_lines": 1}),
    21: (document(), {"date_right": 2.0}),
    23: (document(), {"name_lines": 5, "seal_within": 5.0}),
    26: (document(), {"imprint_thin": 0.5}),
}


@pytest.mark.parametrize("number", WRONG_DISTANCES)
def test_a_wrong_distance_is_found(number: int) -> None:
    source, wrong = WRONG_DISTANCES[number]
    assert number in failed(source, printed(source, replace(STANDARD, **wrong)))  # type: ignore[arg-type]


def changed(pages: Pages, here: set[int], change: Callable[[Glyph], Glyph]) -> Pages:
    """The pages with some glyphs, known by identity, changed."""
    return tuple(
        replace(page, glyphs=tuple(change(g) if id(g) in here else g for g in page.glyphs))
        for page in pages
    )


def of(case: Case, place: str) -> list[Printed]:
    return [p for found in case.under(place) for p in found.glyphs]


def moved(place: str, right: float = 0, down: float = 0) -> Callable[[Case], Pages]:
    """Pages on which what is printed of a place was moved."""

    def move(glyph: Glyph) -> Glyph:
        a, b, c, d = glyph.box
        box = (a + right, b + down, c + right, d + down)
        return replace(glyph, x=glyph.x + right, y=glyph.y + down, box=box)

    return lambda case: changed(case.pages, {id(p.glyph) for p in of(case, place)}, move)


def lost(case: Case) -> Pages:
    first = case.pages[0]
    return (replace(first, glyphs=first.glyphs[:-20] + first.glyphs[-19:]), *case.pages[1:])


def hung(case: Case) -> Pages:
    """A comma that ends a line begins the next one."""
    glyphs = of(case, "body[")
    comma, below = next(
        (one.glyph, after.glyph)
        for one, after in pairwise(glyphs)
        if one.glyph.text in "，、。" and after.glyph.y > one.glyph.y and after.page == one.page
    )
    return changed(case.pages, {id(comma)}, lambda g: replace(g, x=below.x - 5, y=below.y))


def alone(case: Case) -> Pages:
    """Name and date on a page of their own."""
    here = {id(p.glyph) for p in (*of(case, "signatures["), *of(case, "date"))}
    last = case.pages[-1]
    goes = tuple(g for page in case.pages for g in page.glyphs if id(g) in here)
    stay = tuple(
        replace(p, glyphs=tuple(g for g in p.glyphs if id(g) not in here)) for p in case.pages
    )
    return (*stay, replace(last, number=last.number + 1, glyphs=goes, rules=()))


def doubled(case: Case) -> Pages:
    """One character lies on another."""
    one, other = of(case, "body[")[:2]
    there = one.glyph
    return changed(
        case.pages, {id(other.glyph)}, lambda g: replace(g, x=there.x, y=there.y, box=there.box)
    )


def recoloured(case: Case) -> Pages:
    here = {id(of(case, "body[")[3].glyph)}
    return changed(case.pages, here, lambda g: replace(g, colour=(255, 51, 51)))


def plain_headings(case: Case) -> Pages:
    body = of(case, "body[0]")[0].glyph.font
    here = {id(p.glyph) for p in of(case, "body[1]")}
    return changed(case.pages, here, lambda g: replace(g, font=body))


WRONG_PAGES: dict[int, tuple[OfficialDocument, Callable[[Case], Pages]]] = {
    2: (document(), lost),
    7: (document(1), hung),
    12: (REQUEST, moved("signers[2]", right=-4)),
    15: (document(), moved("addressees", down=3)),
    16: (document(2), plain_headings),
    17: (document(), moved("body[", right=6)),
    18: (ATTACHED, moved("attachments", right=-6)),
    19: (MINUTES, moved("attendance[0]", right=3)),
    20: (ATTACHED, moved("attachments[0].title", down=5)),
    22: (document(), moved("signatures[", right=9)),
    24: (CASES["unsealed"], alone),
    25: (document(), moved("note", down=5)),
    27: (document(), recoloured),
    28: (document(), doubled),
}


@pytest.mark.parametrize("number", WRONG_PAGES)
def test_a_wrong_page_is_found(number: int) -> None:
    source, spoil = WRONG_PAGES[number]
    pages = printed(source)
    assert number not in failed(source, pages)
    assert number in failed(source, spoil(Case(source, pages)))


def test_every_check_was_seen_to_fail() -> None:
    assert {*WRONG_DISTANCES, *WRONG_PAGES} == set(CHECKS)
