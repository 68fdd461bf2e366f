#!/usr/bin/env python3
"""Recomputes the scores of supervision without Liupan: standard library only, Python >= 3.9.

    python3 recompute_scores.py EXPORT.zip RULES.csv FIRST LAST

EXPORT.zip is an export of the journal (`liupan journal export`) that holds the items' facts from
their beginning; RULES.csv the rows of `supervision.scores` with all their days, as the page of
scores gives them. FIRST and LAST are the days of the period, like 2017-07-01 2017-09-30.
Prints one CSV: kind (unit, person), id, items, before, during, after, total, mean; the best first.
Check the export itself with its verify_journal.py. Exit code 2 when the files cannot be read.
"""

import csv
import io
import json
import sys
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional  # noqa: UP035

Fact = tuple[str, str, dict[str, Any]]
Rule = tuple[str, Decimal, date, date]
Point = tuple[str, str, str, date, Decimal]
Scored = dict[str, tuple[set[str], list[Decimal]]]
NOTHING = Decimal(0)
STAGES = ("before", "during", "after")
STAGE = {"sign_for_in_time": 0, "sign_for_late": 0, "decompose": 0, "closed_in_time": 2,
         "closed_late": 2, "late_day": 2, "returned": 2}  # fmt: skip
"""Every other rule counts for the time between."""
TAKEN = {"sign_for_late", "progress_missed", "urged", "sheet_blue", "sheet_orange", "sheet_red",
         "returned"}  # fmt: skip
KNOWN = {"item." + word for word in (
    "registered", "decomposed", "signed_for", "urged", "progressed", "reported", "returned",
    "closed", "reopened", "reassigned", "paused", "resumed")} | {"sheet.issued"}  # fmt: skip


def read_facts(path: str) -> Iterator[Fact]:
    """(kind, who acted, values) of each fact of supervision, in the journal's order."""
    with zipfile.ZipFile(path) as archive, archive.open("entries.jsonl") as file:
        for line in io.TextIOWrapper(file, "utf-8"):
            entry = json.loads(line)["entry"]
            if entry is None:  # above the clearance of whoever exported
                continue
            office, _dot, kind = entry[1].partition(".")
            if office == "supervision" and kind in KNOWN:
                yield kind, entry[5], entry[10]


def read_rules(path: str) -> list[Rule]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return [
            (row["key"], Decimal(row["value"]), date.fromisoformat(row["valid_from"]),
             date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max)
            for row in csv.DictReader(file)
        ]  # fmt: skip


def rule(rules: list[Rule], key: str, day: date) -> Decimal:
    for name, value, begins, ends in rules:
        if name == key and begins <= day < ends:
            return value
    return NOTHING


def day_of(values: dict[str, Any]) -> date:
    return date.fromisoformat(values["on"])


def score_item(
    facts: list[Fact],
    rules: list[Rule],
    last: date,
    is_whole: bool,
) -> list[Point]:
    """(unit, person, rule, day, points) of one item."""
    found: list[Point] = []
    unit = person = ""
    begun: Optional[date] = None  # noqa: UP045
    told: list[date] = []
    pauses: list[tuple[date, date]] = []

    def give(
        key: str,
        day: date,
        whose: str,
        who: str,
        points: Optional[Decimal] = None,  # noqa: UP045
    ) -> None:
        if points is None:
            points = rule(rules, key, day) * (-1 if key in TAKEN else 1)
        found.append((whose, who, key, day, points))

    def end_periods(until: date) -> None:
        nonlocal begun
        start, begun = begun, None
        if start is None or is_whole:
            return
        step = timedelta(days=int(rule(rules, "progress_period", start)))
        while step and start + step <= until:
            end = start + step
            if not any(start < resumed and paused < end for paused, resumed in pauses):
                is_told = any(start <= day < end for day in told)
                key = "progress_reported" if is_told else "progress_missed"
                give(key, end - timedelta(days=1), unit, person)
            start = end

    for kind, actor, values in facts:
        day, lead = day_of(values), values["lead_unit_id"]
        if kind == "item.signed_for":
            unit, person = lead, actor
            give("sign_for_in_time" if values["in_time"] else "sign_for_late", day, unit, person)
            begun, told, pauses = day, [], []
        elif kind == "item.decomposed":
            if values["state"] != "registered" and values["with_end_state"] == len(values["parts"]):
                give("decompose", day, lead, actor)
        elif kind == "item.urged":
            give("urged", day, lead, person)
        elif kind == "sheet.issued":
            give("sheet_" + values["colour"], day, lead, person)
        elif kind == "item.returned" and values["at_verification"]:
            give("returned", day, lead, values["reported_by"])
        elif kind in ("item.progressed", "item.reported"):
            told.append(day)
        elif kind == "item.paused":
            pauses.append((day, date.max))
        elif kind == "item.resumed" and pauses:
            pauses[-1] = (pauses[-1][0], day)
        elif kind == "item.closed":
            end_periods(day)
            who = values["reported_by"]
            give("closed_in_time" if values["in_time"] else "closed_late", day, lead, who)
            if not values["in_time"]:
                lost = rule(rules, "late_day", day) * int(values["late_days"])
                give("late_day", day, lead, who, -min(lost, rule(rules, "late_most", day)))
        elif kind == "item.reopened":
            begun, told, pauses = day, [], []
        elif kind == "item.reassigned" and values["lead_before"] != lead:
            end_periods(day)
    end_periods(last)
    return found


def scores(
    facts: Iterable[Fact],
    rules: list[Rule],
    first: date,
    last: date,
) -> dict[str, Scored]:
    """{"unit": {id: (items, points by stage)}, "person": ...}"""
    by_item: dict[str, list[Fact]] = defaultdict(list)
    wholes: set[Optional[str]] = set()  # noqa: UP045
    for kind, actor, values in facts:
        if day_of(values) <= last:
            by_item[values["item_id"]].append((kind, actor, values))
            wholes.add(values["parent_id"])
    found: dict[str, Scored] = {"unit": {}, "person": {}}
    for item, own in by_item.items():
        for unit, person, key, day, points in score_item(own, rules, last, item in wholes):
            if day < first:
                continue
            for kind, owner in (("unit", unit), ("person", person)):
                if owner:
                    items, sums = found[kind].setdefault(owner, (set(), [NOTHING] * 3))
                    items.add(item)
                    sums[STAGE.get(key, 1)] += points
    return found


def main() -> int:
    if len(sys.argv) != 5:
        sys.stderr.write(__doc__)
        return 2
    try:
        rules = read_rules(sys.argv[2])
        first, last = map(date.fromisoformat, sys.argv[3:5])
        found = scores(read_facts(sys.argv[1]), rules, first, last)
    except (OSError, LookupError, ValueError, ArithmeticError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"cannot be read: {error!r}\n")
        return 2
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("kind", "id", "items", *STAGES, "total", "mean"))
    for kind, owners in found.items():
        rows = []
        for owner, (items, sums) in owners.items():
            total = sum(sums, NOTHING)
            mean = (total / len(items)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            rows.append((-mean, -total, owner, len(items), sums, mean))
        for _mean, total, owner, count, sums, mean in sorted(rows):
            out.writerow((kind, owner, count, *sums, -total, mean))
    return 0


if __name__ == "__main__":
    sys.exit(main())
