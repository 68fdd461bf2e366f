"""Who locks a document sees it by the same right by which lists show it (docs/adr/0096)."""

import pytest

from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.policies import sees_incoming, visible_incoming
from liupan.capabilities.correspondence.rules.receiving import Purpose
from liupan.capabilities.correspondence.tests.incoming_town import (
    Town,
    registered,
    review,
    reviewed,
)
from liupan.capabilities.correspondence.tests.reaching import everybody
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db


def test_received_documents(receiving: Town) -> None:
    registered(receiving)
    reviewed(receiving)
    given = registered(receiving)
    review(receiving, given, purpose=Purpose.READING, readers=[receiving.plain.id])
    Incoming.objects.filter(id=registered(receiving)).update(secrecy=Secrecy.SECRET)
    documents = list(Incoming.objects.all())
    seen = 0
    for actor in everybody(receiving.people.values(), receiving.units.values()):
        listed = set(Incoming.objects.filter(visible_incoming(actor)).values_list("id", flat=True))
        assert {one.id for one in documents if sees_incoming(actor, one)} == listed
        seen += len(listed)
    assert seen > 0
