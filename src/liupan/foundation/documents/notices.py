"""A notice with a table of figures (通报): as a Word file to go on with, and as PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from liupan.foundation.documents.layout.source import (
    Block,
    DocumentType,
    OfficialDocument,
    Paragraph,
    Run,
    Signature,
    Table,
)
from liupan.foundation.documents.layout.typesetting import render_pdf

INDENT, BODY, TITLE = 28, 14, 20
"""Points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Title, texts before the table, the table, texts after it. Each line is a paragraph."""

    title: str
    before: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    after: Sequence[str]


def notice_docx(notice: Notice) -> bytes:
    """The notice as a Word file."""
    from docx import Document  # with lxml 5 MB, which pages without it need not carry
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document = Document()
    document.styles["Normal"].font.size = Pt(BODY)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(notice.title)
    run.bold, run.font.size = True, Pt(TITLE)
    _paragraphs(document, notice.before)
    _table(document, notice)
    _paragraphs(document, notice.after)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def notice_pdf(notice: Notice, *, issuer: str, day: date) -> bytes:
    """The notice as PDF in the layout of official documents, without number and seal.

    Raises as `render_pdf`.
    """
    table = Table(tuple(notice.heads), tuple(tuple(map(_cell, row)) for row in notice.rows))
    before, after = (tuple(map(_paragraph, _lines(one))) for one in (notice.before, notice.after))
    body: tuple[Block, ...] = (*before, table, *after)
    document = OfficialDocument(
        type=DocumentType.CIRCULAR, issuers=(issuer,), title=notice.title, body=body,
        signatures=(Signature(issuer, seal=0),), date=day,
    )  # fmt: skip
    return render_pdf(document).pdf


def _lines(texts: Iterable[str]) -> list[str]:
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def _paragraph(line: str) -> Paragraph:
    return Paragraph((Run(line),))


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _paragraphs(document: Any, texts: Iterable[str]) -> None:
    from docx.shared import Pt

    for line in _lines(texts):
        document.add_paragraph(line).paragraph_format.first_line_indent = Pt(INDENT)


def _table(document: Any, notice: Notice) -> None:
    table = document.add_table(rows=1, cols=len(notice.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, notice.heads, strict=True):
        cell.text = head
    for row in notice.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = _cell(value)
