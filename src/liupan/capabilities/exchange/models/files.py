"""Files that were made of what a grant gives, for a person or a system of its consumer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.exchange.models.services import Service
from liupan.capabilities.exchange.models.systems import System
from liupan.capabilities.exchange.rules import files
from liupan.kernel.ids import uuid7

F, S = files.Form, files.State


class SharedFile(models.Model):
    """A file of one grant (数据文件): asked for once, taken as often as the grant allows.

    A small one is written anew whenever it is taken (`LIVE`); a large one by a job, sealed, and
    kept for some days. Its marks are made of its id, so whose it is can be told for ever.
    """

    class Form(models.TextChoices):
        """What kind of file."""

        CSV = F.CSV.value, pgettext_lazy("file", "CSV, UTF-8")
        CSV_BOM = F.CSV_BOM.value, pgettext_lazy("file", "CSV, UTF-8 with mark (for Excel)")
        GBK = F.GBK.value, pgettext_lazy("file", "CSV, GBK")
        GB18030 = F.GB18030.value, pgettext_lazy("file", "CSV, GB 18030")
        XLSX = F.XLSX.value, pgettext_lazy("file", "Excel workbook")
        PARQUET = F.PARQUET.value, pgettext_lazy("file", "Parquet")

    class State(models.TextChoices):
        """See `rules.files.State`."""

        LIVE = S.LIVE.value, pgettext_lazy("file", "written when taken")
        WAITING = S.WAITING.value, pgettext_lazy("file", "being made")
        READY = S.READY.value, pgettext_lazy("file", "ready")
        STOPPED = S.STOPPED.value, pgettext_lazy("file", "stopped")
        GONE = S.GONE.value, pgettext_lazy("file", "removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    consumer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    system = models.ForeignKey(System, models.PROTECT, null=True, related_name="+")
    grant_id = models.UUIDField()
    grant_number = models.TextField()
    grant_version = models.PositiveIntegerField()
    request_id = models.TextField(help_text="the caller's: the same one is the same file")
    case = models.TextField(help_text="办件编号")
    form = models.TextField(choices=Form.choices)
    state = models.TextField(choices=State.choices)
    reason = models.TextField(blank=True, default="", help_text="of being stopped, for people")
    job_id = models.UUIDField(null=True)
    rows = models.PositiveBigIntegerField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    digest = models.TextField(blank=True, default="", help_text="SM3 of the content, hexadecimal")
    content_id = models.UUIDField(null=True, help_text="of the sealed file")
    sealed_key = models.TextField(blank=True, default="")
    asked_by = models.UUIDField()
    asked_by_name = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asked_by", "request_id"], name="shared_file_once"),
            models.CheckConstraint(
                condition=~Q(state=S.READY.value) | ~Q(sealed_key=""), name="shared_file_has_key"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["consumer", "-asked_at"], name="shared_file_of_consumer"),
            models.Index(fields=["service", "-asked_at"], name="shared_file_of_service"),
            models.Index(
                fields=["kept_until"], name="shared_file_kept", condition=Q(state=S.READY.value)
            ),
        ]

    def __str__(self) -> str:
        return self.request_id
