"""How often datasets were used (使用量): requests by day, of nobody in particular."""

from typing import ClassVar

from django.db import models

from liupan.capabilities.opendata.models.datasets import Dataset


class Hit(models.Model):
    """One request, until it is added to its day. Nothing of who asked.

    Not written to the log of the database, and without a foreign key: writing one locks nothing.
    """

    id = models.BigAutoField(primary_key=True)
    dataset_id = models.UUIDField()
    way = models.TextField(help_text="see `rules.uses.Way`")
    day = models.DateField()


class DailyUse(models.Model):
    """What the requests of a day come to (每日使用量)."""

    pk = models.CompositePrimaryKey("dataset_id", "day")
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="+")
    day = models.DateField()
    views = models.BigIntegerField()
    downloads = models.BigIntegerField()
    calls = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day"], name="daily_use_by_day")]


class Use(models.Model):
    """What all days come to (累计使用量); `recent`: of the last days, all three together."""

    dataset = models.OneToOneField(Dataset, models.PROTECT, primary_key=True, related_name="use")
    views = models.BigIntegerField()
    downloads = models.BigIntegerField()
    calls = models.BigIntegerField()
    recent = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-recent"], name="most_used")]
