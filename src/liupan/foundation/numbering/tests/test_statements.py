"""Statements that are made once say what Django's own would (`kernel.statements`)."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from liupan.foundation.numbering.models import Prefix, Series
from liupan.kernel.ids import uuid7
from liupan.kernel.statements import asked, find, insert, lock, together, update

pytestmark = pytest.mark.django_db


@asked
def series_by(is_yearly: bool, version: int) -> QuerySet[Series]:
    """Three shapes of comparing, an order and an end."""
    rows = Series.objects.filter(is_yearly=is_yearly, version__gte=version, code__in=["a", "b"])
    return rows.order_by("-code")[:2]


@asked
def titles(code: str) -> QuerySet[Series, tuple[str, int]]:
    """Values instead of rows."""
    return Series.objects.filter(code=code).values_list("title", "version")


@asked
def prefix_with_series(scope: str) -> QuerySet[Prefix]:
    """A row with another one beside it."""
    return Prefix.objects.filter(scope=scope).select_related("series")


@asked
def coded(codes: list[str]) -> QuerySet[Series]:
    """One of a list."""
    return Series.objects.filter(code__any_of=codes)


@asked
def held(code: str) -> QuerySet[Series]:
    """A row that is locked."""
    return Series.objects.filter(code=code).select_for_update()


def made(code: str, **values: Any) -> Series:
    """A series, written by a statement that is made once."""
    return insert(Series(code=code, title=f"Series {code}", pattern="{n}", **values))


def test_what_is_written_is_what_django_reads() -> None:
    """Every field, and the row knows that it is there."""
    row = made("a", prefix="固", is_yearly=False, version=7)
    read = Series.objects.get(id=row.id)
    assert {n: v for n, v in vars(read).items() if n != "_state"} == {
        n: v for n, v in vars(row).items() if n != "_state"
    }
    assert not row._state.adding
    row.save()  # changes the row instead of writing another


def test_what_is_asked_follows_its_values() -> None:
    """Asked again with others it gives others, as often as one likes."""
    made("a", version=1)
    made("b", version=2)
    made("c", version=3)
    for _turn in range(4):  # also by a plan that PostgreSQL has kept
        assert [one.code for one in series_by(True, 1)] == ["b", "a"]
        assert [one.code for one in series_by(True, 2)] == ["b"]
        assert series_by(False, 1) == []
        assert titles("b") == [("Series b", 2)]
        assert titles.first("x") is None


def test_rows_come_with_those_beside_them() -> None:
    """Without a query more."""
    insert(Prefix(series=made("a"), scope="640400", prefix="固督"))
    found = prefix_with_series.first("640400")
    with CaptureQueriesContext(connection) as asked_more:
        assert found is not None
        assert found.series.title == "Series a"
    assert len(asked_more) == 0


def test_each_is_one_statement_that_is_seen() -> None:
    """Whoever listens to statements hears them: counts of queries, what is remembered."""
    with CaptureQueriesContext(connection) as heard:
        row = made("a")
        find(Series, row.id)
        lock(Series, row.id)
        row.title = "其他"
        update(row, "title")
    assert [one["sql"].split()[0] for one in heard.captured_queries] == [
        "INSERT", "SELECT", "SELECT", "UPDATE",
    ]  # fmt: skip
    assert "FOR UPDATE" in heard.captured_queries[2]["sql"]


def test_only_the_named_fields_are_updated() -> None:
    """And by the name of a column of another row as well."""
    one, other = made("a"), made("b")
    prefix = insert(Prefix(series=one, scope="", prefix="x"))
    prefix.series, prefix.prefix, prefix.scope = other, "y", "unsaved"
    update(prefix, "series", "prefix")
    assert Prefix.objects.values_list("series", "prefix", "scope").get() == (other.id, "y", "")


def test_a_row_that_is_gone_is_not_updated_in_silence() -> None:
    """As Django says it."""
    row = made("a")
    Series.objects.filter(id=row.id).delete()
    with pytest.raises(DatabaseError):
        update(row, "title")
    assert find(Series, uuid7()) is None


def test_the_database_refuses_as_ever() -> None:
    """Its errors are Django's."""
    made("a")
    with pytest.raises(IntegrityError), transaction.atomic():
        made("a")


def test_nothing_is_locked_outside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the statement is there already."""
    assert held("a") == []
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr("liupan.kernel.statements.connection", outside)
    with pytest.raises(TransactionManagementError):
        held("a")


def test_one_of_a_list_is_one_value() -> None:
    """However long it is; of an empty one nothing."""
    made("a")
    made("b")
    assert {one.code for one in coded(["a", "b", "c"])} == {"a", "b"}
    assert [one.code for one in coded(["b"])] == ["b"]
    with CaptureQueriesContext(connection) as heard:
        assert coded([]) == []
    assert len(heard) == 0


def test_two_reads_together_are_one_statement() -> None:
    """Rows, values, rows with others beside them; what is not there is None, whichever it is."""
    one = made("a", version=3)
    prefix = insert(Prefix(series=one, scope="s", prefix="固"))
    with CaptureQueriesContext(connection) as asked_:
        row, told = together(series_by.asking(one.is_yearly, 1), titles.asking("a"))
    assert len(asked_) == 1
    assert (row, told) == (one, ("Series a", 3))
    found, none = together(prefix_with_series.asking("s"), titles.asking("none"))
    assert found
    assert (found, found.series, none) == (prefix, one, None)
    gone, length = together(
        prefix_with_series.asking("none"),
        titles.asking("a").then(lambda found: len(found[0]) if found else 0),
    )
    assert (gone, length) == (None, 8)
