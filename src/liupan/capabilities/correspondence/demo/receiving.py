"""How incoming documents live: signed for, registered, reviewed, handled or read, or left lying."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from liupan.capabilities.correspondence.demo import texts
from liupan.capabilities.correspondence.demo.agenda import Agenda, Life, later, next_of
from liupan.capabilities.correspondence.demo.facts import Received, Sent, received, sent
from liupan.capabilities.correspondence.demo.papers import foresee_paper, paper
from liupan.capabilities.correspondence.demo.staff import OFFICE, Desk, Staff
from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.operations.receiving import (
    enter_document,
    finish_handling,
    instruct_document,
    read_document,
    register_document,
    review_document,
    send_back_document,
    sign_for_document,
    urge_handling,
)
from liupan.capabilities.correspondence.rules.receiving import Purpose
from liupan.foundation.documents.facade import Attached
from liupan.kernel import clock
from liupan.kernel.secrecy import Secrecy

NEGLECTED = 0.06
"""The share of documents that nobody signs for."""
READERS = ("chief", "planner", "leader")
"""Of the city's office."""


@dataclass(frozen=True)
class Receipt:
    """A document at a unit. `stop`: the state it stands in at the opening, "" for none in
    particular; `is_answered`: another document will answer it, and it is done by that."""

    id: UUID
    desk: Desk
    stop: str
    is_action: bool
    is_urgent: bool
    is_answered: bool = False
    handler: UUID | None = None
    leader: UUID | None = None
    is_urged: bool = False


