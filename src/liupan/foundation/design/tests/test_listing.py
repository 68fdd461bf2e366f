"""List pages: choices stand in the address, pages never overlap, exports hold everything."""

import base64
import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from hashlib import sha512
from typing import Any
from urllib.parse import urlencode

import django_filters
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import NullIf
from django.http import Http404, HttpResponse, QueryDict
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from liupan.foundation.design.listing import (
    Column,
    Export,
    ListPage,
    ListRows,
    QueryRows,
    Role,
    Rows,
    exports,
    memory,
)
from liupan.foundation.design.listing.page import page_asked, table_of
from liupan.foundation.design.listing.rows import Cursor
from liupan.foundation.design.living.examples import items
from liupan.foundation.design.living.views import Items
from liupan.foundation.design.tests.factories import CLERK, OTHER, request


class Filters(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="model", lookup_expr="icontains", label="词")
    app_label = django_filters.MultipleChoiceFilter(
        label="应用", choices=[("auth", "账号"), ("list", "列表"), ("other", "其他")]
    )
    id__gt = django_filters.NumberFilter(field_name="id", lookup_expr="gt", label="编号大于")

    class Meta:
        model = ContentType
        fields: Sequence[str] = ()


class Types(ListPage[ContentType]):
    key = "design.types"
    title = "类型"
    default_sort = "model"
    sizes = (5, 50)
    columns = (
        Column[ContentType](
            key="model", label="名称", value=lambda t: t.model, sort="model", role=Role.TITLE
        ),
        Column[ContentType](key="app", label="应用", value=lambda t: t.app_label, sort="app_label"),
        Column[ContentType](key="plain", label="无", value=lambda t: t.pk),
    )

    def rows(self) -> Rows[ContentType]:
        return QueryRows(ContentType.objects.filter(app_label__in=["list", "auth"]), Filters)


class Narrow(Types):
    key = "design.narrow"
    sizes = (50,)
    opens_with = "app_label=auth"


@pytest.fixture
def _types(db: None) -> None:
    ContentType.objects.filter(app_label__in=["list", "auth"]).delete()
    ContentType.objects.bulk_create(
        ContentType(app_label="list" if n % 3 else "auth", model=f"thing{n:03}") for n in range(23)
    )


def open_list(query: str = "", *, view: Any = Types, **extra: Any) -> Any:
    with override_settings(ROOT_URLCONF="liupan.foundation.design.tests.urls"):
        return view.as_view()(request(f"/list/?{query}" if query else "/list/", **extra))


def page_of(query: str, view: type[ListPage[Any]] = Types) -> ListPage[Any]:
    page = view()
    page.setup(request(f"/list/?{query}"))
    return page


def names(page: Any) -> list[str]:
    return [row.model for row in page.rows]


@pytest.mark.usefixtures("_types")
def test_what_nothing_is_chosen_of_is_not_asked_and_stands_in_the_bar_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    build = Filters.get_form_class
    monkeypatch.setattr(
        Filters,
        "get_form_class",
        lambda self: (asked.append(",".join(self.filters)), build(self))[1],
    )
    rows = page_of("").rows().filtered(QueryDict("app_label=auth&id__gt="))
    assert (rows.count_up_to(50), asked) == (8, ["app_label,id__gt"])
    form = rows.form
    assert form is not None
    assert list(form.fields) == ["q", "app_label", "id__gt"]
    assert form.cleaned_data["app_label"] == ["auth"]


# --- Pages by key ------------------------------------------------------------------------------
@pytest.mark.usefixtures("_types")
@pytest.mark.parametrize("sort", ["model", "-model", "app_label", "-app_label", "pk", "-pk"])
@pytest.mark.parametrize("size", [1, 4, 23, 50])
def test_pages_show_each_row_once_in_both_directions(sort: str, size: int) -> None:
    rows = QueryRows[Any](ContentType.objects.filter(app_label__in=["list", "auth"]))
    forward, after = [], ""
    while True:
        page = rows.page(sort=sort, before="", after=after, size=size)
        assert page.start == len(forward) + 1
        forward += [row.pk for row in page.rows]
        before, after = page.before, page.after
        if not after:
            break
    assert forward == [row.pk for row in rows.every(sort=sort)]
    assert len(set(forward)) == 23
    backward = [row.pk for row in page.rows]
    while before:
        page = rows.page(sort=sort, before=before, after="", size=size)
        backward = [row.pk for row in page.rows] + backward
        assert page.start == 23 - len(backward) + 1
        before = page.before
    assert backward == forward


