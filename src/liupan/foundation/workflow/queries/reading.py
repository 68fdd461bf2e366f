"""Reads of instances: who takes part, who can act, what was said."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from liupan.foundation.access.facade import rows
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_posts_by_id, list_units
from liupan.foundation.workflow.loaded import Step, definition
from liupan.foundation.workflow.models import (
    Candidate,
    Copy,
    Instance,
    Item,
    Opinion,
    Signer,
    Verdict,
)
from liupan.foundation.workflow.policies import MEND, STEER
from liupan.foundation.workflow.queries.candidates import keys_for
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may, require
from liupan.kernel.errors import Missing
from liupan.kernel.statements import asked, find

PERSONS = """
SELECT c.item_id, c.key, s.account_id
FROM workflow_candidate c
LEFT JOIN organisations_staffing s ON (s.post_id = c.key OR s.unit_id = c.key)
    AND s.valid_from <= %s AND (s.valid_to IS NULL OR s.valid_to > %s)
WHERE c.is_open AND c.item_id = ANY(%s)
"""


def persons_by_item(item_ids: Collection[UUID], day: date) -> dict[UUID, set[UUID]]:
    """People who can act on each item today. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(PERSONS, [day, day, list(item_ids)])
        found = cursor.fetchall()
    named = {account or key for _item, key, account in found}
    open_ones = {one.id for one in list_accounts(named).values() if one.is_open}
    by_item: dict[UUID, set[UUID]] = defaultdict(set)
    for item, key, account in found:
        if (account or key) in open_ones:
            by_item[item].add(account or key)
    return dict(by_item)


def persons_of(item_ids: Collection[UUID], day: date) -> set[UUID]:
    """Everybody who can act on one of the items today."""
    return set().union(*persons_by_item(item_ids, day).values())


class Involvement(StrEnum):
    """What part somebody has in an instance; the empty one is none."""

    NONE = ""
    READS = "reads"
    ACTS = "acts"


def takes_part(instance_id: UUID, actor: Actor, now: datetime) -> bool:
    """Whether the actor started it, did something in it, may do something now, or has a copy."""
    return bool(parts_taken([instance_id], actor, now))


def parts_taken(instance_ids: Collection[UUID], actor: Actor, now: datetime) -> set[UUID]:
    """Of these instances those that the actor takes part in. Two queries."""
    found = Instance.objects.filter(_acts(actor, now) | _copied(actor), id__in=instance_ids)
    return set(found.values_list("id", flat=True))


def involvement_in(instance_id: UUID, actor: Actor, now: datetime) -> Involvement:
    """Whether the actor acts in it, or has a copy only. One query, and one for the posts."""
    acts = _acts(actor, now)
    found = Instance.objects.filter(acts | _copied(actor), id=instance_id)
    told = found.annotate(acts=ExpressionWrapper(acts, output_field=BooleanField()))
    is_acting = told.values_list("acts", flat=True).first()
    return (
        Involvement.NONE
        if is_acting is None
        else Involvement.ACTS
        if is_acting
        else Involvement.READS
    )


def _acts(actor: Actor, now: datetime) -> Q:
    """Instances that somebody started, did something in, or may do something in now. Who only
    might have done what others did, or need not sign any more, has no part in what follows."""
    mine = keys_for(actor.id, clock.on(now))
    of_it = {"instance_id": OuterRef("id")}
    rows_of_it = {"item__instance_id": OuterRef("id")}
    waits = Q(key__in=mine, removed_at=None, item__state=Item.State.OPEN)
    parts = (
        Item.objects.filter(Q(done_by=actor.id) | Q(holder_id=actor.id), **of_it),
        Opinion.objects.filter(author_id=actor.id, **of_it),
        Signer.objects.filter(waits | Q(voted_by=actor.id), **rows_of_it),
        Candidate.objects.filter(key__in=mine, is_open=True, **rows_of_it),
    )
    found = Q(started_by=actor.id)
    for part in parts:
        found |= Q(Exists(part))
    return found


