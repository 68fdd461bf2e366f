"""What a view lets see, and nothing else, whatever is asked; pages, counts, facets, changes."""

import hashlib
import hmac
from collections.abc import Callable
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.tables.facade import (
    BadCursor,
    BadFilter,
    Column,
    ContentReplaced,
    Filter,
    Mask,
    MaskKind,
    Operator,
    Question,
    TooSlow,
    Type,
    UnknownColumn,
    View,
    close_table,
    count_rows,
    export_csv,
    get_page,
    list_facet,
    read_changes,
)
from liupan.foundation.tables.feeds import ChangeKind
from liupan.foundation.tables.physical import drop
from liupan.foundation.tables.rules.columns import TEXTS
from liupan.foundation.tables.selecting import known_shape, write_cursor
from liupan.foundation.tables.tests.factories import NOW, keeper, load, table, whole
from liupan.kernel.authority import Actor
from liupan.kernel.errors import LiupanError, Missing

SECRET = "绝不外泄"
COLUMNS = (
    Column(name="编号", type=Type.INTEGER, key=1),
    Column(name="姓名"),
    Column(name="县"),
    Column(name="金额", type=Type.NUMBER),
    Column(name="日期", type=Type.DATE),
    Column(name="秘"),
)
TEXT = "编号,姓名,县,金额,日期,秘\n" + "".join(
    f"{n},{'' if n % 5 == 0 else f'人{n % 7}'},{'原州区' if n % 2 else '西吉县'},"
    f"{n % 4}.50,{'' if n % 3 == 0 else f'2017-01-{n:02}'},{SECRET}{n}\n"
    for n in range(1, 31)
)
NARROW = ("编号", "姓名", "金额")


@pytest.fixture
def made(fresh_db: None) -> tuple[Actor, UUID]:
    actor, unit_id = keeper()
    table_id = table(actor, unit_id, *COLUMNS)
    assert load(actor, table_id, TEXT).state == "done"
    return actor, table_id


def every(table_id: UUID, view: View, question: Question) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    cursor = ""
    while True:
        page = get_page(
            table_id, view,
            Question(filters=question.filters, sort=question.sort, limit=question.limit,
                     descending=question.descending, cursor=cursor),
        )  # fmt: skip
        found += page.rows
        cursor = page.cursor
        if not cursor:
            return found


class TestPages:
    def test_pages_are_all_rows_once_in_order(self, made: tuple[Actor, UUID]) -> None:
        view = whole(made[1])
        names = [c.name for c in COLUMNS]
        for sort, descending, limit in product(["", *names], [False, True], [1, 7, 30, 31]):
            found = every(made[1], view, Question(sort=sort, descending=descending, limit=limit))
            assert sorted(row[0] for row in found) == list(range(1, 31))  # type: ignore[type-var]
            values = [row[names.index(sort or "编号")] for row in found]
            filled = [value for value in values if value is not None]
            assert values == filled + [None] * (len(values) - len(filled))
            assert filled == sorted(filled, reverse=descending)  # type: ignore[type-var]

    def test_an_offset_skips(self, made: tuple[Actor, UUID]) -> None:
        page = get_page(made[1], whole(made[1]), Question(offset=28, limit=5))
        assert [row[0] for row in page.rows] == [29, 30]

    def test_after_a_reload_a_cursor_says_so(self, made: tuple[Actor, UUID]) -> None:
        plain = table(made[0], _unit(made[1]), Column(name="甲"))
        load(made[0], plain, "甲\n1\n2\n")
        page = get_page(plain, whole(plain), Question(limit=1))
        load(made[0], plain, "甲\n3\n4\n")
        with pytest.raises(ContentReplaced):
            get_page(plain, whole(plain), Question(limit=1, cursor=page.cursor))

    def test_counts_are_exact_or_say_at_least(self, made: tuple[Actor, UUID]) -> None:
        view = whole(made[1])
        assert str(count_rows(made[1], view)) == "30"
        some = [Filter("县", Operator.EQUAL, ("原州区",))]
        assert str(count_rows(made[1], view, some)) == "15"
        assert str(count_rows(made[1], view, some, up_to=10)) == "10+"

    def test_facets(self, made: tuple[Actor, UUID]) -> None:
        found = list_facet(made[1], whole(made[1]), "县")
        assert dict(found.values) == {"原州区": 15, "西吉县": 15}
        assert found.is_exact

    def test_what_takes_too_long_ends(
        self, made: tuple[Actor, UUID], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from liupan.foundation.tables import reading

        slow = reading.where
        monkeypatch.setattr(
            reading, "where",
            lambda met: reading.Sql(f"{slow(met).text}, pg_sleep(5) x", slow(met).values),
        )  # fmt: skip
        with pytest.raises(TooSlow):
            get_page(made[1], whole(made[1]), Question(), patience_ms=100)
        monkeypatch.undo()
        assert get_page(made[1], whole(made[1]), Question(limit=1)).rows
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)

    def test_what_a_process_knows_of_a_table_is_asked_again(
        self, made: tuple[Actor, UUID], django_assert_num_queries: Callable[[int], Any]
    ) -> None:
        plain = table(made[0], _unit(made[1]), Column(name="甲"))
        load(made[0], plain, "甲\n1\n")
        view = whole(plain)
        assert get_page(plain, view, Question()).rows == (("1",),)
        with django_assert_num_queries(1):
            assert get_page(plain, view, Question()).rows == (("1",),)
        load(made[0], plain, "甲\n2\n")
        assert get_page(plain, view, Question()).rows == (("2",),)
        close_table(table_id=plain, reason="不再用", actor=made[0], now=NOW)
        with pytest.raises(Missing):
            get_page(plain, view, Question())

    def test_content_that_went_while_it_was_known_is_not_missed(
        self, made: tuple[Actor, UUID]
    ) -> None:
        plain = table(made[0], _unit(made[1]), Column(name="甲"))
        load(made[0], plain, "甲\n1\n")
        get_page(plain, whole(plain), Question())
        known = known_shape(plain)
        assert known
        load(made[0], plain, "甲\n2\n")
        drop(known.content)
        assert get_page(plain, whole(plain), Question()).rows == (("2",),)

    def test_a_known_table_takes_no_longer(
        self, made: tuple[Actor, UUID], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from liupan.foundation.tables import reading

        get_page(made[1], whole(made[1]), Question())
        slow = reading.where
        monkeypatch.setattr(
            reading, "where",
            lambda met: reading.Sql(f"{slow(met).text}, pg_sleep(5) x", slow(met).values),
        )  # fmt: skip
        with pytest.raises(TooSlow):
            get_page(made[1], whole(made[1]), Question(), patience_ms=100)
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)


