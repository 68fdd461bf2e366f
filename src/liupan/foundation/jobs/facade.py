"""The door of `jobs`."""

from liupan.foundation.jobs.actors import WORKER, worker_actor
from liupan.foundation.jobs.operations import (
    NotFinished,
    UnknownJob,
    cancel_job,
    defer,
    retry_job,
    start_job,
)
from liupan.foundation.jobs.policies import AUDIT_JOBS, MANAGE_JOBS
from liupan.foundation.jobs.progress import AlreadyDone, Progress
from liupan.foundation.jobs.queries import (
    FileRef,
    JobRef,
    WorkerRef,
    count_my_open_jobs,
    get_job,
    list_all_jobs,
    list_my_jobs,
    list_open_jobs,
    list_workers,
)
from liupan.foundation.jobs.registry import job, periodic, task
from liupan.foundation.jobs.showing import shown
from liupan.foundation.jobs.transferring import (
    CHECK,
    FORMATS,
    UPLOAD_LIMIT,
    NotCheckedYet,
    TooLarge,
    confirm_import,
    export_table,
    get_exporter,
    get_importer,
    hand_in_table,
    table_template,
)
from liupan.foundation.jobs.upkeep import WorkerHealth, alarm_if_silent, worker_health

__all__ = [
    "AUDIT_JOBS",
    "CHECK",
    "FORMATS",
    "MANAGE_JOBS",
    "UPLOAD_LIMIT",
    "WORKER",
    "AlreadyDone",
    "FileRef",
    "JobRef",
    "NotCheckedYet",
    "NotFinished",
    "Progress",
    "TooLarge",
    "UnknownJob",
    "WorkerHealth",
    "WorkerRef",
    "alarm_if_silent",
    "cancel_job",
    "confirm_import",
    "count_my_open_jobs",
    "defer",
    "export_table",
    "get_exporter",
    "get_importer",
    "get_job",
    "hand_in_table",
    "job",
    "list_all_jobs",
    "list_my_jobs",
    "list_open_jobs",
    "list_workers",
    "periodic",
    "retry_job",
    "shown",
    "start_job",
    "table_template",
    "task",
    "worker_actor",
    "worker_health",
]
