"""Who locks a document sees it by the same right by which lists show it (docs/adr/0096)."""

import pytest

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.policies import sees_outgoing, visible_outgoing
from liupan.capabilities.correspondence.tests.reaching import everybody
from liupan.capabilities.correspondence.tests.town import Town, begun, signed
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db


def test_documents_sent(place: Town) -> None:
    begun(place)
    signed(place)
    Outgoing.objects.filter(id=begun(place)).update(secrecy=Secrecy.SECRET)
    documents = list(Outgoing.objects.all())
    seen = 0
    for actor in everybody(place.people.values(), place.units.values()):
        listed = set(Outgoing.objects.filter(visible_outgoing(actor)).values_list("id", flat=True))
        assert {one.id for one in documents if sees_outgoing(actor, one)} == listed
        seen += len(listed)
    assert seen > 0
