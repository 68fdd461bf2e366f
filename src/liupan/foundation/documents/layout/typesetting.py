"""The gateway to Typst: a source in, a PDF/A-2b out.

Words go in as JSON and are never read as Typst's code. One compiler is kept and used by one thread
at a time; it keeps what it has laid out before.
"""

import json
import unicodedata
from collections import Counter as Counts
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from liupan.foundation.documents.layout.dimensions import STANDARD, Dimensions
from liupan.foundation.documents.layout.faces import (
    Choice,
    Faces,
    MissingGlyph,
    faces,
    missing_glyphs,
)
from liupan.foundation.documents.layout.pages import read_pdf
from liupan.foundation.documents.layout.source import (
    Block,
    Counter,
    Form,
    Heading,
    OfficialDocument,
    Paragraph,
    Role,
    Run,
    Table,
    written,
)
from liupan.foundation.documents.layout.texts import HEADING_ROLES, pieces
from liupan.foundation.documents.layout.titles import title_lines
from liupan.kernel.errors import Fault, InvalidInput

TEMPLATE = Path(__file__).parent / "official.typ"
LONGEST = 120_000
"""Characters of a document; about 200 pages, typeset within seconds."""
BREAK = "\u200b"
LONG_WORD = 24
"""A run of letters, figures and marks without a space that is longer may be broken anywhere."""
CARRIED = 2
"""Lines of text that go with a signature to a new page, so that it does not stand alone."""
BARRED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


class TooLong(InvalidInput):
    """The document has more words than are typeset."""


class Unprintable(InvalidInput):
    """A character that cannot be printed: a control, a direction mark, one that no face has."""


class NotTypeset(Fault):
    """Typst gave up."""


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where a seal belongs: page from 1, its middle in mm from the upper left corner.

    Attributes:
        index: of the signature.
    """

    index: int
    page: int
    x: float
    y: float
    diameter: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF and what there is to say about it.

    Attributes:
        substituted: characters printed in another face than their role's.
    """

    pdf: bytes
    seals: tuple[SealPlace, ...]
    faces: tuple[Choice, ...]
    substituted: tuple[MissingGlyph, ...]


def render_pdf(document: OfficialDocument, *, dimensions: Dimensions = STANDARD) -> Rendered:
    """Typeset a document as PDF/A-2b after GB/T 9704-2012.

    Raises:
        TooLong: more than 120,000 characters.
        Unprintable: naming characters and places.
    """
    chosen = installed()
    _printable(document)
    substituted = missing_glyphs(document, faces=chosen)
    if nowhere := [glyph for glyph in substituted if not glyph.used]:
        raise Unprintable(
            _("No typeface here has: %(characters)s") % {"characters": _named(nowhere)},
            next_step=_("Write it otherwise, or add a typeface that has it (LIUPAN_FONTS)."),
        )
    typeset = _fitted(_payload(document, chosen, dimensions), dimensions)
    return Rendered(
        pdf=typeset.pdf,
        seals=tuple(_seals(typeset.spots)),
        faces=tuple(chosen.choices.values()),
        substituted=substituted,
    )


def installed() -> Faces:
    """The typefaces of this installation."""
    own: Path | None = settings.LIUPAN_FONTS
    return faces(own)


def missing_in(document: OfficialDocument) -> tuple[MissingGlyph, ...]:
    """Characters that will be printed in another face than their role's, or in none; seen before
    a document is issued."""
    return missing_glyphs(document, faces=installed())


def _named(glyphs: list[MissingGlyph]) -> str:
    return "; ".join(
        f"{glyph.character} U+{ord(glyph.character):04X} ({glyph.place})" for glyph in glyphs
    )


def _printable(document: OfficialDocument) -> None:
    length = 0
    for piece in pieces(document):
        length += len(piece.text)
        barred = [c for c in piece.text if unicodedata.category(c) in BARRED]
        barred = [c for c in barred if not (c == "\n" and piece.place == "title")]
        if barred:
            raise Unprintable(
                _("%(place)s holds a character that cannot be printed: %(code)s")
                % {"place": piece.place, "code": f"U+{ord(barred[0]):04X}"}
            )
    if length > LONGEST:
        raise TooLong(
            _("The document has %(length)s characters; %(most)s can be typeset.")
            % {"length": length, "most": LONGEST}
        )


