"""What a document lacks to be issued as its type (党政机关公文处理工作条例, art. 8 to 15)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from liupan.foundation.documents.layout.source import (
    Block,
    DocumentType,
    Form,
    Heading,
    Level,
    OfficialDocument,
    Paragraph,
    Table,
)

T = DocumentType
UPWARD = (T.REPORT, T.REQUEST)
"""Go to a superior; who signed them off is printed (art. 9 (6))."""
ADDRESSED = (T.REPORT, T.REQUEST, T.REPLY, T.LETTER, T.MOTION)
"""Have a main addressee; others may go to everybody."""
UNNUMBERED = (T.RESOLUTION, T.COMMUNIQUE, T.PROCLAMATION, T.ANNOUNCEMENT, T.MINUTES)
"""May do without a number."""
ADOPTED = (T.RESOLUTION, T.DECISION, T.COMMUNIQUE)
"""May say by whom and when they were adopted instead of signature and date."""
FORMS = {Form.ORDER: T.ORDER, Form.MINUTES: T.MINUTES}
"""Special formats that belong to one type; a letter's format serves several."""
LONGEST_PERIODS = {Level.SECRET: 10, Level.CONFIDENTIAL: 20, Level.TOP_SECRET: 30}
"""Years (保守国家秘密法, art. 15)."""
YEARS = re.compile(r"(\d+)年")


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing or contradicts itself.

    Attributes:
        place: of the source, such as `addressees`.
        message: one sentence.
    """

    place: str
    message: str


def validate(document: OfficialDocument) -> tuple[Lack, ...]:
    """What keeps a document from being issued; nothing when it may be."""
    return (
        *_form(document),
        *_always(document),
        *_of_type(document),
        *_ending(document),
        *_secrecy(document),
        *_bodies(document),
    )


def _form(document: OfficialDocument) -> Iterator[Lack]:
    wanted = FORMS.get(document.form)
    if wanted and document.type is not wanted:
        yield Lack("form", _("This format is for a %(type)s only.") % {"type": wanted})
    if document.type is T.MINUTES and document.form is not Form.MINUTES:
        yield Lack("form", _("Minutes have a format of their own."))


def _always(document: OfficialDocument) -> Iterator[Lack]:
    if not document.issuers or not all(name.strip() for name in document.issuers):
        yield Lack("issuers", _("Name the issuing unit."))
    if not document.body:
        yield Lack("body", _("The text is empty."))
    if document.form in (Form.COMMON, Form.LETTER):
        yield from _title(document)


def _title(document: OfficialDocument) -> Iterator[Lack]:
    title = "".join(document.title.split())
    if not title:
        yield Lack("title", _("Give it a title."))
    elif str(document.type) not in title and not (document.type is T.ORDER and "令" in title):
        message = _("The title does not name the type: %(type)s.") % {"type": document.type}
        yield Lack("title", message)


def _of_type(document: OfficialDocument) -> Iterator[Lack]:
    type_ = document.type
    if not document.number and type_ not in UNNUMBERED:
        yield Lack("number", _("The document number is missing."))
    if not document.addressees and type_ in ADDRESSED and document.form is not Form.ORDER:
        yield Lack("addressees", _("A %(type)s needs an addressee.") % {"type": type_})
    if type_ in UPWARD and not document.signers:
        yield Lack("signers", _("A document to a superior says who signed it off."))
    if document.signers and type_ not in (*UPWARD, T.OPINION, T.MOTION):
        yield Lack("signers", _("Only a document to a superior says who signed it off."))
    several = len(document.addressees) > 1 or "、" in "".join(document.addressees)
    if type_ is T.REQUEST and several:
        yield Lack("addressees", _("A request goes to one addressee only."))


def _ending(document: OfficialDocument) -> Iterator[Lack]:
    if document.form is Form.ORDER:
        if not document.signed_by:
            yield Lack("signed_by", _("An order is signed: post and name are missing."))
    elif document.type is not T.MINUTES and not (document.adopted and document.type in ADOPTED):
        if not document.signatures:
            yield Lack("signatures", _("The signature of the issuing unit is missing."))
        elif document.is_joint and len(document.signatures) != len(document.issuers):
            yield Lack("signatures", _("Every unit of a joint issue signs."))
        if not document.date:
            yield Lack("date", _("The date is missing."))
    yield from _imprint(document)


def _imprint(document: OfficialDocument) -> Iterator[Lack]:
    if document.form is Form.LETTER:
        return
    if not document.printer:
        yield Lack("printer", _("The printing office is missing."))
    if not document.printed_on:
        yield Lack("printed_on", _("The printing date is missing."))
    elif document.date and document.printed_on < document.date:
        yield Lack("printed_on", _("It cannot be printed before its date."))


def _secrecy(document: OfficialDocument) -> Iterator[Lack]:
    mark = document.secrecy
    if not mark:
        return
    if document.copy_number is None:
        yield Lack("copy_number", _("A secret document has a copy number."))
    years = YEARS.fullmatch(mark.period)
    if years and int(years[1]) > LONGEST_PERIODS[mark.level]:
        message = _("%(level)s is kept %(years)s years at most.")
        yield Lack("secrecy", message % {"level": mark.level, "years": LONGEST_PERIODS[mark.level]})


def _bodies(document: OfficialDocument) -> Iterator[Lack]:
    yield from _blocks("body", document.body)
    for index, attachment in enumerate(document.attachments):
        place = f"attachments[{index}]"
        if not attachment.title.strip():
            yield Lack(f"{place}.title", _("The attachment has no title."))
        if not attachment.body:
            yield Lack(f"{place}.body", _("The attachment is empty."))
        yield from _blocks(f"{place}.body", attachment.body)


def _blocks(place: str, blocks: tuple[Block, ...]) -> Iterator[Lack]:
    depth = 0
    for index, block in enumerate(blocks):
        here = f"{place}[{index}]"
        if isinstance(block, Heading):
            if block.level > depth + 1:
                yield Lack(here, _("A level of headings is left out."))
            depth = block.level
        if isinstance(block, Table):
            yield from _table(here, block)
        elif not _words(block):
            yield Lack(here, _("An empty paragraph."))


def _words(block: Paragraph | Heading) -> str:
    lead = block.text if isinstance(block, Heading) else ""
    return (lead + "".join(run.text for run in block.runs)).strip()


def _table(place: str, table: Table) -> Iterator[Lack]:
    if any(len(row) != len(table.head) for row in table.rows):
        yield Lack(place, _("Every row of a table has as many cells as its head."))
    if table.widths and len(table.widths) != len(table.head):
        yield Lack(place, _("Give a width for each column, or none."))
