"""Rules for tests."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from liupan.foundation.rulesets.facade import Shipped

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)
LICENSING = "limits.licensing"


def shipped(**changes: Any) -> Shipped:
    """The licensing law's limit for a decision, in its edition of 2003."""
    values: dict[str, Any] = {
        "set_code": LICENSING,
        "set_title": "行政许可期限",
        "key": "decide",
        "title": "作出许可决定",
        "text": "20",
        "unit": "working_day",
        "law": "中华人民共和国行政许可法",
        "edition": "2003-08-27",
        "article": "第四十二条",
        "source": "公开法规库",
        "sureness": "V",
        "valid_from": date(2004, 7, 1),
    }
    return Shipped(**{**values, **changes})


def facts(act: str) -> list[dict[str, Any]]:
    """What the journal holds of an act, by value, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT changes, concerned FROM journal_entry WHERE act = %s ORDER BY pos", [act]
        )
        return [{**json.loads(changes), "concerned": concerned} for changes, concerned in cursor]