class TestViews:
    def test_scope_and_columns_hold(self, made: tuple[Actor, UUID]) -> None:
        view = View(columns=NARROW, scope=(Filter("县", Operator.EQUAL, ("原州区",)),))
        found = every(made[1], view, Question(limit=4))
        assert [row[0] for row in found] == list(range(1, 31, 2))
        assert {len(row) for row in found} == {3}
        assert str(count_rows(made[1], view)) == "15"

    def test_what_is_not_shown_cannot_be_asked_for(self, made: tuple[Actor, UUID]) -> None:
        view = View(columns=NARROW)
        for name in ("秘", "县", "不存在", "c6", '编号"; --', "n"):
            some = [Filter(name, Operator.EQUAL, ("1",))]
            with pytest.raises(UnknownColumn):
                get_page(made[1], view, Question(sort=name))
            with pytest.raises(UnknownColumn):
                get_page(made[1], view, Question(filters=(Filter(name, Operator.FILLED),)))
            with pytest.raises(UnknownColumn):
                list_facet(made[1], view, name)
            with pytest.raises(UnknownColumn):
                count_rows(made[1], view, some)
            with pytest.raises(UnknownColumn):
                export_csv(made[1], view, some)

    @pytest.mark.parametrize(
        ("first", "last", "seen"),
        [
            (1, 1, "原*区"),
            (1, 0, "原**"),
            (0, 2, "*州区"),
            (2, 1, "***"),
            (9, 9, "***"),
            (0, 0, "***"),
        ],
    )
    def test_a_mask_that_keeps_both_ends(
        self, made: tuple[Actor, UUID], first: int, last: int, seen: str
    ) -> None:
        mask = Mask(kind=MaskKind.ENDS, keep=first, keep_last=last)
        view = View(columns=("县", "日期"), masks={"县": mask, "日期": mask})
        page = get_page(made[1], view, Question(limit=3))
        assert page.rows[0][0] == seen
        assert page.rows[2][1] is None

    def test_masks(self, made: tuple[Actor, UUID]) -> None:
        salt = b"0123456789abcdef"
        masks = {
            "姓名": Mask(kind=MaskKind.FIRST, keep=1),
            "县": Mask(kind=MaskKind.LAST, keep=1),
            "日期": Mask(kind=MaskKind.HIDE),
            "秘": Mask(kind=MaskKind.HASH, salt=salt),
        }
        view = whole(made[1], (), **masks)
        row = get_page(made[1], view, Question(limit=1)).rows[0]
        digest = hmac.new(salt, f"{SECRET}1".encode(), hashlib.sha256).hexdigest()
        assert row == (1, "人*", "**区", Decimal("1.50"), "＊＊＊", digest)
        assert get_page(made[1], view, Question(offset=4, limit=1)).rows[0][1] is None
        for name in masks:
            with pytest.raises(BadFilter):
                get_page(made[1], view, Question(sort=name))
            with pytest.raises(BadFilter):
                count_rows(made[1], view, [Filter(name, Operator.STARTS, ("人",))])
            with pytest.raises(BadFilter):
                list_facet(made[1], view, name)
        assert SECRET.encode() not in b"".join(export_csv(made[1], view))


