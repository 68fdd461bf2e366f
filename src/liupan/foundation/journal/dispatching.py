"""The dispatcher: brings linked facts to handlers, at least once, in order per thing.

Each handler has a cursor over the chain. A fact and the cursor's step past it are one transaction,
so a kill repeats at most the fact it interrupted. A fact that fails is put aside and tried again
with growing pauses; later facts of the same thing wait behind it, all others go on. After
`TRIES` it is dead until somebody asks for another try or drops it.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from liupan.foundation.journal.hearing import Heard, Hearer, hearers
from liupan.foundation.journal.models import Cursor, Delivery, Entry
from liupan.foundation.journal.opening import opened
from liupan.foundation.journal.sequencing import find_head
from liupan.kernel import clock
from liupan.kernel.facts import declared_facts
from liupan.kernel.secrecy import Secrecy

log = logging.getLogger(__name__)

SPAN = 5000
"""Links looked through at once for the facts a handler hears."""

TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Linked:
    seq: int
    entry: Entry


def dispatch_all() -> int:
    """Bring every handler up to the head of the chain, then try what is due again; how many."""
    head = find_head().seq
    cursors = dict(Cursor.objects.values_list("handler", "seq"))
    handled = 0
    for hearer in hearers().values():
        begin = cursors.get(hearer.name)
        if begin is None:
            begin = _begin(hearer, head)
        handled += _catch_up(hearer, begin, head)
    return handled + retry_due()


def retry_due() -> int:
    """Try again what failed and is due: for each handler and thing the oldest first; how many."""
    known = hearers()
    return sum(_retry(known[d.handler], d) for d in _due() if d.handler in known)


def pause_before(attempt: int) -> timedelta:
    """How long a fact rests after its `attempt`-th failure: doubling from 5 seconds to an hour."""
    doubled: timedelta = FIRST_PAUSE * 2 ** (attempt - 1)
    return min(doubled, LONGEST_PAUSE)


def _begin(hearer: Hearer, head: int) -> int:
    row, _made = Cursor.objects.get_or_create(
        handler=hearer.name, defaults={"seq": 0 if hearer.past else head}
    )
    return row.seq


def _catch_up(hearer: Hearer, begin: int, head: int) -> int:
    handled = 0
    while begin < head:
        end = min(head, begin + SPAN)
        done, reached = _advance(hearer, begin, end)
        handled += done
        if not reached:
            break  # another worker is at it
        begin = end
    return handled


def _advance(hearer: Hearer, begin: int, end: int) -> tuple[int, bool]:
    """Hand over the facts between two links; how many, and whether the end was reached."""
    done = 0
    for linked in _facts_between(hearer, begin, end):
        if not _hand_over(hearer, begin, linked):
            return done, False
        begin, done = linked.seq, done + 1
    moved = Cursor.objects.filter(handler=hearer.name, seq=begin).update(seq=end)
    return done, bool(moved)


_HEARD = """
    SELECT l.pos, l.seq
    FROM (SELECT pos, seq FROM journal_link WHERE seq > %s AND seq <= %s) l
    CROSS JOIN LATERAL (SELECT act FROM journal_entry e WHERE e.pos = l.pos OFFSET 0) e
    WHERE e.act = ANY(%s)
    ORDER BY l.seq
"""
"""`OFFSET 0`: each link's entry by its position, whatever statistics say of a table that grows."""


def _facts_between(hearer: Hearer, begin: int, end: int) -> Iterator[_Linked]:
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, [begin, end, sorted(hearer.codes)])
        links: dict[int, int] = dict(cursor.fetchall())
    entries = Entry.objects.in_bulk(links)
    for pos, seq in links.items():
        yield _Linked(seq, entries[pos])


@transaction.atomic
def _hand_over(hearer: Hearer, begin: int, linked: _Linked) -> bool:
    """Hand one fact over and step past it; False when another worker has the cursor."""
    mine = Cursor.objects.select_for_update(skip_locked=True)
    if not mine.filter(handler=hearer.name, seq=begin).exists():
        return False
    behind = Delivery.objects.filter(handler=hearer.name, thing_id=linked.entry.thing_id)
    if behind.exists():
        _put_aside(hearer, linked, "", attempts=0)
    elif error := _attempt(hearer, linked.entry):
        _put_aside(hearer, linked, error, attempts=1)
    Cursor.objects.filter(handler=hearer.name).update(seq=linked.seq)
    return True


def _attempt(hearer: Hearer, entry: Entry) -> str:
    """Call the handler in a savepoint; what went wrong, or nothing."""
    try:
        with transaction.atomic():
            fact_class = declared_facts()[entry.act]
            fact = fact_class.from_values(
                entry.thing_id,
                tuple(entry.concerned),
                opened(entry.changes),
                Secrecy(entry.secrecy),
            )
            hearer.function(fact, Heard(entry.id, entry.actor_id, entry.at))
            _check_constraints()
    except Exception as error:
        if not connection.is_usable():
            raise
        log.warning("%s could not take %s %s", hearer.name, entry.act, entry.id, exc_info=True)
        return f"{type(error).__name__}: {error}"[:2000]
    return ""


def _check_constraints() -> None:
    """Let deferred constraints speak now, while the fact can still be put aside."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _put_aside(hearer: Hearer, linked: _Linked, error: str, *, attempts: int) -> None:
    now = clock.real_now()
    Delivery.objects.create(
        handler=hearer.name,
        seq=linked.seq,
        pos=linked.entry.pos,
        thing_id=linked.entry.thing_id,
        attempts=attempts,
        due_at=now + pause_before(attempts) if attempts else now,
        failed_at=now if attempts else None,
        error=error,
    )


def _due() -> list[Delivery]:
    """The oldest put-aside fact of each handler and thing, where it may be tried now."""
    oldest = Delivery.objects.order_by("handler", "thing_id", "seq").distinct("handler", "thing_id")
    now = clock.real_now()
    return [d for d in oldest if d.state == Delivery.State.WAITING and d.due_at <= now]


def _retry(hearer: Hearer, delivery: Delivery) -> int:
    """Try a thing's put-aside facts in order until one fails; how many were tried."""
    tried = 0
    current: Delivery | None = delivery
    while current is not None:
        outcome = _retry_one(hearer, current)
        tried += outcome is not None
        if not outcome:
            break
        rest = Delivery.objects.filter(handler=hearer.name, thing_id=delivery.thing_id)
        current = rest.order_by("seq").first()
    return tried


@transaction.atomic
def _retry_one(hearer: Hearer, delivery: Delivery) -> bool | None:
    """Whether it went well; None when another worker has it."""
    now = clock.real_now()
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
    row = waiting.select_for_update(skip_locked=True).filter(id=delivery.id).first()
    if row is None:
        return None
    error = _attempt(hearer, Entry.objects.get(pos=row.pos))
    if not error:
        row.delete()
        return True
    _failed_again(row, error, now)
    return False


def _failed_again(row: Delivery, error: str, now: datetime) -> None:
    row.attempts += 1
    row.error, row.failed_at = error, now
    row.due_at = now + pause_before(row.attempts)
    if row.attempts >= TRIES:
        row.state = Delivery.State.DEAD
    row.save()
