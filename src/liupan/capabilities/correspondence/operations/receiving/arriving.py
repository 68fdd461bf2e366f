"""Documents arrive: of a dispatch here (watched until signed for), and entered from outside."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import DocumentArrived, DocumentSignedFor
from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.clearing import open_title
from liupan.capabilities.correspondence.operations.marks.putting import determine
from liupan.capabilities.correspondence.operations.receiving import telling
from liupan.capabilities.correspondence.operations.receiving.keeping import (
    SIGNING,
    TYPE,
    about,
    keep,
    page_of,
)
from liupan.capabilities.correspondence.policies import REGISTRY, TEND, require_over
from liupan.capabilities.correspondence.queries.incoming_files import (
    Found,
    read_file,
    require_holdable,
)
from liupan.capabilities.correspondence.rules.limits import RULE_SET, sign_key
from liupan.capabilities.correspondence.rules.receiving import State
from liupan.foundation.calendar.facade import limit_until, start_clock
from liupan.foundation.documents.facade import Attached, keep_file
from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.foundation.organisations.facade import By
from liupan.foundation.rulesets.facade import find_rule
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Mark, Secrecy
from liupan.kernel.statements import insert, update


class AlreadyEntered(Refusal):
    """The unit has a document of this number from this issuer."""


@operation
def await_signature(*, incoming_id: UUID, actor: Actor, now: datetime) -> bool:
    """Watch a document that was dispatched to a unit until the unit signs for it.

    Idempotent: heard at least once. Whether a clock was started.
    """
    require(actor, TEND)
    by = By(actor, now)
    rows = Incoming.objects.select_for_update(of=("self",))
    incoming = rows.filter(id=incoming_id, state=State.ARRIVED, clock_id=None).first()
    if incoming is None or incoming.sign_by is None or incoming.sign_by < by.today:
        nothing_changed()
        return False
    rule = find_rule(RULE_SET, sign_key(incoming.urgency), on=by.today)
    incoming.clock_id = start_clock(
        of_type=TYPE, of_id=incoming.id, kind=SIGNING,
        title=_("To be signed for: %(title)s") % {"title": open_title(incoming)},
        unit_id=incoming.unit_id,
        responsible=sorted(telling.registrars(incoming.unit_id, by.today)), url=page_of(incoming),
        limit=limit_until(incoming.sign_by, citation=rule.citation if rule else ""),
        actor=actor, now=now,
    )  # fmt: skip
    Incoming.objects.filter(id=incoming.id).update(clock_id=incoming.clock_id)
    return True


@operation
def enter_document(
    *,
    unit_id: UUID,
    origin: str,
    title: str,
    from_name: str,
    their_number: str,
    their_date: date | None,
    type: str,  # noqa: A002  the word of the register
    secrecy: Secrecy,
    mark: str,
    urgency: str,
    files: Sequence[Attached],
    actor: Actor,
    now: datetime,
    once: UUID | None = None,
) -> UUID:
    """Enter a document that came on paper or as a file from outside; it is signed for by that.

    `once`: the key of the form, so that a form sent twice makes one document. Raises
    `NotAuthorised`, `InvalidInput`, `AlreadyEntered`, and what `documents` refuses.
    """
    by = By(actor, now)
    require_over(actor, REGISTRY, unit_id, secrecy)
    require_said(title=title, from_name=from_name)
    if _is_there(once, unit_id):
        return once or unit_id
    incoming = Incoming(
        id=once or uuid7(), unit_id=unit_id, origin=origin, title=title.strip(),
        from_name=from_name.strip(), their_number=their_number.strip(), their_date=their_date,
        type=type, secrecy=secrecy, mark=mark, urgency=urgency,
    )  # fmt: skip
    return _entered(incoming, files, by, {})


@operation
def take_in_document(
    *,
    unit_id: UUID,
    secrecy: Secrecy,
    mark: str,
    files: Sequence[Attached],
    actor: Actor,
    now: datetime,
    once: UUID | None = None,
) -> UUID:
    """Enter a document by its file: what it is called, from whom and when is read from its words,
    its seals are verified; somebody compares it with the paper before it is registered.

    Raises as `enter_document`, and `InvalidInput` where its own mark is above the level chosen.
    """
    require_over(actor, REGISTRY, unit_id, secrecy)
    if _is_there(once, unit_id):
        return once or unit_id
    _require_files(files)
    found = read_file(files[0], now=now)
    head = found.letterhead
    require_holdable(Secrecy(head.level))
    if head.level > secrecy:
        words = _("The file itself is marked “%(mark)s”: choose its level.") % {"mark": head.mark}
        raise InvalidInput(words, fields={"secrecy": [words]})
    incoming = Incoming(
        id=once or uuid7(), unit_id=unit_id, origin=found.origin,
        title=_read(head.title, 300) or _read(found.name, 300),
        from_name=_read(head.issuer, 200), their_number=_read(head.number, 100),
        their_date=head.on, type=head.type,
        secrecy=secrecy, mark=mark or head.mark, urgency=head.urgency,
    )  # fmt: skip
    return _entered(incoming, files, By(actor, now), _seen(found))


def _read(text: str, most: int) -> str:
    """What a file of others says, as much as the register holds, without signs nobody sees."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:most]


