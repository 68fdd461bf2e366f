"""What holds on a day."""

from datetime import date

from django.db.models import Q


def on_day(day: date, prefix: str = "") -> Q:
    """Rows whose validity holds on `day`."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )
