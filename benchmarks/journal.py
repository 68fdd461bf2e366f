"""The journal under load: what a fact costs, 32 writers at once, verifying, slopes.

`run(scale)` works on the database Django is connected to and adds `scale` million entries to it.
`python -m benchmarks.journal [MILLIONS]` makes a server of its own for it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.instance import Instance

Result = dict[str, Any]
WRITERS = 32
OPERATED = 100
SLOPES = ("record_p95_ms", "link_1000_ms", "thing_p95_ms", "list_p95_ms", "text_p95_ms")


def run(scale: float = 1.0) -> Result:
    """All figures, smallest journal first; times in milliseconds, rates per second."""
    total = int(scale * 1_000_000)
    _settle()
    result: Result = {"overhead": overhead(), "writers": writers()}
    steps = [_step(total * share // 100) for share in (1, 10, 100)]
    slopes = {name: round(steps[-1][name] / steps[0][name], 2) for name in SLOPES}
    return {**result, "steps": steps, "slopes": slopes}


def overhead(blocks: int = 20, rounds: int = 200) -> Result:
    """One operation on one row with its fact and without, turn by turn.

    Both commit a change of an ordinary table, so both wait for the disk. A checkpoint, or somebody
    else's work, lengthens the p95 of whatever it meets: so the p95 with and without are compared
    in each block, and the median of the blocks' differences counts. `noise_p95_ms` is the same
    between the operation without and once more without.
    """
    with _rows(OPERATED):
        measured = [_block(rounds) for _ in range(blocks)]
    spreads = {way: _spread([t for m in measured for t in m[way]]) for way in ("without", "with")}
    return {
        **spreads,
        "added_p50_ms": _between(measured, "without", "with", "p50"),
        "added_p95_ms": _between(measured, "without", "with", "p95"),
        "noise_p95_ms": _between(measured, "without", "again", "p95"),
    }


def _block(rounds: int) -> dict[str, list[float]]:
    """Times of each way; they take turns in being the first."""
    facts = _facts(rounds)
    works: dict[str, Callable[[int], None]] = {
        "without": lambda n: _operate(n),
        "with": lambda n: _operate(n, facts[n]),
        "again": lambda n: _operate(n),
    }
    ways = [*works]
    times: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(rounds):
        ways = [*ways[1:], ways[0]]
        for way in ways:
            times[way].append(_timed(lambda w=way, n=number: works[w](n)))
    return times


def _between(measured: list[dict[str, list[float]]], less: str, more: str, share: str) -> float:
    differences = [_spread(m[more])[share] - _spread(m[less])[share] for m in measured]
    return round(statistics.median(differences), 3)


@contextmanager
def _rows(count: int) -> Iterator[None]:
    """So many rows to operate on, in a table that the servers' role may write."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_tick (name, at) SELECT 'bench.' || n, now()"
            " FROM generate_series(0, %s - 1) n",
            [count],
        )
        try:
            yield
        finally:
            cursor.execute("DELETE FROM jobs_tick WHERE name LIKE 'bench.%%'")


