"""Recording: what an operation must do, and what the servers' role can never do."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from liupan.foundation.crypto.facade import destroy_key
from liupan.foundation.journal.facade import (
    NotRecorded,
    all_or_nothing,
    nothing_changed,
    operation,
    record,
)
from liupan.foundation.journal.sequencing import link_all
from liupan.foundation.journal.tests.notes import (
    CLERK,
    NOW,
    NotePinned,
    NoteSigned,
    pin,
    pin_note,
    rows,
)
from liupan.foundation.journal.verifying import verify
from liupan.kernel import authority
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


def test_a_fact_is_kept_by_value(db: None) -> None:
    thing, other = uuid7(), uuid7()
    entry = pin("甲", thing, concerned=(other, other), number=3, secrecy=Secrecy.INTERNAL)
    assert rows(
        "SELECT id, act, thing_type, thing_id, actor_kind, actor_id, at, operation, secrecy,"
        " changes::text, concerned FROM journal_entry"
    ) == [
        (
            entry,
            "test.note.pinned",
            "test.note",
            thing,
            "staff",
            CLERK.id,
            NOW,
            "journal.pin_note",
            1,
            '{"text": "甲", "number": 3}',
            [other, other],
        )
    ]
    assert {r[0] for r in rows("SELECT thing_id FROM journal_concern")} == {thing, other}


def test_personal_values_are_sealed_and_survive_erasure_unread(db: None) -> None:
    person = uuid7()
    pin_note(fact=NoteSigned(thing_id=uuid7(), person_id=person, name="马晓燕"))
    [(text,)] = rows("SELECT changes::text FROM journal_entry")
    assert "马" not in text
    link_all()
    destroy_key(person, now=NOW)
    assert verify().ok


def _operation(body: Any) -> Any:
    def act(*, actor: authority.Actor, now: Any) -> None:
        body(actor, now)

    act.__module__ = "liupan.foundation.journal.tests.test_recording"
    return operation(act)


def test_an_operation_that_asks_nobody_is_a_defect(db: None) -> None:
    def body(actor: authority.Actor, now: Any) -> None:
        record(NotePinned(thing_id=uuid7(), text="x"), actor=actor, now=now)

    with pytest.raises(NotRecorded, match="did not ask"):
        _operation(body)(actor=CLERK, now=NOW)
    assert rows("SELECT count(*) FROM journal_entry") == [(0,)]


def test_an_operation_that_leaves_no_fact_is_a_defect(db: None) -> None:
    with pytest.raises(NotRecorded, match="no fact"):
        _operation(lambda actor, now: authority.anyone(actor))(actor=CLERK, now=NOW)


def test_an_operation_may_say_that_nothing_changed(db: None) -> None:
    def body(actor: authority.Actor, now: Any) -> None:
        authority.anyone(actor)
        nothing_changed()

    _operation(body)(actor=CLERK, now=NOW)


def test_what_is_rolled_back_leaves_no_fact(db: None) -> None:
    with transaction.atomic():
        pin()
        transaction.set_rollback(True)
    assert rows("SELECT count(*) FROM journal_entry") == [(0,)]


FORBIDDEN = [
    f"{verb} journal_{table}"
    for table in ("entry", "concern", "link", "pending")
    for verb in ("DELETE FROM", "TRUNCATE")
] + [
    "UPDATE journal_entry SET act = 'x'",
    "UPDATE journal_concern SET pos = 0",
    "UPDATE journal_link SET hash = ''",
    "UPDATE journal_pending SET pos = 0",
    "INSERT INTO journal_entry DEFAULT VALUES",
    "INSERT INTO journal_concern VALUES (gen_random_uuid(), 1)",
    "INSERT INTO journal_link VALUES (99, 99, '')",
    "INSERT INTO journal_pending VALUES (99)",
    "SELECT nextval(pg_get_serial_sequence('journal_entry', 'pos'))",
    "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "DROP TRIGGER journal_entry_is_permanent ON journal_entry",
    "CREATE OR REPLACE FUNCTION journal_text(e journal_entry) RETURNS text LANGUAGE sql"
    " AS $$ SELECT '' $$",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_servers_role_cannot_touch_the_tables(db: None, statement: str) -> None:
    pin()
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["entry", "concern", "link"])
@pytest.mark.parametrize("verb", ["UPDATE {t} SET pos = pos", "DELETE FROM {t}", "TRUNCATE {t}"])
def test_even_the_owner_is_refused_by_the_triggers(
    fresh_db: str, owner_url: str, table: str, verb: str
) -> None:
    import psycopg

    with psycopg.connect(owner_url) as owner, pytest.raises(psycopg.Error, match="permanent"):
        owner.execute(verb.format(t=f"journal_{table}"))


def test_only_waiting_entries_are_linked_each_once(db: None) -> None:
    pin()
    [(pos,)] = rows("SELECT pos FROM journal_pending")
    append = "SELECT journal_append_links(1, %s::bigint[], %s::bytea[])"
    for positions in ([pos, pos], [pos + 1], [pos, pos + 1]):
        with pytest.raises(ProgrammingError, match="only waiting"), transaction.atomic():
            rows(append, [positions, [b"x"] * len(positions)])
    rows(append, [[pos], [b"x" * 32]])
    with pytest.raises(ProgrammingError, match="only waiting"), transaction.atomic():
        rows("SELECT journal_append_links(2, %s::bigint[], %s::bytea[])", [[pos], [b"x"]])


def test_facts_of_a_city_being_built_are_written_together(db: None) -> None:
    things = [uuid7() for _n in range(5)]
    found = "SELECT thing_id, operation FROM journal_entry ORDER BY pos"
    with all_or_nothing():
        with CaptureQueriesContext(connection) as queries:
            entries = [pin(str(n), thing) for n, thing in enumerate(things[:4])]
        assert not [one for one in queries if "journal_" in one["sql"]]
        assert rows(found) == [(thing, "journal.pin_note") for thing in things[:4]]
        entries.append(pin("4", things[4]))
    assert [one for (one,) in rows("SELECT id FROM journal_entry ORDER BY pos")] == entries
    with pytest.raises(RuntimeError), all_or_nothing():
        _pin_and_fail()
    assert len(rows(found)) == 5
    link_all()
    assert verify().ok


def _pin_and_fail() -> None:
    pin("lost", uuid7())
    raise RuntimeError


def test_ids_and_moments_come_back_as_they_went_in(db: None) -> None:
    entry = pin_note(
        fact=NotePinned(thing_id=uuid7(), text="x"), now=NOW + timedelta(microseconds=1)
    )
    assert isinstance(entry, UUID)
    [(text,)] = rows("SELECT journal_text(e) FROM journal_entry e")
    assert f", {int(NOW.timestamp()) * 1_000_000 + 1}, " in text
