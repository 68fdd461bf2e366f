"""The message log for pages and programs: a page at a time, one message with its proof."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import CharFilter, MultipleChoiceFilter

from liupan.capabilities.exchange.models import Link, Message, Root, RootKey, Service, System
from liupan.capabilities.exchange.policies import seen_messages
from liupan.capabilities.exchange.queries.log_shapes import (
    MessageLine,
    MessageView,
    PlaceInChain,
    Proof,
)
from liupan.capabilities.exchange.queries.proofs import signed
from liupan.capabilities.exchange.rules.chains import chained, root_text
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.design.facade import DayFilter, FilterSet, Page, QueryRows
from liupan.foundation.organisations.facade import UnitsFilter, list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

CHUNK = 500
RECENT = timedelta(days=30)
"""Unless a first day is chosen, a list goes back so far."""


@dataclass(frozen=True)
class MessageRows(QueryRows[MessageLine]):
    """Rows that are shaped a page at once: names come for many."""

    def filtered(self, choices: QueryDict) -> "MessageRows":
        found = super().filtered(choices)
        rows = found.queryset
        if not choices.get("since"):
            rows = rows.filter(at_us__gte=_micros(clock.now() - RECENT))
        return MessageRows(rows, found.filters, found.shape, found.bound)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[MessageLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        return Page(lines_of(found.rows), found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[MessageLine]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from lines_of(chunk)


class MessageFilters(FilterSet):
    """What can be chosen of messages."""

    q = CharFilter(label=gettext_lazy("Request id or case number"), method="by_words")
    since = DayFilter(label=gettext_lazy("From"), method="from_day")
    until = DayFilter(label=gettext_lazy("Until"), method="until_day")
    way = MultipleChoiceFilter(
        label=pgettext_lazy("message", "Way"), choices=Message.Way.choices, distinct=False
    )
    fault = MultipleChoiceFilter(
        label=pgettext_lazy("message", "Outcome"), choices=Message.Fault.choices, distinct=False
    )
    consumer = UnitsFilter(label=pgettext_lazy("exchange", "Consumer"), field_name="consumer_id")
    provider = UnitsFilter(label=pgettext_lazy("exchange", "Provider"), field_name="provider_id")
    service = CharFilter(label=gettext_lazy("Service"), method="by_service")
    system = CharFilter(label=gettext_lazy("System"), method="by_system")
    grant = CharFilter(label=gettext_lazy("Grant"), method="by_grant")
    code = CharFilter(label=gettext_lazy("Code of refusal"))

    class Meta:
        model = Message
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Whole, so that an index finds it among millions."""
        plain = value.replace("\0", "").strip()
        return rows.filter(request_id=plain) | rows.filter(case_number=plain)

    def from_day(self, rows: QuerySet[Any], _name: str, value: date) -> QuerySet[Any]:
        return rows.filter(at_us__gte=_micros(clock.start_of(value)))

    def until_day(self, rows: QuerySet[Any], _name: str, value: date) -> QuerySet[Any]:
        return rows.filter(at_us__lt=_micros(clock.start_of(value + timedelta(days=1))))

    def by_service(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        key = _key(value)
        return rows.filter(service_id=key) if key else rows.filter(service=value.replace("\0", ""))

    def by_system(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        key = _key(value)
        if key:
            return rows.filter(system_id=key)
        known = System.objects.filter(code=value.replace("\0", "")).values("id")
        return rows.filter(system_id__in=known)

    def by_grant(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        key = _key(value)
        return rows.filter(grant_id=key) if key else rows.none()


def list_messages(actor: Actor) -> MessageRows:
    """The messages the actor sees, for a list page; the last 30 days unless `since` is chosen.

    Choices: q, since, until, way, fault (many), consumer, provider (units), service, system, grant,
    code. Four queries a page.
    """
    return MessageRows(Message.objects.filter(seen_messages(actor)), MessageFilters)


def lines_of(messages: Sequence[Message]) -> list[MessageLine]:
    """As a list shows them. Three queries at most."""
    units = list_units({u for m in messages for u in (m.consumer_id, m.provider_id) if u})
    systems = System.objects.in_bulk({m.system_id for m in messages if m.system_id})
    services = Service.objects.in_bulk({m.service_id for m in messages if m.service_id})
    called = {key: unit.short_name or unit.name for key, unit in units.items()}
    called |= {key: service.title for key, service in services.items()}
    return [_line(one, called, systems) for one in messages]


def _line(one: Message, called: dict[UUID, str], systems: dict[UUID, System]) -> MessageLine:
    system = systems.get(one.system_id) if one.system_id else None
    return MessageLine(
        pos=one.pos, id=one.id, at=moment(one.at_us), at_us=one.at_us, request_id=one.request_id,
        way=one.way, way_label=str(one.get_way_display()), door=one.door,
        system=system.name if system else "",
        consumer=called.get(one.consumer_id, "") if one.consumer_id else "",
        provider=called.get(one.provider_id, "") if one.provider_id else "",
        service=one.service,
        title=called.get(one.service_id, one.service) if one.service_id else one.service,
        case=one.case_number, method=one.method, status=one.status,
        code=one.code, fault=one.fault, outcome=str(one.get_fault_display()), rows=one.row_count,
        sent=one.sent, took_ms=round(one.took_us / 1000, 1),
    )  # fmt: skip


def get_message(actor: Actor, message_id: UUID) -> MessageView:
    """One message the actor sees, with its place in the chain. Raises `Missing`."""
    row = Message.objects.filter(seen_messages(actor), id=message_id).first()
    if row is None:
        raise Missing(_("There is no such message."))
    return MessageView(
        line=lines_of([row])[0], grant_id=row.grant_id, grant_version=row.grant_version,
        request_hash=row.request_hash, response_hash=row.response_hash,
        recorded_at=row.recorded_at, text=_text(row), place=_place(row),
    )  # fmt: skip


def prove(view: MessageView) -> Proof | None:
    """Check a message against its link, its root and the root's signature; None while it waits."""
    if view.place is None:
        return None
    root = Root.objects.get(number=view.place.root)
    before = Root.objects.get(number=root.number - 1)
    links = Link.objects.filter(seq__range=(root.first, root.last)).order_by("seq")
    digests = [bytes(one) for one in links.values_list("digest", flat=True)]
    return Proof(
        is_unaltered=sm3(view.text.encode()).hex() == view.place.digest,
        is_in_root=chained(bytes(root.previous), digests, sm3) == bytes(root.hash),
        is_signed=_is_signed(root),
        follows=bytes(before.hash) == bytes(root.previous) and before.last + 1 == root.first,
    )


def _is_signed(root: Root) -> bool:
    key = _key_of(root)
    if key is None or root.key_id is None:
        return False
    said = root_text(
        number=root.number, first=root.first, last=root.last, previous=bytes(root.previous),
        head=bytes(root.hash), at_us=root.at_us, key_id=root.key_id,
    )  # fmt: skip
    return signed(bytes(key.public_key), said, bytes(root.signature))


def _key_of(root: Root) -> RootKey | None:
    return RootKey.objects.filter(id=root.key_id).first() if root.key_id else None


def _text(row: Message) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT exchange_text(m) FROM exchange_message m WHERE at_us = %s AND pos = %s",
            [row.at_us, row.pos],
        )
        return str(cursor.fetchone()[0])


def _place(row: Message) -> PlaceInChain | None:
    link = Link.objects.filter(at_us=row.at_us, pos=row.pos).first()
    if link is None:
        return None
    root = Root.objects.filter(last__gte=link.seq, number__gt=0).order_by("number")[0]
    key = _key_of(root)
    return PlaceInChain(
        seq=link.seq, digest=bytes(link.digest).hex(), root=root.number, root_first=root.first,
        root_last=root.last, root_hash=bytes(root.hash).hex(),
        root_previous=bytes(root.previous).hex(), signed_at=moment(root.at_us),
        key=sm3(bytes(key.public_key)).hex() if key else "",
        signature=bytes(root.signature).hex(),
    )  # fmt: skip


def moment(at_us: int) -> datetime:
    """Of microseconds since 1970."""
    return datetime.fromtimestamp(at_us / 1_000_000, UTC)


def _micros(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def _key(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