@pytest.mark.usefixtures("_types")
@pytest.mark.parametrize("sort", ["label", "-label"])
def test_rows_without_a_value_stand_last_and_are_not_lost(sort: str) -> None:
    things = ContentType.objects.filter(app_label__in=["list", "auth"])
    rows = QueryRows[Any](things.annotate(label=NullIf(F("app_label"), Value("auth"))))
    seen, after = [], ""
    for _ in range(23):
        page = rows.page(sort=sort, before="", after=after, size=3)
        seen += [(row.label, row.pk) for row in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 23
    assert [label for label, _ in seen] == ["list"] * 15 + [None] * 8
    back = rows.page(sort=sort, before=page.before, after="", size=50)
    assert [(row.label, row.pk) for row in back.rows] == seen[: len(back.rows)]


def crafted(*parts: Any) -> str:
    """A cursor that somebody made up."""
    return base64.urlsafe_b64encode(json.dumps(list(parts)).encode()).decode().rstrip("=")


@pytest.mark.usefixtures("_types")
@pytest.mark.parametrize("sort", ["pk", "model"])
@pytest.mark.parametrize(
    "cursor",
    [
        "x", "!!", "W10", Cursor("no number", "no key", 3).pack(),
        crafted("\0", 1, 1), crafted("a", "\0", 1), crafted("a", 1, float("inf")),
        crafted("\ud800", 1, 1), crafted("a", {"a": 1}, 1),
        base64.urlsafe_b64encode(b"[" * 20_000).decode(),
        base64.urlsafe_b64encode(b"[" * 2_000).decode(),
    ],
)  # fmt: skip
def test_a_cursor_that_makes_no_sense_begins_at_the_start(cursor: str, sort: str) -> None:
    rows = QueryRows[Any](ContentType.objects.filter(app_label="list"))
    page = rows.page(sort=sort, before="", after=cursor, size=5)
    assert len(page.rows) == 5
    assert ContentType.objects.exists(), "the request's transaction is not spoilt"


@pytest.mark.usefixtures("_types")
@pytest.mark.parametrize(
    "cursor", [crafted(None, 10**30, 1), crafted(10**30, 1, 1), crafted(True, 1, 10**30)]
)
def test_a_cursor_beyond_everything_is_no_fault(cursor: str) -> None:
    rows = QueryRows[Any](ContentType.objects.filter(app_label="list"))
    rows.page(sort="pk", before="", after=cursor, size=5)
    rows.page(sort="pk", before=cursor, after="", size=5)


HELD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.one_of(st.none(), HELD, st.integers(), st.dates()), st.uuids(), st.integers(1))
def test_a_cursor_survives_its_way_through_an_address(value: Any, key: Any, number: int) -> None:
    found = Cursor.unpack(Cursor(value, key, number).pack())
    assert found is not None
    assert found.number == number
    assert str(found.key) == str(key)


@given(st.text())
def test_any_text_may_be_handed_in_as_a_cursor(text: str) -> None:
    Cursor.unpack(text)


# --- Choices -----------------------------------------------------------------------------------
@pytest.mark.usefixtures("_types")
def test_choices_narrow_the_list() -> None:
    found = page_of("app_label=auth&q=thing0").context()
    assert {row.app_label for row in found["page"].rows} == {"auth"}
    assert [chip.label for chip in found["chips"]] == ["“thing0”", "账号"]


@pytest.mark.usefixtures("_types")
def test_a_choice_that_makes_no_sense_is_no_choice() -> None:
    found = page_of("app_label=nonsense&id__gt=abc&n=50").context()
    assert len(found["page"].rows) == 23
    assert found["chips"] == []


@pytest.mark.usefixtures("_types")
def test_a_chip_takes_away_one_value_only() -> None:
    page = page_of("app_label=auth&app_label=list&sort=-app&after=x")
    first, second = page.context()["chips"]
    assert QueryDict(first.url.partition("?")[2]) == QueryDict("app_label=list&sort=-app")
    assert QueryDict(second.url.partition("?")[2]) == QueryDict("app_label=auth&sort=-app")


@pytest.mark.usefixtures("_types")
def test_only_columns_of_the_list_sort() -> None:
    assert page_of("sort=-app").sort_field == "-app_label"
    for unknown in ("sort=plain", "sort=id", "sort=password", "sort=--model", "sort="):
        assert page_of(unknown).sort_field == "model"


def test_heads_turn_the_order() -> None:
    up = page_of("").heads()[0]
    down = page_of("sort=-model").heads()[0]
    assert (up.arrow, down.arrow) == ("↑", "↓")
    assert up.url.endswith("sort=-model")
    assert down.url.endswith("sort=model")
    assert page_of("").heads()[2].url == ""


@pytest.mark.usefixtures("_types")
def test_the_whole_page_says_what_it_shows() -> None:
    html = open_list("app_label=list&n=5").content.decode()
    assert 'aria-label="去掉条件：列表"' in html
    assert "第1至5行，共15行" in html
    assert 'aria-sort="ascending"' in html


