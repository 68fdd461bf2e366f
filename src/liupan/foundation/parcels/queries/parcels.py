"""The log of what goes out and of what was handed in, and a parcel's page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, MultipleChoiceFilter

from liupan.foundation.access.facade import rows as rows_of
from liupan.foundation.design.facade import DayFilter, FilterSet
from liupan.foundation.documents.facade import FileRef, list_files
from liupan.foundation.parcels.formats.contents import mark_of
from liupan.foundation.parcels.kinds import label_of
from liupan.foundation.parcels.models import ZONES, Incoming, Outgoing
from liupan.foundation.parcels.operations.keeping import is_outward
from liupan.foundation.parcels.policies import (
    CARRY,
    RELEASE,
    readable_incoming,
    readable_outgoing,
    visible_incoming,
    visible_outgoing,
)
from liupan.foundation.parcels.queries.naming import PagedRows, people, units
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import WORDS, Secrecy, Zone

OUTGOING_STATES = tuple(Outgoing.State.choices)
INCOMING_STATES = tuple(Incoming.State.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLine:
    """A parcel that goes out, in the log."""

    id: UUID
    number: int | None
    city: str
    zone: str
    kind: str
    purpose: str
    level: str
    unit: str
    state: str
    state_label: str
    prepared_at: datetime
    prepared_by: str
    packed_at: datetime | None
    size: int
    sm3: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """A part on a parcel's page."""

    name: str
    title: str
    mark: str
    size: int
    sm3: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingView:
    """A parcel on its page; what this actor can do now stands in `may_...`."""

    line: OutgoingLine
    unit_id: UUID
    parts: tuple[PartLine, ...]
    findings: tuple[dict[str, Any], ...]
    unread: tuple[str, ...]
    files: tuple[FileRef, ...]
    opinion: str
    decided_by: str
    decided_at: datetime | None
    taken_at: datetime | None
    times_taken: int
    answered_at: datetime | None
    cause: str
    is_outward: bool
    may_release: bool
    may_withdraw: bool
    may_take: bool
    may_look: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingLine:
    """What was handed in, in the log."""

    id: UUID
    number: int | None
    city: str
    kind: str
    purpose: str
    level: str
    state: str
    state_label: str
    sentence: str
    file_name: str
    received_at: datetime
    received_by: str
    size: int
    sm3: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingView:
    """The same on its page."""

    line: IncomingLine
    peer_id: UUID | None
    unit_id: UUID | None
    parts: tuple[PartLine, ...]
    files: tuple[FileRef, ...]
    led_to: str
    packed_at: datetime | None


class OutgoingFilters(FilterSet):
    """What can be chosen of the log."""

    q = CharFilter(label=gettext_lazy("Number, city or purpose"), method="by_words")
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=OUTGOING_STATES, distinct=False
    )
    prepared_from = DayFilter(
        label=gettext_lazy("Prepared from"), field_name="prepared_at", lookup_expr="date__gte"
    )
    prepared_to = DayFilter(
        label=gettext_lazy("Prepared until"), field_name="prepared_at", lookup_expr="date__lte"
    )

    class Meta:
        model = Outgoing
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Outgoing], _name: str, value: str) -> QuerySet[Outgoing]:
        return _by_words(rows, value)


class IncomingFilters(FilterSet):
    """What can be chosen of the log."""

    q = CharFilter(label=gettext_lazy("Number, city or purpose"), method="by_words")
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=INCOMING_STATES, distinct=False
    )
    received_from = DayFilter(
        label=gettext_lazy("Taken in from"), field_name="received_at", lookup_expr="date__gte"
    )
    received_to = DayFilter(
        label=gettext_lazy("Taken in until"), field_name="received_at", lookup_expr="date__lte"
    )

    class Meta:
        model = Incoming
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Incoming], _name: str, value: str) -> QuerySet[Incoming]:
        return _by_words(rows, value)


