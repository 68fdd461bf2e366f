"""The annex 重点任务责任分工: an edition's key tasks as a paper to print, in Word and in Excel."""

import calendar
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liupan.capabilities.plan.queries.board import TaskView, list_tasks
from liupan.capabilities.plan.queries.editions import EditionView, describe_edition, get_numbered
from liupan.capabilities.plan.views.reading import keeps
from liupan.foundation.design.facade import public
from liupan.kernel import clock
from liupan.kernel.errors import Missing

HEADS = ("序号", "重点任务", "办结标准", "牵头单位", "责任单位", "完成时限")
"""An official paper of the city: Chinese in every language of the pages."""
WIDTHS = (12, 62, 83, 38, 38, 24)
"""Millimetres of the columns; with the margins an A4 sheet on its side."""
ANNEX, NAME = "附件", "重点任务责任分工"
SONG, HEI, FANG = "方正小标宋简体", "黑体", "仿宋"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
"""What neither XML nor a workbook may hold."""


@dataclass(frozen=True, slots=True)
class Annex:
    """The paper: its heading, and one row of words for each task."""

    title: str
    heading: str
    rows: tuple[tuple[str, ...], ...]


@public
def printed(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The annex as a page to print; a draft's only for who looks after it."""
    edition = _edition(request, code, number)
    context = {
        "edition": edition,
        "annex": _annex(edition),
        "heads": HEADS,
        "words": ANNEX,
        "name": NAME,
    }
    return render(request, "plan/annex.html", context)


@public
def written(request: HttpRequest, code: str, number: int, form: str) -> HttpResponse:
    """The annex as DOCX or XLSX."""
    edition = _edition(request, code, number)
    if form not in WRITERS:
        raise Missing(_("There is no such file."))
    writer, kind = WRITERS[form]
    annex = _annex(edition)
    response = HttpResponse(writer(annex), content_type=kind)
    name = quote(f"{annex.heading}.{form}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _edition(request: HttpRequest, code: str, number: int) -> EditionView:
    edition = describe_edition(get_numbered(code, number), clock.today())
    if edition.is_draft and not keeps(request, edition):
        raise Missing(_("There is no such edition."))
    return edition


def _annex(edition: EditionView) -> Annex:
    title = _CONTROL.sub("", edition.title)
    rows = _rows(list_tasks(edition.id, clock.today()))
    return Annex(title, f"{title}{NAME}", tuple(rows))


def _rows(tasks: list[TaskView]) -> Iterator[tuple[str, ...]]:
    for number, task in enumerate(tasks, start=1):
        units = "、".join(task.assisting)
        words = (str(number), task.name, task.end_state, task.lead, units, until(task.due_on))
        yield tuple(_CONTROL.sub("", cell) for cell in words)


def until(day: date) -> str:
    """A limit as notices say it: 2016年底前, 2017年6月底前, 2017年6月15日前."""
    if (day.month, day.day) == (12, 31):
        return f"{day.year}年底前"
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return f"{day.year}年{day.month}月底前"
    return f"{day.year}年{day.month}月{day.day}日前"


# --- Word ---------------------------------------------------------------------------------------
def _as_docx(annex: Annex) -> bytes:
    from docx import Document  # with lxml 5 MB, which pages without it need not carry
    from docx.enum.section import WD_ORIENT
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    document.core_properties.title = annex.heading[:255]
    _written(document.add_paragraph(), ANNEX, HEI, 16)
    for words in (annex.title, NAME):
        _written(document.add_paragraph(), words, SONG, 20, is_centred=True)
    table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        _written(cell.paragraphs[0], head, HEI, 12, is_centred=True)
    _marked(table.rows[0], "w:tblHeader")
    for row in annex.rows:
        added = table.add_row()
        _marked(added, "w:cantSplit")
        for place, (cell, words) in enumerate(zip(added.cells, row, strict=True)):
            _written(cell.paragraphs[0], words, FANG, 12, is_centred=place in (0, 5))
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    _numbered(section.footer.paragraphs[0])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _written(paragraph: Any, words: str, font: str, size: int, *, is_centred: bool = False) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = Pt(0)
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return run


def _marked(row: Any, mark: str) -> None:
    """Say of a table's row that it stands on every page, or is not cut by one."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _numbered(paragraph: Any) -> None:
    """The page's number between dashes, as papers have it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    _written(paragraph, "— ", FANG, 14, is_centred=True)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    _written(paragraph, " —", FANG, 14, is_centred=True)


# --- Excel --------------------------------------------------------------------------------------
def _as_xlsx(annex: Annex) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = NAME
    line = Side(style="thin")
    sheet.append([annex.heading])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    sheet.append(list(HEADS))
    for row in annex.rows:
        sheet.append(list(row))
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        for place, cell in enumerate(cells):
            _as_text(cell)
            cell.font = Font(name=HEI if number < 3 else FANG, size=18 if number == 1 else 12)
            is_centred = number < 3 or place in (0, 5)
            cell.alignment = Alignment(
                wrap_text=True, vertical="center", horizontal="center" if is_centred else None
            )
            if number > 1:
                cell.border = Border(left=line, right=line, top=line, bottom=line)
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width / 2.1
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None and sheet.oddFooter.center is not None:
        sheet.oddFooter.center.text = "— &P —"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _as_text(cell: Any) -> None:
    """Words stay words: a task may be called `=1+1`, and no workbook computes it."""
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = cell.value[:1] in "=+-@\t"


WRITERS: Mapping[str, tuple[Callable[[Annex], bytes], str]] = {
    "docx": (
        _as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (_as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
