"""Open data for programs: datasets and their rows, for everybody."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from liupan.capabilities.opendata.operations.counting import count_use
from liupan.capabilities.opendata.queries.public.datasets import get_opened, get_shown
from liupan.capabilities.opendata.queries.public.listing import list_datasets
from liupan.capabilities.opendata.queries.public.rows import as_json, get_rows
from liupan.capabilities.opendata.queries.public.shapes import Line, Shown
from liupan.capabilities.opendata.rules.uses import Way
from liupan.foundation.design.facade import public
from liupan.foundation.tables.facade import Filter, Operator, Question
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput

PREFIX = "opendata/"
router = Router(tags=["opendata"])
Code = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9-]{0,63}$")]
"""A dataset's, as addresses name it."""

LARGEST = 1_000
Limit = Annotated[int, Field(ge=1, le=LARGEST)]
Cell = str | int | float | bool | None


class Narrowing(Schema):
    """What the list page offers to choose."""

    q: str = ""
    theme: list[str] = []
    unit: list[str] = []
    openness: list[str] = []
    cycle: list[str] = []


class DatasetOut(Schema):
    """A dataset; codes stand beside their names."""

    code: str
    title: str
    abstract: str
    unit_name: str
    theme: str
    theme_name: str
    openness: str
    update_cycle_name: str
    keywords: list[str]
    published: date | None
    changed: date
    is_late: bool
    url: str


class ColumnOut(Schema):
    """A column: its name in rows, what it is called, its meaning, type (letter) and unit."""

    name: str
    item: str
    note: str
    type: str
    unit: str


class WholeOut(DatasetOut):
    """A dataset with its columns. `rows` is None where its rows are not open.

    `views`, `downloads`, `calls`: requests that were counted, of nobody in particular.
    """

    licence: str
    licence_name: str
    version: int
    rows: int | None
    columns: list[ColumnOut]
    views: int
    downloads: int
    calls: int


class DatasetPage(Schema):
    """Some datasets; `next` is the cursor of those that follow, null at the end."""

    datasets: list[DatasetOut]
    next: str | None


class RowPage(Schema):
    """Some rows, each by column; `next` is the cursor of those that follow, null at the end."""

    rows: list[dict[str, Cell]]
    next: str | None


class Asked(Schema):
    """`c`, `o`, `v`: columns, operators (eq, ne, lt, le, gt, ge, contains, starts, empty, filled)
    and values, one after the other. `sort`: a column, `-` in front for falling."""

    c: list[str] = []
    o: list[str] = []
    v: list[str] = []
    sort: str = ""
    after: str = ""
    limit: Limit = 100


@router.get(
    "datasets", response=DatasetPage, summary="Datasets, the newest first",
    url_name="opendata_datasets",
)  # fmt: skip
@public
def datasets(
    request: HttpRequest,
    narrowing: Query[Narrowing],
    after: str = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 50,
) -> DatasetPage:
    """A page at a time; `after` is `next` of the page before. Narrowed as the list page is."""
    rows = list_datasets(now=clock.now()).filtered(request.GET)
    page = rows.page(sort="-published_at", before="", after=after, size=limit)
    return DatasetPage(
        datasets=[DatasetOut(**_line(request, one)) for one in page.rows], next=page.after or None
    )


@router.get(
    "datasets/{code}", response=WholeOut, summary="A dataset with its columns",
    url_name="opendata_dataset",
)  # fmt: skip
@public
def dataset(request: HttpRequest, code: Code) -> WholeOut:
    """One dataset by its code."""
    shown = _counted(request, get_shown(code, now=clock.now()))
    columns = [
        ColumnOut(
            name=one.name, item=one.item, note=one.note,
            type=one.told.type if one.told else "", unit=one.told.unit if one.told else "",
        )
        for one in shown.columns
    ]  # fmt: skip
    return WholeOut(
        **_line(request, shown.line),
        licence=shown.licence,
        licence_name=shown.licence_label,
        version=shown.version,
        rows=shown.rows if shown.table_id else None,
        columns=columns,
        views=shown.line.used.views,
        downloads=shown.line.used.downloads,
        calls=shown.line.used.calls,
    )


@router.get(
    "datasets/{code}/rows", response=RowPage, summary="Rows of a dataset", url_name="opendata_rows"
)
@public
def rows(request: HttpRequest, code: Code, asked: Query[Asked]) -> RowPage:
    """The columns that everybody sees, filtered and sorted, a page at a time."""
    shown = get_opened(code, now=clock.now())
    question = Question(
        filters=tuple(_filters(asked)),
        sort=asked.sort.removeprefix("-"),
        descending=asked.sort.startswith("-"),
        limit=asked.limit,
        cursor=asked.after,
    )
    page = get_rows(shown, question)
    _counted(request, shown)
    names = [column.name for column in page.columns]
    found = [dict(zip(names, map(as_json, row), strict=True)) for row in page.rows]
    return RowPage(rows=found, next=page.cursor or None)


def _counted(request: HttpRequest, shown: Shown) -> Shown:
    agent = request.headers.get("User-Agent", "")
    count_use(shown.line.id, Way.CALL, agent=agent, now=clock.now())
    return shown


def _filters(asked: Asked) -> list[Filter]:
    if not len(asked.c) == len(asked.o) == len(asked.v):
        raise InvalidInput("c, o and v are given as often as each other")
    return [_filter(*one) for one in zip(asked.c, asked.o, asked.v, strict=True)]


def _filter(column: str, operator: str, value: str) -> Filter:
    try:
        found = Operator(operator)
    except ValueError:
        raise InvalidInput(f"no such operator: {operator[:20]!r}") from None
    if found in (Operator.EMPTY, Operator.FILLED):
        return Filter(column, found)
    return Filter(column, found, tuple(value.split("|")) if found is Operator.ONE_OF else (value,))


def _line(request: HttpRequest, line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "title": line.title,
        "abstract": line.abstract,
        "unit_name": line.unit,
        "theme": line.theme,
        "theme_name": line.theme_label,
        "openness": line.openness,
        "update_cycle_name": line.cycle_label,
        "keywords": list(line.keywords),
        "published": line.published_on,
        "changed": line.changed_on,
        "is_late": line.is_late,
        "url": request.build_absolute_uri(reverse("opendata:dataset", args=[line.code])),
    }
