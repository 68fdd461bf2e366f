"""Every read of the journal, within the reader's clearance; personal values only for those who may.

Lists are newest first and go on from a position (`before`), without counting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, TextField, Window
from django.db.models.functions import Cast, RowNumber
from django.utils.functional import Promise

from liupan.foundation.journal.checking import is_ours
from liupan.foundation.journal.models import Concern, Delivery, Entry, Link, Verification
from liupan.foundation.journal.opening import sealed_for, unseal
from liupan.foundation.journal.policies import MEND_DELIVERIES, READ_JOURNAL, READ_PERSONAL
from liupan.foundation.journal.sequencing import find_head, find_waiting
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind, Permission, may, require
from liupan.kernel.facts import declared_facts

PAGE = 50
LOOK = 100_000
"""How many positions one page of a text search looks through; the next page goes on from there."""


class Reading(StrEnum):
    """How a value stands in what is shown."""

    PLAIN = "plain"
    OPENED = "opened"  # personal, and the reader may see it
    SEALED = "sealed"  # personal, and the reader may not
    ERASED = "erased"  # personal, and the person was erased


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a fact's field."""

    reading: Reading
    value: Any = None


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a fact; `before` is what the thing's earlier fact said, where one is known."""

    field: str
    after: Value
    before: Value | None = None