@pytest.mark.usefixtures("_types")
def test_a_list_without_matches_offers_to_begin_anew() -> None:
    html = open_list("q=nothing").content.decode()
    assert "没有符合条件的内容" in html
    assert "?clear=1" in html


def test_an_empty_list_says_how_to_begin(db: None) -> None:
    ContentType.objects.filter(app_label__in=["list", "auth"]).delete()
    assert "这里还没有内容" in open_list().content.decode()


@pytest.mark.usefixtures("_types")
def test_what_people_typed_is_shown_as_text() -> None:
    html = open_list("q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html


@pytest.mark.usefixtures("_types")
def test_more_rows_need_no_more_queries() -> None:
    def queries(query: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            open_list(query)
        return len(captured)

    queries("n=5")  # what the frame reads every few seconds is read
    few, many = queries("n=5"), queries("n=50&app_label=list&app_label=auth")
    assert few == 2  # the page, and the count that is cut off
    assert many <= few


@pytest.mark.usefixtures("_types")
def test_rows_are_counted_no_further_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liupan.foundation.design.listing.page.COUNTED", 10)
    assert "共10以上行" in open_list("n=5").content.decode()


# --- Memory ------------------------------------------------------------------------------------
@pytest.mark.usefixtures("_types")
def test_a_list_is_found_as_it_was_left() -> None:
    first = request("/list/?app_label=list&after=x&n=50", actor=CLERK)
    Types.as_view()(first)
    again = request("/list/", actor=CLERK)
    again.session = first.session
    response = Types.as_view()(again)
    assert response.status_code == 302
    assert response.headers["Location"] == "/list/?app_label=list&n=50"
    cleared = request("/list/?clear=1", actor=CLERK)
    cleared.session = first.session
    assert Types.as_view()(cleared).headers["Location"] == "/list/"
    assert Types.as_view()(again).status_code == 200


@pytest.mark.usefixtures("_types")
def test_a_list_may_open_narrowed_and_everything_is_a_step_away() -> None:
    first = request("/list/", actor=CLERK)
    assert "thing001" not in Narrow.as_view()(first).content.decode()
    assert "thing001" in open_list("clear=1", view=Narrow, actor=CLERK).content.decode()
    asked = {"": "", "app_label=auth": "", "clear=1": "clear=1", "app_label=list": "app_label=list"}
    for query, back in asked.items():
        page = page_of(query, Narrow)
        page.request.GET = page.request.GET or QueryDict(Narrow.opens_with)
        assert page.to_return_to == back


@pytest.mark.usefixtures("_types")
def test_a_stranger_leaves_no_trace() -> None:
    visit = request("/list/?app_label=list")
    Types.as_view()(visit)
    assert not visit.session.modified


@pytest.fixture
def _cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is for a visitor without an account: nobody keeps views but the browser."""
    monkeypatch.setattr(memory, "_keeper", None)


def _kept(name: str, query: str, actor: Any = CLERK, cookie: str = "") -> Any:
    post = request("/list/", actor=actor, data={"name": name, "query": query})
    if cookie:
        post.COOKIES[memory.COOKIE] = cookie
    return Types.as_view()(post)


@pytest.mark.usefixtures("_types", "_cookies")
def test_a_view_is_kept_offered_and_dropped() -> None:
    response = _kept("我的列表", "app_label=list&after=x")
    assert response.headers["Location"] == "/list/?app_label=list"
    cookie = response.cookies[memory.COOKIE]
    assert cookie["httponly"]
    visit = request("/list/?app_label=list", actor=CLERK)
    visit.COOKIES[memory.COOKIE] = cookie.value
    assert memory.views(visit, "design.types") == [memory.View("我的列表", "app_label=list")]
    html = Types.as_view()(visit).content.decode()
    assert 'aria-current="page">我的列表' in html
    drop = request("/list/", actor=CLERK, data={"drop": "我的列表"})
    drop.COOKIES[memory.COOKIE] = cookie.value
    emptied = Types.as_view()(drop).cookies[memory.COOKIE].value
    visit.COOKIES[memory.COOKIE] = emptied
    assert memory.views(visit, "design.types") == []


@pytest.mark.usefixtures("_cookies")
def test_a_view_is_its_owners_alone() -> None:
    cookie = _kept("我的列表", "app_label=list").cookies[memory.COOKIE].value
    for actor, value in ((OTHER, cookie), (CLERK, cookie[:-2] + "xx"), (CLERK, "nonsense")):
        visit = request("/list/", actor=actor)
        visit.COOKIES[memory.COOKIE] = value
        assert memory.views(visit, "design.types") == []


@pytest.mark.usefixtures("_cookies")
def test_a_cookie_holds_only_so_much() -> None:
    cookie = ""
    for n in range(memory.MOST_VIEWS):
        cookie = _kept(f"视图{n}", "q=1", cookie=cookie).cookies[memory.COOKIE].value
    assert memory.COOKIE not in _kept("再一个", "q=1", cookie=cookie).cookies
    assert memory.COOKIE not in _kept("", "q=1").cookies
    long = (
        "q=" + sha512(b"x").hexdigest() + "".join(sha512(bytes([n])).hexdigest() for n in range(60))
    )
    assert memory.COOKIE not in _kept("长", long).cookies


# --- Export ------------------------------------------------------------------------------------
def _lines(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.usefixtures("_types")
def test_an_export_holds_all_rows_that_were_chosen() -> None:
    response = open_list("app_label=auth&sort=-model&export=csv", actor=CLERK)
    head, *rows = _lines(response)
    assert head == ["名称", "应用", "无"]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)
    assert len(rows) == 8
    assert "filename*=UTF-8''%E7%B1%BB%E5%9E%8B.csv" in response.headers["Content-Disposition"]


def test_a_workbook_keeps_types() -> None:
    response = open_list("export=xlsx", view=Items)
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.values)
    assert len(rows) == 61
    assert rows[1][4].date() == date(2017, 10, 20)
    assert rows[1][6] == 72


def test_an_unknown_kind_of_export_is_not_found() -> None:
    with pytest.raises(Http404):
        open_list("export=exe", view=Items)


def test_a_spreadsheet_gets_no_formula_from_a_list() -> None:
    (line,) = [*exports.csv_lines([["=1+1", -5, None]])][1:]
    assert line == "'=1+1,-5,\r\n"


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Export]]:
    found: list[Export] = []

    def take(export: Export) -> str:
        found.append(export)
        return "/jobs/1/"

    monkeypatch.setattr(exports, "_exporter", take)
    monkeypatch.setattr(exports, "SMALL", 10)
    return found  # type: ignore[return-value]


@pytest.mark.usefixtures("_types")
def test_a_large_export_becomes_a_job_that_reads_the_same_rows(handed_over: list[Export]) -> None:
    response: HttpResponse = open_list("app_label=list&export=csv", actor=CLERK)
    assert response.headers["Location"] == "/jobs/1/"
    (export,) = handed_over
    assert export.actor == CLERK
    assert len(list(table_of(export))) == 16


@pytest.mark.usefixtures("_types")
def test_a_small_export_does_not_wait(handed_over: list[Export]) -> None:
    assert len(_lines(open_list("app_label=auth&export=csv"))) == 9
    assert handed_over == []


# --- Rows in memory ----------------------------------------------------------------------------
@pytest.mark.parametrize("size", [7, 24, 60])
def test_rows_in_memory_come_in_pages_too(size: int) -> None:
    rows = ListRows(items())
    seen, after, before = [], "", ""
    for _ in range(60):
        page = rows.page(sort="-due", before="", after=after, size=size)
        seen += [item.id for item in page.rows]
        after, before = page.after, page.before
        if not after:
            break
    assert seen == [str(n) for n in range(59, -1, -1)]
    if before:
        back = rows.page(sort="-due", before=before, after="", size=size)
        assert [item.id for item in back.rows] == seen[back.start - 1 : back.end]
        assert back.end == page.start - 1


def test_rows_in_memory_are_narrowed_by_tests() -> None:
    page = page_of("state=run&q=县&until=2017-12-31", Items).context()
    assert all(item.state == "run" and "县" in item.title + item.unit for item in page["page"].rows)
    assert [chip.label for chip in page["chips"]] == [
        "“县”",
        "办理中",
        "到期不晚于：2017年12月31日",
    ]


@pytest.mark.parametrize(
    ("wanted", "page"),
    [("2", 2), ("0", 1), ("", 1), ("-1", 1), ("x", 1), ("9" * 5000, 1), ("²", 1), ("٣", 1)],
)
def test_a_page_asked_for_that_is_none_is_the_first(wanted: str, page: int) -> None:
    assert page_asked(request("/list/?" + urlencode({"page": wanted}))) == page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_large_export_holds_what_a_small_one_does(kind: str) -> None:
    lines = [["n", "on"], [Decimal(0), date(2017, 11, 15)], [None, "=1+1"]]
    file = io.BytesIO()
    exports.write_table(file, kind, lines)
    small = b"".join(exports.stream(lines, kind, "x"))  # type: ignore[call-overload]
    if kind == "csv":
        assert file.getvalue() == small
    else:
        assert _cells(file.getvalue()) == _cells(small)


def _cells(content: bytes) -> list[tuple[object, ...]]:
    with closing(load_workbook(io.BytesIO(content))) as book:
        return list(book.worksheets[0].values)
