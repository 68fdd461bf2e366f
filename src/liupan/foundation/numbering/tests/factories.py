"""The journal, and the numbers taken, for tests."""

import json
from typing import Any

from django.db import connection

from liupan.foundation.numbering.models import Number


def facts(act: str) -> list[dict[str, Any]]:
    """What the journal holds of an act, by value, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT changes, concerned FROM journal_entry WHERE act = %s ORDER BY pos", [act]
        )
        return [{**json.loads(changes), "concerned": concerned} for changes, concerned in cursor]


def count_numbers(**of: Any) -> int:
    """How many numbers there are, of a series by its code or of who uses them."""
    return Number.objects.filter(**of).count()
