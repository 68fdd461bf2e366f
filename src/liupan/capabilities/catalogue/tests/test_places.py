"""Nobody misses what waits, and where nothing waits nothing is asked."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liupan.capabilities.catalogue.models import Request
from liupan.capabilities.catalogue.queries import places
from liupan.capabilities.catalogue.tests.asking import checked, decided, handed_in
from liupan.capabilities.catalogue.tests.factories import NOW, Town
from liupan.kernel.authority import Actor
from liupan.kernel.work import sources

NOTED = "SELECT count(*) FROM changes_change WHERE topic = %s AND at = transaction_timestamp()"
CATALOGUE = {kind: one for kind, one in sources().items() if kind.startswith("catalogue.")}


def waiting(actor: Actor) -> dict[str, list[str]]:
    found = {kind: one.items(actor, now=NOW, limit=40) for kind, one in CATALOGUE.items()}
    return {kind: [item.url for item in items] for kind, items in found.items() if items}


@pytest.fixture
def busy(place: Town) -> Town:
    """Requests on three stages."""
    for bring in (handed_in, checked, decided):
        bring(place)
    return place


def test_everybody_finds_what_waits_as_without_looking_where(
    busy: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {name: waiting(actor) for name, actor in busy.people.items()}
    monkeypatch.setattr(places, "connection", SimpleNamespace(in_atomic_block=True))
    assert found == {name: waiting(actor) for name, actor in busy.people.items()}
    kinds = {kind for of_one in found.values() for kind in of_one}
    assert {"catalogue.request_check", "catalogue.request_answer"} <= kinds


def test_where_nothing_waits_nothing_is_asked(busy: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {at: places._places(at) for at in places.At}
    monkeypatch.setattr(places, "_places", kept.__getitem__)
    with CaptureQueriesContext(connection) as asked:
        assert waiting(busy.outsider) == {}
    assert [one for one in asked.captured_queries if "catalogue_" in one["sql"]] == []


def test_what_moves_on_is_told(busy: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM changes_change WHERE topic = %s", [places.TOPIC])
        Request.objects.update(title="另一个标题")
        cursor.execute(NOTED, [places.TOPIC])
        assert cursor.fetchone() == (0,)
        Request.objects.filter(state="checking").update(state="returned")
        cursor.execute(NOTED, [places.TOPIC])
        assert cursor.fetchone() == (1,)
