"""What was read is remembered, and never longer than it is true."""

import threading
from datetime import date

import psycopg
import pytest
from django.db import connection, transaction

from liupan.foundation.changes.facade import alone, one_moment, remembered, remembered_alone

READS: list[str] = []


@remembered("test.topic", most=4)
def first_word(which: str) -> str:
    READS.append(which)
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM changes_test_word WHERE which = %s", [which])
        found = cursor.fetchone()
    return found[0] if found else ""


@pytest.fixture
def watched(fresh_db: str, owner_url: str) -> str:
    """A table that tells of its changes under `test.topic`; the owner's address."""
    from liupan.foundation.changes.watching import watch

    READS.clear()
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE changes_test_word (which text PRIMARY KEY, word text)")
        owner.execute(watch("test.topic", "changes_test_word"))
        owner.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON changes_test_word TO PUBLIC")
        owner.execute("INSERT INTO changes_test_word VALUES ('a', 'one')")
    return owner_url


def write(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE changes_test_word SET word = %s WHERE which = 'a'", [word])


def test_read_once_until_something_changes(watched: str) -> None:
    assert [first_word("a"), first_word("a")] == ["one", "one"]
    assert READS == ["a"]
    write("two")
    assert [first_word("a"), first_word("a")] == ["two", "two"]
    assert READS == ["a", "a"]


def test_a_change_that_is_not_committed_is_nobodys(watched: str) -> None:
    assert first_word("a") == "one"
    with psycopg.connect(watched) as other:
        other.execute("UPDATE changes_test_word SET word = 'two'")
        assert first_word("a") == "one"
        other.rollback()
    assert first_word("a") == "one"
    assert READS == ["a"]


def test_one_that_began_earlier_and_commits_later_is_seen(watched: str) -> None:
    """Two at once: the marks do not depend on who began first."""
    with psycopg.connect(watched) as slow, psycopg.connect(watched) as quick:
        slow.execute("INSERT INTO changes_test_word VALUES ('b', 'slow')")
        quick.execute("INSERT INTO changes_test_word VALUES ('c', 'quick')")
        quick.commit()
        assert (first_word("b"), first_word("c")) == ("", "quick")
        slow.commit()
        assert first_word("b") == "slow"


def test_within_a_transaction_everything_is_read(watched: str) -> None:
    assert first_word("a") == "one"
    with transaction.atomic():
        write("two")
        assert first_word("a") == "two"
        write("three")
        assert first_word("a") == "three"
        transaction.set_rollback(True)
    assert first_word("a") == "one"


def test_a_transaction_may_remember_what_it_did_not_touch(watched: str) -> None:
    @remembered("test.topic", most=4, in_transactions=True)
    def word() -> str:
        return first_word("a")

    with transaction.atomic():
        assert [word(), word()] == ["one", "one"]
        assert READS == ["a"]
        with psycopg.connect(watched) as other:
            other.execute("UPDATE changes_test_word SET word = 'theirs'")
        assert word() == "theirs"
        write("two")
        assert word() == "two"
        write("three")
        assert word() == "three"
        transaction.set_rollback(True)
    assert word() == "theirs"


def test_writers_do_not_wait_for_one_another(watched: str) -> None:
    with psycopg.connect(watched) as one, psycopg.connect(watched) as other:
        one.execute("INSERT INTO changes_test_word VALUES ('b', '')")
        other.execute("SET lock_timeout = '2s'")
        other.execute("INSERT INTO changes_test_word VALUES ('c', '')")
        other.commit()
        one.commit()


def test_one_row_a_transaction_and_none_of_long_ago(watched: str) -> None:
    with psycopg.connect(watched, autocommit=True) as owner:
        owner.execute("UPDATE changes_change SET at = at - interval '11 minutes'")
        with owner.transaction():
            for n in range(5):
                owner.execute("INSERT INTO changes_test_word VALUES (%s, '')", [f"x{n}"])
        found = owner.execute("SELECT count(*) FROM changes_change WHERE topic = 'test.topic'")
        assert found.fetchone() == (1,)


def test_threads_remember_together(watched: str) -> None:
    def ask() -> None:
        first_word("a")
        connection.close()

    for _ in range(3):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert READS == ["a"]


def test_arguments_are_kept_apart(watched: str) -> None:
    days = [date(2017, 11, n) for n in (1, 2)]

    @remembered("test.topic", most=4)
    def told(day: date) -> str:
        READS.append(day.isoformat())
        return day.isoformat()

    assert [told(day) for day in (*days, *days)] == [d.isoformat() for d in (*days, *days)]
    assert len(READS) == 2


def test_a_page_sees_one_moment_and_the_next_page_the_change(watched: str) -> None:
    with one_moment():
        assert first_word("a") == "one"
        write("two")
        assert first_word("a") == "one"
    with one_moment():
        assert first_word("a") == "two"
    assert first_word("a") == "two"
    assert READS == ["a", "a"]


def test_within_a_moment_a_transaction_reads_everything(watched: str) -> None:
    with one_moment():
        assert first_word("a") == "one"
        with transaction.atomic():
            write("two")
            assert first_word("a") == "two"


def test_who_writes_alone_reads_again_only_what_it_changed(watched: str) -> None:
    @remembered_alone("test.topic", most=4)
    def word() -> str:
        READS.append("word")
        return first_word("a")

    with transaction.atomic(), alone():
        assert [word(), word(), first_word("a")] == ["one", "one", "one"]
        assert READS == ["word", "a"]
        write("two")
        assert [word(), first_word("a")] == ["two", "two"]
        with transaction.atomic():
            write("three")
            assert word() == "three"
            transaction.set_rollback(True)
        assert word() == "two"
        transaction.set_rollback(True)
    READS.clear()
    assert [word(), word(), first_word("a")] == ["one", "one", "one"]
    assert READS == ["word", "a", "word"]
