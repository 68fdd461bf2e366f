"""What every act on an outgoing document leaves: an entry that never changes, and a fact."""

from typing import Any

from liupan.capabilities.correspondence.events import AboutOutgoing
from liupan.capabilities.correspondence.models import Entry, Outgoing
from liupan.foundation.journal.facade import record
from liupan.foundation.organisations.facade import By
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import insert


def keep(document: Outgoing, act: str, by: By, words: str = "", **values: Any) -> Entry:
    """Write what was done, by the fact's code without its office."""
    entry = Entry(
        outgoing=document,
        act=f"outgoing.{act}",
        actor_id=by.actor.id,
        actor_unit_id=by.unit_id,
        words=words.strip(),
        values=values,
        at=by.now,
    )
    insert(entry)
    return entry


def announce(fact: AboutOutgoing, by: By) -> None:
    """Record the fact."""
    record(fact, actor=by.actor, now=by.now)


def about(document: Outgoing, by: By) -> dict[str, Any]:
    """What every fact carries of the document, as it stands after the act."""
    return {
        "thing_id": document.id,
        "secrecy": Secrecy(document.secrecy),
        "issuing_unit_id": document.issuing_unit_id,
        "drafting_unit_id": document.drafting_unit_id,
        "type": document.type,
        "state": str(document.state),
        "number": document.number,
        "on": by.today,
    }
