"""How many queries each page asks: the same for few rows and for many, and no more than agreed.

The agreed numbers stand in `query_counts.json`. Who changes one on purpose renews the file:

    LIUPAN_RENEW_QUERY_COUNTS=1 python -m pytest tests/architecture/test_query_counts.py
"""

import json
import os
from datetime import timedelta
from math import inf
from pathlib import Path
from uuid import UUID

import pytest
from benchmarks import volume
from benchmarks.addresses import entrances, lists, pages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liupan.capabilities.plan.operations.editions import adopt_edition, enter_shipped_plan
from liupan.foundation.design.facade import Entrance
from liupan.foundation.identity import presence
from liupan.foundation.measures.facade import take_snapshots
from liupan.foundation.organisations import installation
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from tests.permissions.city import City, build_city

AGREED = Path(__file__).with_name("query_counts.json")
PEOPLE = ("anonymous", "clerk", "contact", "officer", "system", "security", "auditor")
FEW, MANY = 30, 150
"""Few are more than the smallest page of a list holds; of many, as many are shown as can be."""

LARGEST = "n=100"


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_pages_ask_the_same_number_of_queries_for_few_rows_and_for_many(
    monkeypatch: pytest.MonkeyPatch,
):
    # What is read or written anew every few seconds or minutes would meet one page or another.
    monkeypatch.setattr(installation, "KEEP", inf)
    monkeypatch.setattr(presence, "MINUTE", inf)
    place = build_city()
    with clock.frozen(city.NOW):
        _enter_plan()
        volume.grow(FEW, person=place.accounts["clerk"])
        few = _counts(place, "")
        volume.grow(MANY - FEW, person=place.accounts["clerk"], first=FEW + 1)
        many = _counts(place, LARGEST)
    grown = {page: (n, many.get(page)) for page, n in few.items() if many.get(page) != n}
    assert not grown, f"queries that grow with the rows (few, many): {grown}"
    if os.environ.get("LIUPAN_RENEW_QUERY_COUNTS"):
        AGREED.write_text(json.dumps(few, indent=2, sort_keys=True) + "\n")
    agreed = json.loads(AGREED.read_text()) if AGREED.exists() else {}
    changed = {
        p: (agreed.get(p), few.get(p)) for p in {*agreed, *few} if agreed.get(p) != few.get(p)
    }
    assert not changed, (
        f"pages whose number of queries has changed (agreed, now): {changed}. If this is meant:\n"
        "LIUPAN_RENEW_QUERY_COUNTS=1 python -m pytest tests/architecture/test_query_counts.py"
    )


def test_every_list_page_is_counted():
    agreed = {page.partition(" ")[0] for page in json.loads(AGREED.read_text())}
    assert {name for name in lists() if "living" not in name} <= agreed


def _enter_plan() -> None:
    """The plan with its figures of two days."""
    edition = enter_shipped_plan(actor=city.almighty(), now=city.NOW)
    adopt_edition(edition_id=edition, actor=city.almighty(), now=city.NOW)
    for days in (8, 1):
        day = city.TODAY - timedelta(days=days)
        take_snapshots(day=day, actor=city.almighty(), now=city.NOW)


def _counts(place: City, shown: str) -> dict[str, int]:
    """Queries by "page as person", of the first person to whom each page opens."""
    found: dict[str, int] = {}
    marks, left = entrances(), pages({**place.things, **_samples(place)})
    for person in PEOPLE:
        client, actor = place.client(person), place.actor(person)
        for name, url in [(n, u) for n, u in left.items() if _opens(marks[n], actor)]:
            count = _count(client, f"{url}?{shown}" if shown and name in lists() else url)
            if count is not None:
                found[f"{name} as {person}"] = count
                del left[name]
    return found


def _opens(mark: Entrance, actor: Actor) -> bool:
    if mark.kind == "requires":
        return any(may(actor, permission) for permission in mark.permissions)
    return mark.kind == "public" or not actor.is_anonymous


def _count(client: Client, url: str) -> int | None:
    """Queries of a page asked for the second time; None for what does not open or is no page."""
    first = client.get(url)
    if first.status_code != 200 or "text/html" not in first.headers.get("Content-Type", ""):
        return None
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def _samples(place: City) -> dict[str, object]:
    with connection.cursor() as cursor:
        clerk = [str(place.accounts["clerk"])]
        cursor.execute("SELECT id FROM jobs_job WHERE owner_id = %s ORDER BY id LIMIT 1", clerk)
        job_id: UUID = cursor.fetchone()[0]
        cursor.execute("SELECT id FROM calendar_clock ORDER BY id LIMIT 1")
        clock_id: UUID = cursor.fetchone()[0]
        cursor.execute("SELECT outgoing_id, id FROM correspondence_incoming ORDER BY id LIMIT 1")
        document_id, incoming_id = cursor.fetchone()
    return {
        "job_id": job_id, "clock_id": clock_id, "document_id": document_id,
        "incoming_id": incoming_id, "year": 2017, "day": "2017-11-15",
        "plan:target/code": "T09", "plan:records/code": "T09", "console:role/code": "staff",
    }  # fmt: skip
