"""What the tables of `organisations` share: check everything first, then write all or nothing."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.policies import MANAGE_UNITS, require_city_wide
from liupan.foundation.organisations.rules import Problem, Reader, Why
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.sheets import LANGUAGES
from liupan.kernel.transfers import Checked, Importer, Report, Row, RowError, RowsRefused

R = TypeVar("R")

REASONS: Mapping[Why, str | Promise] = {
    Why.MISSING: gettext_lazy("This may not be empty."),
    Why.NO_DAY: gettext_lazy("This is no day; write it like 2017-11-15."),
    Why.NO_NUMBER: gettext_lazy("This is no whole number."),
    Why.NO_CHOICE: gettext_lazy("This is not one of the choices."),
    Why.NO_CODE: gettext_lazy("This is no division code of that level."),
    Why.NO_USCC: gettext_lazy("This is no unified social credit code."),
    Why.NO_USERNAME: gettext_lazy("This is no username."),
    Why.UNKNOWN: gettext_lazy("There is none of this name or code, also not in this file."),
    Why.AMBIGUOUS: gettext_lazy("There are several of this name."),
    Why.TWICE: gettext_lazy("It stands in the file twice."),
    Why.TAKEN: gettext_lazy("Another one has this code or number."),
    Why.RING: gettext_lazy("It would stand under itself."),
    Why.BACKWARDS: gettext_lazy("The last day lies before the first."),
    Why.REFORM: gettext_lazy(
        "It differs from what is stored: change it on its page, with the day."
    ),
    Why.OVERLAP: gettext_lazy("The person holds this post within that time already."),
}


@dataclass
class Plan(Generic[R]):
    """What a file would do: rows to add in their order, rows to correct, and what is wrong."""

    add: list[R] = field(default_factory=list)
    change: list[R] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


class Table(Importer, Generic[R]):
    """A table that a file fills: `plan` decides without writing, `add` and `change` write a row.

    The dry run and the real run make the same plan, the real one within its transaction.
    """

    permission = MANAGE_UNITS

    @abstractmethod
    def plan(self, readers: Iterable[Reader], day: date) -> Plan[R]:
        """What these rows would do, as things stand. A few queries, however many rows."""

    @abstractmethod
    def add(self, row: R, actor: Actor, now: datetime) -> None:
        """Write a new row by an operation."""

    def change(self, row: R, actor: Actor, now: datetime) -> None:
        """Correct a stored row by an operation."""
        raise NotImplementedError

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        """The dry run."""
        plan = self._planned(rows, now)
        report(len(rows), len(rows))
        return Checked(len(plan.add), len(plan.change), plan.unchanged, self._errors(plan))

    def apply(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        """Write all rows in one transaction. Raises `RowsRefused` with nothing written."""
        return take_in_table(table=self, rows=rows, report=report, actor=actor, now=now)

    def write(self, rows: Sequence[Row], actor: Actor, now: datetime, report: Report) -> Checked:
        """What `take_in_table` does within its transaction."""
        plan = self._planned(rows, now)
        if plan.problems:
            raise RowsRefused(self._errors(plan))
        steps: list[tuple[Callable[[R, Actor, datetime], None], R]] = [
            *((self.add, row) for row in plan.add),
            *((self.change, row) for row in plan.change),
        ]
        for done, (step, row) in enumerate(steps, start=1):
            step(row, actor, now)
            if done % 50 == 0 or done == len(steps):
                report(done, len(steps))
        return Checked(len(plan.add), len(plan.change), plan.unchanged)

    def _planned(self, rows: Sequence[Row], now: datetime) -> Plan[R]:
        problems: list[Problem] = []
        plan = self.plan([Reader(r.number, r.cells, problems) for r in rows], clock.on(now))
        plan.problems = sorted({*problems, *plan.problems}, key=lambda p: (p.row, p.column))
        return plan

    def _errors(self, plan: Plan[R]) -> tuple[RowError, ...]:
        labels = {column.key: str(column.label) for column in self.columns}
        return tuple(
            RowError(p.row, labels.get(p.column, ""), p.value, str(REASONS[p.why]))
            for p in plan.problems
        )


@operation
def take_in_table(
    *, table: Table[R], rows: Sequence[Row], report: Report, actor: Actor, now: datetime
) -> Checked:
    """Take a whole table in: every row by its own operation, all of them or none."""
    require_city_wide(actor)
    nothing_changed()  # each row leaves its own fact
    return table.write(rows, actor, now, report)


def words_for(choices: Iterable[tuple[str, str | Promise]]) -> dict[str, str]:
    """Every word by which a choice may be named, in each language, to the choice."""
    words: dict[str, str] = {}
    for value, label in choices:
        words[value] = value
        for language in LANGUAGES:
            with override(language):
                words[str(label)] = value
    return words


def yes_or_no() -> dict[str, str]:
    """The words for yes and no."""
    yes, no = gettext_lazy("yes"), gettext_lazy("no")
    more = {"1": "yes", "0": "no", "√": "yes", "y": "yes", "n": "no"}
    return {**words_for([("yes", yes), ("no", no)]), **more}


def yes(value: bool) -> str:
    """The word that goes out."""
    return _("yes") if value else _("no")
