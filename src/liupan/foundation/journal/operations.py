"""Every write of `journal` besides recording itself. Reading it for audit is an act too."""

from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from liupan.foundation.journal.checking import ask_check, hold_asking
from liupan.foundation.journal.events import (
    BackupRestored,
    ChainReplaced,
    DeliveryDropped,
    DeliveryRetried,
    JournalExported,
    JournalSearched,
    ThingFollowed,
    VerificationRequested,
)
from liupan.foundation.journal.exporting import Manifest, write_export
from liupan.foundation.journal.models import Delivery, Verification
from liupan.foundation.journal.policies import (
    EXPORT_JOURNAL,
    MEND_DELIVERIES,
    READ_JOURNAL,
    VERIFY_JOURNAL,
)
from liupan.foundation.journal.queries import PAGE, Page, Search, history, list_entries
from liupan.foundation.journal.recording import nothing_changed, operation, record
from liupan.foundation.journal.sequencing import find_head
from liupan.foundation.journal.verifying import Anchor
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind, require
from liupan.kernel.errors import InvalidInput, Missing
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


def operator(clearance: Secrecy) -> Actor:
    """Whoever has a shell on the server: may export what the zone may hold, and verify."""
    return Actor(
        id=uuid5(UUID(int=0), "liupan.operator"),
        kind=ActorKind.MACHINE,
        name="operator",
        clearance=clearance,
        rights={p.code: frozenset({ANYWHERE}) for p in (EXPORT_JOURNAL, VERIFY_JOURNAL)},
    )


@operation
def search_journal(
    *,
    search: Search,
    actor: Actor,
    now: datetime,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE,
) -> Page:
    """Look through the journal (查阅审计记录). Each page looked at leaves one fact."""
    require(actor, READ_JOURNAL)
    page = list_entries(actor, search, before=before, after=after, size=size)
    fact = JournalSearched(
        thing_id=uuid7(),
        act=search.act,
        by=search.actor_id,
        about=search.thing_id,
        since=search.since.isoformat() if search.since else "",
        until=search.until.isoformat() if search.until else "",
        text=search.text,
    )
    record(fact, actor=actor, now=now)
    return page


@operation
def follow_thing(*, thing_id: UUID, actor: Actor, now: datetime, before: int | None = None) -> Page:
    """Read everything that concerns a thing, newest first."""
    require(actor, READ_JOURNAL)
    page = history(actor, thing_id, before=before)
    record(ThingFollowed(thing_id=uuid7(), about=thing_id), actor=actor, now=now)
    return page


@operation
def export_journal(*, first: int, last: int, path: Path, actor: Actor, now: datetime) -> Manifest:
    """Write links `first` to `last` into a zip at `path`. Raises `InvalidInput`."""
    require(actor, EXPORT_JOURNAL)
    at = clock.real_now()
    manifest = write_export(path, first=first, last=last, clearance=actor.clearance, at=at)
    fact = JournalExported(thing_id=uuid7(), first=first, last=last, last_hash=manifest.last_hash)
    record(fact, actor=actor, now=now)
    return manifest


@operation
def request_verification(*, actor: Actor, now: datetime) -> UUID:
    """Have the worker verify the whole chain; while one waits or runs, that one counts."""
    require(actor, VERIFY_JOURNAL)
    hold_asking()
    standing = Verification.objects.filter(finished_at__isnull=True).first()
    if standing:
        nothing_changed()
        return standing.id
    check_id = ask_check(actor.id)
    record(VerificationRequested(thing_id=check_id), actor=actor, now=now)
    return check_id


@operation
def note_restore(*, seal: str, made_at: str, actor: Actor, now: datetime) -> None:
    """Say in the journal that a backup took the place of what was there."""
    require(actor, VERIFY_JOURNAL)
    fact = BackupRestored(thing_id=uuid7(), seal=seal, made_at=made_at, last=find_head().seq)
    record(fact, actor=actor, now=now)


@operation
def note_replaced_chain(*, former: Anchor, why: str, actor: Actor, now: datetime) -> None:
    """Say in the journal that its chain took the place of another one, and which."""
    require(actor, VERIFY_JOURNAL)
    fact = ChainReplaced(
        thing_id=uuid7(),
        former_genesis=former.genesis,
        former_last=former.seq,
        former_hash=former.hash,
        why=why,
    )
    record(fact, actor=actor, now=now)


@operation
def retry_delivery(*, delivery_id: UUID, actor: Actor, now: datetime) -> None:
    """Give a fact that a handler could not take another try, at once. Raises `Missing`."""
    row = _lock_delivery(delivery_id, actor)
    row.state, row.attempts, row.due_at = Delivery.State.WAITING, 0, clock.real_now()
    row.save()
    fact = DeliveryRetried(
        thing_id=row.id, concerned=(row.thing_id,), handler=row.handler, seq=row.seq
    )
    record(fact, actor=actor, now=now)


@operation
def drop_delivery(*, delivery_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Keep a fact from its handler for good, so that the thing's later facts go on.

    Raises `Missing`, and `InvalidInput` without a reason.
    """
    row = _lock_delivery(delivery_id, actor)
    if not reason.strip():
        raise InvalidInput(_("Say why."), fields={"reason": [_("Say why.")]})
    row.delete()
    fact = DeliveryDropped(
        thing_id=delivery_id,
        concerned=(row.thing_id,),
        handler=row.handler,
        seq=row.seq,
        reason=reason.strip(),
    )
    record(fact, actor=actor, now=now)


def _lock_delivery(delivery_id: UUID, actor: Actor) -> Delivery:
    require(actor, MEND_DELIVERIES)
    row = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if row is None:
        raise Missing(_("This fact is no longer waiting."))
    return row
