#!/usr/bin/env python3
"""Recomputes the board of the catalogue without Liupan: standard library only, Python >= 3.9.

    python3 recompute_board.py EXPORT.zip FIRST LAST

EXPORT.zip is an export of the journal (`liupan journal export`) that holds the catalogue's facts
from their beginning. FIRST and LAST are the days of a month, like 2017-10-01 2017-10-31; of the
current month LAST is the day of the board. Prints one CSV: unit, registered, published, with_items,
answers, in_time, fixes, fix_median, granted, used, tasks, tasks_in_time.
Check the export itself with its verify_journal.py. Exit code 2 when the file cannot be read.
"""

import csv
import io
import json
import sys
import zipfile
from collections import defaultdict
from datetime import date
from statistics import median
from typing import Any, Iterator  # noqa: UP035

Fact = tuple[str, str, dict[str, Any]]
"""Kind (`doubt.fixed`), the thing, values."""
COLUMNS = ("registered", "published", "with_items", "answers", "in_time", "fixes", "fix_median",
           "granted", "used", "tasks", "tasks_in_time")  # fmt: skip


def read_facts(path: str) -> Iterator[Fact]:
    """The catalogue's facts in the journal's order."""
    with zipfile.ZipFile(path) as archive, archive.open("entries.jsonl") as file:
        for line in io.TextIOWrapper(file, "utf-8"):
            entry = json.loads(line)["entry"]
            if entry is None:  # above the clearance of whoever exported
                continue
            office, _dot, kind = entry[1].partition(".")
            if office == "catalogue":
                yield kind, thing_of(entry), entry[10]


def thing_of(entry: list[Any]) -> str:
    """The id of what the fact is about."""
    return str(entry[3])


class Board:
    """What the facts come to, one after the other."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.editions: dict[str, dict[int, Any]] = defaultdict(dict)
        self.answered: dict[str, tuple[str, date, bool]] = {}
        self.fixed: dict[str, tuple[str, date, int]] = {}
        self.replies: list[tuple[str, date, bool]] = []
        self.grants: dict[str, dict[str, Any]] = {}
        self.resting: set[str] = set()
        self.tasks: list[tuple[str, date, bool]] = []

    def hear(self, kind: str, thing: str, values: dict[str, Any]) -> None:
        if "on" not in values or date.fromisoformat(values["on"]) > self.last:
            return
        room = kind.partition(".")[0]
        hearers = {"resource": self.hear_entry, "doubt": self.hear_doubt,
                   "request": self.hear_request, "grant": self.hear_grant,
                   "update": self.hear_task}  # fmt: skip
        hearers.get(room, self.pass_over)(kind, thing, values)

    def pass_over(self, kind: str, thing: str, values: dict[str, Any]) -> None:
        """Facts of other things say nothing here."""

    def hear_entry(self, kind: str, thing: str, values: dict[str, Any]) -> None:
        unit, number = values["unit_id"], values["edition"]
        live = self.editions[thing]
        if kind == "resource.registered":
            live[number] = {"unit": unit, "published": False, "items": values["items"]}
        elif kind == "resource.published":
            live.pop(values["replaces"], None)
            live[number] = {"unit": unit, "published": True, "items": values.get("items", 0)}
        elif kind == "resource.withdrawn":
            live.pop(number, None)

    def hear_doubt(self, kind: str, thing: str, values: dict[str, Any]) -> None:
        day, unit = date.fromisoformat(values["on"]), values["unit_id"]
        if kind in ("doubt.fixed", "doubt.rejected"):
            self.answered.setdefault(thing, (unit, day, values["in_time"]))
        if kind == "doubt.fixed":
            self.fixed.setdefault(thing, (unit, day, values["days"]))

    def hear_request(self, kind: str, _thing: str, values: dict[str, Any]) -> None:
        if kind == "request.answered":
            day = date.fromisoformat(values["on"])
            self.replies.append((values["provider_id"], day, values["is_in_time"]))

    def hear_grant(self, kind: str, thing: str, values: dict[str, Any]) -> None:
        if kind == "grant.revoked":
            self.grants.pop(thing, None)
            return
        self.grants[thing] = values
        if kind == "grant.suspended":
            self.resting.add(thing)
        elif kind == "grant.resumed":
            self.resting.discard(thing)

    def hear_task(self, kind: str, _thing: str, values: dict[str, Any]) -> None:
        if kind == "update.done":
            day = date.fromisoformat(values["on"])
            self.tasks.append((values["unit_id"], day, not values["was_late"]))

    def rows(self) -> dict[str, dict[str, Any]]:
        """Unit to its columns."""
        found: dict[str, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
        for live in self.editions.values():
            for unit in {one["unit"] for one in live.values()}:
                found[unit]["registered"] += 1
            for one in live.values():
                if one["published"]:
                    found[one["unit"]]["published"] += 1
                    found[one["unit"]]["with_items"] += one["items"] > 0
        for unit, day, in_time in [*self.answered.values(), *self.replies]:
            if day >= self.first:
                found[unit]["answers"] += 1
                found[unit]["in_time"] += in_time
        for unit, day, in_time in self.tasks:
            if day >= self.first:
                found[unit]["tasks"] += 1
                found[unit]["tasks_in_time"] += in_time
        days = defaultdict(list)
        for unit, day, count in self.fixed.values():
            if day >= self.first:
                days[unit].append(count)
        for unit, counts in days.items():
            found[unit].update(fixes=len(counts), fix_median=median(counts))
        for thing, grant in self.grants.items():
            begins, ends = (date.fromisoformat(grant[n]) for n in ("valid_from", "valid_until"))
            if thing not in self.resting and begins <= self.last <= ends:
                found[grant["provider_id"]]["granted"] += 1
                found[grant["consumer_id"]]["used"] += 1
        return found


def board(facts: Iterator[Fact], first: date, last: date) -> dict[str, dict[str, Any]]:
    """Unit to its columns."""
    found = Board(first, last)
    for fact in facts:
        found.hear(*fact)
    return found.rows()


def main() -> int:
    if len(sys.argv) != 4:
        sys.stderr.write(__doc__)
        return 2
    try:
        first, last = map(date.fromisoformat, sys.argv[2:4])
        found = board(read_facts(sys.argv[1]), first, last)
    except (OSError, LookupError, ValueError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"cannot be read: {error!r}\n")
        return 2
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("unit", *COLUMNS))
    for unit, row in sorted(found.items()):
        out.writerow((unit, *(row[name] for name in COLUMNS)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
