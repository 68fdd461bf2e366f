"""What `/healthz` and `/metrics` look at. A check never raises; it says what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection

from liupan.foundation.jobs.facade import alarm_if_silent, worker_health
from liupan.foundation.journal.facade import chain_state
from liupan.foundation.measures.facade import latest, measures
from liupan.kernel import clock
from liupan.kernel.errors import Fault, LiupanError

PATIENCE = timedelta(minutes=1)
"""How long an entry may wait for its link before somebody should look."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the installation, and whether it is well."""

    name: str
    is_well: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number for Prometheus."""

    name: str
    help: str
    value: float
    labels: str = ""

    def lines(self) -> list[str]:
        """In the text format."""
        return [
            f"# HELP {self.name} {self.help}",
            f"# TYPE {self.name} gauge",
            f"{self.name}{self.labels} {self.value}",
        ]


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _worker() -> str:
    health = worker_health()
    if not health.is_alive:
        alarm_if_silent()
        raise Fault("no worker has given a sign of life")
    return f"{health.workers} alive"


def _journal() -> str:
    state = chain_state()
    if state.waiting_since and clock.real_now() - state.waiting_since > PATIENCE:
        raise Fault("entries wait for their link")
    return f"linked up to {state.last_seq}"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "worker": _worker,
    "journal": _journal,
}
"""Name to a function that returns a detail or raises."""


def check_all() -> list[Check]:
    """Every check, in order."""
    return [_check(name, look) for name, look in CHECKS.items()]


def gauges() -> Iterator[Gauge]:
    """The installation in numbers. A handful of queries."""
    jobs, journal = worker_health(), chain_state()
    yield Gauge("liupan_workers", "Worker processes alive", jobs.workers)
    yield Gauge("liupan_jobs_queued", "Jobs that wait", jobs.queued)
    yield Gauge("liupan_jobs_running", "Jobs that run", jobs.running)
    yield Gauge("liupan_journal_links", "Length of the journal's chain", journal.last_seq)
    yield Gauge("liupan_journal_waiting", "Entries not linked yet", journal.waiting)
    yield Gauge("liupan_journal_dead", "Facts a handler could not take", journal.dead)
    for code, figure in latest(measures()).items():
        if figure.value is not None:
            label = f'{{measure="{code}"}}'
            yield Gauge("liupan_figure", "City value of a figure", float(figure.value), label)


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except LiupanError as error:
        return Check(name, False, error.message)
    except DatabaseError as error:
        return Check(name, False, type(error).__name__)
