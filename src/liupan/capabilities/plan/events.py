"""Facts of `plan`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class EditionEntered(Fact, code="plan.edition.entered"):
    """An edition of a plan was entered as a draft."""

    plan_code: str
    number: int
    title: str
    targets: int
    key_tasks: int


@dataclass(frozen=True, kw_only=True)
class EditionAdopted(Fact, code="plan.edition.adopted"):
    """An edition came into force; another one may have been superseded."""

    plan_code: str
    number: int
    supersedes: UUID | None


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(Fact, code="plan.edition.discarded"):
    """A draft was given up."""

    plan_code: str
    number: int


@dataclass(frozen=True, kw_only=True)
class StepsSet(Fact, code="plan.target.stepped"):
    """The yearly steps of a target, our own defaults, were set anew, for a reason."""

    target_code: str
    reason: str
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class TargetBound(Fact, code="plan.target.bound"):
    """A target got its figure."""

    target_code: str
    measure: str | None
    before: str | None


@dataclass(frozen=True, kw_only=True)
class TargetRevised(Fact, code="plan.target.revised"):
    """A target of a draft was changed: field to (before, after)."""

    target_code: str
    changed: dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True, kw_only=True)
class TaskRevised(Fact, code="plan.task.revised"):
    """Lead, assisting units or due day of a key task were changed: field to (before, after)."""

    task_code: str
    changed: dict[str, tuple[str | None, str | None]]
    due_on: date
