"""Data items, who collects them, and which one resource is the source (一数一源)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.models.entries import Edition, Resource
from liupan.kernel.ids import uuid7


class DataItem(models.Model):
    """A data item (数据项) of a division: one category, one name however it is written.

    `bound_to`: the standard data item (数据元) of which this is another name.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    division = models.TextField(help_text="区划代码; another division's data are other data")
    category = models.TextField(help_text="信息资源分类")
    key = models.TextField(help_text="see `rules.naming.key_of`")
    name = models.TextField(help_text="as it was written first")
    bound_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="bound")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "category", "key"], name="data_item_once"),
            models.CheckConstraint(
                condition=Q(bound_to__isnull=True) | ~Q(bound_to=F("id")),
                name="data_item_bound_to_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["name", "id"], name="data_item_by_name")]

    def __str__(self) -> str:
        return self.name


class Collecting(models.Model):
    """That a resource holds a data item, from its publication on (采集).

    `named`: the data item by its own name; `item`: the one it counts as, bound or the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(DataItem, models.PROTECT, related_name="collected")
    named = models.ForeignKey(DataItem, models.PROTECT, related_name="+")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="collecting")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    name = models.TextField(help_text="信息项名称")
    claims = models.BooleanField(default=False, help_text="the entry says it is the source")
    is_source = models.BooleanField(default=False, help_text="数源")
    since_at = models.DateTimeField()
    source_since_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(is_source=True, ended_at__isnull=True),
                name="one_item_one_source",
            ),
            models.UniqueConstraint(
                fields=["resource", "named"],
                condition=Q(ended_at__isnull=True),
                name="collected_once",
            ),
            models.CheckConstraint(
                condition=Q(is_source=False) | Q(source_since_at__isnull=False),
                name="source_since_a_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["item", "since_at"], name="collecting_of_item"),
        ]

    def __str__(self) -> str:
        return self.name


class Arbitration(models.Model):
    """Two units claim to be the source of one data item (数源裁定); one is ruled to be it."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("arbitration", "grounds are being stated")
        STATED = "stated", pgettext_lazy("arbitration", "to be ruled")
        RULED = "ruled", pgettext_lazy("arbitration", "ruled")
        LAPSED = "lapsed", pgettext_lazy("arbitration", "no longer disputed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(DataItem, models.PROTECT, related_name="arbitrations")
    first = models.ForeignKey(Resource, models.PROTECT, related_name="+")
    first_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    second = models.ForeignKey(Resource, models.PROTECT, related_name="+")
    second_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, related_name="+",
        help_text="the edition that claims the item too; none when two names were bound",
    )  # fmt: skip
    state = models.TextField(choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    clock_id = models.UUIDField(help_text="first that of the grounds, then that of the ruling")
    first_grounds = models.TextField(blank=True, default="")
    first_stated_at = models.DateTimeField(null=True)
    first_stated_by = models.UUIDField(null=True)
    second_grounds = models.TextField(blank=True, default="")
    second_stated_at = models.DateTimeField(null=True)
    second_stated_by = models.UUIDField(null=True)
    winner = models.ForeignKey(Resource, models.PROTECT, null=True, related_name="+")
    ruling = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    was_late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "second"],
                condition=Q(state__in=["open", "stated"]),
                name="one_open_arbitration",
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="arbitration_between_two"),
            models.CheckConstraint(
                condition=Q(winner__isnull=True) | Q(winner=F("first")) | Q(winner=F("second")),
                name="one_of_two_wins",
            ),
            models.CheckConstraint(
                condition=Q(state="ruled", winner__isnull=False)
                | (~Q(state="ruled") & Q(winner__isnull=True)),
                name="ruled_for_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "opened_at"], name="arbitration_by_state"),
        ]
