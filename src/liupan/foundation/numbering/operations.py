"""Every write of `numbering`.

`take_number`, `use_reserved` and `void_number` are part of somebody else's operation: whoever may
register the thing may take its number. They join its transaction and refuse to work without one.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.foundation.numbering.events import (
    NumberReserved,
    NumberTaken,
    NumberVoided,
    PrefixSet,
    SeriesDefined,
)
from liupan.foundation.numbering.models import Number, Prefix, Series
from liupan.foundation.numbering.policies import MANAGE_SERIES, RESERVE_NUMBERS
from liupan.foundation.numbering.rules import faults, write
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Fault, InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.ids import uuid7
from liupan.kernel.statements import asked, kept_plan

NO_YEAR = 0
COUNT = """
WITH counted AS (
    INSERT INTO numbering_counter (id, series_id, scope, year, last)
    VALUES (%(id)s, %(series)s, %(scope)s, %(year)s, 1)
    ON CONFLICT (series_id, scope, year) DO UPDATE SET last = numbering_counter.last + 1
    RETURNING id, last
)
SELECT id, last,
    (SELECT prefix FROM numbering_prefix WHERE series_id = %(series)s AND scope = %(scope)s)
FROM counted
"""
KEEP = """
INSERT INTO numbering_number (id, counter_id, series_id, n, text, state, user_id, purpose,
    void_reason, taken_at, actor_id)
VALUES (%(id)s, %(counter_id)s, %(series_id)s, %(n)s, %(text)s, %(state)s, %(user_id)s, %(purpose)s,
    %(void_reason)s, %(taken_at)s, %(actor_id)s)
ON CONFLICT (series_id, text) DO NOTHING
"""


class BadPattern(InvalidInput):
    """Numbers cannot be written by this pattern."""


class NotReserved(Refusal):
    """The number is not set aside: it is in use or void."""


class AlreadyVoid(Refusal):
    """The number is void already."""


class NumberInUse(Refusal):
    """A number by this pattern would look like one given out already."""


@operation
def define_series(
    *,
    code: str,
    title: str,
    pattern: str,
    actor: Actor,
    now: datetime,
    prefix: str = "",
    is_yearly: bool = True,
    version: int | None = None,
) -> UUID:
    """Define a series, or change the one with this code for numbers to come.

    `version` is the one that was read; None for a new one. Raises `BadPattern`, `StaleVersion`.
    """
    require(actor, MANAGE_SERIES)
    _require_pattern(pattern, is_yearly=is_yearly)
    series = Series.objects.select_for_update().filter(code=code).first()
    was = series.pattern if series else None
    said = {"title": title, "pattern": pattern, "prefix": prefix, "is_yearly": is_yearly}
    if series is None:
        with refused_when_taken(_changed_meanwhile(said)):
            series = Series.objects.create(code=code, **said)
    elif series.version != version:
        raise _changed_meanwhile({name: getattr(series, name) for name in said})
    elif all(getattr(series, name) == value for name, value in said.items()):
        nothing_changed()
        return series.id
    else:
        Series.objects.filter(id=series.id).update(**said, version=series.version + 1)
    fact = SeriesDefined(thing_id=series.id, series=code, title=title, pattern=pattern, was=was)
    record(fact, actor=actor, now=now)
    return series.id


def _changed_meanwhile(theirs: dict[str, Any]) -> StaleVersion:
    return StaleVersion(_("Somebody changed this series meanwhile."), theirs=theirs)


def ensure_series(
    *,
    code: str,
    title: str,
    pattern: str,
    actor: Actor,
    now: datetime,
    prefix: str = "",
    is_yearly: bool = True,
) -> None:
    """Define the series unless it is there; for rooms' `installing.py`, never overwriting."""
    if not Series.objects.filter(code=code).exists():
        define_series(
            code=code, title=title, pattern=pattern, prefix=prefix, is_yearly=is_yearly,
            actor=actor, now=now,
        )  # fmt: skip


