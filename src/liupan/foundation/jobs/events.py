"""Facts of `jobs`. Arguments and messages stay out: they may hold personal data."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class JobStarted(Fact, code="jobs.job.started", label=pgettext_lazy("act", "job started")):
    """Somebody handed in long work."""

    name: str
    owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class JobFinished(Fact, code="jobs.job.finished", label=pgettext_lazy("act", "job finished")):
    """The work ended: `state` is done or failed."""

    name: str
    owner_id: UUID
    state: str
    attempts: int


@dataclass(frozen=True, kw_only=True)
class JobCancelled(Fact, code="jobs.job.cancelled", label=pgettext_lazy("act", "job cancelled")):
    """Somebody asked to stop the work, or it stopped as asked (`is_over`)."""

    name: str
    owner_id: UUID
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class JobRetried(Fact, code="jobs.job.retried", label=pgettext_lazy("act", "job retried")):
    """Failed or cancelled work was handed in again."""

    name: str
    owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileTaken(
    Fact, code="jobs.file.taken", label=pgettext_lazy("act", "file of a job downloaded")
):
    """Somebody downloaded a file of a job."""

    job_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class TableHandedIn(
    Fact, code="jobs.table.handed_in", label=pgettext_lazy("act", "table handed in for import")
):
    """Somebody handed in a file with a table, to be checked by the job `thing_id`."""

    table: str
    size: int


@dataclass(frozen=True, kw_only=True)
class ImportConfirmed(
    Fact, code="jobs.table.confirmed", label=pgettext_lazy("act", "table import confirmed")
):
    """Somebody confirmed that a checked file be taken in; the job `thing_id` does it."""

    table: str
    check_id: UUID


@dataclass(frozen=True, kw_only=True)
class ExportAsked(Fact, code="jobs.table.exported", label=pgettext_lazy("act", "table exported")):
    """Somebody asked for a table as a file; the job `thing_id` writes it."""

    table: str
    form: str
