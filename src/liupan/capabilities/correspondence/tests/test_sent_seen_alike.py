"""Who locks a document sees it by the same right by which lists show it (docs/adr/0096)."""

from uuid import uuid4

import pytest

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.policies import sees_outgoing, visible_outgoing
from liupan.capabilities.correspondence.queries.files import list_seen
from liupan.capabilities.correspondence.tests.reaching import everybody
from liupan.capabilities.correspondence.tests.town import Town, begun, handed, signed
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db


def test_documents_sent(place: Town) -> None:
    jointly = {"cosigner_unit_ids": (place.units["police"],)}
    begun(place)
    begun(place, **jointly)  # a matter of its drafters until it is handed in
    handed(place, **jointly)
    signed(place)
    Outgoing.objects.filter(id=begun(place)).update(secrecy=Secrecy.SECRET)
    documents = list(Outgoing.objects.all())
    seen = 0
    for actor in everybody(place.people.values(), place.units.values()):
        listed = set(Outgoing.objects.filter(visible_outgoing(actor)).values_list("id", flat=True))
        assert {one.id for one in documents if sees_outgoing(actor, one)} == listed
        seen += len(listed)
    assert seen > 0


def test_the_files_of_one_document_and_those_of_many(place: Town) -> None:
    jointly = {"cosigner_unit_ids": (place.units["police"],)}
    ids = {begun(place, **jointly), handed(place, **jointly), signed(place), uuid4()}
    for actor in everybody(place.people.values(), place.units.values()):
        seen = list_seen(actor, ids)
        assert {one for one in ids if list_seen(actor, [one])} == seen