@operation
def set_prefix(
    *, series: str, scope: str, prefix: str, version: int | None, actor: Actor, now: datetime
) -> None:
    """Let numbers of a series bear a prefix in a scope; numbers given out keep theirs.

    `version` is the one that was read; None where the scope had none. Raises `StaleVersion`.
    """
    require(actor, MANAGE_SERIES)
    row = _series(series)
    first = Prefix(series=row, scope=scope, version=0)  # of two at once the second waits for it
    Prefix.objects.bulk_create([first], ignore_conflicts=True)
    own = Prefix.objects.select_for_update(of=("self",)).get(series=row, scope=scope)
    if own.version and own.prefix == prefix:
        nothing_changed()
        return
    if own.version != (version or 0):
        raise StaleVersion(
            _("Somebody changed this prefix meanwhile."),
            theirs={"prefix": own.prefix, "version": own.version},
            labels={"prefix": _("Prefix")},
        )
    was = own.prefix if own.version else None
    own.prefix, own.version = prefix, own.version + 1
    own.save(update_fields=["prefix", "version"])
    fact = PrefixSet(thing_id=row.id, series=series, scope=scope, prefix=prefix, was=was)
    record(fact, actor=actor, now=now)


def ensure_prefix(*, series: str, scope: str, prefix: str, actor: Actor, now: datetime) -> None:
    """Let a scope's numbers begin with what its office says, unless the administrator has said
    something already; in the caller's transaction. Raises `Missing` for an unknown series.
    """
    _require_transaction()
    if _prefix(series, scope):
        return
    row = _series(series)
    Prefix.objects.bulk_create(
        [Prefix(series=row, scope=scope, prefix=prefix, version=1)], ignore_conflicts=True
    )
    fact = PrefixSet(thing_id=row.id, series=series, scope=scope, prefix=prefix, was=None)
    record(fact, actor=actor, now=now)


def take_number(
    *,
    series: str,
    actor: Actor,
    now: datetime,
    scope: str = "",
    year: int | None = None,
    user_id: UUID | None = None,
) -> str:
    """The next number of a series in a scope and year, in the caller's transaction.

    Without gap: a rollback gives it back, because takers of one counter wait for each other until
    they commit. `year` is the city's by default; `user_id` the thing that bears the number.
    Raises `Missing` for an unknown series, `NumberInUse`.
    """
    number = _next(series, scope, year, now, actor, state=Number.State.TAKEN, user_id=user_id)
    _record_taken(number, series, was_reserved=False, actor=actor, now=now)
    return number.text


@operation
def reserve_numbers(
    *,
    series: str,
    count: int,
    purpose: str,
    actor: Actor,
    now: datetime,
    scope: str = "",
    year: int | None = None,
) -> list[UUID]:
    """Set the next `count` numbers aside (预留); each is used or made void later."""
    require(actor, RESERVE_NUMBERS)
    if not 1 <= count <= 100:
        raise InvalidInput(fields={"count": [_("Reserve between 1 and 100 numbers.")]})
    if not purpose.strip():
        raise InvalidInput(fields={"purpose": [_("Say what the numbers are for.")]})
    found = []
    for _turn in range(count):
        number = _next(
            series, scope, year, now, actor, state=Number.State.RESERVED, purpose=purpose
        )
        fact = NumberReserved(thing_id=number.id, series=series, text=number.text, purpose=purpose)
        record(fact, actor=actor, now=now)
        found.append(number.id)
    return found


def use_reserved(*, number_id: UUID, actor: Actor, now: datetime, user_id: UUID) -> str:
    """Let a thing bear a reserved number, in the caller's transaction. Raises `NotReserved`."""
    number = _locked(number_id)
    if number.state != Number.State.RESERVED:
        raise NotReserved(_("%(number)s is not set aside.") % {"number": number.text})
    number.state = Number.State.TAKEN
    number.user_id = user_id
    number.save(update_fields=["state", "user_id"])
    _record_taken(number, number.series.code, was_reserved=True, actor=actor, now=now)
    return number.text


