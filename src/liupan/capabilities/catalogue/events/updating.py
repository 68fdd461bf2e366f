"""Facts of changes of law or duty, and of the update tasks they open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutChange(Fact):
    """What every fact carries of a change; `thing_id` is the change."""

    kind: str
    title: str
    law: str
    unit_id: UUID | None
    on: date


@dataclass(frozen=True, kw_only=True)
class ChangeRecorded(AboutChange, code="catalogue.change.recorded"):
    """A change of law or duty was recorded (登记变动)."""

    effective_on: date
    origin_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ChangeConfirmed(AboutChange, code="catalogue.change.confirmed"):
    """A change was confirmed: each entry it concerns got a task (确认变动)."""

    tasks: int


@dataclass(frozen=True, kw_only=True)
class ChangeDropped(AboutChange, code="catalogue.change.dropped"):
    """A change concerns no entry and was dropped."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AboutTask(Fact):
    """What every fact carries of an update task; `thing_id` is the task."""

    change_id: UUID
    resource_id: UUID
    unit_id: UUID
    on: date


@dataclass(frozen=True, kw_only=True)
class UpdateOpened(AboutTask, code="catalogue.update.opened"):
    """An entry is to be brought up to date (更新任务)."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class UnchangedStated(AboutTask, code="catalogue.update.stated"):
    """The unit said that nothing changes in an entry."""

    statement: str


@dataclass(frozen=True, kw_only=True)
class StatementReturned(AboutTask, code="catalogue.update.returned"):
    """The data authority did not accept that nothing changes."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class UpdateDone(AboutTask, code="catalogue.update.done"):
    """An update task ended: a new edition, a withdrawal, or nothing to change."""

    outcome: str
    was_late: bool