# --- Typst -------------------------------------------------------------------------------------
LOWER = 6.0
"""How far below the end's mark its line may stand, in mm."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """The PDF and the spots that the template marks."""

    pdf: bytes
    spots: list[dict[str, Any]]


@dataclass(slots=True)
class Press:
    """A compiler that remembers, for one thread at a time."""

    compiler: typst.Compiler
    lock: Lock

    def run(self, payload: dict[str, Any]) -> Typeset:
        """Typeset once. Raises NotTypeset."""
        inputs = {"source": json.dumps(payload, ensure_ascii=False)}
        with self.lock:
            try:
                pdf = self.compiler.compile(
                    format="pdf", pdf_standards="a-2b", sys_inputs=inputs, timestamp=_stamp(payload)
                )
                spots = json.loads(self.compiler.query("<spot>", field="value"))
            except typst.TypstError as error:
                raise NotTypeset(error.message) from error
        if not isinstance(pdf, bytes):
            raise NotTypeset
        return Typeset(pdf, spots)


def _stamp(payload: dict[str, Any]) -> datetime:
    """The moment in the file's metadata: the document's day, so that files can be repeated."""
    year, month, day = payload["day"]
    return datetime(year, month, day, tzinfo=UTC)


@cache
def _press(chosen_folders: tuple[Path, ...]) -> Press:
    compiler = typst.Compiler(
        input=str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=installed().fonts,
        ignore_system_fonts=True,
    )
    return Press(compiler, Lock())


def _fitted(payload: dict[str, Any], dimensions: Dimensions) -> Typeset:
    """Typeset; again with the last lines on the signature's page when it stands without text."""
    press = _press(installed().folders)
    payload = {**payload, "pitch": dimensions.pitch}
    first = press.run(payload)
    if not _is_widowed(first.spots) or not payload["body"]:
        return first
    second = press.run({**payload, "body": _turned(payload["body"], first)})
    return first if _is_widowed(second.spots) else second


def _turned(body: list[dict[str, Any]], typeset: Typeset) -> list[dict[str, Any]]:
    """The body with its last lines, or its last block, begun on a new page."""
    *others, last = body
    count = _end_length(typeset)
    words = sum(len("".join(run["text"].split())) for run in last.get("runs", ()))
    if last["kind"] == "table" or count >= words:
        return [*others, {**last, "turn": True}]
    stays, goes = _cut(last["runs"], words - count)
    return [*others, {**last, "runs": stays, "turned": goes}]


def _end_length(typeset: Typeset) -> int:
    """How many characters stand in the last lines of the text."""
    end = next(spot for spot in typeset.spots if spot["kind"] == "end")
    page = read_pdf(typeset.pdf)[end["page"] - 1]
    lines = Counts(round(glyph.y, 1) for glyph in page.glyphs if glyph.y < end["y"] + LOWER)
    return sum(lines[y] for y in sorted(lines)[-CARRIED:])