def _by_words(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    for word in value.replace("\0", "").split():
        number = Q(number=int(word)) if word.isascii() and word.isdigit() and len(word) < 9 else Q()
        said = Q(peer__city__icontains=word) | Q(purpose__icontains=word)
        rows = rows.filter(said | number if number else said)
    return rows


@dataclass(frozen=True)
class OutgoingRows(PagedRows):
    """Parcels as lines. Three queries a page."""

    def lines(self, rows: Sequence[Outgoing]) -> list[OutgoingLine]:
        return _outgoing_lines(rows)


@dataclass(frozen=True)
class IncomingRows(PagedRows):
    """Entries as lines. Two queries a page."""

    def lines(self, rows: Sequence[Incoming]) -> list[IncomingLine]:
        return _incoming_lines(rows)


def list_outgoing(actor: Actor) -> OutgoingRows:
    """What goes out and the actor may see: q, state, prepared_from, prepared_to."""
    rows = Outgoing.objects.filter(visible_outgoing(actor)).select_related("peer")
    return OutgoingRows(rows, OutgoingFilters, lambda row: row)


def list_incoming(actor: Actor) -> IncomingRows:
    """What was handed in and the actor may see: q, state, received_from, received_to."""
    rows = Incoming.objects.filter(visible_incoming(actor)).select_related("peer")
    return IncomingRows(rows, IncomingFilters, lambda row: row)


def get_outgoing(actor: Actor, parcel_id: UUID) -> OutgoingView:
    """A parcel that goes out. Raises `Missing`."""
    rows = Outgoing.objects.filter(visible_outgoing(actor), id=parcel_id).select_related("peer")
    row = rows.first()
    if row is None:
        raise Missing(_("There is no such parcel."))
    waits, level = row.state == Outgoing.State.WAITING, Secrecy(row.secrecy)
    is_own = row.prepared_by == actor.id
    is_read = bool(list_readable_outgoing(actor, [row.id]))
    releases = waits and not is_own and may(actor, RELEASE, unit_id=row.unit_id, secrecy=level)
    carried = row.state in (Outgoing.State.PACKED, Outgoing.State.TAKEN, Outgoing.State.NOT_TAKEN)
    return OutgoingView(
        line=_outgoing_lines([row])[0], unit_id=row.unit_id,
        parts=_parts(row.parts) if is_read else (),
        findings=tuple(row.findings) if is_read else (),
        unread=tuple(row.unread) if is_read else (),
        files=list_files([row.id], actor).get(row.id, ()), opinion=row.opinion,
        decided_by=people([row.decided_by]).get(row.decided_by, "") if row.decided_by else "",
        decided_at=row.decided_at, taken_at=row.taken_at, times_taken=row.times_taken,
        answered_at=row.answered_at, cause=row.cause, is_outward=is_outward(row.peer),
        may_release=releases, may_withdraw=waits and is_own,
        may_take=carried and may(actor, CARRY, unit_id=row.unit_id, secrecy=level),
        may_look=waits and (is_own or releases),
    )  # fmt: skip


def get_incoming(actor: Actor, entry_id: UUID) -> IncomingView:
    """What was handed in. Raises `Missing`."""
    rows = Incoming.objects.filter(visible_incoming(actor), id=entry_id).select_related("peer")
    row = rows.first()
    if row is None:
        raise Missing(_("There is no such parcel."))
    return IncomingView(
        line=_incoming_lines([row])[0], peer_id=row.peer_id,
        unit_id=row.peer.unit_id if row.peer else None,
        parts=_parts(row.parts) if list_readable_incoming(actor, [row.id]) else (),
        files=list_files([row.id], actor).get(row.id, ()), led_to=row.led_to,
        packed_at=row.packed_at,
    )  # fmt: skip


def list_readable_outgoing(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Of these parcels those whose files the actor may read."""
    rows = Outgoing.objects.filter(readable_outgoing(actor), id__in=ids)
    return set(rows.values_list("id", flat=True))


def list_readable_incoming(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Of these entries those whose files the actor may read."""
    rows = Incoming.objects.filter(readable_incoming(actor), id__in=ids)
    return set(rows.values_list("id", flat=True))


def to_release(actor: Actor) -> QuerySet[Outgoing]:
    """Parcels of others that wait for a review by the actor, the oldest first."""
    if not actor.rights.get(RELEASE.code):
        return Outgoing.objects.none()
    rows = Outgoing.objects.filter(
        rows_of(actor, RELEASE, unit="unit_id"),
        state=Outgoing.State.WAITING,
        secrecy__lte=actor.clearance,
    )
    return rows.exclude(prepared_by=actor.id).select_related("peer").order_by("prepared_at", "id")


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel that may be carried."""

    id: UUID
    number: int
    city: str


def list_packed(actor: Actor) -> list[Packed]:
    """What is packed and was not taken yet, by station and number, for who carries it."""
    rows = Outgoing.objects.filter(
        visible_outgoing(actor), state=Outgoing.State.PACKED, peer__state="trusted"
    )
    ordered = rows.order_by("peer__city", "number")
    return [Packed(i, n or 0, c) for i, n, c in ordered.values_list("id", "number", "peer__city")]


def _outgoing_lines(rows: Sequence[Outgoing]) -> list[OutgoingLine]:
    called, named = people(row.prepared_by for row in rows), units(row.unit_id for row in rows)
    return [
        OutgoingLine(
            id=row.id, number=row.number, city=row.peer.city,
            zone=str(ZONES[Zone(row.peer.zone)]), kind=label_of(row.kind), purpose=row.purpose,
            level=WORDS[Secrecy(row.secrecy)], unit=named.get(row.unit_id, ""), state=row.state,
            state_label=str(row.get_state_display()), prepared_at=row.prepared_at,
            prepared_by=called.get(row.prepared_by, ""), packed_at=row.packed_at, size=row.size,
            sm3=row.sm3,
        )
        for row in rows
    ]  # fmt: skip


def _incoming_lines(rows: Sequence[Incoming]) -> list[IncomingLine]:
    called = people(row.received_by for row in rows)
    return [
        IncomingLine(
            id=row.id, number=row.number, city=row.peer.city if row.peer else "",
            kind=label_of(row.kind) if row.kind else "", purpose=row.purpose,
            level=WORDS[Secrecy(row.secrecy)] if row.is_signed else "", state=row.state,
            state_label=str(row.get_state_display()), sentence=row.sentence,
            file_name=row.file_name, received_at=row.received_at,
            received_by=called.get(row.received_by, ""), size=row.size, sm3=row.sm3,
        )
        for row in rows
    ]  # fmt: skip


def _parts(said: Sequence[dict[str, Any]]) -> tuple[PartLine, ...]:
    return tuple(
        PartLine(
            name=one["name"], title=one["title"], mark=str(mark_of(one["mark"])),
            size=one["size"], sm3=one["sm3"],
        )
        for one in said
    )  # fmt: skip
