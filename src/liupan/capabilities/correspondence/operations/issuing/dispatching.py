"""分发: a document goes to every unit that it is addressed to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import DocumentArrived, DocumentDispatched
from liupan.capabilities.correspondence.models import Incoming, Outgoing, Party, Rendition
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.clearing import require_cleared_units
from liupan.capabilities.correspondence.operations.deciding import locked_at, require_signed_draft
from liupan.capabilities.correspondence.operations.issuing.files import content_of, last_file
from liupan.capabilities.correspondence.operations.keeping import about, announce, keep
from liupan.capabilities.correspondence.operations.limits import stop_limit
from liupan.capabilities.correspondence.operations.locking import (
    require_ceiling,
    require_state,
    save,
)
from liupan.capabilities.correspondence.policies import REGISTRY, require_over
from liupan.capabilities.correspondence.queries.parties import units_of
from liupan.capabilities.correspondence.queries.receivers import (
    Receivers,
    change_in_words,
    receivers_of,
    sign_of,
)
from liupan.capabilities.correspondence.queries.screening import screened
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.capabilities.correspondence.rules.limits import RULE_SET, sign_key
from liupan.capabilities.correspondence.rules.receiving import State as Receiving
from liupan.capabilities.correspondence.rules.sending import State
from liupan.foundation.access.facade import list_holders_over
from liupan.foundation.calendar.facade import due_of, limit_from, working_days_between
from liupan.foundation.journal.facade import nothing_changed, operation, record_all
from liupan.foundation.organisations.facade import By, list_units
from liupan.foundation.screening.facade import require_clean
from liupan.foundation.seals.facade import Outcome, verify_file
from liupan.foundation.workflow.facade import complete_step
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Refusal
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place as address

HOLDS = (Outcome.VALID, Outcome.UNPROVEN)


class NoUnits(Refusal):
    """None of the addressees is a unit here: there is nobody to dispatch to."""


class ReceiversChanged(Refusal):
    """It would go to other units than those it was signed off for, or than somebody saw."""


class SealBroken(Refusal):
    """A seal on the finished file does not hold."""


@operation
def dispatch_document(
    *, document_id: UUID, item_id: UUID, actor: Actor, now: datetime, seen: str | None = None
) -> int:
    """Send it to every unit it is addressed to (分发); to how many. Units that ended get nothing.

    `seen`: the sign of the list of units (`Receivers.sign`) that the actor saw and means; without
    it the document goes to those it was signed off for, or to nobody. Again, it says the same and
    sends nothing. Raises `NotNow`, `NotSignedOff`, `NoUnits`, `ReceiversChanged`, `NotClean`,
    `SealBroken`, `AboveCeiling`.
    """
    by = By(actor, now)
    document, _step = locked_at(document_id, item_id, actor, now)
    require_over(actor, REGISTRY, document.issuing_unit_id, document.secrecy)
    if document.dispatched_at is not None:
        nothing_changed()
        return document.deliveries.count()
    require_state(document, {State.DISPATCHING})
    require_ceiling(document.secrecy, actor)
    draft = require_signed_draft(document)
    source = source_of(document, draft)
    require_clean(screened(document, source, by.today), of_id=document.id)
    _require_seals(document, by)
    receivers = receivers_of(document.id)
    _require_meant(receivers, seen)
    wanted, outside = receivers.kinds, receivers.outside
    require_cleared_units(wanted.keys(), document)
    complete_step(item_id=item_id, actor=actor, now=now)
    document.state, document.dispatched_at = State.DISPATCHED.value, now
    save(document, "state", "dispatched_at")
    stop_limit(document, by)
    _deliver(document, wanted, by)
    keep(
        document, "dispatched", by, units=len(wanted), outside=outside, closed=receivers.closed,
        added=receivers.added, removed=receivers.removed,
    )  # fmt: skip
    began = clock.on(document.submitted_at or document.drafted_at)
    fact = DocumentDispatched(
        **about(document, by), units=tuple(wanted), outside=tuple(outside),
        days=working_days_between(began, by.today), is_late=document.is_late,
    )  # fmt: skip
    announce(fact, by)
    return len(wanted)


def _require_meant(receivers: Receivers, seen: str | None) -> None:
    """Somebody gets it, and only who was meant. Raises `NoUnits`, `ReceiversChanged`."""
    if not receivers.kinds and not receivers.outside:
        raise NoUnits(
            _("The document is addressed to nobody."),
            next_step=_("Return it to its drafter, who says whom it goes to."),
        )
    meant = seen or (receivers.sign if receivers.signed is None else sign_of(receivers.signed))
    if receivers.sign != meant:
        change = change_in_words(receivers.added, receivers.removed)
        words = _("The units that it would go to have changed meanwhile.")
        raise ReceiversChanged(
            f"{words} {change}".strip(),
            next_step=_("Look at the list: dispatch it again if it is right, or return it."),
        )


def _require_seals(document: Outgoing, by: By) -> None:
    """Every issuer's seal is on it and holds on the day it goes out. Raises `SealBroken`."""
    last = last_file(document, Rendition.Kind.OFD)
    if not last.places:
        return
    issuers = len(units_of(document.id, Party.Part.ISSUER))
    verdict = verify_file(content_of(last, by), now=by.now)
    if last.seals != issuers or verdict.outcome not in HOLDS:
        raise SealBroken(
            _("A seal on the finished file is missing or does not hold."),
            next_step=_("Verify the file, and return the document to be sealed anew."),
        )


def _deliver(document: Outgoing, wanted: Mapping[UUID, str], by: By) -> None:
    sender = list_units([document.issuing_unit_id])[document.issuing_unit_id].name
    limit = limit_from(RULE_SET, sign_key(document.urgency), on=by.today)
    sign_by = due_of(limit, started_at=by.now).due_on
    is_secret = document.secrecy >= Secrecy.SECRET
    rows = Incoming.objects.bulk_create(
        Incoming(
            unit_id=unit, origin=Incoming.Origin.DISPATCH, outgoing=document, kind=kind,
            copy_number=n if is_secret else None, type=document.type, title=document.title,
            from_unit_id=document.issuing_unit_id, from_name=sender,
            their_number=document.number, their_date=clock.on(document.signed_off_at or by.now),
            secrecy=document.secrecy, mark=document.mark, urgency=document.urgency,
            state=Receiving.ARRIVED.value, arrived_at=by.now, sign_by=sign_by,
        )
        for n, (unit, kind) in enumerate(wanted.items(), 1)
    )  # fmt: skip
    record_all([_arrived(document, row, by) for row in rows], actor=by.actor, now=by.now)
    _tell_registrars(document, rows, sender, by)


def _arrived(document: Outgoing, row: Incoming, by: By) -> DocumentArrived:
    return DocumentArrived(
        thing_id=row.id, concerned=(document.id,), secrecy=Secrecy(row.secrecy),
        unit_id=row.unit_id, outgoing_id=document.id, type=row.type, state=row.state, number="",
        on=by.today, title=row.title, from_name=row.from_name, origin=row.origin,
    )  # fmt: skip


def _tell_registrars(document: Outgoing, rows: Sequence[Incoming], sender: str, by: By) -> None:
    """Those of each unit get the notice that leads to their own row."""
    registrars = list_holders_over(REGISTRY, by.today, unit_ids=[row.unit_id for row in rows])
    places = {address("correspondence:incoming", row.id): registrars[row.unit_id] for row in rows}
    title = _("To be signed for: %(title)s") % {"title": document.title}
    telling.tell_at(places, telling.ARRIVED, document, by, title, sender)
