"""One town for each module, built once; every test undoes what it did."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import transaction

    from liupan.capabilities.opendata.tests.factories import town

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield town()
        transaction.set_rollback(True)


@pytest.fixture
def place(built: Any) -> Iterator[Any]:
    from django.db import transaction

    with transaction.atomic():
        yield built
        transaction.set_rollback(True)
