"""The finished files of a source, and the proof that they say what it says."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from liupan.foundation.documents.facade import (
    OfficialDocument,
    Page,
    Particulars,
    check_layout,
    ofd_of_pdf,
    read_pdf,
    render_pdf,
    signs_of,
)
from liupan.kernel.ahead import foreseen
from liupan.kernel.errors import Fault

WORDS = 2
"""The check of the layout that compares words."""


class NotTheText(Fault):
    """A finished file says something else than the text that was signed off."""


@dataclass(frozen=True, slots=True)
class Printed:
    """PDF/A and OFD, how many pages, and where seals belong: page from 1, middle in mm."""

    pdf: bytes
    ofd: bytes
    pages: int
    places: list[dict[str, float]]


@foreseen
def printed(source: OfficialDocument, now: datetime) -> Printed:
    """Typeset a source, read both files back and compare their words. Raises `NotTheText`."""
    made = render_pdf(source)
    said = Particulars(
        title=source.title, author="、".join(source.issuers),
        secrecy=str(source.secrecy) if source.secrecy else "",
    )  # fmt: skip
    ofd = ofd_of_pdf(made.pdf, particulars=said, now=now, is_own=True)
    pages = read_pdf(made.pdf)
    require_words(source, pages)
    if signs_of(ofd) != tuple(page.text for page in pages):
        raise NotTheText("the OFD does not say what the PDF says")
    return Printed(made.pdf, ofd, len(pages), [asdict(one) for one in made.seals])


def require_words(source: OfficialDocument, pages: Sequence[Page]) -> None:
    """Raises `NotTheText` unless the pages say what the source says, no more and no less."""
    (words,) = check_layout(source, pages, only=[WORDS])
    if words.complaints:
        raise NotTheText("; ".join(words.complaints))