def _copied(actor: Actor) -> Q:
    """Instances that were shown to somebody for information."""
    return Q(Exists(Copy.objects.filter(account_id=actor.id, instance_id=OuterRef("id"))))


def seen_by(actor: Actor, now: datetime) -> QuerySet[Instance]:
    """Instances the actor may look at: as one who takes part, or steers the unit's."""
    found = Instance.objects.filter(secrecy__lte=actor.clearance)
    steered = rows(actor, STEER) if actor.rights.get(STEER.code) else Q(pk__in=())
    return found.filter(_acts(actor, now) | _copied(actor) | steered)


@dataclass(frozen=True, slots=True)
class OpinionRef:
    """What somebody decided and said; `text` may be empty, an earlier wording of the same act has
    `is_latest` False."""

    item_id: UUID
    step: str
    author_id: UUID
    author: str
    act: str
    outcome: str
    text: str
    written_at: datetime
    version: int
    is_latest: bool


@dataclass(frozen=True, slots=True)
class SignerRef:
    """A place in a joint sign and what became of it."""

    id: UUID
    name: str
    place: str
    vote: str
    voted_by: str
    voted_at: datetime | None
    is_removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRef:
    """A step that was reached, as others see it. `holders`: names of whom it waits for."""

    id: UUID
    element: str
    name: str
    kind: str
    state: str
    signing: str
    opened_at: datetime
    closed_at: datetime | None
    holder: str
    done_by: str
    outcome: str
    is_delegated: bool = False
    """With somebody who gives it back with a word."""
    waits_from: datetime | None = None
    """Of an open step: since when it waits for somebody, or from when on, where it was put off."""
    holders: tuple[str, ...] = ()
    signers: tuple[SignerRef, ...] = ()
    opinions: tuple[OpinionRef, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state == Item.State.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRef:
    """Whom an instance was shown to, and when they looked."""

    account_id: UUID
    name: str
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRef:
    """What a decision table decided: which version, by which rules (from 1), when."""

    table_id: UUID
    table: str
    number: int
    element: str
    rules: tuple[int, ...]
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceRef:
    """An instance with everything that was done in it."""

    id: UUID
    definition_id: UUID
    process: str
    code: str
    number: int
    of_type: str
    of_id: UUID
    title: str
    url: str
    unit_id: UUID
    state: str
    state_label: str | Promise
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    version: int
    data: dict[str, Any] = field(repr=False)
    steps: tuple[StepRef, ...] = ()
    copies: tuple[CopyRef, ...] = ()
    verdicts: tuple[VerdictRef, ...] = ()

    @property
    def open_steps(self) -> tuple[StepRef, ...]:
        return tuple(one for one in self.steps if one.is_open)


def find_instance(instance_id: UUID, actor: Actor, now: datetime) -> InstanceRef:
    """An instance with steps, votes and opinions. Nine queries, however many, one more where it
    asks decision tables. Raises `Missing`."""
    row = seen_by(actor, now).filter(id=instance_id).first()
    if row is None:
        raise Missing(_("There is no such process."))
    return _whole(row, list(Opinion.objects.filter(instance=row).order_by("id")), row.data)


def describe_instance(instance_id: UUID) -> InstanceRef | None:
    """The same for an office that has asked whether one may see the thing it runs for; None when
    there is no such process."""
    row = Instance.objects.filter(id=instance_id).first()
    if row is None:
        return None
    return _whole(row, list(Opinion.objects.filter(instance=row).order_by("id")), row.data)


def inspect_instance(instance_id: UUID, actor: Actor) -> InstanceRef:
    """An instance for who mends it: where it stands, without the form and what people wrote.
    Raises `NotAuthorised`, `Missing`."""
    require(actor, MEND)
    row = Instance.objects.filter(id=instance_id).first()
    if row is None:
        raise Missing(_("There is no such process."))
    return _whole(row, [], {})


def drawing_of(instance_id: UUID, actor: Actor, now: datetime) -> bytes:
    """The BPMN file an instance runs by, for who may see or mend it. Raises `Missing`."""
    found = Instance.objects.filter(id=instance_id)
    if not may(actor, MEND):
        found = seen_by(actor, now).filter(id=instance_id)
    source = found.values_list("definition__source", flat=True).first()
    if source is None:
        raise Missing(_("There is no such process."))
    return bytes(source)


def _whole(row: Instance, opinions: list[Opinion], data: dict[str, Any]) -> InstanceRef:
    loaded = definition(row.definition_id)
    items = list(Item.objects.filter(instance=row).order_by("order"))
    signers = list(Signer.objects.filter(item__instance=row).order_by("order", "id"))
    copies = list(Copy.objects.filter(instance=row).order_by("sent_at"))
    waiting = list(
        Candidate.objects.filter(item__instance=row, is_open=True).values_list(
            "item_id", "key", "opened_at"
        )
    )
    names = _names(
        {row.started_by, *(i.holder_id for i in items), *(i.done_by for i in items)}
        | {o.author_id for o in opinions} | {c.account_id for c in copies}
        | {s.key for s in signers} | {s.voted_by for s in signers}
        | {key for _item, key, _since in waiting}
    )  # fmt: skip
    return InstanceRef(
        id=row.id,
        definition_id=row.definition_id,
        process=loaded.name,
        code=loaded.code,
        number=loaded.number,
        of_type=row.of_type,
        of_id=row.of_id,
        title=row.title,
        url=row.url,
        unit_id=row.unit_id,
        state=row.state,
        state_label=Instance.State(row.state).label,
        started_by=names.get(row.started_by, ""),
        started_at=row.started_at,
        ended_at=row.ended_at,
        version=row.version,
        data=data,
        steps=_steps(items, signers, opinions, waiting, names),
        copies=tuple(
            CopyRef(
                account_id=c.account_id,
                name=names.get(c.account_id, ""),
                sent_at=c.sent_at,
                read_at=c.read_at,
            )
            for c in copies
        ),
        verdicts=_verdicts(row) if row.tables else (),
    )


def _verdicts(row: Instance) -> tuple[VerdictRef, ...]:
    """What decision tables said, in order. One query."""
    rows_ = Verdict.objects.filter(instance=row).select_related("table").defer("table__source")
    return tuple(
        VerdictRef(
            table_id=one.table_id, table=one.table.code, number=one.table.number,
            element=one.element, rules=tuple(one.rules), said_at=one.said_at,
        )
        for one in rows_.order_by("id")
    )  # fmt: skip


def _steps(
    items: Iterable[Item],
    signers: Iterable[Signer],
    opinions: Iterable[Opinion],
    waiting: Iterable[tuple[UUID, UUID, datetime]],
    names: dict[UUID, str],
) -> tuple[StepRef, ...]:
    signs, said, keys = defaultdict(list), defaultdict(list), defaultdict(list)
    for one in signers:
        signs[one.item_id].append(_signer(one, names))
    for opinion in opinions:
        said[opinion.item_id].append(opinion)
    since: dict[UUID, datetime] = {}
    for item_id, key, opened_at in waiting:
        keys[item_id].append(names.get(key, ""))
        since[item_id] = min(since.get(item_id, opened_at), opened_at)
    return tuple(
        StepRef(
            id=item.id,
            element=item.element,
            name=item.name,
            kind=item.kind,
            state=item.state,
            signing=item.signing,
            opened_at=item.opened_at,
            closed_at=item.closed_at,
            holder=names.get(item.holder_id, "") if item.holder_id else "",
            done_by=names.get(item.done_by, "") if item.done_by else "",
            outcome=item.outcome,
            is_delegated=item.owner_id is not None,
            waits_from=since.get(item.id),
            holders=tuple(dict.fromkeys(keys[item.id])),
            signers=tuple(signs[item.id]),
            opinions=_opinions(said[item.id], item.name, names),
        )
        for item in items
    )


def _signer(one: Signer, names: dict[UUID, str]) -> SignerRef:
    return SignerRef(
        id=one.id,
        name=names.get(one.key, ""),
        place=one.place,
        vote=one.vote,
        voted_by=names.get(one.voted_by, "") if one.voted_by else "",
        voted_at=one.voted_at,
        is_removed=one.removed_at is not None,
    )


def _opinions(said: Iterable[Opinion], step: str, names: dict[UUID, str]) -> tuple[OpinionRef, ...]:
    found = list(said)
    latest = {(one.author_id, one.act): one.version for one in found}
    return tuple(
        OpinionRef(
            one.item_id,
            step,
            one.author_id,
            names.get(one.author_id, ""),
            one.act,
            one.outcome,
            one.text,
            one.written_at,
            one.version,
            one.version == latest[one.author_id, one.act],
        )
        for one in found
    )


def _names(keys: Iterable[UUID | None]) -> dict[UUID, str]:
    """What persons, posts and units are called. Three queries."""
    wanted = {key for key in keys if key is not None}
    found = {one.id: one.name for one in list_accounts(wanted).values()}
    if rest := wanted - set(found):
        posts = list_posts_by_id(rest)
        found |= {one.id: f"{one.unit_name} {one.title}" for one in posts.values()}
        if rest := rest - set(posts):
            found |= {one.id: one.name for one in list_units(rest).values()}
    return found


@dataclass(frozen=True, slots=True)
class Form:
    """The form as a step may see and write it."""

    values: dict[str, Any]
    editable: frozenset[str] | None
    """None: every field."""


def form_of(item_id: UUID, actor: Actor, now: datetime) -> Form:
    """What somebody sees of the form in a step. Raises `Missing`."""
    item = Item.objects.filter(id=item_id, instance__in=seen_by(actor, now)).first()
    if item is None:
        raise Missing(_("There is no such step."))
    instance = item.instance
    step = definition(instance.definition_id).steps[item.element]
    return Form(
        {name: value for name, value in instance.data.items() if step.may_read(name)},
        _editable(step),
    )


def _editable(step: Step) -> frozenset[str] | None:
    if not step.fields:
        return None
    return frozenset(name for name in step.fields if step.may_edit(name))


def instances_of(of_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Instances of things, the latest first, for an office that has asked whether one may see the
    thing. One query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows_ = Instance.objects.filter(of_id__in=set(of_ids)).order_by("-started_at", "-id")
    for of_id, one in rows_.values_list("of_id", "id"):
        found[of_id].append(one)
    return dict(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNow:
    """A step as its office needs it while it decides: where it stands, who did what."""

    id: UUID
    instance_id: UUID
    element: str
    is_open: bool
    is_joint: bool
    holder_id: UUID | None
    done_by: UUID | None
    outcome: str


def find_step(item_id: UUID) -> StepNow | None:
    """A step, for an office that has asked whether one may see the thing. One query."""
    row = find(Item, item_id)
    return _now(row) if row else None


def open_steps(instance_id: UUID) -> list[StepNow]:
    """The steps that are open, in order, messages included; for an office as above. One query."""
    return [_now(row) for row in _open_items(instance_id)]


@asked
def _open_items(instance_id: UUID) -> QuerySet[Item]:
    rows_ = Item.objects.filter(instance_id=instance_id, state=Item.State.OPEN)
    return rows_.order_by("order")


def _now(row: Item) -> StepNow:
    return StepNow(
        id=row.id,
        instance_id=row.instance_id,
        element=row.element,
        is_open=row.state == Item.State.OPEN,
        is_joint=bool(row.signing),
        holder_id=row.holder_id,
        done_by=row.done_by,
        outcome=row.outcome,
    )
