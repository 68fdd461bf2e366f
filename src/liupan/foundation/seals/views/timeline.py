"""What happened to a seal or a request, from the journal, as a timeline."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from liupan.foundation.design.facade import Event
from liupan.foundation.journal.facade import EntryRef, history
from liupan.foundation.seals.policies import AUDIT
from liupan.foundation.seals.queries.naming import names
from liupan.kernel.authority import Actor, Permission, may

KINDS: Mapping[str, str] = {
    "seals.seal.refused": "back",
    "seals.seal.suspended": "late",
    "seals.seal.revoked": "late",
    "seals.seal.destroyed": "late",
    "seals.use.refused": "back",
    "seals.use.withdrawn": "back",
    "seals.use.used": "act",
    "seals.use.copied": "act",
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
            called = names(people=[entry.actor_id for entry in found])
            return [_event(entry, called.person(entry.actor_id)) for entry in found]
    return ()


def _event(entry: EntryRef, who: str) -> Event:
    fields = {change.field: change.after.value for change in entry.changes}
    said = next((str(fields[name]) for name in SAID if fields.get(name)), "")
    return Event(act=entry.label, who=who, at=entry.at, kind=KINDS.get(entry.act, ""), said=said)
