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
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Result = dict[str, Any]
WRITERS = 32
SLOPES = ("record_p95_ms", "link_1000_ms", "thing_p95_ms", "list_p95_ms", "text_p95_ms")


def run(scale: float = 1.0) -> Result:
    """All figures, smallest journal first; times in milliseconds, rates per second."""
    total = int(scale * 1_000_000)
    steps = [_step(total * share // 100) for share in (1, 10, 100)]
    return {
        "overhead": overhead(),
        "writers": writers(),
        "steps": steps,
        "slopes": {name: round(steps[-1][name] / steps[0][name], 2) for name in SLOPES},
    }


def overhead(rounds: int = 2000) -> Result:
    """One operation on one row, with and without its fact; interleaved, so that load hits both."""
    from django.db import connection, transaction

    from liupan.foundation.journal.facade import record

    facts = _facts(rounds)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS pg_temp.thing (id int PRIMARY KEY, n int)")
        cursor.execute("INSERT INTO thing SELECT n, 0 FROM generate_series(1, 100) n")

        def change(number: int) -> None:
            cursor.execute("SELECT 1 FROM thing WHERE id = %s FOR UPDATE", [number % 100 + 1])
            cursor.execute("UPDATE thing SET n = n + 1 WHERE id = %s", [number % 100 + 1])

        def bare(number: int) -> None:
            with transaction.atomic():
                change(number)

        def recorded(number: int) -> None:
            with transaction.atomic():
                change(number)
                record(facts[number], actor=_clerk(), now=_now())

        times: dict[str, list[float]] = {"without": [], "with": []}
        for number in range(rounds):
            times["without"].append(_timed(lambda n=number: bare(n)))
            times["with"].append(_timed(lambda n=number: recorded(n)))
        cursor.execute("DROP TABLE thing")
    without, with_ = (_spread(times[k]) for k in ("without", "with"))
    return {
        "without": without,
        "with": with_,
        "added_p50_ms": round(with_["p50"] - without["p50"], 3),
        "added_p95_ms": round(with_["p95"] - without["p95"], 3),
    }


def writers(seconds: float = 3.0) -> Result:
    """Throughput of one and of 32 writers, each committing every fact; who waited for locks."""
    one, many = _write(1, seconds), _write(WRITERS, seconds, waits := [])
    return {
        "one_per_s": one,
        "many_per_s": many,
        "gain": round(many / one, 2),
        "lock_waits": len(waits),
    }


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
        link_pending,
        list_entries,
    )

    filled = _timed(lambda: _fill(entries))
    linked = _timed(link_all)
    with connection.cursor() as cursor:
        cursor.execute("SELECT thing_id FROM journal_entry ORDER BY pos DESC LIMIT 200")
        things = [row[0] for row in cursor.fetchall()]
    auditor = _auditor()
    records = [_timed(lambda f=f: _record(f)) for f in _facts(500)]
    _fill_more(1000)
    return {
        **verifying(),
        "fill_s": round(filled / 1000, 1),
        "link_s": round(linked / 1000, 1),
        "record_p95_ms": _spread(records)["p95"],
        "link_1000_ms": round(_timed(lambda: link_pending(1000)), 1),
        "thing_p95_ms": _spread([_timed(lambda t=t: history(auditor, t)) for t in things])["p95"],
        "list_p95_ms": _spread([_timed(lambda: list_entries(auditor)) for _ in range(100)])["p95"],
        "text_p95_ms": _spread(
            [_timed(lambda: list_entries(auditor, Search(text="没有这个词"))) for _ in range(20)]
        )["p95"],
    }


def _fill(entries: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry")
        missing = entries - cursor.fetchone()[0]
    while missing > 0:
        _fill_more(min(missing, 50_000))
        missing -= 50_000


def _fill_more(entries: int) -> None:
    """Entries as an office leaves them: about 300 bytes, every tenth about a known thing."""
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
            FROM (SELECT (random() * 1e9)::bigint + n AS n FROM generate_series(1, %s) n) x
            """,
            [entries],
        )


def _write(count: int, seconds: float, waits: list[int] | None = None) -> int:
    from django.db import connection

    stop, begin = threading.Event(), threading.Barrier(count + 1)
    done = [0] * count

    def writer(number: int) -> None:
        connection.ensure_connection()
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
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            if waits is not None:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                waits.extend([1] * cursor.fetchone()[0])
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
