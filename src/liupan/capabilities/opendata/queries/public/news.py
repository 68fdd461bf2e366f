"""What is new or changed, for feeds and search engines."""

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.queries.public.datasets import lines_of
from liupan.capabilities.opendata.queries.public.seen import listed
from liupan.capabilities.opendata.queries.public.shapes import Line

NEWS, MOST = 50, 50_000
"""Entries of a feed; addresses of a sitemap (as sitemaps.org has it)."""

Dated = tuple[Line, datetime]


def list_news(*, theme: str = "", now: datetime) -> list[Dated]:
    """The last changed datasets with when they were, of a theme or of all."""
    rows = Dataset.objects.filter(listed())
    rows = rows.filter(theme=theme) if theme else rows
    changed = Greatest(F("changed_at"), Coalesce(F("data_at"), F("changed_at")))
    found = list(rows.annotate(last=changed).order_by("-last", "id")[:NEWS])
    lines = lines_of(found, now=now)
    return [(line, row.last) for line, row in zip(lines, found, strict=True)]


def list_addresses() -> list[tuple[str, datetime]]:
    """Codes with when they changed. One query."""
    rows = Dataset.objects.filter(listed()).order_by("code")
    return list(rows.values_list("code", "changed_at")[:MOST])
