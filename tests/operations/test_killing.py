"""`kill -9` of each part, of several, of all: nothing committed is lost, the rest recovers."""

import os
import signal
from collections.abc import Callable

import pytest

from tests.machinery.installations import Installation, wait_for

pytestmark = pytest.mark.slow

PAGES, LONG_CALLS, WORKER = r"^liupan-pages:", r"^liupan-long-cal:", r"^liupan-worker:"
GUARD = r"liupan\.config\.guard"


def kill(liupan: Installation, *patterns: str) -> None:
    """Kill -9 whatever matches; there must be something."""
    for pattern in patterns:
        found = liupan.pids(pattern)
        assert found, pattern
        for pid in found:
            os.kill(pid, signal.SIGKILL)


def postmaster(liupan: Installation) -> int:
    """The database server's process id."""
    return int((liupan.server.data / "postmaster.pid").read_text().split()[0])


def remember(liupan: Installation) -> None:
    """Commit something that must not be lost."""
    liupan.query("CREATE TABLE kept AS SELECT 42 AS answer")


def is_remembered(liupan: Installation) -> bool:
    """Whether it is still there."""
    return liupan.query("SELECT answer FROM kept") == [(42,)]


def settles(liupan: Installation, is_well: Callable[[], bool]) -> None:
    """Wait until pages answer and a condition holds."""
    wait_for(lambda: is_well() and liupan.get() == 200, liupan)


def test_what_is_killed_is_started_again(liupan: Installation) -> None:
    """One run for both: starting takes longer than they do."""
    liupan.run()
    remember(liupan)
    each_child_is_started_again(liupan)
    the_database_is_started_again(liupan)
    assert liupan.end() == 0
    assert liupan.processes() == {}


def each_child_is_started_again(liupan: Installation) -> None:
    before = {p: set(liupan.pids(p)) for p in (PAGES, LONG_CALLS, WORKER)}
    kill(liupan, PAGES, LONG_CALLS, WORKER)
    settles(
        liupan,
        lambda: all(
            (now := set(liupan.pids(p))) and not now & before[p]
            for p in (PAGES, LONG_CALLS, WORKER)
        ),
    )
    for name in ("pages", "long-calls", "worker"):
        assert f"{name} ended (signal 9); starting it again in 1 s" in liupan.text
    assert is_remembered(liupan)


def the_database_is_started_again(liupan: Installation) -> None:
    old = postmaster(liupan)
    os.kill(old, signal.SIGKILL)
    wait_for(lambda: "PostgreSQL ended; starting it again" in liupan.text, liupan)
    settles(liupan, lambda: liupan.server.is_running() and postmaster(liupan) != old)
    assert is_remembered(liupan)


def test_whatever_was_killed_the_next_start_goes_on(liupan: Installation) -> None:
    """The same home again and again: what each start finds is what the kill before it left."""
    liupan.run()
    remember(liupan)
    a_killed_supervisor_leaves_nothing_behind(liupan)
    what_outlives_even_the_guard_does_not_block_the_next_start(liupan)
    killing_everything_at_once_loses_nothing(liupan)


def a_killed_supervisor_leaves_nothing_behind(liupan: Installation) -> None:
    assert liupan.process
    liupan.process.kill()
    wait_for(lambda: liupan.processes() == {}, liupan)
    liupan.run()
    assert is_remembered(liupan)


def what_outlives_even_the_guard_does_not_block_the_next_start(liupan: Installation) -> None:
    assert liupan.process
    liupan.process.send_signal(signal.SIGSTOP)  # so that it cannot tidy up
    kill(liupan, GUARD)
    liupan.process.kill()
    assert liupan.pids(PAGES)
    assert liupan.pids(WORKER)
    liupan.run()
    assert "Ended what an earlier run had left." in liupan.text
    assert is_remembered(liupan)
    assert len(liupan.pids(WORKER)) == 1


def killing_everything_at_once_loses_nothing(liupan: Installation) -> None:
    liupan.kill_everything()
    assert (liupan.server.data / "postmaster.pid").exists()
    liupan.run()
    assert is_remembered(liupan)


def test_a_process_with_the_dead_servers_number_is_not_taken_for_it(liupan: Installation) -> None:
    liupan.server.start()
    remember(liupan)
    os.kill(postmaster(liupan), signal.SIGKILL)
    wait_for(lambda: liupan.processes() == {}, liupan)
    pid_file = liupan.server.data / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    liupan.server.start()
    assert is_remembered(liupan)
    liupan.server.stop()


def test_an_initialisation_that_was_killed_is_done_again(make) -> None:
    liupan: Installation = make(is_empty=True)
    half_made = liupan.server.folder / "new.half"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    with liupan.server.used():
        assert liupan.server.is_running()
        assert not half_made.exists()
    assert not liupan.server.is_running()
