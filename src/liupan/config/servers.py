"""The three groups of processes that make a Liupan: pages, long calls, worker.

Pages are short: one thread per worker gives the highest rate and the shortest tail. Long calls
(files, exports, foreign interfaces) wait for others, so they get many threads (docs/adr/0004).
"""

import sys

from liupan.config.environment import environment

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
    return _granian(host, port, workers=environment().workers, threads=PAGE_THREADS)


def long_calls(host: str, port: int) -> list[str]:
    """Command of the server for long calls."""
    return _granian(host, port, workers=1, threads=LONG_CALL_THREADS)


def worker() -> list[str]:
    """Command of the worker: jobs, the journal's handlers, the daily round."""
    return [sys.executable, "-m", "liupan.config.cli", "jobs", "worker"]


def _granian(host: str, port: int, *, workers: int, threads: int) -> list[str]:
    return [
        *GRANIAN, "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", str(threads), "--respawn-failed-workers",
        "--workers-kill-timeout", "8", "--log-level", "warning", APPLICATION,
    ]  # fmt: skip
