"""At a word and over the edges: measured in millimetres in the finished file."""

import pytest

from liupan.foundation.documents.facade import read_ofd, read_package
from liupan.foundation.seals.formats.packages import pages_of, read_signature_file
from liupan.foundation.seals.formats.places import (
    MOST_SEAM_PAGES,
    Keyword,
    NoSeam,
    NoSuchWords,
    OutsidePage,
    Place,
    Seam,
    stamps_at,
)
from liupan.foundation.seals.formats.verdicts import Outcome
from liupan.foundation.seals.formats.verifying import verify_ofd
from liupan.foundation.seals.tests.formats.city import office, picture, signed, trust, unsigned
from liupan.foundation.seals.tests.formats.papers import ofd, rendered

SIGN = "Doc_0/Signs/Sign_0/Signature.xml"


def test_at_a_word_it_stands_over_the_very_letters() -> None:
    package = read_package(ofd())
    stamps = stamps_at(package, picture(), [Keyword("固原市人民政府 2017年", which=-1)])
    sealed = read_package(signed(package, office(), stamps=stamps).to_bytes())
    [stamp] = read_signature_file(sealed, SIGN).stamps
    [spot] = rendered().seals
    left, top, width, height = stamp.seen
    assert stamp.page_id == pages_of(package)[spot.page - 1].id
    assert (width, height) == (45, 45)
    glyphs = read_ofd(ofd())[spot.page - 1].glyphs
    text = "".join(one.text for one in glyphs)
    at = text.rindex("固原市人民政府2017年")
    boxes = [one.box for one in glyphs[at : at + 12]]
    middle = (
        (min(b[0] for b in boxes) + max(b[2] for b in boxes)) / 2,
        (min(b[1] for b in boxes) + max(b[3] for b in boxes)) / 2,
    )
    assert (left + 22.5, top + 22.5) == pytest.approx(middle, abs=0.01)
    assert middle == pytest.approx((spot.x, spot.y), abs=12)  # where the typesetter wants it
    assert verify_ofd(sealed.to_bytes(), trust()).outcome is Outcome.VALID


def test_which_of_several_and_how_far_beside() -> None:
    package = unsigned(3)
    for which, page in ((0, "10"), (1, "11"), (-1, "12")):
        [stamp] = stamps_at(package, picture(), [Keyword("通知", which)])
        assert stamp.page_id == page
    [plain], [moved] = (
        stamps_at(package, picture(), [one])
        for one in (Keyword("通知"), Keyword("通 知", right=7.5, down=-3.0))
    )
    assert moved.box[0] - plain.box[0] == pytest.approx(7.5)
    assert moved.box[1] - plain.box[1] == pytest.approx(-3.0)


@pytest.mark.parametrize("wanted", [Keyword("没有这些字"), Keyword("  "), Keyword("通知", 3)])
def test_words_that_are_not_there_are_said(wanted: Keyword) -> None:
    with pytest.raises(NoSuchWords):
        stamps_at(unsigned(3), picture(), [wanted])


@pytest.mark.parametrize(("pages", "seals"), [(2, 1), (4, 1), (MOST_SEAM_PAGES + 1, 2)])
def test_a_seam_seal_is_whole_over_the_right_edges(pages: int, seals: int) -> None:
    package = unsigned(pages)
    sealed = signed(package, office(), stamps=stamps_at(package, picture(), [Seam()]))
    stamps = read_signature_file(sealed, SIGN).stamps
    assert [one.page_id for one in stamps] == [page.id for page in pages_of(package)]
    assert sum(one.seen[2] for one in stamps) == pytest.approx(45 * seals, abs=0.01 * pages)
    assert all(one.seen[0] + one.seen[2] == pytest.approx(210, abs=0.01) for one in stamps)
    assert all(one.seen[1] + 22.5 == pytest.approx(297 / 2, abs=0.01) for one in stamps)
    begins = [one.clip[0] for one in stamps if one.clip]
    assert begins.count(0.0) == seals  # each begins at the picture's left edge
    assert verify_ofd(sealed.to_bytes(), trust()).outcome is Outcome.VALID


def test_one_page_has_no_seam() -> None:
    with pytest.raises(NoSeam):
        stamps_at(unsigned(1), picture(), [Seam()])


def test_kinds_of_places_go_together_and_stay_on_the_page() -> None:
    package = unsigned(2)
    wanted = [Place(-1, 150, 200), Seam(y=100.0)]
    stamps = stamps_at(package, picture(), wanted)
    assert [one.page_id for one in stamps] == ["11", "10", "11"]
    assert stamps[1].seen[1] == pytest.approx(77.5)
    for low in (Seam(y=290.0), Keyword("通知", right=200.0)):
        with pytest.raises(OutsidePage):
            signed(package, office(), stamps=stamps_at(package, picture(), [low]))
