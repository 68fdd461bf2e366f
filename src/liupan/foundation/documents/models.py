"""What was kept, what it is attached to, under which mark; and what is on its way in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, UniqueConstraint

from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


class Scan(models.TextChoices):
    """What the virus scanner said of a content."""

    UNSCANNED = "unscanned"
    CHECKING = "checking"
    CLEAN = "clean"
    INFECTED = "infected"


class Content(models.Model):
    """One file on the disk, encrypted under its unit's key; never changed, never deleted.

    The same content is kept once for a unit and a secrecy level, however often it is attached. Two
    at the same moment may keep it twice: that costs room and nothing else. `secrecy` is the level
    it was kept under; what counts for readers is the file's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    secrecy = models.PositiveSmallIntegerField()
    sm3 = models.TextField(help_text="hexadecimal, of the content as it was handed in")
    size = models.PositiveBigIntegerField(help_text="in bytes")
    media_type = models.TextField()
    sealed_key = models.TextField()
    scan = models.TextField(choices=Scan.choices, default=Scan.UNSCANNED)
    scanned_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True, default="", help_text="the scanner's name for it")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(secrecy__lte=Secrecy.TOP_SECRET.value), name="content_level_exists"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["sm3", "owner_unit", "secrecy"], name="content_same"),
            models.Index(fields=["id"], name="content_checking", condition=Q(scan="checking")),
        ]


class File(models.Model):
    """A content under a name, attached to a thing (附件). Withdrawn ones stay, unseen.

    Versions of one document share `document_id`, the id of the first; `number` counts them. The
    mark (密级标识) is `secrecy` with the fields `mark_*`; `mark_ends_on` is reckoned from them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    content = models.ForeignKey(Content, models.PROTECT, related_name="files")
    name = models.TextField()
    of_type = models.TextField(help_text="office.thing")
    of_id = models.UUIDField()
    document_id = models.UUIDField()
    number = models.PositiveIntegerField(default=1)
    secrecy = models.PositiveSmallIntegerField()
    mark_since = models.DateField(null=True)
    mark_years = models.PositiveSmallIntegerField(null=True)
    mark_until = models.DateField(null=True)
    mark_condition = models.TextField(blank=True, default="")
    mark_ends_on = models.DateField(null=True)
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_for = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_for="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_for="")
                ),
                name="file_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(secrecy__lte=Secrecy.TOP_SECRET.value), name="file_level_exists"
            ),
            models.CheckConstraint(
                condition=Q(secrecy__lte=Secrecy.INTERNAL.value, mark_ends_on=None)
                | Q(secrecy__gt=Secrecy.INTERNAL.value, mark_ends_on__isnull=False),
                name="file_secret_ends",
            ),
            UniqueConstraint(fields=["document_id", "number"], name="file_version_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["of_id", "kept_at"], name="file_of", condition=Q(withdrawn_at=None)
            ),
            models.Index(
                fields=["mark_ends_on"],
                name="file_ends",
                condition=Q(withdrawn_at=None, mark_ends_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MarkChange(models.Model):
    """A change of a file's mark: done at once, or asked for and decided by somebody else."""

    class State(models.TextChoices):
        DONE = "done"
        ASKED = "asked"
        GRANTED = "granted"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(File, models.PROTECT, related_name="mark_changes")
    before = models.TextField(help_text="the mark as it is printed")
    after = models.TextField()
    after_since = models.DateField(null=True)
    reason = models.TextField()
    state = models.TextField(choices=State.choices)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["file"], name="mark_asked_once", condition=Q(state="asked")),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="mark_decided_by_another",
            ),
        ]


class Upload(models.Model):
    """A file on its way in, in parts, each sealed on the disk under the person's key (续传)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_id = models.UUIDField()
    name = models.TextField()
    stamp = models.TextField(help_text="what the browser knows the file by, to go on with it")
    size = models.PositiveBigIntegerField(help_text="as it was announced, in bytes")
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner_id"], name="upload_owner"),
            models.Index(fields=["touched_at"], name="upload_touched"),
        ]


class Part(models.Model):
    """A part of an upload. Its row commits after its file is on the disk."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    offset = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    sealed_key = models.TextField()

    class Meta:
        constraints: ClassVar = [UniqueConstraint(fields=["upload", "offset"], name="part_once")]
