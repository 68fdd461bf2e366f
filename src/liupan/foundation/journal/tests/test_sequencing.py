"""Writers never wait, nothing is lost, the order of each thing stands, whatever is interleaved."""

import os
import signal
import subprocess
import sys
import threading
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.journal.sequencing import find_waiting, link_all, link_pending
from liupan.foundation.journal.tests.notes import pin, rows
from liupan.foundation.journal.verifying import verify
from liupan.kernel.ids import uuid7

RECORD = (
    "SELECT journal_record(gen_random_uuid(), 'test.note.pinned', 'test.note', %s, 'staff',"
    " gen_random_uuid(), now(), '', 0::smallint, '{}'::jsonb, '{}'::uuid[])"
)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 0))"


def linked() -> list[int]:
    return [pos for (pos,) in rows("SELECT pos FROM journal_link WHERE seq > 0 ORDER BY seq")]


def test_entries_are_linked_in_batches(db: None) -> None:
    for _ in range(5):
        pin()
    assert [link_pending(2) for _ in range(4)] == [2, 2, 1, 0]
    assert linked() == sorted(linked())
    assert verify().ok


def test_a_stalled_transaction_is_linked_late_and_never_lost(fresh_db: str) -> None:
    with psycopg.connect(fresh_db) as stalled:
        [first] = stalled.execute(RECORD, [uuid7()]).fetchone() or ()
        for _ in range(3):
            pin()
        assert link_all() == 3
        assert verify().ok
        stalled.commit()
        assert find_waiting().count == 1
        assert link_all() == 1
    assert linked()[-1] == first < linked()[0]
    assert verify().ok


def test_a_transaction_that_fails_leaves_no_gap_in_the_chain(fresh_db: str) -> None:
    with psycopg.connect(fresh_db) as failing:
        failing.execute(RECORD, [uuid7()])
        pin()
        failing.rollback()
    pin()
    assert link_all() == 2
    assert verify().ok


def test_thirty_two_writers_do_not_wait_for_each_other(fresh_db: str) -> None:
    """Each records and stays in its transaction until all have: one lock would stop them all."""
    writers = [psycopg.connect(fresh_db) for _ in range(32)]
    try:
        for writer in writers:
            writer.execute("SET lock_timeout = '5s'")
            for _ in range(3):
                writer.execute(RECORD, [uuid7()])
        assert rows("SELECT count(*) FROM pg_locks WHERE NOT granted") == [(0,)]
        for writer in reversed(writers):
            writer.commit()
    finally:
        for writer in writers:
            writer.close()
    assert link_all() == 96
    assert verify().ok


def test_writers_do_not_wait_for_the_sequencer(fresh_db: str) -> None:
    pin()
    with psycopg.connect(fresh_db) as sequencer, psycopg.connect(fresh_db) as writer:
        sequencer.execute("SELECT pg_advisory_xact_lock(hashtext('liupan.journal.sequencer'))")
        [pos] = sequencer.execute("SELECT pos FROM journal_pending").fetchone() or ()
        append = "SELECT journal_append_links(1, %s::bigint[], %s::bytea[])"
        sequencer.execute(append, [[pos], [b"x" * 32]])
        writer.execute("SET lock_timeout = '5s'")
        writer.execute(RECORD, [uuid7()])
        writer.commit()
        assert link_pending() == 0, "the other one is at it"


def test_two_sequencers_make_one_chain(fresh_db: str) -> None:
    from django.db import connection

    for _ in range(200):
        pin()
    done: list[int] = []

    def run() -> None:
        done.extend(link_pending(7) for _ in range(40))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) + link_all() == 200
    assert verify().ok


WRITER = """
import os, sys, psycopg
from uuid import UUID
with psycopg.connect(os.environ["DATABASE_URL"]) as c:
    for n in range(10_000):
        pos = c.execute(sys.argv[1], [UUID(int=n)]).fetchone()[0]
        c.commit()
        print(pos, flush=True)
"""


def test_a_killed_writer_loses_nothing_it_has_committed(fresh_db: str) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, RECORD], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout
    for _ in range(50):
        writer.stdout.readline()
    linked_meanwhile = link_all()
    os.kill(writer.pid, signal.SIGKILL)
    told = [int(line) for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    assert linked_meanwhile >= 49
    link_all()
    assert set(told) <= set(linked())
    assert verify(deep=True).ok


SEQUENCER = """
import django, os, signal
django.setup()
from liupan.foundation.journal import sequencing
append, calls = sequencing.chain, []
def chain(*arguments):
    calls.append(1)
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return append(*arguments)
sequencing.chain = chain
sequencing.link_all(5)
"""


def test_a_killed_sequencer_leaves_a_whole_chain(fresh_db: str) -> None:
    for _ in range(20):
        pin()
    done = subprocess.run([sys.executable, "-c", SEQUENCER], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(linked()) == 10
    assert verify().ok
    assert link_all() == 10
    assert verify().ok


# One step of a history: a session writes a fact of a thing (taking the thing's lock, as operations
# do), commits or gives up; or the sequencer comes by.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 3), st.integers(0, 2)),
        st.tuples(st.sampled_from(["commit", "rollback"]), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("link"), st.integers(1, 3), st.just(0)),
    ),
    max_size=40,
)


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_any_interleaving_keeps_every_fact_in_its_things_order(
    fresh_db: str, steps: list[tuple[str, int, int]]
) -> None:
    sessions = [psycopg.connect(fresh_db) for _ in range(4)]
    things = [uuid7() for _ in range(3)]
    holder: dict[UUID, int] = {}
    mine: dict[int, list[tuple[UUID, int]]] = {n: [] for n in range(4)}
    committed: list[tuple[UUID, int]] = []

    def end(number: int, how: str) -> None:
        getattr(sessions[number], how)()
        committed.extend(mine[number] if how == "commit" else [])
        mine[number].clear()
        for thing in [t for t, n in holder.items() if n == number]:
            del holder[thing]

    try:
        for what, number, thing_number in steps:
            if what == "link":
                link_pending(number)
            elif what == "write":
                thing = things[thing_number]
                if holder.setdefault(thing, number) == number:  # else it would wait for the other
                    sessions[number].execute(LOCK, [thing])
                    [pos] = sessions[number].execute(RECORD, [thing]).fetchone() or ()
                    mine[number].append((thing, pos))
            else:
                end(number, what)
        for number in range(4):
            end(number, "commit")
    finally:
        for session in sessions:
            session.close()
    link_all(2)
    order = {pos: place for place, pos in enumerate(linked())}
    for thing in things:
        places = [order[pos] for t, pos in committed if t == thing]
        assert places == sorted(places)
    assert {pos for _thing, pos in committed} <= set(order)
    assert verify(deep=True).ok
