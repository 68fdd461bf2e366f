"""Alarms of services: raised within a minute, once, and ended when the service has recovered."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.events.log import AlarmEnded, AlarmRaised
from liupan.capabilities.exchange.models import Alarm, Service
from liupan.capabilities.exchange.policies import WATCH_SERVICES
from liupan.capabilities.exchange.queries.failing import recent
from liupan.capabilities.exchange.queries.policy import limits as limits_on
from liupan.capabilities.exchange.rules.watching import Kind, Limits, Seen, is_calm, is_over, judge
from liupan.foundation.access.facade import list_holders
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.messaging.facade import declare_kind, notify
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.work import place

ALARM = declare_kind("exchange.service_alarm", _("A shared service fails or has recovered"))
_TURN = "SELECT pg_try_advisory_xact_lock(hashtext('liupan.exchange.watch'))"
TITLES = {
    Kind.FAILING: _("Calls of a shared service fail: %(service)s"),
    Kind.SILENT: _("No call of a shared service succeeds: %(service)s"),
}
BODY = _("%(failures)s of the last %(calls)s calls failed. Look at the provider's system.")


def watch_services() -> int:
    """Look at every service once; how many alarms were raised or ended. What the worker calls.

    One process at a time. Two queries when nothing is wrong.
    """
    now = clock.now()
    limits = limits_on(clock.on(now))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TURN)
        if not cursor.fetchone()[0]:
            return 0
        seen = recent(now, limits)
        standing = {one.service_id: one for one in Alarm.objects.filter(ended_at__isnull=True)}
        raised = _raise_new(seen, standing.keys(), limits, now)
        return raised + sum(
            _look_again(one, seen.get(service, Seen(calls=0, failures=0)), limits, now)
            for service, one in standing.items()
        )


def _raise_new(
    seen: Mapping[UUID, Seen], standing: Collection[UUID], limits: Limits, now: datetime
) -> int:
    found = {
        service: kind
        for service, one in seen.items()
        if service not in standing and (kind := judge(one, limits))
    }
    known = Service.objects.in_bulk(list(found)) if found else {}
    for service_id, service in known.items():
        raise_alarm(
            service=service, kind=found[service_id], seen=seen[service_id],
            actor=worker_actor(WATCH_SERVICES), now=now,
        )  # fmt: skip
    return len(known)


def _look_again(alarm: Alarm, seen: Seen, limits: Limits, now: datetime) -> int:
    """Silence is no recovery: only calls that succeed are."""
    if not is_calm(seen, limits):
        if alarm.calm_since and judge(seen, limits):
            alarm.calm_since = None
            alarm.save(update_fields=["calm_since"])
        return 0
    if alarm.calm_since is None:
        alarm.calm_since = now
        alarm.save(update_fields=["calm_since"])
    if not is_over(alarm.calm_since, now, limits):
        return 0
    end_alarm(alarm=alarm, actor=worker_actor(WATCH_SERVICES), now=now)
    return 1


@operation
def raise_alarm(*, service: Service, kind: Kind, seen: Seen, actor: Actor, now: datetime) -> UUID:
    """Say that a service fails: to the provider's people and to whoever oversees it. Once."""
    require(actor, WATCH_SERVICES)
    row = Alarm.objects.create(
        service_id=service.id, kind=kind.value, calls=seen.calls, failures=seen.failures,
        raised_at=now,
    )  # fmt: skip
    told = {"service": service.title, "calls": seen.calls, "failures": seen.failures}
    _tell(service, row, TITLES[kind] % told, BODY % told, now)
    fact = AlarmRaised(
        thing_id=row.id, service_id=service.id, service=service.code, kind=kind.value,
        calls=seen.calls, failures=seen.failures,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return row.id


@operation
def end_alarm(*, alarm: Alarm, actor: Actor, now: datetime) -> None:
    """Say that a service has recovered."""
    require(actor, WATCH_SERVICES)
    alarm.ended_at = now
    alarm.save(update_fields=["ended_at"])
    service = Service.objects.get(id=alarm.service_id)
    title = _("A shared service has recovered: %(service)s") % {"service": service.title}
    _tell(service, alarm, title, "", now)
    fact = AlarmEnded(thing_id=alarm.id, service_id=service.id, service=service.code)
    record(fact, actor=actor, now=now)


def _tell(service: Service, alarm: Alarm, title: str, body: str, now: datetime) -> None:
    people = list_holders(WATCH_SERVICES, clock.on(now), unit_id=service.provider_id)
    notify(
        people, title=title, body=body, kind=ALARM.code, now=now,
        url=place("exchange:traffic"), group=str(service.id),
    )  # fmt: skip
