"""An official document as paper on a screen: pages of lines, for people who read and sign.

The finished file is typeset (`typesetting.py`); this is what a page shows at once, in the same
order, with lines as long and pages as high as GB/T 9704-2012 has them. Where a browser's typeface
runs longer a page grows; nothing is cut off.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from liupan.foundation.documents.layout.source import (
    Attachment,
    Block,
    Counter,
    Form,
    Heading,
    OfficialDocument,
    Paragraph,
    Run,
    Table,
    written,
)
from liupan.foundation.documents.layout.titles import title_lines

# All heights in hundredths of the paper's width, as the stylesheet has them.
LINE = 4.961
CORE = 107.1
"""What a page holds between its margins: 22 lines."""
CHARACTERS = 28
MARK, NUMBER, RULE = 20.6, 9.99, 1.25
TITLE_LINE, TITLE_AROUND = 5.54, 8.3
END_AROUND, ATTACHMENT_AROUND, NOTE_AROUND = 6.35, 4.96, 2.4
IMPRINT_LINE, IMPRINT_AROUND = 3.93, 1.2
IMPRINT_CHARACTERS = 31
TITLE_CHARACTERS = 19
ROW = 5.2

Parts = tuple[tuple[str, str], ...]
"""Pieces of a line: class of the typeface ("" is the body's) and text."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One block of a page. `kind`: org, no, rule, title, table, or p with its `classes`."""

    kind: str
    parts: Parts = ()
    classes: str = ""
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One page. `attachment`: 0 for the document itself, else the number of the attachment."""

    number: int
    attachment: int
    lines: tuple[PaperLine, ...]
    marks: tuple[str, ...] = ()
    copies: str = ""
    printer: str = ""
    printed: str = ""

    @property
    def is_even(self) -> bool:
        return self.number % 2 == 0

    @property
    def has_imprint(self) -> bool:
        """Whether 版记 stands at its foot."""
        return bool(self.copies or self.printer or self.printed)


@dataclass(slots=True)
class _Flow:
    """Blocks that are put one below the other, on as many pages as they need."""

    pages: list[list[PaperLine]] = field(default_factory=lambda: [[]])
    used: float = 0.0

    def put(self, line: PaperLine, height: float, *, keep: float = 0.0) -> None:
        """A block that is not cut; `keep` is what has to fit below it."""
        if self.pages[-1] and self.used + height + keep > CORE:
            self.turn()
        self.pages[-1].append(line)
        self.used += height

    def turn(self) -> None:
        self.pages.append([])
        self.used = 0.0

    def text(self, parts: Parts, classes: str = "", *, indent: int = 2) -> None:
        """A paragraph, cut where a page ends."""
        while parts:
            room = int((CORE - self.used + LINE * 0.3) // LINE)
            if room < 1:
                self.turn()
                continue
            first, parts = _cut(parts, room * CHARACTERS - indent)
            more = f"{classes} is-cut".strip() if parts else classes
            lines = _lines(first, indent)
            self.pages[-1].append(PaperLine("p", first, more))
            self.used += lines * LINE
            if parts:
                self.turn()
                classes, indent = f"{classes} is-to".strip(), 0


def paper_of(
    document: OfficialDocument, *, number: str = "", date: str = ""
) -> tuple[PaperPage, ...]:
    """The pages of a document and of its attachments.

    Args:
        number, date: what stands where number and date are not known yet.
    """
    flow = _Flow()
    _head(flow, document, number)
    _body(flow, document.body)
    _end(flow, document, date)
    copies = "，".join(document.copies_to)
    height = _imprint_height(document, copies)
    if flow.used + height > CORE:
        flow.turn()
    pages = [PaperPage(n + 1, 0, tuple(lines)) for n, lines in enumerate(flow.pages)]
    pages[0] = _with(pages[0], marks=tuple(_marks(document)))
    if height:
        printed = written(document.printed_on) if document.printed_on else date
        pages[-1] = _with(
            pages[-1],
            copies=f"抄送：{copies}。" if copies else "",
            printer="" if document.form is Form.LETTER else document.printer,
            printed=""
            if document.form is Form.LETTER or not document.printer
            else f"{printed}印发",
        )
    for index, one in enumerate(document.attachments):
        pages += _attachment(one, index, len(document.attachments), after=len(pages))
    return tuple(pages)


def _with(page: PaperPage, **changes: object) -> PaperPage:
    values = {name: getattr(page, name) for name in PaperPage.__dataclass_fields__}
    return PaperPage(**{**values, **changes})


def _marks(document: OfficialDocument) -> Iterator[str]:
    if document.copy_number is not None:
        yield f"{document.copy_number:06d}"
    if document.secrecy:
        yield str(document.secrecy)
    if document.urgency:
        yield str(document.urgency)


def _head(flow: _Flow, document: OfficialDocument, number: str) -> None:
    issuers = document.issuers[:1] if document.form is Form.LETTER else document.issuers
    lines = (*issuers[:-1], f"{issuers[-1]}{document.mark_word}") if issuers else ()
    flow.put(PaperLine("org", lines=lines), MARK + 6.6 * max(len(lines) - 1, 0))
    said = str(document.number) if document.number else number
    if document.form is Form.LETTER:
        flow.put(PaperLine("rule"), RULE)
        flow.put(PaperLine("p", (("", said),), "is-end is-date"), LINE)
    else:
        signers = f"签发人：{'　'.join(document.signers)}" if document.signers else ""
        if said or signers:
            parts: Parts = (("", said), ("is-h2", signers)) if signers else (("", said),)
            flow.put(PaperLine("no", parts), NUMBER)
        if document.form is not Form.ORDER:
            flow.put(PaperLine("rule"), RULE)
    if document.title and document.form is not Form.ORDER:
        _title(flow, document.title)
    if document.adopted:
        flow.put(PaperLine("p", (("is-h2", f"（{document.adopted}）"),), "is-middle"), LINE)
    if document.addressees:
        flow.text((("", "，".join(document.addressees) + "："),), "is-to", indent=0)


def _title(flow: _Flow, title: str) -> None:
    lines = tuple(title_lines(title, TITLE_CHARACTERS))
    flow.put(PaperLine("title", lines=lines), TITLE_AROUND + TITLE_LINE * len(lines))


def _body(flow: _Flow, blocks: Sequence[Block]) -> None:
    counter = Counter()
    for block in blocks:
        match block:
            case Paragraph():
                flow.text(_runs(block.runs))
            case Heading():
                _heading(flow, block, counter)
            case Table():
                _table(flow, block)


def _heading(flow: _Flow, block: Heading, counter: Counter) -> None:
    words = counter.next(block.level) + block.text
    if block.level == 1 and not block.runs:
        height = _lines((("", words),), 2) * LINE
        flow.put(PaperLine("p", (("", words),), "is-h1"), height, keep=LINE)
        return
    face = ("is-h1", "is-h2", "", "")[block.level - 1]
    flow.text(((face, words), *_runs(block.runs)))


def _runs(runs: Iterable[Run]) -> Parts:
    return tuple(("is-h1" if run.strong else "", run.text) for run in runs)


def _table(flow: _Flow, table: Table) -> None:
    if table.caption:
        flow.put(PaperLine("p", (("", table.caption),), "is-h1 is-middle"), LINE, keep=2 * ROW)
    columns = max(len(table.head), 1)
    wide = max(CHARACTERS // columns - 1, 1)
    rows: list[tuple[str, ...]] = []
    height = ROW
    for row in table.rows:
        tall = ROW + LINE * (max(-(-len(cell) // wide) for cell in row) - 1) if row else ROW
        if rows and flow.used + height + tall > CORE:
            flow.put(PaperLine("table", head=table.head, rows=tuple(rows)), height)
            flow.turn()
            rows, height = [], ROW
        rows.append(row)
        height += tall
    flow.put(PaperLine("table", head=table.head, rows=tuple(rows)), height)


def _end(flow: _Flow, document: OfficialDocument, date: str) -> None:
    several = len(document.attachments) > 1
    for index, one in enumerate(document.attachments):
        words = ("附件：" if not index else "　　　") + (f"{index + 1}." if several else "")
        classes = "is-att" if not index else ""
        if not index:
            flow.used += ATTACHMENT_AROUND
        flow.text((("", words + one.title),), classes)
    for group in document.attendance:
        flow.text((("is-h1", f"{group.word}："), ("", group.people)))
    ending = list(_ending(document, date))
    height = END_AROUND + LINE * len(ending)
    if ending and flow.used + height > CORE:
        flow.turn()
    for line in ending:
        flow.put(line, LINE)
    flow.used += END_AROUND if ending else 0
    if document.note:
        flow.put(PaperLine("p", (("", f"（{document.note}）"),), "is-note"), LINE + NOTE_AROUND)


def _ending(document: OfficialDocument, date: str) -> Iterator[PaperLine]:
    names = [signature.name for signature in document.signatures]
    if document.signed_by:
        names.append(f"{document.signed_by.post}　{document.signed_by.name}")
    for index, name in enumerate(names):
        yield PaperLine("p", (("", name),), "is-end" if not index else "is-end is-date")
    if names:
        said = written(document.date) if document.date else date
        yield PaperLine("p", (("", said),), "is-end is-date")


def _imprint_height(document: OfficialDocument, copies: str) -> float:
    rows = -(-len(f"抄送：{copies}。") // IMPRINT_CHARACTERS) if copies else 0
    if document.printer and document.form is not Form.LETTER:
        rows += 1
    return rows * IMPRINT_LINE + 2 * IMPRINT_AROUND if rows else 0.0


def _attachment(one: Attachment, index: int, of: int, *, after: int) -> Iterator[PaperPage]:
    flow = _Flow()
    flow.put(PaperLine("p", (("", f"附件{index + 1}" if of > 1 else "附件"),), "is-to is-h1"), LINE)
    _title(flow, one.title)
    _body(flow, one.body)
    for n, lines in enumerate(flow.pages):
        yield PaperPage(after + n + 1, index + 1, tuple(lines))


# --- How long words run ------------------------------------------------------------------------
def _width(character: str) -> float:
    return 0.55 if character.isascii() else 1.0


def _lines(parts: Parts, indent: int) -> int:
    wide = indent + sum(_width(c) for _face, text in parts for c in text)
    return max(int(-(-wide // CHARACTERS)), 1)


def _cut(parts: Parts, room: float) -> tuple[Parts, Parts]:
    """What fits into a width, and the rest."""
    taken: list[tuple[str, str]] = []
    for place, (face, text) in enumerate(parts):
        for index, character in enumerate(text):
            room -= _width(character)
            if room < 0:
                end = _never_first(text, index)
                head = (*taken, (face, text[:end])) if end else tuple(taken)
                return head, ((face, text[end:]), *parts[place + 1 :])
        taken.append((face, text))
    return tuple(taken), ()


def _never_first(text: str, index: int) -> int:
    """A stop does not begin a page: the character before it goes with it."""
    while index > 1 and text[index] in "，。；：、！？）》〕”’":
        index -= 1
    return index
