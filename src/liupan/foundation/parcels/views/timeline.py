"""What happened to a parcel or a station, from the journal, as a timeline."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from liupan.foundation.design.facade import Event
from liupan.foundation.journal.facade import history
from liupan.foundation.parcels.policies import AUDIT
from liupan.foundation.parcels.queries.naming import people
from liupan.kernel.authority import Actor, Permission, may

KINDS: Mapping[str, str] = {
    "parcels.outgoing.refused": "back",
    "parcels.outgoing.withdrawn": "back",
    "parcels.outgoing.overdue": "late",
    "parcels.outgoing.packed": "act",
    "parcels.incoming.turned_away": "late",
    "parcels.peer.ended": "late",
}
SAID = ("opinion", "reason", "purpose")
"""Fields of facts that somebody wrote."""


def events_of(
    actor: Actor, thing_id: UUID, unit_id: UUID | None, *permissions: Permission
) -> Sequence[Event]:
    """The newest first, under the first of these permissions that the actor holds over the unit."""
    for permission in (*permissions, AUDIT):
        over = None if permission is AUDIT else unit_id
        if may(actor, permission, unit_id=over):
            found = history(actor, thing_id, under=permission, unit_id=over).entries
            called = people(entry.actor_id for entry in found)
            events = list[Event]()
            for entry in found:
                fields = {change.field: change.after.value for change in entry.changes}
                said = next((str(fields[name]) for name in SAID if fields.get(name)), "")
                kind = KINDS.get(entry.act, "")
                who = called.get(entry.actor_id, "") if entry.actor_id else ""
                events.append(Event(act=entry.label, who=who, at=entry.at, kind=kind, said=said))
            return events
    return ()