def _operate(number: int, fact: Any = None) -> None:
    """What an operation does: lock a row, change it, record the fact when there is one, commit."""
    from django.db import connection, transaction

    from liupan.foundation.journal.facade import record

    row = [f"bench.{number % OPERATED}"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM jobs_tick WHERE name = %s FOR UPDATE", row)
        cursor.execute("UPDATE jobs_tick SET at = at + interval '1 second' WHERE name = %s", row)
        if fact:
            record(fact, actor=_clerk(), now=_now())


def writers(seconds: float = 3.0) -> Result:
    """Throughput of one and of 32 writers, each committing every fact; who waited for locks."""
    one, many = _write(1, seconds), _write(WRITERS, seconds, waits := Counter())
    return {
        "one_per_s": one,
        "many_per_s": many,
        "gain": round(many / one, 2),
        "lock_waits": waits["lock"],
        "page_waits": waits["page"],
    }


def waiting(backends: list[int]) -> Counter[str]:
    """Locks that these wait for now: `lock`, and those for a new page of a table apart.

    A page is added under a lock that PostgreSQL holds for that moment, not until a transaction
    ends: nobody waits for a writer to commit there.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE locktype WHEN 'extend' THEN 'page' ELSE 'lock' END"
            " FROM pg_locks WHERE NOT granted AND pid = ANY(%s)",
            [backends],
        )
        return Counter(kind for (kind,) in cursor.fetchall())


def _linking(entries: int) -> float:
    """Milliseconds of linking so many, before the worker can see and link them itself."""
    from django.db import transaction

    from liupan.foundation.journal.facade import link_pending

    linked = 0
    while not linked:  # the worker may be at it just then
        with transaction.atomic():
            _fill_more(entries)
            began = time.perf_counter()
            linked = link_pending(entries)
            took = time.perf_counter() - began
            transaction.set_rollback(not linked)
    return took * 1000


def verifying() -> Result:
    """Rate and memory of verifying the whole journal, in a process of its own."""
    code = (
        "import django, json, resource; django.setup()\n"
        "from liupan.foundation.journal.facade import verify\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "r = verify()\n"
        "grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "print(json.dumps([r.ok, r.entries, r.rate, r.seconds, grown / 1024]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ok, entries, rate, seconds, grown = json.loads(done.stdout)
    assert ok
    return {
        "entries": entries,
        "verify_per_s": round(rate),
        "verify_s": round(seconds, 2),
        "verify_grown_mb": round(grown, 1),
    }


def _step(entries: int) -> Result:
    """Fill the journal up to `entries` and measure."""
    from django.db import connection

    from liupan.foundation.journal.facade import (
        Search,
        history,
        link_all,
        list_entries,
    )

    filled = _timed(lambda: _fill(entries))
    linked = _timed(link_all)
    with connection.cursor() as cursor:
        cursor.execute("SELECT thing_id FROM journal_entry ORDER BY pos DESC LIMIT 200")
        things = [row[0] for row in cursor.fetchall()]
    auditor = _auditor()
    settled = _settle()
    records = [_spread([_timed(lambda f=f: _record(f)) for f in _facts(200)]) for _ in range(10)]
    return {
        "link_1000_ms": round(_linking(1000), 1),
        **verifying(),
        "fill_s": round(filled / 1000, 1),
        "link_s": round(linked / 1000, 1),
        "settled_s": settled,
        "record_p95_ms": statistics.median(block["p95"] for block in records),
        "thing_p95_ms": _spread([_timed(lambda t=t: history(auditor, t)) for t in things])["p95"],
        "list_p95_ms": _spread([_timed(lambda: list_entries(auditor)) for _ in range(100)])["p95"],
        "text_p95_ms": _spread(
            [_timed(lambda: list_entries(auditor, Search(text="没有这个词"))) for _ in range(20)]
        )["p95"],
    }


def _settle() -> float:
    """Wait until the worker has heard what was written; how many seconds."""
    return Instance(Path(os.environ["LIUPAN_HOME"]), 0).settle()


def _fill(entries: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry")
        missing = entries - cursor.fetchone()[0]
    while missing > 0:
        _fill_more(min(missing, 50_000))
        missing -= 50_000


def _fill_more(entries: int) -> None:
    """Entries as an office leaves them: about 300 bytes, ten about each thing."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(journal_record(
                gen_random_uuid(), 'bench.note.pinned', 'bench.note', md5((n / 10)::text)::uuid,
                'staff', md5((n %% 300)::text)::uuid, now() + n * interval '1 second',
                'bench.pin_note', 0::smallint,
                jsonb_build_object('title', '关于第' || n || '号事项的办理情况', 'number', n,
                                   'state', 'open', 'due_on', '2017-11-15'),
                ARRAY[gen_random_uuid()]))
            FROM (SELECT (random() * 1e9)::bigint AS first OFFSET 0) f,
                 LATERAL (SELECT first + m AS n FROM generate_series(1, %s) m) x
            """,
            [entries],
        )


def _write(count: int, seconds: float, waits: Counter[str] | None = None) -> int:
    from django.db import connection

    stop, begin = threading.Event(), threading.Barrier(count + 1)
    done, backends = [0] * count, [0] * count

    def writer(number: int) -> None:
        connection.ensure_connection()
        backends[number] = connection.connection.info.backend_pid
        facts = _facts(200)
        begin.wait()
        while not stop.is_set():
            _record(facts[done[number] % 200])
            done[number] += 1
        connection.close()

    threads = [threading.Thread(target=writer, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    begin.wait()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if waits is not None:
            waits.update(waiting(backends))
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    return round(sum(done) / seconds)


def _record(fact: Any) -> None:
    from django.db import transaction

    from liupan.foundation.journal.facade import record

    with transaction.atomic():
        record(fact, actor=_clerk(), now=_now())


def _facts(count: int) -> list[Any]:
    from liupan.foundation.journal.tests.notes import NotePinned
    from liupan.kernel.ids import uuid7

    return [
        NotePinned(thing_id=uuid7(), concerned=(uuid7(), uuid7()), text="办理情况" * 10, number=n)
        for n in range(count)
    ]


def _clerk() -> Any:
    from liupan.foundation.journal.tests.notes import CLERK

    return CLERK


def _auditor() -> Any:
    from liupan.foundation.journal.policies import READ_JOURNAL
    from liupan.foundation.journal.tests.notes import clerk

    return clerk(READ_JOURNAL)


def _now() -> Any:
    from liupan.kernel import clock

    return clock.now()


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _spread(times: list[float]) -> Result:
    return {
        "p50": round(statistics.median(times), 3),
        "p95": round(statistics.quantiles(times, n=20)[-1], 3),
    }


@dataclass(frozen=True)
class Table:
    """Prints a result for people."""

    result: Result

    def print(self) -> None:
        """One line a figure."""
        for path, value in self._lines(self.result, ""):
            print(f"  {path:<32} {value:>14,}")

    def _lines(self, node: Any, path: str) -> Any:
        if isinstance(node, dict):
            for key, value in node.items():
                yield from self._lines(value, f"{path}.{key}".strip("."))
        elif isinstance(node, list):
            for step in node:
                yield from self._lines(step, f"{path}[{step['entries']:,}]")
        else:
            yield path, node


def main(millions: float) -> None:
    """Run on a server of its own, with the safety settings of production."""
    from liupan.config import database
    from liupan.config.postgres import OWNER, EmbeddedPostgres

    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(Path(folder))
        with server.used():
            database.provision(server)
            os.environ |= {
                "LIUPAN_HOME": folder,
                "DATABASE_URL": server.url(),
                "DJANGO_SETTINGS_MODULE": "liupan.config.settings",
            }
            subprocess.run(
                [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
                check=True,
                env={**os.environ, "DATABASE_URL": server.url(OWNER)},
            )
            import django
            from django.db import connection

            django.setup()
            with closing(connection):
                Table(run(millions)).print()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
