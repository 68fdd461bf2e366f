"""Facts of what the public does (公众行为)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutApplication(Fact):
    """What every fact carries of an application; `thing_id` is it. The purpose stays in its row."""

    number: str
    dataset_id: UUID
    unit_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class ApplicationMade(AboutApplication, code="opendata.application.made"):
    """Somebody applied for conditional data (申请)."""

    agreement: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ApplicationExtended(AboutApplication, code="opendata.application.extended"):
    """The reply takes longer, once (延期)."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class ApplicationAccepted(AboutApplication, code="opendata.application.accepted"):
    """The data may be used for a term (同意)."""

    until_on: date
    was_late: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationRefused(AboutApplication, code="opendata.application.refused"):
    """They may not, for a reason (不同意)."""

    reason: str
    was_late: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationRevoked(AboutApplication, code="opendata.application.revoked"):
    """They may not any more (撤销)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ApplicationTakenBack(AboutApplication, code="opendata.application.taken_back"):
    """The applicant took it back (撤回)."""


@dataclass(frozen=True, kw_only=True)
class DataUsed(AboutApplication, code="opendata.application.used"):
    """The applicant took the data (使用)."""

    form: str


@dataclass(frozen=True, kw_only=True)
class AgreementSet(Fact, code="opendata.agreement.set"):
    """The text that applicants agree to has another version (开放利用协议)."""

    version: int


@dataclass(frozen=True, kw_only=True)
class AboutSubmission(Fact):
    """What every fact carries of something sent in; its words stay in its row."""

    number: str
    kind: str
    dataset_id: UUID | None
    unit_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class SubmissionMade(AboutSubmission, code="opendata.submission.made"):
    """Somebody of the public sent something in."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class SubmissionAssigned(AboutSubmission, code="opendata.submission.assigned"):
    """A unit is to answer (交办)."""


@dataclass(frozen=True, kw_only=True)
class SubmissionAnswered(AboutSubmission, code="opendata.submission.answered"):
    """The author has an answer (答复)."""

    outcome: str
    was_late: bool


@dataclass(frozen=True, kw_only=True)
class SubmissionModerated(AboutSubmission, code="opendata.submission.moderated"):
    """A person let everybody see it, or did not (审核)."""

    shown: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class DatasetFollowed(Fact, code="opendata.follow.begun"):
    """An account wants to hear of new data (关注)."""


@dataclass(frozen=True, kw_only=True)
class DatasetUnfollowed(Fact, code="opendata.follow.ended"):
    """It does not any more."""


@dataclass(frozen=True, kw_only=True)
class DatasetFoundLate(Fact, code="opendata.dataset.found_late"):
    """New data are missing for days (逾期未更新)."""

    days: int
    unit_id: UUID
    points: int


@dataclass(frozen=True, kw_only=True)
class AboutLink(Fact):
    """What every fact carries of an address elsewhere; `thing_id` is it."""

    address: str
    said: str


@dataclass(frozen=True, kw_only=True)
class LinkDied(AboutLink, code="opendata.link.died"):
    """It did not answer for some nights (链接失效)."""


@dataclass(frozen=True, kw_only=True)
class LinkRecovered(AboutLink, code="opendata.link.recovered"):
    """It answers again (链接恢复)."""
