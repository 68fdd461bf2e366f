"""One town for each module, built once; every test undoes what it did."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def as_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests are transactions: what waits is looked for as on a page all the same."""
    from liupan.capabilities.catalogue.queries import places

    monkeypatch.setattr(places, "connection", SimpleNamespace(in_atomic_block=False))


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import transaction

    from liupan.capabilities.catalogue.tests.factories import town

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield town()
        transaction.set_rollback(True)


@pytest.fixture
def place(built: Any) -> Iterator[Any]:
    from django.db import transaction

    with transaction.atomic():
        yield built
        transaction.set_rollback(True)
