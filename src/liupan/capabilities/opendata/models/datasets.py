"""Datasets: what is opened, as it stands for everybody."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.opendata.rules import opening
from liupan.kernel.ids import uuid7

Opened, S = opening.Openness, opening.State


class Dataset(models.Model):
    """A dataset that is opened or on its way (开放数据集). Withdrawn, never deleted."""

    class Openness(models.TextChoices):
        """See `rules.opening.Openness`."""

        OPEN = Opened.OPEN.value, _("open to everybody")
        CONDITIONAL = Opened.CONDITIONAL.value, _("open on conditions")
        NOT = Opened.NOT.value, _("not opened")

    class State(models.TextChoices):
        """See `rules.opening.State`."""

        DRAFT = S.DRAFT.value, pgettext_lazy("dataset", "being drawn up")
        CHECKING = S.CHECKING.value, pgettext_lazy("dataset", "awaiting release")
        RETURNED = S.RETURNED.value, pgettext_lazy("dataset", "returned")
        PUBLISHED = S.PUBLISHED.value, pgettext_lazy("dataset", "released")
        WITHDRAWN = S.WITHDRAWN.value, pgettext_lazy("dataset", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True, help_text="as addresses name it: a-z, 0-9, hyphen")
    resource = models.ForeignKey("catalogue.Resource", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    title = models.TextField()
    name_en = models.TextField(blank=True, default="")
    abstract = models.TextField()
    theme = models.TextField(help_text="code of the rule set of themes")
    keywords = ArrayField(models.TextField(), default=list)
    openness = models.TextField(choices=Openness.choices)
    conditions = models.TextField(blank=True, default="")
    ground = models.TextField(blank=True, default="", help_text="why it is not opened")
    licence = models.TextField(help_text="code of the rule set of licences")
    update_cycle = models.TextField(help_text="更新周期, code of the catalogue's list")
    covers_from = models.DateField(null=True)
    covers_until = models.DateField(null=True)
    division = models.TextField(blank=True, default="", help_text="行政区划代码 of the place")
    contact = models.TextField(blank=True, default="", help_text="office and telephone")
    about_persons = models.BooleanField(default=False, help_text="one row is about one person")
    table_id = models.UUIDField(null=True, unique=True, help_text="hosted table")
    state = models.TextField(choices=State.choices, default=State.DRAFT)
    reason = models.TextField(blank=True, default="", help_text="of being returned or withdrawn")
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    handed_in_by = models.UUIDField(null=True)
    released_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True, help_text="first")
    data_at = models.DateTimeField(null=True, help_text="its data were last loaded")
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"),
                name="dataset_code_is_plain",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.PUBLISHED.value)
                | Q(openness=Opened.NOT.value)
                | Q(table_id__isnull=False, published_at__isnull=False),
                name="dataset_released_has_data",
            ),
            models.CheckConstraint(
                condition=~Q(openness=Opened.CONDITIONAL.value) | Q(conditions__gt=""),
                name="dataset_conditional_states_conditions",
            ),
            models.CheckConstraint(
                condition=~Q(openness=Opened.NOT.value) | Q(ground__gt=""),
                name="dataset_not_opened_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=models.F("handed_in_by")),
                name="dataset_released_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "id"], name="dataset_newest"),
            models.Index(fields=["unit", "state"], name="dataset_of_unit"),
            models.Index(fields=["theme"], name="dataset_of_theme"),
        ]

    def __str__(self) -> str:
        return self.code


class DatasetColumn(models.Model):
    """A column that everybody sees, with what it means (数据项). Others stay inside."""

    id = models.BigAutoField(primary_key=True)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="columns")
    order = models.PositiveIntegerField()
    column = models.TextField(help_text="name in the hosted table")
    item = models.TextField(help_text="信息项名称, as the catalogue has it")
    note = models.TextField(blank=True, default="")
    is_quasi_identifier = models.BooleanField(
        default=False, help_text="准标识符: tells persons apart together with others"
    )

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "column"], name="dataset_column_once")
        ]

    def __str__(self) -> str:
        return self.column
