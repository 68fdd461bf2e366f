"""The table of official days as a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from liupan.foundation.calendar.models import OfficialDay
from liupan.foundation.calendar.operations.days import Day, enter_days
from liupan.foundation.calendar.policies import KEEP_CALENDAR
from liupan.kernel.authority import Actor
from liupan.kernel.transfers import (
    Cell,
    Checked,
    Column,
    Importer,
    Report,
    Row,
    RowError,
    RowsRefused,
    declare,
)

OFF, WORKED = "holiday", "workday"
WORDS = {OFF: gettext_lazy("day off"), WORKED: gettext_lazy("worked instead")}


@dataclass(frozen=True, slots=True)
class _Plan:
    days: tuple[Day, ...]
    found: Checked


class DaysTable(Importer):
    """Days that differ from their weekday: holidays and weekend days worked instead."""

    name = "calendar.days"
    title = gettext_lazy("Official days")
    permission = KEEP_CALENDAR
    columns = (
        Column(key="on", label=gettext_lazy("Day"), is_required=True),
        Column(key="kind", label=gettext_lazy("Kind of day"), is_required=True),
        Column(key="name", label=gettext_lazy("Occasion"), is_required=True),
        Column(key="division", label=gettext_lazy("Division code")),
        Column(key="notice", label=gettext_lazy("Notice")),
    )

    def count(self, *, actor: Actor, day: date) -> int:
        return OfficialDay.objects.count()

    def rows(self, *, actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
        for row in OfficialDay.objects.order_by("on", "division").iterator():
            yield {
                "on": row.on,
                "kind": str(WORDS[WORKED if row.is_working else OFF]),
                "name": row.name,
                "division": row.division,
                "notice": row.notice,
            }

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        return self._plan(rows).found

    def apply(self, rows: Sequence[Row], *, actor: Actor, now: datetime, report: Report) -> Checked:
        plan = self._plan(rows)
        if plan.found.errors:
            raise RowsRefused(plan.found.errors)
        enter_days(days=plan.days, reason=_("read in from a file"), actor=actor, now=now)
        report(len(rows), len(rows))
        return plan.found

    def _plan(self, rows: Sequence[Row]) -> _Plan:
        stored = {(r.division, r.on): r for r in OfficialDay.objects.all()}
        days: dict[tuple[str, date], Day] = {}
        errors: list[RowError] = []
        for row in rows:
            day, problems = self._read(row)
            if day and (day.division, day.on) in days:
                problems.append(self._error(row, "on", _("This day stands twice.")))
            errors += problems
            if day and not problems:
                days[day.division, day.on] = day
        new = {key for key in days if key not in stored}
        changed = {
            key
            for key in days.keys() - new
            if (stored[key].is_working, stored[key].name, stored[key].notice)
            != (days[key].is_working, days[key].name, days[key].notice)
        }
        found = Checked(
            added=len(new),
            changed=len(changed),
            unchanged=len(days) - len(new) - len(changed),
            errors=tuple(errors),
        )
        return _Plan(tuple(days.values()), found)

    def _read(self, row: Row) -> tuple[Day | None, list[RowError]]:
        problems = [
            self._error(row, column.key, _("This is missing."))
            for column in self.columns
            if column.is_required and not row.cells[column.key]
        ]
        on, kind = _day(row.cells["on"]), _kind(row.cells["kind"])
        if row.cells["on"] and on is None:
            problems.append(self._error(row, "on", _("Write the day as 2018-02-15.")))
        if row.cells["kind"] and not kind:
            problems.append(self._error(row, "kind", _("Say whether it is off or worked.")))
        if on and kind == WORKED and on.weekday() < 5:
            problems.append(self._error(row, "kind", _("This day is worked anyhow.")))
        if on is None or not kind:
            return None, problems
        day = Day(
            on=on,
            is_working=kind == WORKED,
            name=row.cells["name"],
            division=row.cells["division"],
            notice=row.cells["notice"],
        )
        return day, problems

    def _error(self, row: Row, key: str, reason: str) -> RowError:
        label = next(str(column.label) for column in self.columns if column.key == key)
        return RowError(row.number, label, row.cells[key], reason)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _kind(text: str) -> str:
    for language in ("zh-hans", "en"):
        with override(language):
            for kind, word in WORDS.items():
                if text.lower() in (kind, str(word)):
                    return kind
    return ""


declare(DaysTable())
