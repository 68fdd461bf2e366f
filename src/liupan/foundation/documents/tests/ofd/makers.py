"""PDFs and OFDs to test with, typeset by Typst from the fonts that are always here."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from liupan.foundation.documents.ofd.writing import Particulars, ofd_of_pdf

EXAMPLES = Path(__file__).parent / "examples"
NOW = datetime(2017, 11, 1, 18, tzinfo=UTC)
"""Already 2 November in the city."""
PARTICULARS = Particulars(
    title="关于喆堃玥与𬱖的通知",
    author="固原市人民政府办公室",
    secrecy="机密★1年",
    custom=(("发文字号", "固政办发〔2017〕47号"),),
)
PNG = (EXAMPLES / "dot.png").read_bytes()


@cache
def _compiler(name: str) -> typst.Compiler:
    return typst.Compiler(
        input=str(EXAMPLES / name),
        font_paths=[Path(pylopdf_fonts_zh_cn.__file__).parent],
        ignore_system_fonts=True,
    )


def typeset(name: str, **inputs: str) -> bytes:
    """A PDF/A-2b of a Typst source among the examples."""
    pdf = _compiler(name).compile(
        format="pdf", pdf_standards="a-2b", sys_inputs=inputs, timestamp=NOW
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def notice_pdf() -> bytes:
    """A notice with everything: rules, shapes, a table, pictures, turned and stroked letters."""
    return typeset("notice.typ", png=",".join(map(str, PNG)))


@cache
def notice_ofd() -> bytes:
    """The notice as OFD."""
    return ofd_of_pdf(notice_pdf(), particulars=PARTICULARS, now=NOW)


def plain_pdf(text: str) -> bytes:
    """A PDF of nothing but a text."""
    return typeset("plain.typ", text=text)