def void_number(*, number_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Make a number void, in the caller's transaction; it is never given out again.

    Raises `Missing`, `AlreadyVoid`.
    """
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("Say why the number is void.")]})
    number = _locked(number_id)
    if number.state == Number.State.VOID:
        raise AlreadyVoid(_("%(number)s is void already.") % {"number": number.text})
    number.state = Number.State.VOID
    number.void_reason = reason
    number.save(update_fields=["state", "void_reason"])
    fact = NumberVoided(
        thing_id=number.id,
        concerned=_bearer(number),
        series=number.series.code,
        text=number.text,
        reason=reason,
    )
    record(fact, actor=actor, now=now)


@operation
def void_reserved(*, number_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Give up a reserved number. Raises `NotReserved` when a thing bears it."""
    require(actor, RESERVE_NUMBERS)
    if _locked(number_id).state == Number.State.TAKEN:
        raise NotReserved(
            _("Something bears this number."), next_step=_("Cancel the thing; its number follows.")
        )
    void_number(number_id=number_id, reason=reason, actor=actor, now=now)


def _next(
    code: str,
    scope: str,
    year: int | None,
    now: datetime,
    actor: Actor,
    *,
    state: str,
    user_id: UUID | None = None,
    purpose: str = "",
) -> Number:
    _require_transaction()
    series = _series(code)
    year = clock.on(now).year if year is None else year
    counted_in = year if series.is_yearly else NO_YEAR
    counter_id, n, own = _counted(series, scope, counted_in)
    _require_no_later_year(series, scope, counted_in, now)
    prefix = series.prefix if own is None else own
    number = Number(
        counter_id=counter_id,
        series=series,
        n=n,
        text=write(series.pattern, prefix=prefix, year=year, n=n),
        state=state,
        user_id=user_id,
        purpose=purpose,
        taken_at=now,
        actor_id=actor.id,
    )
    if not _is_kept(number):
        raise NumberInUse(
            _("%(number)s has been given out already.") % {"number": number.text},
            next_step=_("Give each scope of the series a prefix of its own."),
        )
    return number


def _counted(series: Series, scope: str, year: int) -> tuple[UUID, int, str | None]:
    """The counter with its row locked, the number it came to, the scope's own prefix. One
    statement: takers wait for it, and each sees what the one before it left."""
    with kept_plan() as cursor:
        cursor.execute(
            COUNT, {"id": uuid7(), "series": series.id, "scope": scope, "year": year}
        )  # fmt: skip
        counter_id, n, own = cursor.fetchone()
    return counter_id, n, own


def _is_kept(number: Number) -> bool:
    """Write the number unless another of the series looks like it. One statement."""
    fields = Number._meta.concrete_fields
    values = {one.attname: getattr(number, one.attname) for one in fields}
    with kept_plan() as cursor:
        cursor.execute(KEEP, values)
        return bool(cursor.rowcount)


def _require_no_later_year(series: Series, scope: str, year: int, now: datetime) -> None:
    """Raises `ClockSetBack` when the year after has begun: this number would come too late for its
    year, by a clock that was set back.
    """
    clock.require_not_set_back(_first_later.first(series.id, scope, year), now)


def _series(code: str) -> Series:
    series = _by_code.first(code)
    if series is None:
        raise Missing(_("There is no series of numbers “%(code)s”.") % {"code": code})
    return series


@asked
def _by_code(code: str) -> QuerySet[Series]:
    return Series.objects.filter(code=code)


@asked
def _prefix(series: str, scope: str) -> QuerySet[Prefix]:
    return Prefix.objects.filter(series__code=series, scope=scope)


@asked
def _first_later(series_id: UUID, scope: str, year: int) -> QuerySet[Number, datetime]:
    later = Number.objects.filter(
        counter__series_id=series_id, counter__scope=scope, counter__year__gt=year
    )
    return later.order_by("taken_at").values_list("taken_at", flat=True)[:1]


def _locked(number_id: UUID) -> Number:
    _require_transaction()
    rows = Number.objects.select_for_update(of=("self",)).select_related("series")
    number = rows.filter(id=number_id).first()
    if number is None:
        raise Missing(_("There is no such number."))
    return number


def _record_taken(
    number: Number, series: str, *, was_reserved: bool, actor: Actor, now: datetime
) -> None:
    fact = NumberTaken(
        thing_id=number.id,
        concerned=_bearer(number),
        series=series,
        text=number.text,
        user_id=number.user_id,
        was_reserved=was_reserved,
    )
    record(fact, actor=actor, now=now)


def _bearer(number: Number) -> tuple[UUID, ...]:
    return (number.user_id,) if number.user_id else ()


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise Fault("numbers are taken inside an operation")


def _require_pattern(pattern: str, *, is_yearly: bool) -> None:
    words = {
        "syntax": _("This pattern cannot be read."),
        "unknown": _("Only {prefix}, {year} and {n} can be filled in."),
        "without_n": _("{n}, the running number, is missing."),
        "without_year": _("{year} is missing, and the series begins anew each year."),
    }
    found = faults(pattern, is_yearly=is_yearly)
    if found:
        raise BadPattern(fields={"pattern": [words[fault] for fault in found]})
