"""Processes under load: completed steps a second, and the work list of somebody with many posts.

By itself, on a throw-away database: `python -m benchmarks.workflow [SCALE]`.
"""

import itertools
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch
from uuid import UUID

from benchmarks.instance import seconds_of

OPEN = 100_000
POSTS = 100
STEPS = 1_200
PROCESSES = 4
"""At once, on two cores: while one waits for the disk, another goes on."""
ROUNDS = 60
CODE = "bench"
TASKS = 6


def run(scale: float = 1.0) -> dict[str, Any]:
    """All figures; times in milliseconds, rates per second."""
    place = prepared()
    return {
        "load": os.getloadavg()[0],
        "steps": steps(place, max(60, int(STEPS * scale))),
        "list": work_list(place, max(1_000, int(OPEN * scale))),
    }


def steps(place: dict[str, Any], count: int) -> dict[str, float]:
    """Whole operations: authorise, engine, tables, journal, commit. By so many processes, each with
    a connection of its own, and by one alone; by the clock on the wall, which also runs while the
    next step is looked for. `cpu_ms`: processor time of a step, program and database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from liupan.foundation.workflow.facade import complete_step

    alone = _steps_of_one(place, count // 2, None)
    together = _at_once(place, count)
    one = _open_item(_start(place))
    with CaptureQueriesContext(connection) as seen:
        complete_step(item_id=one, opinion="同意", actor=place["actor"], now=place["now"])
    return {
        "processes": PROCESSES,
        "per_s": round(_rate(together), 1),
        "alone_per_s": round(_rate([alone]), 1),
        "alone_p50_ms": round(median(alone.times), 2),
        "alone_p95_ms": round(quantiles(alone.times, n=20)[-1], 2),
        "cpu_ms": round(1000 * alone.processor_s / len(alone.times), 2),
        "statements": len(seen),
    }


@dataclass(frozen=True, slots=True)
class Done:
    """What one process did: from when to when, milliseconds of each step, processor time of itself
    and of its database backend in seconds."""

    began: float
    ended: float
    times: list[float]
    processor_s: float


def _rate(done: list[Done]) -> float:
    """Steps a second, from the first one's beginning to the last one's end."""
    seconds = max(one.ended for one in done) - min(one.began for one in done)
    return sum(len(one.times) for one in done) / seconds


def _at_once(place: dict[str, Any], count: int) -> list[Done]:
    from django.db import connections

    connections.close_all()
    forked = get_context("fork")
    ready, found = forked.Barrier(PROCESSES), forked.SimpleQueue()
    share = count // PROCESSES
    children = [
        forked.Process(target=lambda: found.put(_steps_of_one(place, share, ready)))
        for _n in range(PROCESSES)
    ]
    for child in children:
        child.start()
    done = [found.get() for _child in children]
    for child in children:
        child.join()
    return done


def _steps_of_one(place: dict[str, Any], count: int, ready: Barrier | None) -> Done:
    from django.db import connection

    from liupan.foundation.workflow.facade import complete_step

    started = [_start(place) for _n in range(count // TASKS + 1)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    times: list[float] = []
    complete_step(item_id=_open_item(started.pop()), actor=place["actor"], now=place["now"])
    if ready:
        ready.wait()
    used, began = _processor_s(backend), time.monotonic()
    for made in started:
        for _n in range(TASKS):
            one = _open_item(made)
            times.append(
                _timed(
                    lambda one=one: complete_step(  # type: ignore[misc]
                        item_id=one, opinion="同意", actor=place["actor"], now=place["now"]
                    )
                )
            )
    ended = time.monotonic()
    return Done(began, ended, times, _processor_s(backend) - used)


def _processor_s(backend: int) -> float:
    return time.process_time() + seconds_of(backend)


def _start(place: dict[str, Any]) -> UUID:
    from django.db import transaction

    from liupan.foundation.workflow.facade import start_process

    with transaction.atomic():
        return start_process(
            code=CODE, about_thing=_thing(place), data={}, actor=place["actor"], now=place["now"]
        )


def _open_item(instance_id: UUID) -> UUID:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM workflow_item WHERE instance_id = %s AND state = 'open'", [instance_id]
        )
        return UUID(str(cursor.fetchone()[0]))


def work_list(place: dict[str, Any], count: int) -> dict[str, float]:
    """The list as JSON of somebody with 100 posts among so many open steps of 2,000 posts."""
    from django.db import connection

    from liupan.foundation.workflow.facade import count_waiting, list_waiting

    fill(place, count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE workflow_candidate, workflow_item, workflow_instance")
    keys = frozenset([place["actor"].id, *place["posts"]])

    def ask() -> str:
        found = list_waiting(place["actor"], place["now"], limit=40)
        return json.dumps([(str(one.item_id), one.title, one.step, one.url) for one in found])

    with patch("liupan.foundation.workflow.queries.work.keys_for", lambda _a, _d: keys):
        assert len(json.loads(ask())) == min(40, count // 20)
        times = [_timed(ask) for _n in range(ROUNDS)]
        counts = [
            _timed(lambda: count_waiting(place["actor"], place["now"])) for _n in range(ROUNDS)
        ]
    return {
        "open": count,
        "p50_ms": round(median(times), 2),
        "p95_ms": round(quantiles(times, n=20)[-1], 2),
        "count_p95_ms": round(quantiles(counts, n=20)[-1], 2),
    }


def _source() -> bytes:
    tasks = "".join(
        f'<bpmn:userTask id="t{n}" name="步骤{n}"><bpmn:extensionElements>'
        f'<liupan:candidate kind="starter"/></bpmn:extensionElements></bpmn:userTask>'
        for n in range(TASKS)
    )
    names = ["s", *(f"t{n}" for n in range(TASKS)), "e"]
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(itertools.pairwise(names))
    )
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:liupan="urn:liupan:workflow:1" targetNamespace="b">'
        f'<bpmn:process id="{CODE}" isExecutable="true"><bpmn:startEvent id="s"/>{tasks}'
        f'<bpmn:endEvent id="e"/>{flows}</bpmn:process></bpmn:definitions>'
    ).encode()


def prepared() -> dict[str, Any]:
    """Somebody, a unit, the process deployed."""
    from liupan.foundation.access.facade import program
    from liupan.foundation.organisations.facade import find_root
    from liupan.foundation.workflow.facade import DEPLOY
    from liupan.foundation.workflow.operations.deploying import ship_process
    from liupan.kernel import clock
    from liupan.kernel.authority import Actor, ActorKind
    from liupan.kernel.ids import uuid7
    from liupan.kernel.secrecy import Secrecy

    root = find_root()
    unit_id = root.id if root else _unit()
    ship_process(source=_source(), actor=program(DEPLOY), now=clock.now())
    actor = Actor(id=uuid7(), kind=ActorKind.STAFF, clearance=Secrecy.INTERNAL)
    return {
        "actor": actor, "unit_id": unit_id, "now": clock.now(),
        "posts": [uuid7() for _n in range(POSTS)],
    }  # fmt: skip


def _unit() -> UUID:
    from liupan.foundation.access.facade import installer
    from liupan.foundation.organisations.facade import enter_division, establish_unit
    from liupan.kernel import clock

    early, who = date(2001, 7, 7), {"actor": installer(), "now": clock.now()}
    division = enter_division(
        code="640400", name="固原市", level=2, parent_id=None, valid_from=early, **who
    )
    return establish_unit(
        code="640400-gov", name="固原市人民政府", category="government", division_id=division,
        parent_id=None, valid_from=early, **who,
    )  # fmt: skip


def _thing(place: dict[str, Any]) -> Any:
    from liupan.foundation.workflow.facade import About
    from liupan.kernel.ids import uuid7

    return About(
        of_type="bench.thing", of_id=uuid7(), title="关于做好供暖工作的通知", url="/x/",
        unit_id=place["unit_id"],
    )  # fmt: skip


def fill(place: dict[str, Any], count: int) -> None:
    """So many open steps, every twentieth for one of the posts; rows as they would be."""
    from liupan.foundation.workflow.models import Candidate, Definition, Instance, Item
    from liupan.kernel.ids import uuid7

    definition = Definition.objects.get(code=CODE)
    others = [uuid7() for _n in range(POSTS * 19)]
    keys = [*place["posts"], *others]
    for first in range(0, count, 5_000):
        rows = range(first, min(first + 5_000, count))
        instances = [
            Instance(
                definition=definition, of_type="bench.thing", of_id=uuid7(),
                title=f"第{n}件", unit_id=place["unit_id"], started_by=place["actor"].id,
                started_at=place["now"],
            )
            for n in rows
        ]  # fmt: skip
        items = [
            Item(
                id=uuid7(), instance=instance, order=1, element="t0", name="步骤0",
                opened_at=place["now"] - timedelta(seconds=n),
            )
            for n, instance in zip(rows, instances, strict=True)
        ]  # fmt: skip
        Instance.objects.bulk_create(instances)
        Item.objects.bulk_create(items)
        Candidate.objects.bulk_create(
            Candidate(
                item=item,
                key=keys[n % len(keys)],
                opened_at=item.opened_at,
                secrecy=0,
                of_type="bench.thing",
            )
            for n, item in zip(rows, items, strict=True)
        )


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Measure on a database of one's own and print."""
    from benchmarks.search import own_database

    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with own_database():
        import django
        from django.db import connections

        django.setup()
        print(json.dumps(run(scale), indent=2, ensure_ascii=False))
        connections.close_all()


if __name__ == "__main__":
    main()
