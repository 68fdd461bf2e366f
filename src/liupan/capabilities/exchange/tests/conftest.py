"""One town for each module, built once; every test undoes what it did."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import transaction

    from liupan.capabilities.exchange.tests.watchers import watched_town

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield watched_town()
        transaction.set_rollback(True)


@pytest.fixture
def place(built: Any) -> Iterator[Any]:
    from django.db import transaction

    with transaction.atomic():
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole files are read by the connection of the test, which sees what it did not commit."""
    from liupan.foundation.tables import exporting

    def here(table_id: Any) -> Any:
        from django.db import connection

        return exporting.shape_of(table_id), connection

    monkeypatch.setattr(exporting, "_snapshot", here)
    monkeypatch.setattr(exporting, "_end", lambda _link: None)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The messages that were recorded."""
    from liupan.capabilities.exchange.operations import messages

    found: list[Any] = []
    monkeypatch.setattr(messages, "record_message", found.append)
    return found
