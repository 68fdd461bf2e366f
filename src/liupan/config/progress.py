"""Says which step runs and how long it took. Standard library only: tools/bootstrap.py uses it."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unicodedata import east_asian_width

from liupan.config.terminal import gettext as _

WIDTH = 28
TICK = 0.1


@dataclass
class Step:
    """One step on its way; `result` is shown when it is done."""

    name: str
    began: float
    result: str = ""

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Show `name` while the context runs, then its time and result. Plain where no person looks."""
    current = Step(name, time.monotonic())
    over = threading.Event()
    ticker = threading.Thread(target=_tick, args=(current, over), daemon=True)
    if sys.stdout.isatty():
        ticker.start()
    outcome = _("stopped")
    try:
        yield current
        outcome = current.result or _("done")
    finally:
        over.set()
        if ticker.is_alive():
            ticker.join()
        say(f"{_lead(current)}  {outcome}", fresh=sys.stdout.isatty())


def say(text: str, *, fresh: bool = False) -> None:
    """Print a line at once; `fresh` overwrites the running step's line."""
    sys.stdout.write(f"\r\x1b[K{text}\n" if fresh else f"{text}\n")
    sys.stdout.flush()


def part(name: str, seconds: float) -> None:
    """Say how long a part of the step took that is over."""
    say(f"    {_padded(name, WIDTH - 2)} {seconds:6.1f} s")


def _tick(current: Step, over: threading.Event) -> None:
    while not over.wait(TICK):
        sys.stdout.write(f"\r\x1b[K{_lead(current)} ...")
        sys.stdout.flush()


def _lead(current: Step) -> str:
    return f"  {_padded(current.name, WIDTH)} {current.seconds:6.1f} s"


def _padded(name: str, width: int) -> str:
    """As wide as that in the terminal, where a Chinese sign takes the room of two letters."""
    return name + " " * (width - sum(2 if east_asian_width(c) in "WF" else 1 for c in name))
