"""What was found before a release, what was done with a dataset, how good it is."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

from liupan.capabilities.opendata.models.datasets import Dataset
from liupan.capabilities.opendata.rules.opening import Act
from liupan.kernel.ids import uuid7


class Check(models.Model):
    """The automatic check of one content as it would show (发布检查). Never changed.

    A dataset is released only with a passed one of what its table holds now; a trigger keeps that.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    by = models.UUIDField()
    table_id = models.UUIDField()
    content = models.PositiveIntegerField(help_text="number of the hosted content")
    position = models.PositiveBigIntegerField(help_text="how far its rows had come")
    rows = models.PositiveBigIntegerField()
    columns = ArrayField(models.TextField(), help_text="shown columns, sorted")
    quasi = ArrayField(models.TextField(), help_text="quasi-identifiers, sorted")
    about_persons = models.BooleanField()
    k = models.PositiveIntegerField(help_text="least people alike")
    passed = models.BooleanField()
    findings = models.JSONField(default=list, help_text="what stands in which column, how often")
    privacy = models.JSONField(default=dict, help_text="groups, what fails, what mends it")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["dataset", "-at"], name="check_of_dataset")]


class DatasetStep(models.Model):
    """What was done with a dataset, by whom, with which words (办理记录). Never changed."""

    class Kind(models.TextChoices):
        """See `rules.opening.Act`."""

        DRAW_UP = "draw_up", pgettext_lazy("dataset step", "drawn up")
        REVISE = Act.REVISE.value, pgettext_lazy("dataset step", "revised")
        MEND = "mend", pgettext_lazy("dataset step", "data mended")
        HAND_IN = Act.HAND_IN.value, pgettext_lazy("dataset step", "handed in")
        RETURN = Act.RETURN.value, pgettext_lazy("dataset step", "returned")
        RELEASE = Act.RELEASE.value, pgettext_lazy("dataset step", "released")
        WITHDRAW = Act.WITHDRAW.value, pgettext_lazy("dataset step", "withdrawn")
        LOAD = "load", pgettext_lazy("dataset step", "new data shown")
        BLOCK = "block", pgettext_lazy("dataset step", "new data not shown")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="steps")
    kind = models.TextField(choices=Kind.choices)
    actor_id = models.UUIDField()
    actor_unit_id = models.UUIDField(null=True)
    opinion = models.TextField(blank=True, default="")
    check_id = models.UUIDField(null=True, help_text="the check it stands on")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["dataset", "at"], name="dataset_step")]


class DataLoad(models.Model):
    """New data on their way (数据更新): shown when the check passes, else the previous stay."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("new data", "being loaded")
        SHOWN = "shown", pgettext_lazy("new data", "shown")
        BLOCKED = "blocked", pgettext_lazy("new data", "not shown: the check failed")
        REFUSED = "refused", pgettext_lazy("new data", "the file was not taken in")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="loads")
    table_id = models.UUIDField(unique=True, help_text="hosted table of its own")
    state = models.TextField(choices=State.choices, default=State.WAITING)
    check_of = models.ForeignKey(Check, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["dataset", "-asked_at"], name="load_of_dataset")]


class Quality(models.Model):
    """How good a released dataset is (质量评分), and how late; reckoned by night and at acts."""

    dataset = models.OneToOneField(Dataset, models.PROTECT, primary_key=True, related_name="+")
    points = models.PositiveIntegerField(help_text="of 405")
    parts = models.JSONField(default=list, help_text="dimension, item, points, most, how")
    due_on = models.DateField(null=True, help_text="when the next data are due")
    late_days = models.PositiveIntegerField(default=0)
    told_on = models.DateField(null=True, help_text="when the unit was told that it is late")
    dead_links = models.PositiveIntegerField(default=0)
    reckoned_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["points"], name="quality_points")]
