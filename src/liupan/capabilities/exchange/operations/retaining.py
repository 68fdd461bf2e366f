"""Retention: months past their time are written out, then removed; held ones stay."""

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from liupan.capabilities.exchange.events.log import HoldLifted, LogArchived, LogDropped, LogHeld
from liupan.capabilities.exchange.models import Archive, Hold
from liupan.capabilities.exchange.operations.exporting import said, write_lines
from liupan.capabilities.exchange.operations.sequencing import signing_key
from liupan.capabilities.exchange.policies import HOLD_LOG, RETAIN_LOG
from liupan.capabilities.exchange.queries.log_lines import Range, lines_of
from liupan.capabilities.exchange.queries.policy import days_online
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.ids import uuid7

_MONTHS = """
SELECT substr(c.relname, length('exchange_message_') + 1) FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'exchange_message'::regclass ORDER BY 1
"""


class NotRemovable(Refusal):
    """The month is not over its time, is held, or is not signed to its end."""


def list_months() -> list[str]:
    """The months the log holds, the oldest first: y2017m11."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)
        return [name for (name,) in cursor.fetchall()]


def list_due(today: date) -> list[str]:
    """Months whose every day is past its time and not held, until the first that is held."""
    limit = today - timedelta(days=days_online(today))
    found = []
    for month in list_months():
        first, after = days_of(month)
        if after > limit or _is_held(first, after):
            break
        found.append(month)
    return found


@operation
def archive_month(*, month: str, actor: Actor, now: datetime) -> Path:
    """Write a month past its time to the archive folder, once; the file.

    From the root after the last archived one to the root over its last message. Raises
    `NotRemovable`.
    """
    require(actor, RETAIN_LOG)
    if month not in list_due(clock.on(now)):
        raise NotRemovable(_("This month of the message log is not due, or is held."))
    if known := Archive.objects.filter(month=month).first():
        nothing_changed()
        return Path(known.file)
    asked = _range(month)
    path = folder() / f"exchange-{month}.jsonl"
    size, digest = write_lines(path, lines_of(asked, *signing_key()))
    told = said(asked)
    Archive.objects.create(
        month=month, first_root=asked.first, last_root=asked.last, messages=told.messages,
        file=str(path), size=size, sm3=digest, written_at=now,
    )  # fmt: skip
    fact = LogArchived(
        thing_id=uuid7(), month=month, first_root=asked.first, last_root=asked.last,
        messages=told.messages, sm3=digest,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return path


@operation
def drop_month(*, month: str, actor: Actor, now: datetime) -> None:
    """Remove an archived month. The database refuses one that is held or not all written out.

    Raises `NotRemovable`.
    """
    require(actor, RETAIN_LOG)
    kept = Archive.objects.filter(month=month).first()
    if kept is None or month not in list_due(clock.on(now)):
        raise NotRemovable(_("This month of the message log is not due, or is held."))
    if not Path(kept.file).is_file():
        raise NotRemovable(_("The archived file is gone; nothing was removed."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_drop_month(%s)", [month])
    Archive.objects.filter(month=month).update(dropped_at=now)
    record(LogDropped(thing_id=uuid7(), month=month, sm3=kept.sm3), actor=actor, now=now)


def retain(*, actor: Actor, moment: datetime) -> int:
    """Archive and remove what is past its time, month after month; how many."""
    due = list_due(clock.on(moment))
    done = 0
    for month in due:
        archive_month(month=month, actor=actor, now=moment)
        drop_month(month=month, actor=actor, now=moment)
        done += 1
    return done


@operation
def hold_log(
    *, first_on: date, last_on: date, reason: str, actor: Actor, now: datetime
) -> UUID:  # fmt: skip
    """Keep days from being removed (日志保全). Raises `InvalidInput`."""
    require(actor, HOLD_LOG)
    if first_on > last_on or not reason.strip():
        raise InvalidInput(_("Say from which day to which, and why."))
    row = Hold.objects.create(
        first_on=first_on, last_on=last_on, reason=reason.strip(), set_by=actor.id, set_at=now
    )
    fact = LogHeld(thing_id=row.id, first_on=first_on, last_on=last_on, reason=row.reason)
    record(fact, actor=actor, now=now)
    return row.id


@operation
def lift_hold(*, hold_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Let days be removed again. Raises `Missing`, `InvalidInput`."""
    require(actor, HOLD_LOG)
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("Say why.")]})
    row = Hold.objects.select_for_update().filter(id=hold_id, lifted_at__isnull=True).first()
    if row is None:
        raise Missing(_("There is no such hold."))
    row.lifted_at = now
    row.save(update_fields=["lifted_at"])
    record(HoldLifted(thing_id=row.id, reason=reason), actor=actor, now=now)


def folder() -> Path:
    """Where archived months lie."""
    found = Path(settings.LIUPAN_HOME) / "archive"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def days_of(month: str) -> tuple[date, date]:
    """The first day of a month and the first of the next."""
    first = date(int(month[1:5]), int(month[6:8]), 1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _is_held(first: date, after: date) -> bool:
    return Hold.objects.filter(
        lifted_at__isnull=True, first_on__lt=after, last_on__gte=first
    ).exists()


def _range(month: str) -> Range:
    """Roots not archived yet, to the one over the month's last message; none where it has none."""
    last = Archive.objects.order_by("-last_root").first()
    begin = last.last_root if last else 0
    first, after = (int(clock.start_of(d).timestamp() * 1_000_000) for d in days_of(month))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM exchange_root WHERE last >= (SELECT max(seq) FROM exchange_link"
            " WHERE at_us >= %s AND at_us < %s) ORDER BY number LIMIT 1",
            [first, after],
        )
        found = cursor.fetchone()
    return Range(begin + 1, max(begin, found[0] if found else 0))
