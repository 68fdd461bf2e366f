"""The three groups of processes that make a Liupan: pages, long calls, worker.

Pages are short: one thread per worker gives the highest rate and the shortest tail, and all workers
take from one queue (docs/adr/0006). Long calls (files, exports, foreign interfaces) wait for
others, so they get many threads (docs/adr/0004).
"""

import os
import sys
from collections.abc import Callable

from django.db import connections
from django.utils import translation

from liupan.config.environment import Environment, environment

GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"]
APPLICATION = "liupan.config.wsgi:application"
PAGE_THREADS = 1
LONG_CALL_THREADS = 32
POOLS = {"pages": PAGE_THREADS, "long-calls": LONG_CALL_THREADS, "worker": 0}
"""How many connections each process of a group keeps: one for each thread that asks."""


def pooled(group: str) -> dict[str, str]:
    """What tells a process of the group how many connections to keep."""
    return {"LIUPAN_POOL": str(POOLS[group])}


def pages(host: str, port: int) -> list[str]:
    """Command of the page servers."""
    module = "liupan.config.page_server"
    return [sys.executable, "-m", module, host, str(port), str(environment().workers), APPLICATION]


def long_calls(host: str, port: int) -> list[str]:
    """Command of the server for long calls."""
    return [
        *GRANIAN, "--host", host, "--port", str(port), "--workers", "1",
        "--blocking-threads", str(LONG_CALL_THREADS), "--respawn-failed-workers",
        "--workers-kill-timeout", "8", "--log-level", "warning", APPLICATION,
    ]  # fmt: skip


def worker() -> list[str]:
    """Command of the worker: jobs, the journal's handlers, the daily round."""
    return [sys.executable, "-m", "liupan.config.cli", "jobs", "worker"]


def going_on(ours: Environment, group: str, port: int) -> Callable[[], None]:
    """What a process of the group does that has read the program already (docs/adr/0112)."""
    return lambda: _go_on(ours, group, port)


def _go_on(ours: Environment, group: str, port: int) -> None:
    os.environ.update(pooled(group))
    translation.deactivate()  # the supervisor speaks the terminal's language
    if POOLS[group]:
        for database in connections.settings.values():
            database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": POOLS[group]}
    _WORKS[group](ours, port)


def _pages(ours: Environment, port: int) -> None:
    from liupan.config import page_server

    page_server.main(ours.host, str(port), str(ours.workers), APPLICATION)


def _long_calls(ours: Environment, port: int) -> None:
    from granian.cli import cli

    _python, _module, _granian, *words = long_calls(ours.host, port)
    cli(words)


def _worker(_ours: Environment, _port: int) -> None:
    from liupan.foundation.jobs.management import cli

    cli(["worker"])


_WORKS = {"pages": _pages, "long-calls": _long_calls, "worker": _worker}
