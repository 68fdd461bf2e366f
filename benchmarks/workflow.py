"""Processes under load: completed steps a second, and the work list of somebody with many posts.

By itself, on a throw-away database: `python -m benchmarks.workflow [SCALE]`.
"""

import itertools
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch
from uuid import UUID

OPEN = 100_000
POSTS = 100
STEPS = 600
ROUNDS = 60
CODE = "bench"
TASKS = 6


def run(scale: float = 1.0) -> dict[str, Any]:
    """All figures; times in milliseconds, rates per second."""
    place = _place()
    return {
        "load": os.getloadavg()[0],
        "steps": steps(place, max(60, int(STEPS * scale))),
        "list": work_list(place, max(1_000, int(OPEN * scale))),
    }


def steps(place: dict[str, Any], count: int) -> dict[str, float]:
    """Whole operations by one process: authorise, engine, tables, journal, commit."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from liupan.foundation.workflow.facade import complete_step, start_process
    from liupan.foundation.workflow.models import Item

    def start() -> UUID:
        with transaction.atomic():
            return start_process(code=CODE, about_thing=_thing(place), data={},
                                 actor=place["actor"], now=place["now"])  # fmt: skip

    started = [start() for _n in range(count // TASKS + 1)]
    times: list[float] = []
    for made in started:
        for _n in range(TASKS):
            one = Item.objects.values_list("id", flat=True).get(instance_id=made, state="open")
            times.append(
                _timed(
                    lambda one=one: complete_step(  # type: ignore[misc]
                        item_id=one, opinion="同意", actor=place["actor"], now=place["now"]
                    )
                )
            )
    made = start()
    one = Item.objects.values_list("id", flat=True).get(instance_id=made, state="open")
    with CaptureQueriesContext(connection) as seen:
        complete_step(item_id=one, opinion="同意", actor=place["actor"], now=place["now"])
    return {
        "per_s": round(1000 * len(times) / sum(times), 1),
        "p50_ms": round(median(times), 2),
        "p95_ms": round(quantiles(times, n=20)[-1], 2),
        "statements": len(seen),
    }


def work_list(place: dict[str, Any], count: int) -> dict[str, float]:
    """The list as JSON of somebody with 100 posts among so many open steps of 2,000 posts."""
    from django.db import connection

    from liupan.foundation.workflow.facade import count_waiting, list_waiting

    _fill(place, count)
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


def _place() -> dict[str, Any]:
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


def _fill(place: dict[str, Any], count: int) -> None:
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
            Candidate(item=item, key=keys[n % len(keys)], opened_at=item.opened_at)
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
