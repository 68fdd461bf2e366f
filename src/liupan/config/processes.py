"""Child processes in the care of a supervisor, and what is left of them after a kill."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from liupan.config.terminal import gettext as _

MARK = "LIUPAN_SUPERVISED"
LONGEST_PAUSE = 30.0  # seconds before a child that keeps dying is started again
SETTLED = 60.0  # seconds after which a child counts as well
LOG_LIMIT = 10 << 20  # bytes
COMM = 15
"""Bytes of a process's name."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Forked:
    """A child that goes on with what its supervisor has read, in a session of its own.

    As much of `subprocess.Popen` as a supervisor needs. In `top` it has its own name.
    """

    def __init__(self, work: Callable[[], None], name: str, output: IO[bytes]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self.returncode: int | None = None
        ready, begun = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            _go_on(work, name, output.fileno())
        os.close(begun)
        os.read(ready, 1)  # ends when the child has closed what is not its own
        os.close(ready)

    def wait(self) -> int:
        """Reap it; what it ended with."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def poll(self) -> int | None:
        """What it ended with, if it has."""
        if self.returncode is None:
            with contextlib.suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode


def _go_on(work: Callable[[], None], name: str, output: int) -> NoReturn:
    """What the child does: locks, pipes and signals of the supervisor are not its own."""
    code = 1
    try:
        os.setsid()
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for mine, standard in ((nothing, 0), (output, 1), (output, 2)):
            os.dup2(mine, standard)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        for stream, place in (("stdout", 1), ("stderr", 2)):
            setattr(sys, stream, os.fdopen(place, "w", buffering=1, closefd=False))
        Path("/proc/self/comm").write_text(name)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


@dataclass
class Child:
    """What is to run as long as its supervisor; it and its children are one session.

    Its number is given to nobody else until it is reaped, and it is reaped only after its session
    was killed: no signal reaches strangers.
    """

    name: str
    work: Callable[[], None] | list[str]
    """What it goes on with, or the command of another program."""
    home: Path
    patience: float = 10.0  # seconds it gets to end by itself
    failures: int = 0
    process: subprocess.Popen[bytes] | Forked | None = None
    _began: float = 0.0
    _not_before: float = 0.0

    @property
    def log(self) -> Path:
        return self.home / "logs" / f"{self.name}.log"

    @property
    def is_alive(self) -> bool:
        return self.process is not None and not _has_ended(self.process)

    def start(self) -> None:
        """Start it; its output goes to `log`."""
        self._began = time.monotonic()
        with _appending(self.log) as output:
            if callable(self.work):
                self.process = Forked(self.work, f"liupan-{self.name}"[:COMM], output)
                return
            self.process = subprocess.Popen(
                self.work,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, MARK: str(self.home)},
            )

    def revive(self) -> str:
        """Start it again when it has died, with longer and longer pauses; what happened, or ""."""
        if self.process is None:
            if time.monotonic() >= self._not_before:
                self.start()
            return ""
        if self.is_alive:
            return ""
        code = self.end()
        self.failures = 1 if time.monotonic() - self._began > SETTLED else self.failures + 1
        pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
        self._not_before, self.process = time.monotonic() + pause, None
        told = {"name": self.name, "reason": _reason(code), "pause": f"{pause:.0f}"}
        return _("%(name)s ended (%(reason)s); starting it again in %(pause)s s") % told

    def signal(self, number: int) -> None:
        """Send a signal to the child and all its descendants."""
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def end(self) -> int:
        """Kill it and what it left behind; what it ended with."""
        assert self.process
        self.signal(signal.SIGKILL)
        return self.process.wait()

    def tail(self, lines: int = 12) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def stop(children: Iterable[Child], is_forced: Callable[[], bool]) -> None:
    """End the children, politely at first; at once when `is_forced` says so."""
    living = [child for child in children if child.process is not None]
    for child in living:
        child.signal(signal.SIGTERM)
    until = time.monotonic() + max((child.patience for child in living), default=0.0)
    while any(child.is_alive for child in living) and time.monotonic() < until and not is_forced():
        time.sleep(0.05)
    for child in living:
        child.end()  # also what outlived its parent


def sweep(home: Path) -> int:
    """End whatever earlier supervisors of `home` left running; how many that was."""
    swept: set[int] = set()
    for number, pause in ((signal.SIGTERM, 0.1), (signal.SIGKILL, 0.05)):
        for _attempt in range(30):
            left = list(_left_of(home))
            if not left:
                return len(swept)
            for pid in left:
                if number == signal.SIGKILL or pid not in swept:
                    _kill(pid, number)
            swept.update(left)
            time.sleep(pause)
    return len(swept)


def _left_of(home: Path) -> Iterator[int]:
    mark = os.fsencode(f"{MARK}={home}")
    ours = (os.getpid(), os.getppid())  # the guard's parent is a supervisor that ends in order
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # A zombie has no environment any more.
            if int(folder.name) not in ours and mark in _environ(folder):
                yield int(folder.name)
        except OSError:
            continue


def _environ(folder: Path) -> list[bytes]:
    return (folder / "environ").read_bytes().split(b"\0")


def _has_ended(process: subprocess.Popen[bytes] | Forked) -> bool:
    """Whether it has, without reaping it."""
    if process.returncode is not None:
        return True
    try:
        looking = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, process.pid, looking) is not None
    except ChildProcessError:  # the system reaps by itself: our parent ignores SIGCHLD
        return process.poll() is not None


def _kill(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _appending(log: Path) -> IO[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.rename(log.with_suffix(".log.1"))
    return log.open("ab")


def _reason(code: int) -> str:
    words = _("signal %(n)d") if code < 0 else _("exit code %(n)d")
    return words % {"n": abs(code)}
