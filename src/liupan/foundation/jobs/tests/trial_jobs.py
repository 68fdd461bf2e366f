"""Jobs that tests run. What they do can be read in the files they append to."""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.jobs.facade import Progress, job, task
from liupan.kernel import transfers
from liupan.kernel.authority import Actor, declare
from liupan.kernel.errors import Refusal
from liupan.kernel.transfers import Cell, Checked, Column, Importer, Report, Row, RowError

MAY_COUNT = declare("trials.things.count", "count things")


@job("trials.count", title="Count")
def count(progress: Progress, *, log: str, to: int, pause: float = 0.0, every: int = 1) -> None:
    """Count up, a checkpoint every so many; each number is written down when it is done."""
    first = progress.state or 0
    progress.expect(to)
    progress.report(first, to)
    for number in range(first, to):
        with Path(log).open("a") as file:
            file.write(f"{number}\n")
        time.sleep(pause)
        if (number + 1) % every == 0:
            progress.checkpoint(number + 1)
        progress.advance()


@job("trials.refuse", title="Refuse")
def refuse(progress: Progress) -> None:
    """End with a sentence."""
    raise Refusal("The moon is not full.", next_step="Wait.")


@job("trials.break", title="Break", attempts=2)
def break_off(progress: Progress) -> None:
    """A defect."""
    raise ZeroDivisionError


@job("trials.guarded", title="Guarded", permission=MAY_COUNT)
def guarded(progress: Progress) -> None:
    """Needs a right; makes a file."""
    with progress.file('结果 ../../\r\n"x".csv', "text/csv") as file:
        file.write("甲,乙\r\n".encode())


@job("trials.hold", title="Hold")
def hold(progress: Progress, *, log: str) -> None:
    """Report progress from inside an open transaction, until somebody looks."""
    with transaction.atomic():
        find_account_by_username("nobody")
        progress.expect(10)
        progress.say("half way")
        Path(log).write_text("open")
        progress.report(5, 10)
        progress.say("half way")


@job("trials.once", title="Once")
def once(progress: Progress, *, log: str) -> None:
    """Do a step that must not be done twice, then die once."""
    if progress.receipt() is None:
        with progress.once() as results:
            results["made"] = 1
        with Path(log).open("a") as file:
            file.write("made\n")
        raise ZeroDivisionError
    progress.outcome.update(progress.receipt() or {})


@task("trials.note")
def note(*, actor: Actor, now: datetime, log: str, text: str) -> None:
    """Write a line."""
    with Path(log).open("a") as file:
        file.write(f"{text} {actor.name}\n")


class Names(Importer):
    """A table of names; even numbers only. What was written stands in a list."""

    name = "trials.names"
    title = "名册"
    permission = MAY_COUNT
    columns = (Column(key="name", label="姓名", is_required=True), Column(key="n", label="数"))
    written: list[str] = []

    def count(self, *, actor: Actor, day: date) -> int:
        return 3

    def rows(self, *, actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
        yield {"name": "张三", "n": 2}
        yield {"name": "=cmd|'/C calc'!A0", "n": 4}
        yield {"name": "𫖯喆", "n": None}

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        errors = []
        for done, row in enumerate(rows, start=1):
            if row.cells["n"] and int(row.cells["n"]) % 2:
                errors.append(RowError(row.number, "数", row.cells["n"], "不是偶数"))
            report(done, len(rows))
        return Checked(added=len(rows) - len(errors), errors=tuple(errors))

    def apply(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        found = self.check(rows, actor=actor, now=now, report=report)
        if found.errors:
            raise transfers.RowsRefused(found.errors)
        self.written.extend(row.cells["name"] for row in rows)
        return found


transfers.declare(Names())
