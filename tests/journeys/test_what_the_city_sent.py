"""Three months of correspondence in the demo city, as its own programs find them."""

import json

from tests.machinery.installations import Installation

LOOK = """
import json
from dataclasses import replace
from liupan.capabilities.correspondence.models import Incoming, Outgoing, Rendition
from liupan.capabilities.correspondence.policies import visible_incoming, visible_outgoing
from liupan.foundation.access.facade import actor_for
from liupan.foundation.documents.facade import open_file
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.seals.facade import verify_file
from liupan.kernel import clock
from liupan.kernel.secrecy import Secrecy

leader = actor_for(find_account_by_username("leader").id)
below = replace(leader, clearance=Secrecy.PUBLIC)

def outcome(one):
    content = open_file(file_id=one.file_id, actor=leader, now=clock.now()).content
    return verify_file(b"".join(content), now=clock.now()).outcome.name

sealed = Rendition.objects.filter(seals__gt=0, kind__in=("pdf", "ofd")).select_related("document")
print(json.dumps({
    "outgoing": list(Outgoing.objects.values_list("state", flat=True)),
    "incoming": list(Incoming.objects.values_list("state", flat=True)),
    "outcomes": [outcome(one) for one in sealed],
    "joint": Outgoing.objects.filter(parties__part="issuer", parties__order=1).count(),
    "returned": Outgoing.objects.filter(returned__gt=0).count(),
    "below": [
        list(Outgoing.objects.filter(visible_outgoing(below)).values_list("secrecy", flat=True)),
        list(Incoming.objects.filter(visible_incoming(below)).values_list("secrecy", flat=True)),
    ],
}))
"""
NUMBERS = """
SELECT c.scope, array_agg(n.n ORDER BY n.n) FROM numbering_number n
JOIN numbering_counter c ON c.id = n.counter_id JOIN numbering_series s ON s.id = n.series_id
WHERE s.code LIKE 'correspondence.%' GROUP BY c.id, c.scope
"""
OUTGOING = {
    "drafting", "reviewing", "cosigning", "legality", "signing_off", "rechecking", "numbering",
    "sealing", "dispatching", "dispatched", "archived", "withdrawn", "void",
}  # fmt: skip
"""What waits to be typeset the worker has made meanwhile."""
INCOMING = {
    "arrived", "signed_for", "registered", "instructing", "handling", "reading", "done",
    "returned", "archived",
}  # fmt: skip


def test_what_the_city_sent_and_received(city: Installation) -> None:
    done = city.call("django", "shell", "--no-imports", "-c", LOOK)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert len(found["outgoing"]) + len(found["incoming"]) > 300
    assert set(found["outgoing"]) >= OUTGOING
    assert set(found["incoming"]) >= INCOMING
    assert found["joint"]
    assert found["returned"]
    assert len(found["outcomes"]) > 60
    assert set(found["outcomes"]) <= {"VALID", "UNPROVEN"}, "no stamp proves when it was sealed"
    assert [set(levels) for levels in found["below"]] == [{0}, {0}]
    for scope, numbers in city.query(NUMBERS):
        assert numbers == list(range(1, len(numbers) + 1)), scope
