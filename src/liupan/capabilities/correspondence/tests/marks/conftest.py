"""A town on the intranet with a secret document dispatched, built once for each module."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def secret_town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import connection, transaction
    from django.test import override_settings

    from liupan.capabilities.correspondence.tests.marks.secrets import secret_town
    from liupan.capabilities.correspondence.tests.town import NOW
    from liupan.kernel import clock
    from liupan.kernel.secrecy import Zone

    media = tmp_path_factory.mktemp("secrets")
    inside = override_settings(LIUPAN_ZONE=Zone.INTRANET, MEDIA_ROOT=media)
    if not connection.in_atomic_block:
        connection.close()  # a test before may have made the database anew
    with inside, django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        yield secret_town()
        transaction.set_rollback(True)


@pytest.fixture
def secrets(secret_town: Any) -> Iterator[Any]:
    from django.db import transaction

    from liupan.capabilities.correspondence.tests.town import NOW
    from liupan.kernel import clock

    with clock.frozen(NOW), transaction.atomic():
        yield secret_town
        transaction.set_rollback(True)
