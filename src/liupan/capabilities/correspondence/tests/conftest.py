"""One town for each module, built once; every test undoes what it did."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def sending_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import connection, transaction

    from liupan.capabilities.correspondence.tests.town import NOW, town
    from liupan.kernel import clock

    if not connection.in_atomic_block:
        connection.close()  # a test before may have made the database anew
    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        yield town()
        transaction.set_rollback(True)


@pytest.fixture
def place(sending_town: Any) -> Iterator[Any]:
    from django.db import transaction

    from liupan.capabilities.correspondence.tests.town import NOW
    from liupan.kernel import clock

    with clock.frozen(NOW), transaction.atomic():
        yield sending_town
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def receiving_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import connection, transaction

    from liupan.capabilities.correspondence.tests.incoming_town import town

    if not connection.in_atomic_block:
        connection.close()  # a test before may have made the database anew
    with django_db_blocker.unblock(), transaction.atomic():
        yield town()
        transaction.set_rollback(True)


@pytest.fixture
def receiving(receiving_town: Any) -> Iterator[Any]:
    from django.db import transaction

    from liupan.capabilities.correspondence.tests.incoming_town import NOW
    from liupan.kernel import clock

    with clock.frozen(NOW), transaction.atomic():
        yield receiving_town
        transaction.set_rollback(True)
