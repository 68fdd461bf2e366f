"""`make bench`: measure everything on a throw-away instance, print a table, write JSON."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import pages
from benchmarks.instance import Instance, instance

MODULES = ["journal", "search", "jobs"]
"""Each has `run(scale) -> dict`, run in a process of its own on the instance's database."""

CHILD = """
import json, sys, django
django.setup()
from importlib import import_module
print("RESULT" + json.dumps(import_module("benchmarks." + sys.argv[1]).run(float(sys.argv[2]))))
"""


def main() -> None:
    """Measure, print, write."""
    arguments = _arguments()
    results: dict[str, Any] = {"machine": _machine(), "at": datetime.now(UTC).isoformat()}
    with instance() as running:
        results["start"] = {"first_s": round(running.start(), 1)}
        running.stop()
        results["start"]["second_s"] = round(running.start(), 1)
        if arguments.only in ("", "pages"):
            results["pages"] = pages.run(running, arguments.user, arguments.seconds)
        for name in MODULES:
            if arguments.only in ("", name):
                results[name] = _module(running, name, arguments.scale)
    _print(results)
    _write(results, arguments.output)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default="", help="pages, or one of: " + ", ".join(MODULES))
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is a million entries")
    parser.add_argument("--seconds", type=float, default=20.0, help="length of each page run")
    parser.add_argument("--user", default="clerk", help="demo person who asks")
    parser.add_argument("--output", type=Path, default=Path("reports/bench.json"))
    return parser.parse_args()


def _module(running: Instance, name: str, scale: float) -> Any:
    environment = {
        **running.environment,
        "DJANGO_SETTINGS_MODULE": "liupan.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CHILD, name, str(scale)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    for line in done.stdout.splitlines():
        if line.startswith("RESULT"):
            return json.loads(line.removeprefix("RESULT"))
    return {"failed": done.stderr.strip().splitlines()[-3:]}


def _machine() -> dict[str, str]:
    return {
        "cores": str(os.cpu_count()),
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


def _write(results: dict[str, Any], output: Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n")
    print(f"\nWritten to {output}")


if __name__ == "__main__":
    main()
