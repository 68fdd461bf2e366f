"""The words of a document in the order in which they are read and printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from liupan.foundation.documents.layout.source import (
    Attachment,
    Block,
    Counter,
    Form,
    Heading,
    OfficialDocument,
    Paragraph,
    Role,
    Table,
    written,
)

HEADING_ROLES = (Role.HEI, Role.KAI, Role.FANGSONG, Role.FANGSONG)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words printed in one face.

    Attributes:
        place: where in the source, such as `body[2]`.
    """

    place: str
    role: Role
    text: str


def pieces(document: OfficialDocument) -> Iterator[Piece]:
    """All words of a document, marks and numbers that are printed with them included."""
    yield from _head(document)
    yield from _body("body", document.body)
    yield from _after(document)
    for index, attachment in enumerate(document.attachments):
        yield from _attachment(index, attachment, of=len(document.attachments))
    yield from _imprint(document)


def text_of(document: OfficialDocument) -> str:
    """The words one after another, without white space."""
    return "".join("".join(piece.text.split()) for piece in pieces(document))


def lines_of_text(document: OfficialDocument) -> list[str]:
    """The same by places: what stands at one place of the source is one line, for comparing."""
    found: dict[str, str] = {}
    for piece in pieces(document):
        found[piece.place] = found.get(piece.place, "") + piece.text
    return list(found.values())


def _head(document: OfficialDocument) -> Iterator[Piece]:
    above = list(_above(document))
    mark = list(_mark(document))
    # A letter's mark stands above what other forms print over it.
    yield from (*mark, *above) if document.form is Form.LETTER else (*above, *mark)
    if document.form is Form.LETTER and document.number:
        yield Piece("number", Role.FANGSONG, str(document.number))
    elif document.signers:
        yield from _upward(document)
    elif document.number:
        yield Piece("number", Role.FANGSONG, str(document.number))
    if document.form is not Form.ORDER:
        yield from _title(document)


def _above(document: OfficialDocument) -> Iterator[Piece]:
    if document.copy_number is not None:
        yield Piece("copy_number", Role.FANGSONG, f"{document.copy_number:06d}")
    if document.secrecy:
        yield Piece("secrecy", Role.HEI, str(document.secrecy))
    if document.urgency:
        yield Piece("urgency", Role.HEI, str(document.urgency))


def _mark(document: OfficialDocument) -> Iterator[Piece]:
    issuers = document.issuers[:1] if document.form is Form.LETTER else document.issuers
    for index, issuer in enumerate(issuers):
        yield Piece(f"issuers[{index}]", Role.TITLE, issuer)
    if document.mark_word:
        yield Piece("word", Role.TITLE, document.mark_word)


def _upward(document: OfficialDocument) -> Iterator[Piece]:
    """Signers two in a row; the number stands before the last row."""
    yield from () if len(document.signers) > 2 else _number(document)
    yield Piece("signers", Role.FANGSONG, "签发人：")
    last = (len(document.signers) - 1) // 2 * 2
    for index, name in enumerate(document.signers):
        if index == last and last:
            yield from _number(document)
        yield Piece(f"signers[{index}]", Role.KAI, name)


def _number(document: OfficialDocument) -> Iterator[Piece]:
    if document.number:
        yield Piece("number", Role.FANGSONG, str(document.number))


def _title(document: OfficialDocument) -> Iterator[Piece]:
    if document.title:
        yield Piece("title", Role.TITLE, document.title)
    if document.adopted:
        yield Piece("adopted", Role.KAI, f"（{document.adopted}）")
    if document.addressees:
        yield Piece("addressees", Role.FANGSONG, "，".join(document.addressees) + "：")


def _body(place: str, blocks: tuple[Block, ...]) -> Iterator[Piece]:
    counter = Counter()
    for index, block in enumerate(blocks):
        yield from _block(f"{place}[{index}]", block, counter)


def _block(place: str, block: Block, counter: Counter) -> Iterator[Piece]:
    match block:
        case Paragraph():
            yield from (Piece(place, Role.FANGSONG, run.text) for run in block.runs)
        case Heading():
            words = counter.next(block.level) + block.text
            yield Piece(place, HEADING_ROLES[block.level - 1], words)
            yield from (Piece(place, Role.FANGSONG, run.text) for run in block.runs)
        case Table():
            yield from _table(place, block)


def _table(place: str, table: Table) -> Iterator[Piece]:
    if table.caption:
        yield Piece(place, Role.HEI, table.caption)
    yield from (Piece(place, Role.HEI, cell) for cell in table.head)
    yield from (Piece(place, Role.FANGSONG, cell) for row in table.rows for cell in row)


def _after(document: OfficialDocument) -> Iterator[Piece]:
    yield from _attachment_note(document)
    for index, group in enumerate(document.attendance):
        place = f"attendance[{index}]"
        yield Piece(place, Role.HEI, group.word + "：")
        yield Piece(place, Role.FANGSONG, group.people)
    for index, signature in enumerate(document.signatures):
        yield Piece(f"signatures[{index}]", Role.FANGSONG, signature.name)
    if document.signed_by:
        yield Piece("signed_by", Role.FANGSONG, document.signed_by.post)
        yield Piece("signed_by", Role.KAI, document.signed_by.name)
    if document.date:
        yield Piece("date", Role.FANGSONG, written(document.date))
    if document.note:
        yield Piece("note", Role.FANGSONG, f"（{document.note}）")


def _attachment_note(document: OfficialDocument) -> Iterator[Piece]:
    if not document.attachments:
        return
    yield Piece("attachments", Role.FANGSONG, "附件：")
    several = len(document.attachments) > 1
    for index, attachment in enumerate(document.attachments):
        number = f"{index + 1}." if several else ""
        yield Piece(f"attachments[{index}].title", Role.FANGSONG, number + attachment.title)


def _attachment(index: int, attachment: Attachment, *, of: int) -> Iterator[Piece]:
    place = f"attachments[{index}]"
    yield Piece(place, Role.HEI, f"附件{index + 1}" if of > 1 else "附件")
    yield Piece(f"{place}.title", Role.TITLE, attachment.title)
    yield from _body(f"{place}.body", attachment.body)


def _imprint(document: OfficialDocument) -> Iterator[Piece]:
    if document.copies_to:
        words = "抄送：" + "，".join(document.copies_to) + "。"
        yield Piece("copies_to", Role.FANGSONG, words)
    if document.form is Form.LETTER:
        return
    if document.printer:
        yield Piece("printer", Role.FANGSONG, document.printer)
    if document.printed_on:
        yield Piece("printed_on", Role.FANGSONG, written(document.printed_on) + "印发")