class Receiving:
    """Lets incoming documents live, those sent within the city and those from outside."""

    def __init__(self, staff: Staff, agenda: Agenda) -> None:
        self.staff, self.agenda = staff, agenda
        self.chance = staff.city.chance("correspondence receiving")
        self._asked: dict[UUID, Receipt] = {}
        """Those that wait for the document that answers them."""

    def plan(self) -> None:
        """Those from outside."""
        known = [(fact, desk) for fact in received() if (desk := self.staff.desk(fact.unit))]
        for fact, desk in self.staff.city.some(known):
            self.agenda.start(self._outside(fact, desk))

    def arrived(self, fact: Sent, incoming_id: UUID, unit_id: UUID, now: datetime) -> None:
        """One that was sent within the city arrived."""
        desk = self.staff.desk_of(unit_id)
        if desk is None:
            return
        stop = fact.stops.get(desk.unit.short_name, "")
        if not stop and self.chance.random() < NEGLECTED:
            stop = "arrived"
        with_leader = desk.leader if self.chance.random() < 0.25 else None
        receipt = Receipt(
            incoming_id, desk, stop, fact.action, bool(fact.urgency),
            is_answered=fact.action and self._is_answered(fact, desk),
            leader=with_leader if desk.leader != desk.registrar else None,
        )  # fmt: skip
        life = self._life(receipt, now)
        self.agenda.start(_until_void(life, incoming_id) if fact.turn == "void" else life)

    def answer(self, incoming_id: UUID, reply_id: UUID, now: datetime) -> None:
        """The document that answers it was dispatched."""
        receipt = self._asked.pop(incoming_id, None)
        if receipt:
            self.agenda.start(self._finish(receipt, now, reply_id))

    def _is_answered(self, fact: Sent, desk: Desk) -> bool:
        """Whether the unit, or the government whose office it is, answers with a document."""
        own = desk.unit.short_name
        return any(one.answers == fact.key and own in (one.unit, f"{one.unit}办") for one in sent())

    # --- Lives -----------------------------------------------------------------------------------
    def _outside(self, fact: Received, desk: Desk) -> Life:
        begins = clock.start_of(fact.day) + timedelta(hours=9, minutes=self.chance.randint(0, 200))
        moment = later(begins, 0)
        foresee_paper(fact, desk.unit.name, moment)
        now = yield moment
        name, content = paper(fact, desk.unit.name, now)
        file = Attached(name, BytesIO(content))
        made = enter_document(
            unit_id=desk.unit.id, origin="scan" if fact.file == "scan" else "file",
            title=fact.title, from_name=fact.sender, their_number=fact.number,
            their_date=clock.on(now) - timedelta(days=1), type=fact.type,
            secrecy=Secrecy.INTERNAL, mark="", urgency=fact.urgency or "", files=[file],
            actor=self.staff.actor(desk.registrar), now=now,
        )  # fmt: skip
        receipt = Receipt(
            made, desk, fact.stop, fact.action, bool(fact.urgency),
            handler=self.staff.named(fact.handler) if fact.handler else None,
            leader=self.staff.named("leader") if fact.leader else None, is_urged=fact.urge,
        )  # fmt: skip
        yield from self._registered(receipt, now)

    def _life(self, receipt: Receipt, now: datetime) -> Life:
        if receipt.stop == "arrived":
            return
        hours = self.chance.uniform(0.2, 1) if receipt.is_urgent else self.chance.uniform(0.5, 9)
        now = yield later(now, hours)
        registrar = self.staff.actor(receipt.desk.registrar)
        sign_for_document(incoming_id=receipt.id, actor=registrar, now=now)
        yield from self._registered(receipt, now)

    def _registered(self, receipt: Receipt, now: datetime) -> Life:
        if receipt.stop == "signed_for":
            return
        registrar = self.staff.actor(receipt.desk.registrar)
        now = yield later(now, self.chance.uniform(0.2, 3))
        if receipt.stop == "returned":
            send_back_document(
                incoming_id=receipt.id, reason=texts.SENT_BACK, actor=registrar, now=now
            )
            return
        register_document(incoming_id=receipt.id, actor=registrar, now=now)
        if receipt.stop == "registered":
            return
        now = yield later(now, self.chance.uniform(0.3, 4))
        if receipt.is_action:
            yield from self._handled(receipt, now)
        else:
            yield from self._read(receipt, now)

    def _read(self, receipt: Receipt, now: datetime) -> Life:
        desk = receipt.desk
        people = self._readers(desk)
        self._review(receipt, Purpose.READING, now, readers=people)
        left = people[:-1] if receipt.stop == "reading" else people
        for person in left:
            now = yield later(now, self.chance.uniform(0.5, 9))
            words = self.chance.choice(texts.READ)
            actor = self.staff.actor(person)
            read_document(incoming_id=receipt.id, actor=actor, now=now, words=words)

    def _readers(self, desk: Desk) -> list[UUID]:
        if desk.unit.short_name == OFFICE:
            return [self.staff.named(name) for name in READERS]
        return [desk.leader or desk.registrar]

    def _handled(self, receipt: Receipt, now: datetime) -> Life:
        self._review(receipt, Purpose.ACTION, now)
        if receipt.stop in ("proposing", "instructing"):
            return
        if receipt.leader:
            now = yield later(now, self.chance.uniform(1, 8))
            words, leader = self.chance.choice(texts.INSTRUCTED), self.staff.actor(receipt.leader)
            instruct_document(incoming_id=receipt.id, words=words, actor=leader, now=now)
        if receipt.is_answered:
            self._asked[receipt.id] = receipt
            return
        if receipt.stop == "handling":
            yield from self._urged(receipt, now)
            return
        now = yield later(now, self.chance.uniform(7, 75))
        yield from self._finish(receipt, now, None)

    def _urged(self, receipt: Receipt, now: datetime) -> Life:
        if receipt.is_urged:
            now = yield later(now, 60)
            registrar = self.staff.actor(receipt.desk.registrar)
            urge_handling(incoming_id=receipt.id, opinion=texts.URGED, actor=registrar, now=now)

    def _finish(self, receipt: Receipt, now: datetime, reply_id: UUID | None) -> Life:
        now = yield later(now, 0.2)
        finish_handling(
            incoming_id=receipt.id, result=self.chance.choice(texts.HANDLED), reply_id=reply_id,
            actor=self.staff.actor(self._handler(receipt)), now=now,
        )  # fmt: skip

    def _handler(self, receipt: Receipt) -> UUID:
        """Who was named, else who drafts at the unit: they write the reply, too."""
        return receipt.handler or receipt.desk.drafter or receipt.desk.registrar

    def _review(
        self, receipt: Receipt, purpose: Purpose, now: datetime, readers: list[UUID] | None = None
    ) -> None:
        is_action = purpose is Purpose.ACTION
        is_proposed = is_action and receipt.stop != "proposing"
        words = texts.TO_LEADER if receipt.leader else texts.PROPOSED
        review_document(
            incoming_id=receipt.id, purpose=purpose, lead_unit_id=None, due_on=None,
            proposal=self.chance.choice(words) if is_proposed else "",
            leader_id=receipt.leader if is_action else None,
            handler_id=self._handler(receipt) if is_action else None,
            readers=readers or [], actor=self.staff.actor(receipt.desk.registrar), now=now,
        )  # fmt: skip


def _until_void(life: Life, incoming_id: UUID) -> Life:
    """Whoever comes to a document after it was made void lays it aside."""
    moment = next(life, None)
    while moment is not None:
        now = yield moment
        if Incoming.objects.filter(id=incoming_id, outgoing__state=Outgoing.State.VOID).exists():
            return
        moment = next_of(life, now)
