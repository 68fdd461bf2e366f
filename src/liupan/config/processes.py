"""Child processes in the care of a supervisor, and what is left of them after a kill."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from liupan.config.terminal import gettext as _

MARK = "LIUPAN_SUPERVISED"
LONGEST_PAUSE = 30.0  # seconds before a child that keeps dying is started again
SETTLED = 60.0  # seconds after which a child counts as well
LOG_LIMIT = 10 << 20  # bytes


@dataclass
class Child:
    """A program that is to run as long as its supervisor; it and its children are one session.

    Its number is given to nobody else until it is reaped, and it is reaped only after its session
    was killed: no signal reaches strangers.
    """

    name: str
    command: list[str]
    home: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    patience: float = 10.0  # seconds it gets to end by itself
    failures: int = 0
    process: subprocess.Popen[bytes] | None = None
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
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, **self.environ, MARK: str(self.home)},
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
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # A zombie has no environment any more.
            if int(folder.name) != os.getpid() and mark in (folder / "environ").read_bytes().split(
                b"\0"
            ):
                yield int(folder.name)
        except OSError:
            continue


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
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
