"""The message log: what it adds to a call, how it links, verifies and exports a million messages.

Beside the time on the clock stands the processor's, ours and PostgreSQL's, which a busy machine
does not change.
"""

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from liupan.capabilities.exchange.operations.exporting import write_lines
from liupan.capabilities.exchange.operations.messages import make_month, record_message
from liupan.capabilities.exchange.operations.sequencing import find_head, link_all, signing_key
from liupan.capabilities.exchange.operations.verifying import verify_log
from liupan.capabilities.exchange.queries.log_lines import Range, lines_of
from liupan.capabilities.exchange.rules.calls import Fault, Message, Way
from liupan.capabilities.exchange.rules.verify_exchange_log import Checker
from liupan.capabilities.exchange.rules.verify_exchange_log import lines_of as lines_in
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

MESSAGES = 1_000_000
PART = 50_000
CALLS = 2_000
MANY = """
INSERT INTO exchange_message (id, at_us, request_id, way, door, system_id, consumer_id, provider_id,
    service_id, service, grant_id, grant_version, case_number, method, status, code, fault,
    row_count, sent, took_us, request_hash, response_hash)
SELECT gen_random_uuid(), %s + n, 'r' || n, 'query', 'v1', md5('s' || n %% 90)::uuid,
    md5('c' || n %% 40)::uuid, md5('p' || n %% 40)::uuid, md5('v' || n %% 400)::uuid,
    'service-' || n %% 400, md5('g' || n %% 200)::uuid, 1, '案' || n, 'GET', 200, '', 'none',
    n %% 50, 4000, 8000 + n %% 90000, repeat('ab', 32), repeat('cd', 32)
FROM generate_series(%s::bigint, %s) AS n
"""


def run(scale: float) -> dict[str, Any]:
    """Record one by one; then a million, linked, verified, written out and verified as a file."""
    count = max(20_000, int(MESSAGES * min(scale, 1.0)))
    make_month(_micros())
    alone = _recorded(CALLS)
    link_all()
    with _our_turn():
        _fill(count)
        linked = _steady(lambda: link_all())
    verified = _steady(lambda: verify_log().wrong)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        written = _steady(lambda: _write(path))
        file = _steady(lambda: Checker().check(lines_in(str(path))).wrong)
        size = path.stat().st_size
    return {
        "messages": count, "record": alone, "link": _rate(linked, count),
        "verify": _rate(verified, count), "export": _rate(written, count),
        "verify_file": _rate(file, count), "bytes_per_message": round(size / count),
    }  # fmt: skip


@contextmanager
def _our_turn() -> Iterator[None]:
    """The instance's worker links nothing meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('liupan.exchange.sequencer'))")
        yield
        cursor.execute("SELECT pg_advisory_unlock(hashtext('liupan.exchange.sequencer'))")


def _recorded(times: int) -> dict[str, float]:
    walls, began, theirs = [], time.process_time(), _backend_ms()
    for n in range(times):
        at = time.perf_counter()
        record_message(_message(n))
        walls.append((time.perf_counter() - at) * 1000)
    walls.sort()
    return {
        "p50_ms": round(walls[times // 2], 3), "p95_ms": round(walls[int(times * 0.95)], 3),
        "ours_cpu_ms": round((time.process_time() - began) * 1000 / times, 3),
        "pg_cpu_ms": round((_backend_ms() - theirs) / times, 3),
    }  # fmt: skip


def _message(n: int) -> Message:
    return Message(
        id=uuid7(), at_us=_micros(), request_id=f"q{n}", way=Way.QUERY, door="v1",
        system_id=UUID(int=n % 90 + 1), consumer_id=UUID(int=n % 40 + 1),
        provider_id=UUID(int=n % 40 + 2), service_id=UUID(int=n % 400 + 1),
        service=f"service-{n % 400}", grant_id=UUID(int=n % 200 + 1), grant_version=1,
        case=f"案{n}", method="GET", status=200, code="", fault=Fault.NONE, rows=3, sent=900,
        took_us=4_000 + n, request_hash="ab" * 32, response_hash="cd" * 32,
    )  # fmt: skip


def _fill(count: int) -> None:
    base = _micros() - count
    for first in range(1, count + 1, PART):
        with connection.cursor() as cursor:
            cursor.execute(MANY, [base, first, min(first + PART - 1, count)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM exchange_pendingmessage")


def _write(path: Path) -> Iterable[str]:
    with transaction.atomic():
        write_lines(path, lines_of(Range(1, find_head().number), *signing_key()))
    return ()


def _steady(work: Callable[[], object]) -> dict[str, float]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu, theirs = time.perf_counter(), time.process_time(), _backend_ms()
    found = work()
    assert isinstance(found, int) or not found, found
    return {
        "s": round(time.perf_counter() - began, 2),
        "ours_cpu_s": round(time.process_time() - cpu, 2),
        "pg_cpu_s": round((_backend_ms() - theirs) / 1000, 2),
        "grown_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
    }


def _rate(found: dict[str, float], count: int) -> dict[str, float]:
    busy = max(found["ours_cpu_s"] + found["pg_cpu_s"], 0.01)
    return {**found, "per_s": round(count / found["s"]), "per_cpu_s": round(count / busy)}


def _micros() -> int:
    return int(clock.now().timestamp() * 1_000_000)


def _backend_ms() -> float:
    """Processor time of PostgreSQL's process that answers us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
