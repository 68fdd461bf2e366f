"""A supervisor's signals reach its children and theirs, and nobody else.

A process number that was reaped may be another program's the next moment: a PostgreSQL back end
leads a group of its own, and would end "by administrator command".
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from liupan.config import processes
from liupan.config.processes import Child

PATIENCE = 20.0  # seconds
LEAVES_ONE_BEHIND = "sleep 300 & echo $! > left; exit 3"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The signals to groups; none may go to a number that is no longer our child's."""
    signals: list[int] = []
    real = os.killpg

    def killpg(number: int, what: int) -> None:
        os.waitid(os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT)  # raises for strangers
        signals.append(what)
        real(number, what)

    monkeypatch.setattr(os, "killpg", killpg)
    return signals


def child_that(does: str, home: Path) -> Child:
    """Started in its home."""
    made = Child("it", ["/bin/sh", "-c", f"cd '{home}'; {does}"], home, patience=PATIENCE)
    made.start()
    return made


def await_that(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def is_gone(number: int) -> bool:
    """Whether the process has ended, reaped or not."""
    stat = Path(f"/proc/{number}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_what_a_dead_child_left_is_killed_before_the_child_is_reaped(
    tmp_path: Path, sent: list[int]
) -> None:
    child = child_that(LEAVES_ONE_BEHIND, tmp_path)
    await_that(lambda: not child.is_alive)
    assert "exit code 3" in child.revive()
    assert sent == [signal.SIGKILL]
    await_that(lambda: is_gone(int((tmp_path / "left").read_text())))


def test_stopping_does_not_signal_a_number_that_is_free(tmp_path: Path, sent: list[int]) -> None:
    dead, living = child_that(LEAVES_ONE_BEHIND, tmp_path), child_that("exec sleep 300", tmp_path)
    await_that(lambda: not dead.is_alive)
    processes.stop([dead, living], lambda: False)
    assert sorted(sent) == sorted([signal.SIGTERM, signal.SIGKILL] * 2)
    assert not dead.is_alive
    assert not living.is_alive
    await_that(lambda: is_gone(int((tmp_path / "left").read_text())))


def test_who_is_reaped_gets_no_signal(tmp_path: Path, sent: list[int]) -> None:
    child = child_that("exit 0", tmp_path)
    assert child.process
    child.process.wait()
    child.signal(signal.SIGTERM)
    assert child.end() == 0
    assert sent == []


def test_a_system_that_reaps_by_itself_is_borne(tmp_path: Path, sent: list[int]) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        child = child_that("exit 0", tmp_path)
        await_that(lambda: not child.is_alive)
        assert "it ended" in child.revive()
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert sent == []


def going_on(work: Callable[[], None], home: Path) -> Child:
    """A child that goes on with what this process has read."""
    made = Child("it", work, home, patience=PATIENCE)
    made.start()
    return made


def test_who_goes_on_has_a_name_a_session_and_nothing_of_its_supervisor(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        def look() -> None:
            held = sorted(int(one.name) for one in Path("/proc/self/fd").iterdir())
            name = Path("/proc/self/comm").read_text().strip()
            is_default = signal.getsignal(signal.SIGINT) is signal.SIG_DFL
            sys.stdout.write(f"{name} {os.getsid(0) == os.getpid()} {is_default} {held[3:]}")

        child = going_on(look, tmp_path)
        await_that(lambda: not child.is_alive)
        assert child.end() == 0
    assert child.tail() == "liupan-it True True [3]"  # 3 is the folder it listed


def test_who_goes_on_ends_with_what_it_raised(tmp_path: Path) -> None:
    child = going_on(lambda: 1 // 0, tmp_path)  # type: ignore[arg-type, return-value]
    await_that(lambda: not child.is_alive)
    assert "exit code 1" in child.revive()
    assert "ZeroDivisionError" in child.tail()


def test_who_goes_on_is_stopped_with_all_it_started(tmp_path: Path, sent: list[int]) -> None:
    def start_another() -> None:
        subprocess.run(["/bin/sh", "-c", f"echo $$ > {tmp_path}/left; sleep 300"], check=False)

    child = going_on(start_another, tmp_path)
    left = tmp_path / "left"
    await_that(lambda: left.exists() and bool(left.read_text().strip()))  # written, not only made
    processes.stop([child], lambda: False)
    assert sent == [signal.SIGTERM, signal.SIGKILL]
    await_that(lambda: is_gone(int(left.read_text())))
