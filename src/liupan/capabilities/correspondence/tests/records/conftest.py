"""One town for each module, built once; every test undoes what it did."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import connection, transaction

    from liupan.capabilities.correspondence.tests.factories import town

    if not connection.in_atomic_block:
        connection.close()  # a test before may have made the database anew
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield town()
        transaction.set_rollback(True)


@pytest.fixture
def place(built: Any) -> Iterator[Any]:
    from django.db import transaction

    from liupan.capabilities.correspondence.tests.factories import NOW
    from liupan.kernel import clock

    with transaction.atomic(), clock.frozen(NOW):
        yield built
        transaction.set_rollback(True)
