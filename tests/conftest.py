"""The city that tests of the whole house share."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Any]:
    """One furnished city for a module, undone at its end; what a test changes it must undo."""
    # This file is read before settings are.
    from django.db import transaction

    from liupan.foundation.organisations.tests.factories import NOW
    from liupan.kernel import clock
    from tests.permissions.city import build_city, furnish

    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):  # type: ignore[attr-defined]
        made = build_city()
        furnish(made)
        yield made
        transaction.set_rollback(True)
