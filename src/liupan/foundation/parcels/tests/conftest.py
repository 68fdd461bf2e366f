"""One town for each module; every test undoes what it did. Two installations in two databases."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import transaction

    from liupan.foundation.parcels.tests.factories import NOW, town
    from liupan.kernel import clock

    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        yield town()
        transaction.set_rollback(True)


@pytest.fixture
def place(built: Any) -> Iterator[Any]:
    from django.db import transaction

    from liupan.foundation.parcels.tests.factories import NOW
    from liupan.kernel import clock

    with clock.frozen(NOW), transaction.atomic():
        yield built
        transaction.set_rollback(True)
