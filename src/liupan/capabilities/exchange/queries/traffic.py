"""Calls per service and per system: the last 24 hours, the last 30 days, what is wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, Sum

from liupan.capabilities.catalogue.facade import PurposeKind, list_purposes_of
from liupan.capabilities.exchange.models import Alarm, Daily, Hourly, Service, System
from liupan.capabilities.exchange.policies import READ_MESSAGES, oversees
from liupan.capabilities.exchange.queries.log import moment
from liupan.capabilities.exchange.rules.histograms import added, percentile_ms
from liupan.foundation.access.facade import rows
from liupan.foundation.organisations.facade import list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor

HOURS, DAYS = 24, 30
S = TypeVar("S", Hourly, Daily)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What a service or a system came to. `hours`, `days`: calls of each, the oldest first."""

    id: UUID
    name: str
    unit: str
    calls: int
    delivered: int
    caller_faults: int
    provider_faults: int
    platform_faults: int
    rows: int
    p50_ms: float | None
    p95_ms: float | None
    last_delivered: datetime | None
    hours: tuple[int, ...]
    days: tuple[int, ...]
    alarm: str
    since: datetime | None

    @property
    def failed(self) -> int:
        """Calls that failed by no fault of the caller."""
        return self.provider_faults + self.platform_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Calls of the last 30 days that delivered, for a kind of purpose."""

    kind: PurposeKind
    grants: int
    calls: int


def list_services(actor: Actor, now: datetime) -> list[Traffic]:
    """Services whose provider, or whose callers, the actor looks after. Six queries."""
    known = {one.id: (one.title, one.provider_id) for one in Service.objects.order_by("code")}
    return _traffic("service_id", known, _theirs(actor), now)


def list_systems(actor: Actor, now: datetime) -> list[Traffic]:
    """The same by system."""
    known = {one.id: (one.name, one.unit_id) for one in System.objects.order_by("code")}
    return _traffic("system_id", known, _theirs(actor), now)


def list_purposes(actor: Actor, now: datetime) -> list[Purpose]:
    """Delivered calls of the last 30 days by purpose of their grants. Two queries."""
    since = clock.on(now) - timedelta(days=DAYS)
    sums = Daily.objects.filter(_theirs(actor), day__gt=since, data__gt=0)
    by_grant = dict(sums.values_list("grant_id").annotate(Sum("data")))
    found: dict[PurposeKind, list[int]] = {}
    for grant_id, kind in list_purposes_of(by_grant).items():
        found.setdefault(kind, []).append(by_grant[grant_id])
    return [
        Purpose(kind=kind, grants=len(calls), calls=sum(calls))
        for kind, calls in sorted(found.items(), key=lambda one: -sum(one[1]))
    ]


def _theirs(actor: Actor) -> Q:
    """Sums of services and systems of units that the right reaches; none without it."""
    if oversees(actor):
        return Q()
    if not actor.rights.get(READ_MESSAGES.code):
        return Q(calls=-1)
    services, systems = (
        rows(actor, READ_MESSAGES, unit=unit) for unit in ("provider_id", "unit_id")
    )
    if not services:
        return Q()
    return Q(service_id__in=Service.objects.filter(services).values("id")) | Q(
        system_id__in=System.objects.filter(systems).values("id")
    )


def _traffic(
    by: str, known: dict[UUID, tuple[str, UUID]], theirs: Q, now: datetime
) -> list[Traffic]:
    hour, today = now.replace(minute=0, second=0, microsecond=0), clock.on(now)
    hourly = _by(by, Hourly.objects.filter(theirs, hour__gt=hour - timedelta(hours=HOURS)))
    daily = _by(by, Daily.objects.filter(theirs, day__gt=today - timedelta(days=DAYS)))
    units = list_units({unit for _name, unit in known.values()})
    called = {key: unit.short_name or unit.name for key, unit in units.items()}
    alarms = _alarms() if by == "service_id" else {}
    found = [
        _one(key, name, called.get(unit, ""), hourly.get(key, []), daily.get(key, []),
             alarms.get(key), now)
        for key, (name, unit) in known.items()
        if key in hourly or key in daily
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.alarm, -one.calls, one.name))


def _one(
    key: UUID, name: str, unit: str, hours: Sequence[Hourly], days: Sequence[Daily],
    alarm: Alarm | None, now: datetime,
) -> Traffic:  # fmt: skip
    buckets = added(one.buckets for one in hours)
    last = max((one.last_delivered_us or 0 for one in (*hours, *days)), default=0)
    hour, today = now.replace(minute=0, second=0, microsecond=0), clock.on(now)
    return Traffic(
        id=key, name=name, unit=unit,
        calls=sum(one.calls for one in hours),
        delivered=sum(one.delivered for one in hours),
        caller_faults=sum(one.caller_faults for one in hours),
        provider_faults=sum(one.provider_faults for one in hours),
        platform_faults=sum(one.platform_faults for one in hours),
        rows=sum(one.row_count for one in hours),
        p50_ms=percentile_ms(buckets, 0.5), p95_ms=percentile_ms(buckets, 0.95),
        last_delivered=moment(last) if last else None,
        hours=_counted([hour - timedelta(hours=n) for n in reversed(range(HOURS))],
                       [(one.hour, one.calls) for one in hours]),
        days=_counted([today - timedelta(days=n) for n in reversed(range(DAYS))],
                      [(one.day, one.calls) for one in days]),
        alarm=str(alarm.get_kind_display()) if alarm else "",
        since=alarm.raised_at if alarm else None,
    )  # fmt: skip


def _alarms() -> dict[UUID, Alarm]:
    return {one.service_id: one for one in Alarm.objects.filter(ended_at__isnull=True)}


def _counted(places: Sequence[date], calls: Sequence[tuple[date, int]]) -> tuple[int, ...]:
    sums: dict[date, int] = {}
    for at, count in calls:
        sums[at] = sums.get(at, 0) + count
    return tuple(sums.get(place, 0) for place in places)


def _by(by: str, rows: Iterable[S]) -> dict[UUID, list[S]]:
    found: dict[UUID, list[S]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    return found