HOSTILE = st.one_of(
    st.text(max_size=20),
    st.sampled_from([
        "'; DROP TABLE hosted.t1; --", "%", "_", "\\", "%s", "{0}", "\0", "\ud800", "1e999999",
        "9" * 400, "NaN", "Infinity", "-1", "2017-02-30", "$1", "c6", SECRET,
    ]),
)  # fmt: skip


class TestHostile:
    def test_nothing_hidden_leaves_whatever_is_asked(self, made: tuple[Actor, UUID]) -> None:
        view = View(columns=NARROW, scope=(Filter("编号", Operator.AT_MOST, ("10",)),))

        @given(
            column=st.one_of(st.sampled_from([c.name for c in COLUMNS]), HOSTILE),
            operator=st.sampled_from(Operator),
            values=st.lists(HOSTILE, max_size=3),
            sort=st.one_of(st.just(""), st.sampled_from([c.name for c in COLUMNS]), HOSTILE),
            cursor=st.one_of(st.just(""), HOSTILE),
        )
        @settings(
            max_examples=120, deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
        )  # fmt: skip
        def ask(column: str, operator: Operator, values: list[str], sort: str, cursor: str) -> None:
            question = Question(
                filters=(Filter(column, operator, tuple(values)),), sort=sort, cursor=cursor
            )
            try:
                rows = get_page(made[1], view, question).rows
            except LiupanError as error:
                assert error.status < 500  # noqa: PT017  most questions are refused
                return
            assert SECRET not in repr(rows)
            assert all(len(row) == 3 and int(str(row[0])) <= 10 for row in rows)

        ask()

    def test_cursors_are_places_and_nothing_more(self, made: tuple[Actor, UUID]) -> None:
        view = View(columns=NARROW)
        first = get_page(made[1], view, Question(limit=1, sort="姓名"))
        assert first.cursor
        content = int(str(first.cursor and _parts(first.cursor)[0]))
        for parts in (
            [], [content], [content, "秘", False, SECRET, 1], [content, "姓名", False, 1, 1],
            [content, "姓名", False, "a", -1], [content, "姓名", False, "a", 2**70],
            [content, "姓名", False, "a", "1 OR true"], [True, "姓名", False, "a", 1],
            [content, "姓名", False, {"a": 1}, 1], [content, "姓名", False, "\0", 1],
        ):  # fmt: skip
            with pytest.raises((BadCursor, BadFilter, ContentReplaced)):
                get_page(made[1], view, Question(sort="姓名", cursor=write_cursor(*parts)))

    def test_filters_do_what_python_would(self, made: tuple[Actor, UUID]) -> None:
        view = whole(made[1])
        rows = get_page(made[1], view, Question(limit=100)).rows

        @given(
            place=st.integers(0, 4),
            operator=st.sampled_from([
                Operator.EQUAL, Operator.UNEQUAL, Operator.LESS, Operator.AT_MOST, Operator.MORE,
                Operator.AT_LEAST, Operator.EMPTY, Operator.FILLED, Operator.CONTAINS,
                Operator.STARTS,
            ]),
            number=st.integers(0, 31),
        )  # fmt: skip
        @settings(
            max_examples=150, deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
        )  # fmt: skip
        def ask(place: int, operator: Operator, number: int) -> None:
            column = COLUMNS[place]
            text = str(rows[number % 30][place] or "1")
            if operator in (Operator.CONTAINS, Operator.STARTS):
                if column.type not in TEXTS:
                    return
                text = text[number % 2 :][:1]
            values = () if operator in (Operator.EMPTY, Operator.FILLED) else (text,)
            if column.type is Type.DATE and text == "1":
                return
            found = get_page(
                made[1], view,
                Question(filters=(Filter(column.name, operator, values),), limit=100),
            ).rows  # fmt: skip
            wanted = [r for r in rows if _meets(r[place], operator, text, column)]
            assert list(found) == wanted

        ask()


