"""Hosted tables, their columns, what was loaded. The content itself lies in the schema `hosted`."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, UniqueConstraint

from liupan.foundation.tables.rules.columns import Flaw, Type
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


class HostedTable(models.Model):
    """A table of real content (托管数据表) of one unit. Closed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.TextField()
    unit_id = models.UUIDField(db_index=True)
    secrecy = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name) for level in Secrecy], default=Secrecy.PUBLIC
    )
    current = models.OneToOneField(
        "Content", on_delete=models.PROTECT, null=True, related_name="shown_by"
    )
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="hosted_table_has_title"),
        ]


class Structure(models.Model):
    """The columns of a table from one definition to the next. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    table = models.ForeignKey(HostedTable, on_delete=models.PROTECT, related_name="structures")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["table", "number"], name="structure_number_once"),
        ]


class StructureColumn(models.Model):
    """A column (信息项). `number` is its place, and the name of the physical column: c1, c2 …"""

    id = models.BigAutoField(primary_key=True)
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="columns")
    number = models.PositiveSmallIntegerField()
    name = models.TextField()
    type = models.CharField(max_length=1, choices=[(t.value, t.name) for t in Type])
    length = models.PositiveIntegerField(default=0)
    is_required = models.BooleanField(default=False)
    unit = models.TextField(default="")
    codes = ArrayField(models.TextField(), default=list)
    pattern = models.TextField(default="")
    least = models.DecimalField(max_digits=60, decimal_places=20, null=True)
    most = models.DecimalField(max_digits=60, decimal_places=20, null=True)
    key = models.PositiveSmallIntegerField(default=0, help_text="place in the key, or 0")
    is_indexed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["structure", "number"], name="column_number_once"),
            UniqueConstraint(fields=["structure", "name"], name="column_name_once"),
        ]


class Content(models.Model):
    """One physical table: hosted.t<number>, and hosted.r<number> with what rows were before."""

    class State(models.TextChoices):
        FILLING = "filling"
        CURRENT = "current"
        OLD = "old"
        DROPPED = "dropped"

    number = models.AutoField(primary_key=True)
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="contents")
    state = models.TextField(choices=State.choices, default=State.FILLING)
    rows = models.PositiveBigIntegerField(default=0)
    last_n = models.PositiveBigIntegerField(default=0, help_text="the feed's last position")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)


class Load(models.Model):
    """One file on its way into a table, what was found in it, and how it ended (装载)."""

    class Mode(models.TextChoices):
        REPLACE = "replace"
        APPEND = "append"
        UPSERT = "upsert"

    class State(models.TextChoices):
        WAITING = "waiting"
        PUBLISHED = "published"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    table = models.ForeignKey(HostedTable, on_delete=models.PROTECT, related_name="loads")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, null=True, related_name="+")
    mode = models.TextField(choices=Mode.choices)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    file_name = models.TextField()
    size = models.PositiveBigIntegerField()
    sealed_key = models.TextField()
    encoding = models.TextField(default="", help_text="as a person said; empty: found")
    delimiter = models.TextField(default="")
    sheet = models.TextField(default="")
    allowed_wrong = models.PositiveIntegerField(default=0)
    job_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")
    rows_read = models.PositiveBigIntegerField(default=0)
    wrong = models.PositiveBigIntegerField(default=0)
    added = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    removed = models.PositiveBigIntegerField(default=0)
    first_n = models.PositiveBigIntegerField(default=0)
    last_n = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["table", "-asked_at"], name="load_of_table")]


class QualityLine(models.Model):
    """How many rows of a load had a flaw in a column (质量报告)."""

    id = models.BigAutoField(primary_key=True)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="quality")
    column = models.TextField(help_text="name, or empty for the row as a whole")
    flaw = models.TextField(choices=[(f.value, f.name) for f in Flaw])
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["load", "column", "flaw"], name="quality_line_once"),
        ]
