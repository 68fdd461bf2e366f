"""How an outgoing document lives: drafted, reviewed, signed off, numbered, sealed, dispatched."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.demo import texts
from liupan.capabilities.correspondence.demo.agenda import Agenda, Life, later
from liupan.capabilities.correspondence.demo.facts import Sent, sent
from liupan.capabilities.correspondence.demo.receiving import Receiving
from liupan.capabilities.correspondence.demo.staff import CITY, LEGAL, OFFICE, Desk, Staff
from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.operations.deciding import decide_step, return_document
from liupan.capabilities.correspondence.operations.drafting import (
    begin_document,
    hand_on_draft,
    withdraw_document,
)
from liupan.capabilities.correspondence.operations.issuing import (
    dispatch_document,
    number_document,
    render_document,
    seal_document,
    void_document,
)
from liupan.capabilities.correspondence.operations.particulars import Particulars, To
from liupan.capabilities.correspondence.operations.printing import printed
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.drafts import find_draft
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.capabilities.correspondence.rules.numbers import PATTERN
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.workflow.facade import StepNow, open_steps
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy

HOURS = {
    "draft": (1, 4), "review": (1, 5), "cosign": (2, 6), "legality": (5, 12), "signoff": (1, 7),
    "recheck": (0.3, 1.5), "number": (0.2, 0.6), "seal": (0.3, 2), "dispatch": (0.2, 1),
}  # fmt: skip
"""Working hours a step takes, from and to."""
TYPESET = timedelta(seconds=40)
"""After its number the worker has a document typeset."""
COSIGN, SEAL = timedelta(minutes=17), timedelta(minutes=21)
"""From one unit to the next of those that sign or seal together."""
PRINTED = (None, "seal", "dispatch")
"""Where those stand, when the city opens, that were typeset."""
SLOW = 100.0
"""Working hours the signer of the late one takes."""


@dataclass(eq=False)
class Document:
    """A document of the list as it lives: who works on it, and its ids."""

    fact: Sent
    desk: Desk
    id: UUID | None = None
    instance_id: UUID | None = None
    incoming_id: UUID | None = None
    corrected: bool = False
    planned: dict[str, float] = field(default_factory=dict)
    """Hours of steps to come, by element."""

    @property
    def document_id(self) -> UUID:
        assert self.id
        return self.id


class Sending:
    """Lets every document of the list live."""

    def __init__(self, staff: Staff, agenda: Agenda, receiving: Receiving) -> None:
        self.staff, self.agenda, self.receiving = staff, agenda, receiving
        self.chance = staff.city.chance("correspondence sending")
        self.tender = worker_actor(TEND)
        self.ids: dict[str, UUID] = {}
        self.signed: Counter[str] = Counter()
        """How many were signed off that get a number, by code."""

    def plan(self) -> None:
        """Those whose units are built."""
        able = [(fact, desk) for fact in sent() if (desk := self._desk_for(fact))]
        for fact, desk in self.staff.city.some(able):
            self.agenda.start(self._life(Document(fact, desk)))

    def _desk_for(self, fact: Sent) -> Desk | None:
        """Whoever drafts it, if all who take part can."""
        if fact.normative and not self.staff.desk(LEGAL):
            return None
        parts = (fact.unit, *fact.issuers, *fact.cosign)
        return self.staff.desk(fact.unit) if all(map(self._is_able, parts)) else None

    def _is_able(self, name: str) -> bool:
        desk = self.staff.desk(name)
        return bool(desk and desk.may_send)

    def _life(self, document: Document) -> Life:
        fact = document.fact
        begins = clock.start_of(fact.day) + timedelta(hours=9, minutes=self.chance.randint(0, 90))
        now = yield later(begins, 0)
        if not self._begin(document, now):
            return
        while step := self._step(document):
            element = step.element
            if element == fact.until:
                return
            if element == "rendered":
                now = yield now + TYPESET
                render_document(document_id=document.document_id, actor=self.tender, now=now)
                continue
            now = yield later(now, self._hours(element, document))
            if fact.turn == "withdrawn" and element == "signoff":
                self._withdraw(document, now)
                return
            self._act(document, step, now)
            if element == "signoff":
                self._foresee(document, now)
            now += _lasts(element, fact)
            if fact.turn == "returned" and element == "review":
                return
        self._go_out(document, now)
        if fact.turn == "void":
            now = yield later(now, 9)
            registrar = self.staff.actor(document.desk.registrar)
            void_document(
                document_id=document.document_id, reason=texts.VOID, actor=registrar, now=now
            )

    def _hours(self, element: str, document: Document) -> float:
        fact = document.fact
        if fact.turn == "late" and element == "signoff":
            return SLOW
        return document.planned.pop(element, 0.0) or self._drawn(element, fact)

    def _drawn(self, element: str, fact: Sent) -> float:
        first, last = HOURS[element]
        hours = self.chance.uniform(first, last)
        return hours / 4 if fact.urgency else hours

    def _foresee(self, document: Document, now: datetime) -> None:
        """It is signed off: how it will be printed is known, but for a number taken before."""
        code = document.fact.code
        if document.fact.until not in PRINTED:
            return
        document.planned = {one: self._drawn(one, document.fact) for one in ("recheck", "number")}
        numbered = later(later(now, document.planned["recheck"]), document.planned["number"])
        row = Outgoing.objects.get(id=document.document_id)
        self.signed[code] += 1
        row.number = PATTERN.format(prefix=code, year=now.year, n=self.signed[code])
        row.numbered_at = numbered
        if draft := find_draft(row.id, row.signed_draft or 0):
            printed.foresee(source_of(row, draft), numbered + TYPESET)

    def _step(self, document: Document) -> StepNow | None:
        """Where it stands; nobody else moves it."""
        assert document.instance_id
        return next(iter(open_steps(document.instance_id)), None)

    # --- Acts ------------------------------------------------------------------------------------
    def _begin(self, document: Document, now: datetime) -> bool:
        fact = document.fact
        if fact.answers and not self._is_asked(document):
            return False
        drafter = self._drafter(document)
        document.id = begin_document(
            particulars=self._particulars(document), actor=drafter, now=now,
            source=fact.source(self.staff.mayor),
        )  # fmt: skip
        document.instance_id = Outgoing.objects.get(id=document.id).instance_id
        return True

    def _is_asked(self, document: Document) -> bool:
        """Find what it answers: at the unit itself, for a government at its office."""
        answers = self.ids.get(document.fact.answers or "")
        if answers is None:
            return False
        unit = self.staff.units[self._at(document.fact.unit)].id
        found = Incoming.objects.filter(outgoing_id=answers, unit_id=unit, number__gt="").first()
        document.incoming_id = found.id if found else None
        return found is not None

    def _at(self, unit: str) -> str:
        is_government = self.staff.units[unit].category == "government"
        return f"{unit}办" if is_government else unit

    def _drafter(self, document: Document) -> Actor:
        fact, desk = document.fact, document.desk
        return self.staff.actor(
            self.staff.named(fact.drafter) if fact.drafter else desk.drafter or desk.registrar
        )

    def _particulars(self, document: Document) -> Particulars:
        fact, desk = document.fact, document.desk
        drafting = self.staff.units[self._at(fact.unit)].id
        is_for_leader = fact.unit == OFFICE and fact.until == "signoff"
        signer = self.staff.named("leader") if is_for_leader else desk.leader
        return Particulars(
            type=fact.type, form=fact.form, title=fact.title, issuing_unit_id=desk.unit.id,
            drafting_unit_id=drafting, signer_id=signer,
            issuers=tuple(self.staff.units[name].id for name in fact.issuers),
            cosigner_unit_ids=tuple(self.staff.units[name].id for name in fact.cosign),
            code_id=self.staff.codes[fact.code],
            addressees=(*self._to("main", fact.to), *self._to("copy", fact.cc)),
            secrecy=(Secrecy.PUBLIC if fact.open else Secrecy.INTERNAL).value,
            urgency=fact.urgency or "", is_normative=fact.normative,
            disclosure="open" if fact.open else "closed" if fact.internal else "on_request",
            disclosure_reason="内部管理信息" if fact.internal else "",
            in_reply_to=document.incoming_id,
        )  # fmt: skip

    def _to(self, kind: str, names: tuple[str, ...]) -> Iterator[To]:
        for name in names:
            if circle := self.staff.circles.get(name):
                yield To(kind=kind, text=name, circle_id=circle)
            elif unit := self.staff.units.get(self._at(name) if name == CITY else name):
                words = self.staff.units[name].name
                yield To(kind=kind, text=words, unit_id=unit.id)
            else:
                yield To(kind=kind, text=name)

    def _act(self, document: Document, step: StepNow, now: datetime) -> None:
        desk = document.desk
        given: dict[str, Any] = {"document_id": document.document_id, "now": now}
        item = step.id
        match step.element:
            case "draft":
                self._hand_on(document, now)
            case "review":
                is_refused = document.fact.turn == "returned"
                words = texts.NOT_YET if is_refused else self.chance.choice(texts.REVIEWED)
                self._decide(document, item, desk.reviewer, words, now, agrees=not is_refused)
            case "cosign":
                self._cosign(document, item, now)
            case "legality":
                legal = self.staff.desk(LEGAL)
                reader = (legal.leader or legal.registrar) if legal else None
                self._decide(document, item, reader, texts.LAWFUL, now)
            case "signoff":
                words = self.chance.choice(texts.SIGNED_OFF)
                self._decide(document, item, desk.leader, words, now)
            case "recheck":
                self._decide(document, item, desk.registrar, texts.RECHECKED, now)
            case "number":
                code = self.staff.codes[document.fact.code]
                registrar = self.staff.actor(desk.registrar)
                number_document(item_id=item, code_id=code, actor=registrar, **given)
            case "seal":
                self._seal(document, item, now)
            case "dispatch":
                dispatch_document(item_id=item, actor=self.staff.actor(desk.registrar), **given)

    def _hand_on(self, document: Document, now: datetime) -> None:
        note = texts.CORRECTED if document.corrected else ""
        more = texts.MORE if document.corrected else ""
        hand_on_draft(
            document_id=document.document_id, source=document.fact.source(self.staff.mayor, more),
            note=note, opinion=note or self.chance.choice(texts.HANDED_ON),
            actor=self._drafter(document), now=now,
        )  # fmt: skip

    def _decide(
        self,
        document: Document,
        item: UUID,
        who: UUID | None,
        words: str,
        now: datetime,
        agrees: bool = True,
    ) -> None:
        assert who
        decide_step(
            document_id=document.document_id, item_id=item, agrees=agrees,
            opinion=words, actor=self.staff.actor(who), now=now,
        )  # fmt: skip

    def _cosign(self, document: Document, item: UUID, now: datetime) -> None:
        """The units one after the other, in the order of the list."""
        fact = document.fact
        if fact.turn == "cosign-back" and not document.corrected:
            document.corrected = True
            desk = self.staff.desk(fact.cosign[0])
            assert desk
            assert desk.leader
            return_document(
                document_id=document.document_id, item_id=item, to="STARTER",
                reason=texts.COSIGN_BACK, actor=self.staff.actor(desk.leader), now=now,
            )  # fmt: skip
            return
        for n, name in enumerate(fact.cosign):
            desk = self.staff.desk(name)
            assert desk
            at = now + COSIGN * n
            self._decide(document, item, desk.leader, self.chance.choice(texts.COSIGNED), at)

    def _seal(self, document: Document, item: UUID, now: datetime) -> None:
        for n, name in enumerate((document.fact.unit, *document.fact.issuers)):
            unit = self.staff.units[name].id
            seal = self.staff.seal(unit)
            assert seal
            seal_document(
                document_id=document.document_id, item_id=item, unit_id=unit, seal_id=seal.id,
                actor=self.staff.keeper(unit), now=now + SEAL * n,
            )  # fmt: skip

    def _withdraw(self, document: Document, now: datetime) -> None:
        withdraw_document(
            document_id=document.document_id, reason=texts.WITHDRAWN,
            actor=self._drafter(document), now=now,
        )  # fmt: skip

    def _go_out(self, document: Document, now: datetime) -> None:
        """It was dispatched: who received it begins to work, what it answers is done."""
        self.ids[document.fact.key] = document.document_id
        rows = Incoming.objects.filter(outgoing_id=document.document_id).order_by("id")
        for incoming_id, unit_id in rows.values_list("id", "unit_id"):
            self.receiving.arrived(document.fact, incoming_id, unit_id, now)
        if document.incoming_id:
            self.receiving.answer(document.incoming_id, document.document_id, now)


def _lasts(element: str, fact: Sent) -> timedelta:
    """How long after the first unit the last one signs or seals."""
    wait = {"cosign": COSIGN * len(fact.cosign), "seal": SEAL * len(fact.issuers)}
    return wait.get(element, timedelta())