def _cut(
    runs: list[dict[str, Any]], after: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Runs up to so many characters, white space not counted, and the rest."""
    stays, goes = [], []
    for run in runs:
        words: str = run["text"]
        at = _index(words, after)
        after -= len("".join(words[:at].split()))
        stays += [{**run, "text": words[:at]}] if at else []
        goes += [{**run, "text": words[at:]}] if at < len(words) else []
    return stays, goes


def _index(words: str, after: int) -> int:
    """Where so many characters of the words are behind."""
    for index, character in enumerate(words):
        if after <= 0:
            return index
        after -= not (character.isspace() or character == BREAK)
    return len(words)


def _is_widowed(spots: list[dict[str, Any]]) -> bool:
    pages = {spot["kind"]: spot["page"] for spot in spots}
    return "signature" in pages and "end" in pages and pages["signature"] != pages["end"]


def _seals(spots: list[dict[str, Any]]) -> Iterator[SealPlace]:
    for spot in spots:
        if spot["kind"] == "seal":
            y = spot["y"] + spot["dy"]
            yield SealPlace(spot["index"], spot["page"], spot["x"], y, spot["diameter"])


# --- The template's data -----------------------------------------------------------------------
def _payload(document: OfficialDocument, chosen: Faces, dimensions: Dimensions) -> dict[str, Any]:
    day = document.date or document.printed_on
    most = int(dimensions.width / dimensions.title_size * 72 / 25.4)
    issuers = document.issuers[:1] if document.form is Form.LETTER else document.issuers
    return {
        "dimensions": dimensions.as_dict(),
        "faces": {role.value: _face(choice) for role, choice in chosen.choices.items()},
        "day": (day.year, day.month, day.day) if day else (2000, 1, 1),
        "form": document.form.value,
        "authors": list(document.issuers),
        "issuers": list(issuers),
        "word": document.mark_word,
        "above": list(_above(document)),
        "number": str(document.number or ""),
        "signers": list(document.signers),
        "title": " ".join(document.title.split()),
        "title_lines": title_lines(document.title, most),
        "adopted": document.adopted,
        "addressees": _joined(document.addressees, "：" if document.addressees else ""),
        "body": _blocks(document.body),
        "attachments": [
            {
                "title": _breakable(attachment.title),
                "label": f"附件{index + 1}" if len(document.attachments) > 1 else "附件",
                "title_lines": title_lines(attachment.title, most),
                "body": _blocks(attachment.body),
            }
            for index, attachment in enumerate(document.attachments)
        ],
        "attendance": [{"word": a.word, "people": a.people} for a in document.attendance],
        "signatures": [{"name": s.name, "seal": s.seal} for s in document.signatures],
        "sealed": document.is_sealed,
        "signed_by": document.signed_by
        and {"post": document.signed_by.post, "name": document.signed_by.name},
        "date": written(document.date) if document.date else "",
        "note": _breakable(document.note),
        "copies_to": _joined(document.copies_to, "。" if document.copies_to else ""),
        "printer": "" if document.form is Form.LETTER else document.printer,
        "printed_on": written(document.printed_on) + "印发"
        if document.printed_on and document.form is not Form.LETTER
        else "",
    }


def _face(choice: Choice) -> dict[str, Any]:
    return {
        "families": choice.families,
        "weight": choice.wish.weight,
        "stroke": choice.wish.stroke,
    }


def _above(document: OfficialDocument) -> Iterator[dict[str, str]]:
    if document.copy_number is not None:
        yield {"role": Role.FANGSONG.value, "text": f"{document.copy_number:06d}"}
    for mark in (document.secrecy, document.urgency):
        if mark:
            yield {"role": Role.HEI.value, "text": str(mark)}


def _joined(groups: tuple[str, ...], end: str) -> str:
    return _breakable("，".join(groups) + end)


def _blocks(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    counter = Counter()
    return [_block(block, counter) for block in blocks]


def _block(block: Block, counter: Counter) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "runs": _runs(block.runs)}
        case Heading():
            return {
                "kind": "heading",
                "role": HEADING_ROLES[block.level - 1].value,
                "text": _breakable(counter.next(block.level) + block.text),
                "runs": _runs(block.runs),
            }
        case Table():
            return {
                "kind": "table",
                "caption": block.caption,
                "head": [_breakable(cell) for cell in block.head],
                "rows": [[_breakable(cell) for cell in row] for row in block.rows],
                "widths": list(block.widths or (1.0,) * len(block.head)),
            }


def _runs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [{"text": _breakable(run.text), "strong": run.strong} for run in runs]


def _breakable(text: str) -> str:
    """Words too long for a line get places to break, which leave no trace in the file."""
    return " ".join(_pieced(word) for word in text.split(" "))


def _pieced(word: str) -> str:
    pieces_, run = [], 0
    for character in word:
        run = 0 if "\u4e00" <= character <= "\u9fff" else run + 1
        pieces_.append(character)
        if run >= LONG_WORD:
            pieces_.append(BREAK)
    return "".join(pieces_)
