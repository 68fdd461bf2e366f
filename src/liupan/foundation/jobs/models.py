"""Long work as people see it, its files, and who is at work on it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.kernel.ids import uuid7


class Job(models.Model):
    """One piece of long work (后台任务): whose, what, how far.

    `run` numbers the runs and fences them: a run whose number is no longer the row's was taken
    over and may write nothing. `attempts` counts those since the last handing in.
    `*_at` is the city's time, `seen_at` real time (a lease).
    """

    class State(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    OPEN: ClassVar = (State.QUEUED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.TextField()
    title = models.TextField()
    owner_id = models.UUIDField()
    owner_name = models.TextField(blank=True, default="")
    arguments = models.JSONField(default=dict)
    state = models.TextField(choices=State.choices, default=State.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    message = models.TextField(blank=True, default="")
    checkpoint = models.JSONField(null=True)
    outcome = models.JSONField(default=dict)
    run = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    worker_id = models.UUIDField(null=True)
    broker_id = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    keep_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner_id", "-created_at"], name="job_owner"),
            models.Index(fields=["-created_at"], name="job_created"),
            models.Index(
                fields=["state"], name="job_open", condition=Q(state__in=["queued", "running"])
            ),
            models.Index(  # a table that passed its check and waits for a word
                fields=["owner_id"],
                name="job_checked",
                condition=Q(name="jobs.check_table", state="done"),
            ),
            models.Index(
                fields=["keep_until"], name="job_kept", condition=Q(keep_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether the work is still to be done."""
        return self.state in self.OPEN


class JobFile(models.Model):
    """A file of a job: handed in, made, or the rows that were wrong. Encrypted on disk (SM4).

    The row may lack its file only after an incident; a file without a row is an orphan and swept.
    """

    class Role(models.TextChoices):
        """What the file is to the job."""

        UPLOAD = "upload", _("file handed in")
        RESULT = "result", _("result")
        ERRORS = "errors", _("rows with errors")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="files")
    role = models.TextField(choices=Role.choices)
    name = models.TextField()
    media_type = models.TextField()
    size = models.PositiveBigIntegerField()
    sealed_key = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "role"], name="job_file_one_of_a_role")
        ]


class Receipt(models.Model):
    """Proof, committed with the work itself, that a step of a job is done, so never done twice."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="receipts")
    step = models.TextField()
    outcome = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "step"], name="job_step_done_once")
        ]


class Worker(models.Model):
    """A worker process and its last beat, in real time. Stopped ones are swept after a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    host = models.TextField()
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True, help_text="people were told of its silence")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-beat_at"], name="worker_beat")]


class Tick(models.Model):
    """When work by the calendar was last handed in, by the city's clock."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()
