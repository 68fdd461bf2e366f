"""The national form: out and in again changes nothing; what is wrong is named by row."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from liupan.capabilities.catalogue.models import Edition, Item, Resource, Step
from liupan.capabilities.catalogue.rules.states import State
from liupan.capabilities.catalogue.tests.factories import (
    CODE,
    DAY,
    NOW,
    Town,
    handed_in,
    published,
    registered,
)
from liupan.capabilities.catalogue.transfers import HEADINGS, EntriesTable
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.search.facade import search
from liupan.kernel.errors import NotAuthorised
from liupan.kernel.sheets import read_rows, write_xlsx
from liupan.kernel.transfers import Checked, Row, RowsRefused, unobserved

pytestmark = pytest.mark.django_db
TABLE = EntriesTable()
LATER = NOW + timedelta(days=1)


def row(number: int, **cells: str) -> Row:
    told = {
        "category": "301003", "title": "收养登记信息", "provider": "固原市民政局",
        "format_class": "数据库", "format_type": "Oracle", "item_name": "收养人",
        "item_type": "字符型", "share_type": "无条件共享", "share_mode": "3",
        "update_cycle": "每月", "is_open": "否", "zone": "电子政务外网",
    }  # fmt: skip
    return Row(number, {key: {**told, **cells}.get(key, "") for key in HEADINGS})


def item(number: int, name: str) -> Row:
    return Row(number, {key: name if key == "item_name" else "" for key in HEADINGS})


def taken_in(place: Town, rows: Sequence[Row], person: str = "editor") -> Checked:
    return TABLE.apply(rows, actor=place.people[person], now=LATER, report=unobserved)


def wrong(place: Town, *rows: Row) -> set[tuple[int, str]]:
    found = TABLE.check(rows, actor=place.editor, now=LATER, report=unobserved)
    return {(error.row, error.column) for error in found.errors}


def file_of(place: Town) -> bytes:
    file = io.BytesIO()
    write_xlsx(file, TABLE.columns, TABLE.rows(actor=place.editor, day=DAY), title="目录")
    return file.getvalue()


def test_what_went_out_comes_in_and_changes_nothing(place: Town) -> None:
    published(place)
    registered(place, category="301003", related_codes=(CODE,), share_type="1", zone="extranet")
    rows = read_rows(io.BytesIO(file_of(place)), TABLE.columns)
    assert len(rows) == TABLE.count(actor=place.editor, day=DAY) == 6
    steps = Step.objects.count()
    assert taken_in(place, rows) == Checked(unchanged=6)
    assert Step.objects.count() == steps
    again = read_rows(io.BytesIO(file_of(place)), TABLE.columns)
    assert [one.cells for one in again] == [one.cells for one in rows]


def test_new_entries_come_in_as_drafts_with_codes(place: Town) -> None:
    rows = [row(2), item(3, "被收养人"), row(4, title="殡葬服务信息", item_name="")]
    assert taken_in(place, rows) == Checked(added=3)
    assert list(Resource.objects.order_by("code").values_list("code", flat=True)) == [
        "301003/000001", "301003/000002",
    ]  # fmt: skip
    first = Edition.objects.get(title="收养登记信息")
    assert [one.name for one in first.items.all()] == ["收养人", "被收养人"]
    assert (first.standing, first.update_cycle, first.share_type) == (State.DRAFT, "monthly", "1")
    assert len(facts("catalogue.resource.registered")) == 2
    assert search(place.editor, "殡葬服务").count == 1


def test_what_differs_is_changed_as_a_draft(place: Town) -> None:
    published(place)
    rows = read_rows(io.BytesIO(file_of(place)), TABLE.columns)
    changed = [Row(rows[0].number, {**rows[0].cells, "update_cycle": "每月"}), *rows[1:]]
    assert taken_in(place, changed) == Checked(changed=3)
    before, after = Edition.objects.order_by("number")
    assert (before.standing, before.update_cycle) == (State.PUBLISHED, "daily")
    assert (after.standing, after.update_cycle) == (State.DRAFT, "monthly")


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ({"category": "999"}, "category"),
        ({"title": ""}, "title"),
        ({"provider": "没有的局"}, "provider"),
        ({"provider": "固原市公安局"}, "provider"),
        ({"share_type": "随意共享"}, "share_type"),
        ({"update_cycle": "常常"}, "update_cycle"),
        ({"item_type": "图画"}, "item_type"),
        ({"item_length": "很长"}, "item_length"),
        ({"is_open": "也许"}, "is_open"),
        ({"code": "301003/000777"}, "code"),
        ({"related_codes": "301003/000777"}, "related_codes"),
        ({"secrecy": "绝密"}, "secrecy"),
        ({"zone": "电子政务内网"}, "zone"),
        ({"abstract": "文" * 4001}, "abstract"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(
    place: Town, cells: dict[str, Any], key: str
) -> None:
    assert (7, HEADINGS[key]) in wrong(place, row(7, **cells))
    with pytest.raises(RowsRefused):
        taken_in(place, [row(6), row(7, **cells)])
    assert not Resource.objects.exists()


def test_an_item_needs_an_entry_above_and_a_name_of_its_own(place: Town) -> None:
    assert wrong(place, item(2, "甲")) == {(2, HEADINGS["title"])}
    assert (2, HEADINGS["item_name"]) in wrong(place, row(2), item(3, "收养人"))


def test_what_is_under_review_is_not_changed(place: Town) -> None:
    handed_in(place)
    rows = read_rows(io.BytesIO(file_of(place)), TABLE.columns)
    assert wrong(place, *rows) == set()
    changed = Row(rows[0].number, {**rows[0].cells, "title": "别的"})
    assert wrong(place, changed, *rows[1:]) == {(rows[0].number, HEADINGS["code"])}


def test_a_code_stands_once(place: Town) -> None:
    registered(place)
    rows = read_rows(io.BytesIO(file_of(place)), TABLE.columns)
    assert {column for _row, column in wrong(place, rows[0], rows[0])} == {HEADINGS["code"]}


def test_only_who_draws_up_brings_in(place: Town) -> None:
    with pytest.raises((NotAuthorised, RowsRefused)):
        taken_in(place, [row(2)], "registrar")
    assert not Item.objects.exists()


@pytest.mark.slow
def test_many_rows_cost_few_statements_beyond_their_codes(place: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rows = [one for n in range(40) for one in (row(2 * n + 2, title=f"信息{n}"), item(0, "乙"))]
    with CaptureQueriesContext(connection) as asked:
        taken_in(place, rows)
    assert Resource.objects.count() == 40
    assert len(asked) < 40 * 7 + 40
