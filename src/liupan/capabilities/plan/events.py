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
class EditionDerived(Fact, code="plan.edition.derived"):
    """A county's draft was taken from the city's edition in force."""

    plan_code: str
    division_code: str
    above_code: str
    above_number: int
    targets: int


@dataclass(frozen=True, kw_only=True)
class HeadRevised(Fact, code="plan.edition.revised"):
    """Title, issuer, number or days of a draft were changed: field to (before, after)."""

    plan_code: str
    changed: dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True, kw_only=True)
class PartAdded(Fact, code="plan.part.added"):
    """A section, clause, target or key task was added to a draft."""

    kind: str
    part_code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PartRevised(Fact, code="plan.part.revised"):
    """A section, clause, target or key task of a draft was changed: field to (before, after)."""

    kind: str
    part_code: str
    changed: dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True, kw_only=True)
class PartRemoved(Fact, code="plan.part.removed"):
    """A section, clause, target or key task was taken out of a draft, with all below it."""

    kind: str
    part_code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TaskRevised(Fact, code="plan.task.revised"):
    """Lead, assisting units or due day of a key task were changed: field to (before, after)."""

    task_code: str
    changed: dict[str, tuple[str | None, str | None]]
    due_on: date


@dataclass(frozen=True, kw_only=True)
class NoticeRead(Fact, code="plan.notice.proposed"):
    """A notice was read; what it proposes waits for people to look at it."""

    file_name: str
    targets: int
    key_tasks: int


@dataclass(frozen=True, kw_only=True)
class ProposalChanged(Fact, code="plan.proposal.revised"):
    """A proposed part was changed: `act` is how (revised, merged); field to (before, after)."""

    act: str
    name: str
    changed: dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True, kw_only=True)
class NoticeConfirmed(Fact, code="plan.notice.confirmed"):
    """What a notice proposes, as people left it, became a draft of a plan."""

    file_name: str
    plan_code: str
    edition_number: int
    unchecked: int


@dataclass(frozen=True, kw_only=True)
class NoticeDiscarded(Fact, code="plan.notice.discarded"):
    """A proposal was given up; nothing came of it."""

    file_name: str