@dataclass(frozen=True, slots=True)
class EntryRef:
    """An entry as readers see it; `seq` is None until it is linked."""

    pos: int
    seq: int | None
    id: UUID
    act: str
    label: str | Promise
    thing_type: str
    thing_id: UUID
    actor_kind: ActorKind
    actor_id: UUID
    at: datetime
    recorded_at: datetime
    operation: str
    secrecy: int
    concerned: tuple[UUID, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first; `next_before` goes on, or is None at the end."""

    entries: tuple[EntryRef, ...]
    next_before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for; empty fields do not narrow.

    `act` is a code or the beginning of one that ends with a dot (`plan.`, `plan.target.`); `text`
    is looked for in values that are not sealed, and finds the `named` acts too.
    """

    act: str = ""
    actor_id: UUID | None = None
    thing_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    named: tuple[str, ...] = ()


def list_entries(
    actor: Actor,
    search: Search | None = None,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE,
) -> Page:
    """Entries that fit, newest first: those before a position, or the next ones after it.

    Needs `READ_JOURNAL`. At most four queries.
    """
    require(actor, READ_JOURNAL)
    search = search or Search()
    rows = _fitting(search, _visible(actor, before))
    if after is not None:
        newer = _containing(search, rows.filter(pos__gt=after), after + 1, after + LOOK)
        shown = list(newer.order_by("pos")[:size])[::-1]
        return Page(tuple(_refs(actor, shown)), shown[-1].pos if shown else after + 1)
    floor = max(0, (before or _end()) - LOOK) if search.text else None
    if floor is not None:
        rows = _containing(search, rows, floor, None)
    return _page(actor, list(rows.order_by("-pos")[: size + 1]), size, floor)


def count_entries(actor: Actor, search: Search, *, most: int) -> int:
    """How many entries fit, counted no further than `most`, nor further back than one look."""
    require(actor, READ_JOURNAL)
    rows = _fitting(search, _visible(actor, None))
    rows = _containing(search, rows, _end() - LOOK, None)
    return rows.order_by()[:most].count()


def history(
    actor: Actor,
    thing_id: UUID,
    *,
    under: Permission = READ_JOURNAL,
    unit_id: UUID | None = None,
    before: int | None = None,
    size: int = 2 * PAGE,
) -> Page:
    """What happened to a thing, newest first, each field with what it was before.

    An office that shows its own thing names the permission `under` which the actor sees it; then
    only the thing's own facts come. With `READ_JOURNAL` also facts that merely name the thing.
    """
    require(actor, under, unit_id=unit_id)
    rows = _fitting(Search(thing_id=thing_id), _visible(actor, before))
    if under.code != READ_JOURNAL.code:
        rows = rows.filter(thing_id=thing_id)
    page = _page(actor, list(rows.order_by("-pos")[: size + 1]), size, None)
    return Page(_with_before(page.entries), page.next_before)


@dataclass(frozen=True, slots=True)
class PlainFact:
    """A fact as it was recorded, for an office that reckons with its own facts."""

    id: UUID
    act: str
    actor_id: UUID
    values: dict[str, Any]


def facts_of_office(
    actor: Actor, acts: Iterable[str], *, under: Permission, before: datetime
) -> list[PlainFact]:
    """An office's own facts of these acts up to a moment, in the order of recording, within the
    actor's clearance; personal values stay sealed. `under` is a permission of the same office.

    One query. Raises `NotAuthorised`.
    """
    require(actor, under)
    office = under.code.partition(".")[0]
    codes = [act for act in acts if act.partition(".")[0] == office]
    rows = _visible(actor, None).filter(act__in=codes, at__lt=before).order_by("pos")
    return [PlainFact(*row) for row in rows.values_list("id", "act", "actor_id", "changes")]


def _visible(actor: Actor, before: int | None) -> QuerySet[Entry]:
    rows = Entry.objects.filter(secrecy__lte=actor.clearance)
    return rows if before is None else rows.filter(pos__lt=before)


def _fitting(search: Search, rows: QuerySet[Entry]) -> QuerySet[Entry]:
    if search.thing_id:
        concerning = Concern.objects.filter(thing_id=search.thing_id)
        rows = rows.filter(pos__in=concerning.values("pos"))
    if search.actor_id:
        rows = rows.filter(actor_id=search.actor_id)
    if search.act:
        rows = rows.filter(act__in=_codes(search.act))
    if search.since:
        rows = rows.filter(at__gte=search.since)
    if search.until:
        rows = rows.filter(at__lt=search.until)
    return rows


def _containing(
    search: Search, rows: QuerySet[Entry], first: int, last: int | None
) -> QuerySet[Entry]:
    """Those with the text, looked for between two positions; all when no text is looked for."""
    if not search.text:
        return rows
    rows = rows.filter(pos__gte=first)
    if last is not None:
        rows = rows.filter(pos__lte=last)
    holding = Q(text__icontains=search.text) | Q(act__in=search.named)
    return rows.annotate(text=Cast("changes", TextField())).filter(holding)


def _codes(act: str) -> list[str]:
    if act.endswith("."):
        return [code for code in declared_facts() if code.startswith(act)]
    return [act]


def _end() -> int:
    last = Entry.objects.order_by("-pos").values_list("pos", flat=True).first()
    return (last or 0) + 1


def _page(actor: Actor, rows: list[Entry], size: int, floor: int | None) -> Page:
    shown = rows[:size]
    next_before = shown[-1].pos if len(rows) > size else floor or None
    return Page(tuple(_refs(actor, shown)), next_before)


def _refs(actor: Actor, rows: Sequence[Entry]) -> Iterable[EntryRef]:
    links = dict(Link.objects.filter(pos__in=[r.pos for r in rows]).values_list("pos", "seq"))
    facts = declared_facts()
    for row, changes in zip(rows, _read(actor, [r.changes for r in rows]), strict=True):
        yield EntryRef(
            pos=row.pos,
            seq=links.get(row.pos),
            id=row.id,
            act=row.act,
            label=facts[row.act].label if row.act in facts else row.act,
            thing_type=row.thing_type,
            thing_id=row.thing_id,
            actor_kind=ActorKind(row.actor_kind),
            actor_id=row.actor_id,
            at=row.at,
            recorded_at=row.recorded_at,
            operation=row.operation,
            secrecy=row.secrecy,
            concerned=tuple(row.concerned),
            changes=tuple(Change(name, changes[name]) for name in _in_order(row.act, changes)),
        )


def _in_order(act: str, names: Iterable[str]) -> list[str]:
    """Fields in the order in which the fact declares them; those it no longer knows stand last."""
    fact = declared_facts().get(act)
    known = [f.name for f in fields(fact)] if fact else []
    return sorted(names, key=lambda n: known.index(n) if n in known else len(known))


def _read(actor: Actor, changes: list[dict[str, Any]]) -> list[dict[str, Value]]:
    """Each value as this reader may see it. At most one query."""
    sees_all = may(actor, READ_PERSONAL)

    def is_open(value: Any) -> bool:
        person = sealed_for(value)
        return person is not None and (sees_all or person == actor.id)

    texts = iter(unseal([v for values in changes for v in values.values() if is_open(v)]))

    def read(value: Any) -> Value:
        if is_open(value):
            text = next(texts)
            return Value(Reading.ERASED) if text is None else Value(Reading.OPENED, text)
        return Value(Reading.SEALED) if sealed_for(value) else Value(Reading.PLAIN, value)

    return [{name: read(value) for name, value in values.items()} for values in changes]


def _with_before(entries: Sequence[EntryRef]) -> tuple[EntryRef, ...]:
    """The same, each change with what the same thing's earlier entry said."""
    known: dict[tuple[UUID, str], Value] = {}
    result = []
    for entry in reversed(entries):
        changes = []
        for change in entry.changes:
            place = (entry.thing_id, change.field)
            changes.append(Change(change.field, change.after, known.get(place)))
            known[place] = change.after
        result.append(replace(entry, changes=tuple(changes)))
    return tuple(reversed(result))


@dataclass(frozen=True, slots=True)
class VerificationRef:
    """A check of the chain; `finished_at` is None while it waits or runs."""

    id: UUID
    asked_at: datetime
    finished_at: datetime | None
    last_seq: int | None
    last_hash: str
    entries: int
    seconds: float
    findings: tuple[dict[str, Any], ...]

    @property
    def ok(self) -> bool:
        return self.finished_at is not None and not self.findings


@dataclass(frozen=True, slots=True)
class ChainState:
    """How the journal stands: for health checks, metrics and the auditor's page."""

    last_seq: int
    last_hash: str
    waiting: int
    waiting_since: datetime | None
    dead: int
    delayed: int
    verified: VerificationRef | None
    verifying: VerificationRef | None


def chain_state() -> ChainState:
    """The head of the chain, what waits, what failed and when it was last verified."""
    head, waiting = find_head(), find_waiting()
    checks = Verification.objects.filter(asked_at__lte=clock.real_now()).order_by("-asked_at")
    return ChainState(
        last_seq=head.seq,
        last_hash=head.hash.hex(),
        waiting=waiting.count,
        waiting_since=waiting.since,
        dead=Delivery.objects.filter(state=Delivery.State.DEAD).count(),
        delayed=Delivery.objects.filter(state=Delivery.State.WAITING).count(),
        verified=_known(_check_ref(checks.filter(finished_at__isnull=False).first())),
        verifying=_check_ref(checks.filter(finished_at__isnull=True).first()),
    )


def _known(check: VerificationRef | None) -> VerificationRef | None:
    """The same; with a finding when the worker has not written down that it came to this."""
    if check is None or is_ours(check.last_hash, has_findings=bool(check.findings)):
        return check
    return replace(check, findings=(*check.findings, {"what": "check"}))


def _check_ref(row: Verification | None) -> VerificationRef | None:
    if row is None:
        return None
    took = row.finished_at - row.started_at if row.finished_at and row.started_at else None
    return VerificationRef(
        id=row.id,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
        last_seq=row.last_seq,
        last_hash=bytes(row.last_hash or b"").hex(),
        entries=row.entries,
        seconds=took.total_seconds() if took else 0.0,
        findings=tuple(row.findings),
    )


@dataclass(frozen=True, slots=True)
class DeliveryRef:
    """A fact that a handler could not take; `behind` counts the thing's facts that wait for it."""

    id: UUID
    handler: str
    seq: int
    act: str
    label: str | Promise
    thing_id: UUID
    is_dead: bool
    attempts: int
    due_at: datetime
    failed_at: datetime | None
    error: str
    behind: int


def list_deliveries(actor: Actor, *, limit: int = 200) -> list[DeliveryRef]:
    """Facts that failed, the dead first; those that only wait behind another are counted there.

    For the auditor and for whoever mends. Two queries.
    """
    if not may(actor, MEND_DELIVERIES):
        require(actor, READ_JOURNAL)
    of_one_thing = [F("handler"), F("thing_id")]
    waiting = Delivery.objects.annotate(
        place=Window(RowNumber(), partition_by=of_one_thing, order_by="seq"),
        behind=Window(Count("id"), partition_by=of_one_thing) - 1,
    )
    # "dead" comes before "waiting".
    chosen = list(waiting.filter(place=1).order_by("state", "seq")[:limit])
    acts = dict(Entry.objects.filter(pos__in=[d.pos for d in chosen]).values_list("pos", "act"))
    facts = declared_facts()
    return [
        DeliveryRef(
            id=d.id,
            handler=d.handler,
            seq=d.seq,
            act=acts[d.pos],
            label=facts[acts[d.pos]].label if acts[d.pos] in facts else acts[d.pos],
            thing_id=d.thing_id,
            is_dead=d.state == Delivery.State.DEAD,
            attempts=d.attempts,
            due_at=d.due_at,
            failed_at=d.failed_at,
            error=d.error,
            behind=d.behind,
        )
        for d in chosen
    ]