def _is_there(once: UUID | None, unit_id: UUID) -> bool:
    """Whether the form with this key was carried out."""
    if once is None or not Incoming.objects.filter(id=once, unit_id=unit_id).exists():
        return False
    nothing_changed()
    return True


def _require_files(files: Sequence[Attached]) -> None:
    if not files:
        words = _("Choose the scan or the file.")
        raise InvalidInput(words, fields={"attached": [words]})


def _entered(
    incoming: Incoming, files: Sequence[Attached], by: By, values: dict[str, object]
) -> UUID:
    require_holdable(Secrecy(incoming.secrecy))
    _require_files(files)
    _require_new(incoming, by.actor)
    incoming.state, incoming.arrived_at = State.ARRIVED, by.now
    with refused_when_taken(AlreadyEntered(_("This form was sent already."))):
        insert(incoming)
    arrived = DocumentArrived(
        **about(incoming, by), title=incoming.title, from_name=incoming.from_name,
        origin=incoming.origin,
    )  # fmt: skip
    keep(incoming, arrived, by, values=values)
    for file in files:
        _kept(file, incoming, by)
    determine(incoming, (incoming.their_date if incoming.mark else None) or by.today)
    _signed_for_by_entering(incoming, by)
    return incoming.id


def _seen(found: Found) -> dict[str, object]:
    return {"verdict": found.outcome, "seals": list(found.seals)} if found.outcome else {}


def _kept(file: Attached, incoming: Incoming, by: By) -> None:
    secrecy = Secrecy(incoming.secrecy)
    keep_file(
        name=file.name, content=file.content, owner_unit_id=incoming.unit_id, of_type=TYPE,
        of_id=incoming.id, secrecy=secrecy, mark=_mark(incoming, by), actor=by.actor, now=by.now,
    )  # fmt: skip


def _mark(incoming: Incoming, by: By) -> Mark | None:
    if incoming.secrecy <= Secrecy.INTERNAL or not incoming.mark:
        return None
    return Mark.parse(incoming.mark, since=incoming.their_date or by.today)


def _signed_for_by_entering(incoming: Incoming, by: By) -> None:
    incoming.state = State.SIGNED_FOR
    incoming.signed_for_at, incoming.signed_for_by = by.now, by.actor.id
    update(incoming, "state", "signed_for_at", "signed_for_by")
    fact = DocumentSignedFor(**about(incoming, by), working_days=0, in_time=True)
    keep(incoming, fact, by, values={"copies": incoming.copies, "in_time": True})


def _require_new(incoming: Incoming, actor: Actor) -> None:
    """The same number of the same issuer is the same document; sent back, it may come again. Who
    may not see the one that is there is not told what it is called."""
    number = incoming.their_number
    if not number:
        return
    same = Incoming.objects.filter(unit_id=incoming.unit_id, their_number=number)
    there = same.exclude(state=State.RETURNED).first()
    if there is None:
        return
    if there.secrecy > actor.clearance:
        raise AlreadyEntered(_("%(number)s is here already.") % {"number": number})
    raise AlreadyEntered(
        _("%(number)s is here already: “%(title)s”.") % {"number": number, "title": there.title},
        next_step=_("Search for it in the list of incoming documents."),
    )
