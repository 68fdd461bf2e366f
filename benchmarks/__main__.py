"""`make bench`: measure everything on a throw-away instance, print a table, write JSON."""

import argparse
import json
import os
import platform
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import exchange, pages, worklist
from benchmarks.bars import OFFICES, Verdict, verdicts
from benchmarks.instance import Instance, instance

MODULES = [
    "search", "jobs", "workflow", "journal", "ofd", "tables", "opendata", "catalogue",
    "exchange_log",
]  # fmt: skip
"""Each has `run(scale) -> dict`, run in a process of its own on the instance's database."""

PARTS = [
    "search", "jobs", "ofd", "tables", "opendata", "exchange", "worklist", "pages", "workflow",
    "journal", "catalogue", "exchange_log",
]  # fmt: skip
"""In this order: search is measured among as many entries as promised, pages before the journal
gives the worker a million entries to hear; the catalogue last, for what fills it stays."""


def main() -> None:
    """Measure, print, write."""
    arguments = _arguments()
    results: dict[str, Any] = {"machine": _machine(), "at": datetime.now(UTC).isoformat()}
    wanted = arguments.only or PARTS
    with instance(arguments.port) as running:
        results["start"] = _say("start", partial(_starts, running))
        works = {name: partial(running.measure, name, arguments.scale) for name in MODULES}
        works["worklist"] = partial(worklist.page, running, arguments.scale, arguments.seconds)
        works["exchange"] = partial(exchange.calls, running, arguments.scale, arguments.seconds)
        works["pages"] = partial(pages.run, running, arguments.scale, arguments.seconds)
        for name in PARTS:
            if name in wanted:
                results[name] = _say(name, works[name])
    _print(results)
    judged = list(verdicts(results))
    results["verdicts"] = [verdict.row() for verdict in judged]
    _judge(judged)
    _write(results, arguments.output)


def _starts(running: Instance) -> dict[str, Any]:
    """The first start of an empty home and the second one; the demo city as the first says."""
    first = running.start()
    said = running.said
    running.stop()
    return {
        "first_s": round(first, 1),
        "second_s": round(running.start(), 1),
        **demo_seconds(said),
    }


def demo_seconds(said: str) -> dict[str, Any]:
    """What a first start says of the demo city: seconds of all of it, of each office, and of the
    house without them, the plan being part of that. Nothing when it says nothing."""
    city = re.search(r"^  Demo city +([\d.]+) s", said, re.MULTILINE)
    if not city:
        return {}
    rooms = {
        name: float(s)
        for name, s in re.findall(r"^    (\w[\w ]*?) +([\d.]+) s$", said, re.MULTILINE)
    }
    offices = {name: rooms[name] for name in OFFICES if name in rooms}
    return {
        "demo_city_s": float(city[1]),
        "demo_house_s": round(sum(rooms.values()) - sum(offices.values()), 1),
        "demo_office_s": offices,
    }


def _say(name: str, work: Callable[[], Any]) -> Any:
    print(f"{name} ...", end=" ", flush=True)
    began = time.perf_counter()
    try:
        result = work()
    except Exception as error:  # the other parts are still worth measuring
        result = {"failed": repr(error)}
    print(f"{time.perf_counter() - began:.0f} s", flush=True)
    return result


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, help="these parts instead of all of them"
    )
    parser.add_argument(
        "--scale", type=float, default=1.0,
        help="1 (default): a million journal entries, 50,000 rows in lists; 10: ten million",
    )  # fmt: skip
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one page's run")
    parser.add_argument("--port", type=int, default=18400, help="where the instance serves")
    parser.add_argument("--output", type=Path, default=Path("reports/bench.json"))
    return parser.parse_args()


def _machine() -> dict[str, str]:
    return {
        "cores": str(len(os.sched_getaffinity(0))),
        "load_before": f"{os.getloadavg()[0]:.1f}",
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _print(value: Any, indent: int = 0) -> None:
    for key, inner in value.items():
        if isinstance(inner, dict):
            print(f"{'  ' * indent}{key}")
            _print(inner, indent + 1)
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            print(f"{'  ' * indent}{key}")
            for item in inner:
                print(f"{'  ' * (indent + 1)}" + "  ".join(f"{k}={v}" for k, v in item.items()))
        else:
            print(f"{'  ' * indent}{key:<34} {inner}")


def _judge(judged: list[Verdict]) -> None:
    print(f"\n{'what':<52} {'measured':>12} {'bar':>12}")
    for verdict in judged:
        bar = verdict.bar
        measured = "-" if verdict.value is None else f"{verdict.value:,.4g} {bar.unit}"
        sign = "≥" if bar.at_least else "≤"
        print(f"{bar.what:<52} {measured:>12} {f'{sign} {bar.bound:,.4g}':>12}  {verdict.word}")


def _write(results: dict[str, Any], output: Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n")
    print(f"\nWritten to {output}")


if __name__ == "__main__":
    main()
