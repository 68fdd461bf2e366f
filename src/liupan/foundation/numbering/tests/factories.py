"""The journal, for tests."""

import json
from typing import Any

from django.db import connection


def facts(act: str) -> list[dict[str, Any]]:
    """What the journal holds of an act, by value, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT changes, concerned FROM journal_entry WHERE act = %s ORDER BY pos", [act]
        )
        return [{**json.loads(changes), "concerned": concerned} for changes, concerned in cursor]
