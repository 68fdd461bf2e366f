"""Nothing shows that the check did not look through; no group of people below k is released."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from liupan.capabilities.opendata.models import Check, DataLoad, Dataset, DatasetColumn
from liupan.capabilities.opendata.operations.drawing_up import NotOpen, draw_up_dataset
from liupan.capabilities.opendata.operations.gate import NotPassed, check_dataset
from liupan.capabilities.opendata.operations.keeping import NotNow, SameHands
from liupan.capabilities.opendata.operations.mending import (
    generalise_column,
    hide_column,
    remove_small_groups,
)
from liupan.capabilities.opendata.operations.releasing import (
    hand_in_dataset,
    release_dataset,
    return_dataset,
    withdraw_dataset,
)
from liupan.capabilities.opendata.rules.gate import Count, examine
from liupan.capabilities.opendata.tests.factories import (
    NOW,
    QUASI,
    SAID,
    Town,
    columns,
    draft,
    fill,
    out,
    persons,
    released,
    resource,
    rows,
)
from liupan.foundation.tables.facade import (
    ContentShown,
    Question,
    View,
    fill_table,
    get_page,
    get_table,
)
from liupan.kernel.errors import Missing, NotAuthorised

pytestmark = pytest.mark.django_db
IDENTITY = "640402198503076518"
MOBILE = "13909540001"


def whole(made: Dataset) -> list[tuple[object, ...]]:
    names = tuple(made.columns.values_list("column", flat=True))
    assert made.table_id
    return list(get_page(made.table_id, View(columns=names), Question(limit=10_000)).rows)


def with_cell(column: str, value: str, times: int = 1) -> str:
    names, *lines = [line.split(",") for line in rows(12).splitlines()]
    for line in lines[:times]:
        line[names.index(column)] = value
    return "\n".join(",".join(line) for line in [names, *lines])


def group(count: int, *cells: str) -> list[list[str]]:
    return [[*cells, "合格"] for _each in range(count)]


def test_a_closed_item_is_refused_by_its_name(place: Town) -> None:
    with pytest.raises(NotOpen, match="内部编号"):
        draw_up_dataset(
            resource_id=resource(place), said=SAID, columns=columns("名称", "内部编号"),
            actor=place.drawer, now=NOW,
        )  # fmt: skip


def test_from_draft_to_everybody(place: Town) -> None:
    made = Dataset.objects.get(id=out(place, draft(place)))
    assert made.state == "published"
    last = Check.objects.filter(dataset=made).latest("at")
    assert last.passed
    assert last.rows == 12


def test_nobody_releases_what_they_handed_in(place: Town) -> None:
    made = draft(place)
    hand_in_dataset(dataset_id=made, actor=place.drawer, now=NOW)
    with pytest.raises(NotAuthorised):
        release_dataset(dataset_id=made, actor=place.drawer, now=NOW)
    Dataset.objects.filter(id=made).update(handed_in_by=place.chief.id)
    with pytest.raises(SameHands):
        release_dataset(dataset_id=made, actor=place.chief, now=NOW)


def test_strangers_see_and_do_nothing(place: Town) -> None:
    made = draft(place)
    for actor in (place.foreign, place.citizen, place.stranger):
        with pytest.raises(Missing):
            hand_in_dataset(dataset_id=made, actor=actor, now=NOW)


@pytest.mark.parametrize(
    ("column", "value", "times"),
    [("地址", IDENTITY, 3), ("名称", f"张某{MOBILE}", 2), ("地址", "本件属于绝密★文件", 1)],
)
def test_what_is_blocked_says_the_column_and_how_many(
    place: Town, column: str, value: str, times: int
) -> None:
    made = draft(place)
    fill(place, made, with_cell(column, value, times))
    with pytest.raises(NotPassed) as refused:
        hand_in_dataset(dataset_id=made, actor=place.drawer, now=NOW)
    assert column in refused.value.message
    assert str(times) in refused.value.message
    assert IDENTITY not in refused.value.message


def test_the_check_runs_again_at_the_release(place: Town) -> None:
    made = draft(place)
    hand_in_dataset(dataset_id=made, actor=place.drawer, now=NOW)
    table = Dataset.objects.get(id=made).table_id
    assert table
    bad = with_cell("地址", IDENTITY).splitlines()
    names = bad[0].split(",")[:-1]
    lines = [line.split(",")[:-1] for line in bad[1:]]
    fill_table(table_id=table, names=names, rows=lines, actor=place.drawer, now=NOW)
    with pytest.raises(NotPassed):
        release_dataset(dataset_id=made, actor=place.chief, now=NOW)


def test_new_data_that_fail_are_not_shown_and_the_previous_stay(place: Town) -> None:
    made = Dataset.objects.get(id=out(place, draft(place)))
    before = whole(made)
    load = fill(place, made.id, with_cell("地址", IDENTITY, 2), NOW + timedelta(days=1))
    assert DataLoad.objects.get(id=load).state == "blocked"
    made.refresh_from_db()
    assert whole(made) == before
    assert made.steps.filter(kind="block").get().opinion.count("2") == 1


def test_new_data_that_pass_are_shown_at_once(place: Town) -> None:
    made = Dataset.objects.get(id=out(place, draft(place)))
    later = NOW + timedelta(days=1)
    fill(place, made.id, rows(20), later)
    made.refresh_from_db()
    assert len(whole(made)) == 20
    assert made.data_at == later


def test_under_review_no_data_come_in(place: Town) -> None:
    made = draft(place)
    hand_in_dataset(dataset_id=made, actor=place.drawer, now=NOW)
    with pytest.raises(NotNow):
        fill(place, made, rows())


def test_returned_with_the_reason_and_withdrawn(place: Town) -> None:
    made = draft(place)
    hand_in_dataset(dataset_id=made, actor=place.drawer, now=NOW)
    return_dataset(dataset_id=made, reason="摘要太短。", actor=place.chief, now=NOW)
    out(place, made)
    withdraw_dataset(dataset_id=made, reason="数据有误。", actor=place.drawer, now=NOW)
    assert Dataset.objects.get(id=made).state == "withdrawn"


# --- No path around it -------------------------------------------------------------------------
def test_the_database_refuses_a_release_without_a_check(place: Town) -> None:
    made = released(place)
    made.state = "draft"
    made.save()
    made.columns.filter(column="地址").update(is_quasi_identifier=True)
    made.state = "published"
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_a_load_into_a_released_table_says_where_new_data_go(place: Town) -> None:
    made = released(place)
    assert made.table_id
    names, *lines = [line.split(",") for line in rows(3).splitlines()]
    with pytest.raises(ContentShown) as refused, transaction.atomic():
        fill_table(
            table_id=made.table_id, names=names, rows=lines, actor=place.drawer, now=NOW
        )  # fmt: skip
    assert isinstance(refused.value.__cause__, IntegrityError)
    assert "数据集" in str(refused.value.next_step)
    assert get_table(made.table_id).rows == 12


def test_the_database_refuses_other_columns_and_tables(place: Town) -> None:
    made = released(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        DatasetColumn.objects.create(dataset=made, order=9, column="内部编号", item="内部编号")
    made.about_persons = True
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


# --- Persons -----------------------------------------------------------------------------------
def test_the_failing_column_is_named_and_mended(place: Town) -> None:
    lines = group(6, "男", "1980-01-01", "原州区") + group(4, "女", "1980-01-01", "原州区")
    lines += group(6, "女", "1980-06-01", "西吉县")
    made = persons(place, lines)
    with pytest.raises(NotPassed) as refused:
        hand_in_dataset(dataset_id=made, actor=place.drawer, now=NOW)
    assert "出生日期、性别" in refused.value.message
    check = Check.objects.filter(dataset_id=made).latest("at")
    assert len(check.privacy["culprit"]) == 2
    assert any(way["kind"] == "remove" for way in check.privacy["ways"])


def test_making_a_column_coarser_mends_it(place: Town) -> None:
    lines = [["男", f"1980-0{n % 9 + 1}-01", "原州区", "合格"] for n in range(9)]
    made = persons(place, lines)
    check = Check.objects.get(id=check_dataset(dataset_id=made, actor=place.drawer, now=NOW))
    assert check.privacy["culprit"] == ["出生日期"]
    assert check.privacy["ways"][0] == {
        "kind": "generalise", "column": "出生日期", "how": "year", "rows_left": 0,
    }  # fmt: skip
    generalise_column(
        dataset_id=made, column="出生日期", how="year", actor=place.drawer, now=NOW
    )  # fmt: skip
    done = Dataset.objects.get(id=out(place, made))
    assert {row[1] for row in whole(done)} == {"1980年"}


def test_hiding_and_leaving_out_mend_it_too(place: Town) -> None:
    lines = group(5, "男", "1980-01-01", "原州区") + group(1, "女", "1990-01-01", "原州区")
    one, other = persons(place, lines), persons(place, lines)
    remove_small_groups(dataset_id=one, actor=place.drawer, now=NOW)
    assert len(whole(Dataset.objects.get(id=out(place, one)))) == 5
    for column in ("性别", "出生日期"):
        hide_column(dataset_id=other, column=column, actor=place.drawer, now=NOW)
    assert len(whole(Dataset.objects.get(id=out(place, other)))) == 6


CELLS = some.tuples(
    some.sampled_from(["男", "女", ""]),
    some.sampled_from(["1980-01-01", "1981-01-01"]),
    some.sampled_from(["原州区", "西吉县"]),
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.lists(CELLS, min_size=1, max_size=40))
def test_no_group_below_k_is_ever_released(place: Town, lines: list[tuple[str, ...]]) -> None:
    with transaction.atomic():
        made = persons(place, [[*line, "合格"] for line in lines])
        small = [n for n in Counter(lines).values() if n < 5]
        try:
            out(place, made)
        except NotPassed:
            assert small
        else:
            assert not small
        transaction.set_rollback(True)


@given(some.lists(CELLS, max_size=40))
def test_what_is_named_fails_by_itself_and_no_smaller_set_does(
    lines: list[tuple[str, ...]],
) -> None:
    def count(names: "tuple[str, ...]", column: str, how: str) -> Count:
        places = [QUASI.index(name) for name in names]
        sizes = Counter(tuple(line[n] for n in places) for line in lines).values()
        small = [n for n in sizes if n < 5]
        return Count(min(sizes, default=0), len(small), sum(small))

    found = examine(QUASI, {}, count)  # type: ignore[arg-type]
    assert found.holds == (count(QUASI, "", "").rows == 0)
    if not found.holds:
        assert count(found.culprit, "", "").rows
        assert all(
            not count((name,), "", "").rows for name in QUASI if len(found.culprit) > 1
        )  # fmt: skip
