"""The town that sends documents, with somebody who looks after templates, codes and circles."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def drafting_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import transaction

    from liupan.capabilities.correspondence.operations.templates import install_templates
    from liupan.capabilities.correspondence.tests import town
    from liupan.foundation.access.facade import actor_for, grant_role
    from liupan.foundation.organisations.tests.factories import almighty
    from liupan.kernel import clock

    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(town.NOW):
        place = town.town()
        grant_role(
            role_code="document-manager", unit_id=place.units["root"],
            account_id=place.second.id, valid_from=town.FOUNDED, actor=almighty(), now=town.NOW,
        )  # fmt: skip
        install_templates(actor=almighty(), now=town.NOW)
        place.people["manager"] = actor_for(place.second.id)
        yield place
        transaction.set_rollback(True)


@pytest.fixture
def place(drafting_town: Any) -> Iterator[Any]:
    from django.db import transaction

    from liupan.capabilities.correspondence.tests.town import NOW
    from liupan.kernel import clock

    with clock.frozen(NOW), transaction.atomic():
        yield drafting_town
        transaction.set_rollback(True)
