"""The index: one row for each thing that can be found."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from liupan.kernel.secrecy import Secrecy


class Entry(models.Model):
    """A thing that can be found, by value, and who may find it.

    Found by everybody when `is_public`; by all staff when neither public nor `permission`; else by
    those who hold `permission` over `unit_id`. Never above the reader's clearance.
    """

    pk = models.CompositePrimaryKey("thing_type", "thing_id")
    thing_type = models.TextField()
    thing_id = models.UUIDField()
    title = models.TextField()
    text = models.TextField(blank=True, default="")
    url = models.TextField()
    unit_id = models.UUIDField(null=True)
    permission = models.TextField(blank=True, default="")
    is_public = models.BooleanField(default=False)
    secrecy = models.PositiveSmallIntegerField(default=Secrecy.INTERNAL.value)
    at = models.DateTimeField()
    title_normal = models.TextField()
    whole_normal = models.TextField()
    title_tokens = SearchVectorField()
    tokens = SearchVectorField()
    digest = models.BinaryField()

    class Meta:
        verbose_name_plural = "entries"
        indexes: ClassVar = [
            GinIndex(fields=["tokens"], name="search_tokens"),
            GinIndex(fields=["title_tokens"], name="search_title_tokens"),
        ]