class TestChanges:
    def test_a_consumer_that_reads_the_feed_has_the_table(self, made: tuple[Actor, UUID]) -> None:
        actor, table_id = made
        view = View(columns=NARROW, scope=(Filter("金额", Operator.LESS, ("3",)),))
        held: dict[object, tuple[object, ...]] = {}
        position = ""
        lines = TEXT.splitlines()
        loads: list[tuple[str, str]] = [
            ("upsert", "编号,姓名,金额\n3,改,1\n4,出,9\n7,入,1\n40,新,0\n41,外,9\n"),
            ("append", "编号,姓名,金额\n50,加,1\n"),
            ("upsert", "编号,姓名,金额\n3,又改,2\n40,走,9\n41,来,1\n"),
            ("replace", "\n".join(lines[:20]) + "\n"),
            ("replace", "\n".join([lines[0], *lines[10:25]]) + "\n"),
        ]
        for step in range(len(loads) + 1):
            last = -1
            while True:
                found = read_changes(table_id, view, after=position, limit=4)
                for change in found.changes:
                    assert change.n >= last
                    last = change.n
                    if change.kind is ChangeKind.REMOVED:
                        held.pop(change.row[0], None)
                    else:
                        held[change.row[0]] = change.row
                position = found.position
                if not found.has_more:
                    break
            page = get_page(table_id, view, Question(limit=1000))
            assert sorted(held.values(), key=repr) == sorted(page.rows, key=repr), step
            assert not read_changes(table_id, view, after=position).changes
            if step < len(loads):
                mode, text = loads[step]
                assert load(actor, table_id, text, mode=mode).state == "done"

    def test_nobody_hears_of_rows_that_were_never_theirs(self, made: tuple[Actor, UUID]) -> None:
        actor, table_id = made
        view = View(columns=NARROW, scope=(Filter("县", Operator.EQUAL, ("原州区",)),))
        position = read_changes(table_id, view).position
        lines = TEXT.splitlines()
        load(actor, table_id, "\n".join([lines[0], *lines[3:]]) + "\n")  # 1 and 2 go
        found = read_changes(table_id, view, after=position).changes
        assert [(c.kind, c.row[0]) for c in found] == [(ChangeKind.REMOVED, 1)]
        assert found[0].row[1:] == (None, None)

    def test_without_the_key_there_is_no_feed(self, made: tuple[Actor, UUID]) -> None:
        with pytest.raises(UnknownColumn):
            read_changes(made[1], View(columns=("姓名",)))
        with pytest.raises(BadCursor):
            read_changes(made[1], whole(made[1]), after="x")

    def test_after_a_reload_without_key_it_begins_anew(self, made: tuple[Actor, UUID]) -> None:
        plain = table(made[0], _unit(made[1]), Column(name="甲"))
        load(made[0], plain, "甲\n1\n2\n")
        first = read_changes(plain, whole(plain))
        assert not first.is_reset
        load(made[0], plain, "甲\n3\n")
        second = read_changes(plain, whole(plain), after=first.position)
        assert second.is_reset
        assert [c.row for c in second.changes] == [("3",)]


def _unit(table_id: UUID) -> UUID:
    from liupan.foundation.tables.facade import get_table

    return get_table(table_id).unit_id


def _parts(cursor: str) -> list[object]:
    from liupan.foundation.tables.selecting import read_cursor

    return read_cursor(cursor)


def _meets(value: object, operator: Operator, text: str, column: Column) -> bool:
    if operator is Operator.EMPTY:
        return value is None
    if operator is Operator.FILLED:
        return value is not None
    if value is None:
        return False
    if operator is Operator.CONTAINS:
        return text in str(value)
    if operator is Operator.STARTS:
        return str(value).startswith(text)
    wanted: object = text
    if column.type in (Type.INTEGER, Type.NUMBER):
        wanted = Decimal(text)
    elif column.type is Type.DATE:
        value = str(value)
    return {
        Operator.EQUAL: value == wanted,
        Operator.UNEQUAL: value != wanted,
        Operator.LESS: value < wanted,  # type: ignore[operator]
        Operator.AT_MOST: value <= wanted,  # type: ignore[operator]
        Operator.MORE: value > wanted,  # type: ignore[operator]
        Operator.AT_LEAST: value >= wanted,  # type: ignore[operator]
    }[operator]
