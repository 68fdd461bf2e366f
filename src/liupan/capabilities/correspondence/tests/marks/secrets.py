"""People of the sending town cleared for secrets, and a document 秘密★1年 that it dispatched."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.models import Incoming, MarkChange, Outgoing
from liupan.capabilities.correspondence.operations.issuing import dispatch_document
from liupan.capabilities.correspondence.operations.marks import ask_mark, decide_mark
from liupan.capabilities.correspondence.operations.receiving import enter_document
from liupan.capabilities.correspondence.tests import town as sending
from liupan.foundation.access.facade import actor_for, grant_role, installer, set_clearance
from liupan.foundation.documents.facade import Attached
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy

NOW, DAY = sending.NOW, sending.DAY
UNCLEARED = ("stranger", "police_leader", "plain")
ROLES = (
    ("counsel", "secrecy-officer", "office"),
    ("signer", "secrecy-chief", "office"),
    ("deputy", "secrecy-chief", "office"),
)


@dataclass(frozen=True)
class SecretTown:
    """The town, its people by name as actors, and the documents: what was sent, what the bureau
    received of it."""

    town: sending.Town
    sent: UUID
    received: UUID

    def __getattr__(self, name: str) -> Actor:
        return self.town.people[name]


def secret_town() -> SecretTown:
    """Build it by calling operations."""
    place = sending.town()
    for name, role, over in ROLES:
        grant_role(
            role_code=role, unit_id=place.units[over], account_id=place.people[name].id,
            valid_from=sending.FOUNDED, actor=installer(), now=NOW,
        )  # fmt: skip
    for name, one in list(place.people.items()):
        if name not in UNCLEARED:
            clear(one, Secrecy.CONFIDENTIAL, version=0)
        place.people[name] = actor_for(one.id)
    sent = dispatched(place, secrecy=Secrecy.SECRET.value, mark="秘密★1年")
    received = Incoming.objects.get(outgoing_id=sent, unit_id=place.units["bureau"]).id
    return SecretTown(place, sent, received)


def clear(person: Actor, level: Secrecy, *, version: int = 1) -> None:
    """How much somebody may see from now on."""
    set_clearance(account_id=person.id, level=level, version=version, actor=installer(), now=NOW)


def dispatched(place: sending.Town, **said: Any) -> UUID:
    """A document sealed and dispatched."""
    document = sending.rendered(place, **said)
    sending.seal(place, document, sending.step(document)[1])
    dispatch_document(
        document_id=document, item_id=sending.step(document)[1], actor=place.registrar, now=NOW
    )
    return document


def entered(place: SecretTown, mark: str = "秘密★2年", **said: Any) -> UUID:
    """A secret letter that came to the office from outside."""
    asked: dict[str, Any] = {
        "unit_id": place.town.units["office"], "origin": "scan", "title": "关于保密检查的函",
        "from_name": "自治区保密局", "their_number": "宁保函〔2017〕7号", "their_date": DAY,
        "type": "函", "secrecy": Secrecy.SECRET, "mark": mark, "urgency": "",
        "files": [Attached("来文.txt", BytesIO("函".encode()))], "actor": place.registrar,
        "now": NOW, **said,
    }  # fmt: skip
    return enter_document(**asked)


def ask(place: SecretTown, words: str, actor: Actor | None = None, **which: UUID) -> UUID:
    """Another mark for what was sent, or for another document."""
    return ask_mark(
        words=words, reason="内容已不涉密", actor=actor or place.counsel, now=NOW,
        **(which or {"outgoing_id": place.sent}),
    )  # fmt: skip


def decide(
    place: SecretTown, change: UUID, *, grants: bool = True, actor: Actor | None = None
) -> None:
    """The head of the office decides."""
    decide_mark(
        change_id=change, is_granted=grants, answer="同意" if grants else "仍需保密",
        actor=actor or place.signer, now=NOW,
    )  # fmt: skip


def changed(place: SecretTown, words: str, **which: UUID) -> MarkChange:
    """Asked for and approved."""
    change = ask(place, words, **which)
    decide(place, change)
    return MarkChange.objects.get(id=change)


def sent(place: SecretTown) -> Outgoing:
    """The row of what was sent."""
    return Outgoing.objects.get(id=place.sent)


def low(actor: Actor) -> Actor:
    """The same person, cleared for internal things only."""
    return replace(actor, clearance=Secrecy.INTERNAL)


def morning(day: Any) -> datetime:
    """When the daily work runs."""
    return clock.start_of(day) + timedelta(hours=9)
