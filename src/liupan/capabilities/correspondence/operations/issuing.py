"""Issuing what was signed off: 编号 (number), 制版 (files), 用印 (seal), 分发 (dispatch), 作废.

Each act is one transaction; killed before its end nothing was done, killed after it the same call
finds it done. A document keeps its number for ever, also when it goes back for another text.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import (
    DocumentArrived,
    DocumentDispatched,
    DocumentNumbered,
    DocumentRendered,
    DocumentSealed,
    DocumentVoided,
)
from liupan.capabilities.correspondence.models import (
    Addressee,
    Code,
    Incoming,
    Outgoing,
    Party,
    Rendition,
)
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.deciding import (
    locked_at,
    require_signed_draft,
)
from liupan.capabilities.correspondence.operations.drafting import TYPE, require_complete
from liupan.capabilities.correspondence.operations.keeping import By, about, announce, keep
from liupan.capabilities.correspondence.operations.limits import cancel_limit, stop_limit
from liupan.capabilities.correspondence.operations.locking import (
    NotNow,
    locked_outgoing,
    require_ceiling,
    require_said,
    require_state,
    save,
)
from liupan.capabilities.correspondence.operations.printing import Printed, printed
from liupan.capabilities.correspondence.operations.settling import settle
from liupan.capabilities.correspondence.policies import REGISTRY, TEND, require_over
from liupan.capabilities.correspondence.queries.parties import holders, keeper_posts
from liupan.capabilities.correspondence.queries.screening import screened
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.capabilities.correspondence.rules.limits import RULE_SET, sign_key
from liupan.capabilities.correspondence.rules.numbers import SERIES
from liupan.capabilities.correspondence.rules.receiving import State as Receiving
from liupan.capabilities.correspondence.rules.sending import OVER, State
from liupan.foundation.calendar.facade import due_of, limit_from, working_days_between
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import keep_file, open_file
from liupan.foundation.jobs.facade import defer
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.numbering.facade import (
    describe_number,
    ensure_prefix,
    take_number,
    use_reserved,
    void_number,
)
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.screening.facade import require_clean
from liupan.foundation.seals.facade import (
    KEEP,
    Approval,
    Outcome,
    Place,
    seal_ofd,
    seal_pdf,
    verify_file,
)
from liupan.foundation.workflow.facade import (
    NotRunning,
    complete_step,
    deliver_message,
    sign_step,
    stop_process,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, LiupanError, Missing, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.secrecy import Mark, Secrecy
from liupan.kernel.work import place as address

log = logging.getLogger(__name__)

RENDER = "correspondence.render_document"
RENDERED = "rendered"
"""The message that the process waits for."""
HOLDS = (Outcome.VALID, Outcome.UNPROVEN)


class NoUnits(Refusal):
    """None of the addressees is a unit here: there is nobody to dispatch to."""


class SealBroken(Refusal):
    """A seal on the finished file does not hold."""


@operation
def number_document(
    *,
    document_id: UUID,
    item_id: UUID,
    code_id: UUID,
    actor: Actor,
    now: datetime,
    reserved_id: UUID | None = None,
) -> str:
    """Give it its number (编号), the next of the code or one set aside, and have it typeset.

    Again, it gives the number it has. Raises `NotNow`, `NotSignedOff`, `NotReady`, `InvalidInput`,
    `AboveCeiling`, and what numbering refuses.
    """
    by = By(actor, now)
    document, step = locked_at(document_id, item_id, actor)
    require_over(actor, REGISTRY, document.issuing_unit_id, document.secrecy)
    if not step.is_open and step.element == "number" and document.number:
        nothing_changed()
        return document.number
    require_state(document, {State.NUMBERING})
    require_ceiling(document.secrecy, actor)
    require_signed_draft(document)
    if not document.number:
        _take(document, code_id, reserved_id, by)
    source = source_of(document, document.drafts.get(n=document.draft_number))
    require_complete(source, final=True)
    complete_step(item_id=item_id, data={"用印": source.is_sealed}, actor=actor, now=now)
    settle(document, by)
    keep(document, "numbered", by, number=document.number)
    was_reserved = reserved_id is not None
    announce(DocumentNumbered(**about(document, by), was_reserved=was_reserved), by)
    defer(RENDER, document_id=str(document.id))
    return document.number


@operation
def render_document(*, document_id: UUID, actor: Actor, now: datetime) -> bool:
    """Make PDF and OFD of what was signed off (制版); whether this call did. Run by the worker.

    Their words are read back and compared with the signed draft before they are kept.
    """
    require(actor, TEND)
    by = By(actor, now)
    document = Outgoing.objects.select_for_update(of=("self",)).filter(id=document_id).first()
    if document is None or document.standing is not State.RENDERING or not document.instance_id:
        nothing_changed()
        return False
    require_signed_draft(document)
    made = printed(source_of(document, document.drafts.get(n=document.draft_number)), now)
    _keep_printed(document, made, by)
    document.rendered_at = now
    save(document, "rendered_at")
    key = f"{RENDERED}.{_last(document, Rendition.Kind.OFD).n}"
    deliver_message(
        instance_id=document.instance_id, message=RENDERED, key=key, actor=actor, now=now
    )
    settle(document, by)
    keep(document, "rendered", by, pages=made.pages)
    fact = DocumentRendered(
        **about(document, by), pdf_sm3=sm3(made.pdf).hex(), ofd_sm3=sm3(made.ofd).hex(),
        pages=made.pages,
    )  # fmt: skip
    announce(fact, by)
    return True


def render_waiting(actor: Actor, now: datetime) -> int:
    """Typeset what still waits, each document a transaction of its own; how many were.

    What fails is logged and tried again in the next round; the others do not wait for it.
    """
    rows = Outgoing.objects.filter(state=State.RENDERING.value).order_by("numbered_at")
    waiting = list(rows.values_list("id", flat=True))
    return sum(_rendered_alone(one, actor, now) for one in waiting)


def _rendered_alone(document_id: UUID, actor: Actor, now: datetime) -> bool:
    try:
        return render_document(document_id=document_id, actor=actor, now=now)
    except LiupanError:
        log.exception("document %s could not be typeset", document_id)
        return False


@operation
def seal_document(
    *,
    document_id: UUID,
    item_id: UUID,
    unit_id: UUID,
    seal_id: UUID,
    actor: Actor,
    now: datetime,
) -> None:
    """Set an issuer's seal on it (用印), by the seal's keeper; the last issuer's lets it go on.

    Again, nothing changes. Raises `NotNow`, `NotSignedOff`, `Missing` for a unit that does not
    issue it, and what `seal_ofd` refuses.
    """
    by = By(actor, now)
    document, step = locked_at(document_id, item_id, actor)
    require(actor, KEEP, unit_id=unit_id)
    party = document.parties.filter(part=Party.Part.ISSUER, unit_id=unit_id).first()
    if party is None:
        raise Missing(_("This unit does not issue the document."))
    if party.sealed_at is not None:
        nothing_changed()
        return
    require_state(document, {State.SEALING})
    require_signed_draft(document)
    rendition = _sealed(document, party, seal_id, by)
    party.seal_id, party.sealed_at, party.sealed_by = seal_id, now, actor.id
    party.save(update_fields=["seal_id", "sealed_at", "sealed_by", "use_id"])
    is_last = _go_on_sealing(document, seal_id, unit_id, step.id, by)
    keep(document, "sealed", by, unit_id=str(unit_id), seal_id=str(seal_id))
    fact = DocumentSealed(
        **about(document, by), unit_id=unit_id, seal_id=seal_id, ofd_sm3=rendition.sm3,
        is_last=is_last,
    )  # fmt: skip
    announce(fact, by)


@operation
def dispatch_document(*, document_id: UUID, item_id: UUID, actor: Actor, now: datetime) -> int:
    """Send it to every unit it is addressed to (分发); to how many.

    Again, it says the same and sends nothing. Raises `NotNow`, `NotSignedOff`, `NoUnits`,
    `NotClean`, `SealBroken`, `AboveCeiling`.
    """
    by = By(actor, now)
    document, _step = locked_at(document_id, item_id, actor)
    require_over(actor, REGISTRY, document.issuing_unit_id, document.secrecy)
    if document.dispatched_at is not None:
        nothing_changed()
        return document.deliveries.count()
    require_state(document, {State.DISPATCHING})
    require_ceiling(document.secrecy, actor)
    require_signed_draft(document)
    source = source_of(document, document.drafts.get(n=document.draft_number))
    require_clean(screened(document, source, by.today), of_id=document.id)
    _require_seals(document, by)
    wanted, outside = _receivers(document)
    if not wanted and not outside:
        raise NoUnits(
            _("The document is addressed to nobody."),
            next_step=_("Return it to its drafter, who says whom it goes to."),
        )
    complete_step(item_id=item_id, actor=actor, now=now)
    document.state, document.dispatched_at = State.DISPATCHED.value, now
    save(document, "state", "dispatched_at")
    stop_limit(document, by)
    _deliver(document, wanted, by)
    keep(document, "dispatched", by, units=len(wanted), outside=outside)
    began = clock.on(document.submitted_at or document.drafted_at)
    fact = DocumentDispatched(
        **about(document, by), units=tuple(wanted), outside=tuple(outside),
        days=working_days_between(began, by.today), is_late=document.is_late,
    )  # fmt: skip
    announce(fact, by)
    return len(wanted)


@operation
def void_document(*, document_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Make a numbered document void (作废), and its number with it; receivers are told.

    Raises `NotNow` for one without a number or on file, `InvalidInput` without a reason.
    """
    by = By(actor, now)
    document = locked_outgoing(document_id, actor)
    require_over(actor, REGISTRY, document.issuing_unit_id, document.secrecy)
    if document.standing is State.VOID:
        nothing_changed()
        return
    require_said(reason=reason)
    require_state(document, (frozenset(State) - OVER) | {State.DISPATCHED})
    if document.number_id is None:
        raise NotNow(
            _("It has no number yet."), next_step=_("Withdraw it: nothing is void by that.")
        )
    void_number(number_id=document.number_id, reason=reason, actor=actor, now=now)
    cancel_limit(document, reason, by)
    if document.instance_id:
        _stop(document.instance_id, reason, by)
    document.state, document.ended_at = State.VOID.value, now
    save(document, "state", "ended_at")
    keep(document, "voided", by, reason)
    announce(DocumentVoided(**about(document, by), reason=reason), by)
    for unit in document.deliveries.filter(returned_at=None).values_list("unit_id", flat=True):
        title = _("Void: %(document)s") % {"document": document}
        telling.tell(holders(REGISTRY, unit), telling.VOIDED, document, by, title, reason)


# --- Number ------------------------------------------------------------------------------------
def _take(document: Outgoing, code_id: UUID, reserved_id: UUID | None, by: By) -> None:
    code = Code.objects.filter(id=code_id, unit_id=document.issuing_unit_id, is_active=True).first()
    if code is None:
        raise InvalidInput(fields={"code_id": [_("Choose a code of the issuing unit.")]})
    given: dict[str, Any] = {"actor": by.actor, "now": by.now}
    ensure_prefix(series=SERIES, scope=code.text, prefix=code.text, **given)
    if reserved_id is None:
        text = take_number(series=SERIES, scope=code.text, user_id=document.id, **given)
    else:
        text = use_reserved(number_id=reserved_id, user_id=document.id, **given)
    number = describe_number(SERIES, text)
    if number is None or number.scope != code.text:
        raise InvalidInput(fields={"reserved_id": [_("Choose a number of this code.")]})
    document.code, document.number, document.number_id = code, text, number.id
    document.numbered_at = by.now
    save(document, "code", "number", "number_id", "numbered_at")


# --- Finished files ----------------------------------------------------------------------------
def _last(document: Outgoing, kind: Rendition.Kind) -> Rendition:
    return document.renditions.filter(kind=kind).order_by("-n")[:1].get()


def _keep_printed(document: Outgoing, made: Printed, by: By) -> None:
    last = document.renditions.order_by("-n").first()
    n = last.n + 1 if last else 1
    for kind, content in ((Rendition.Kind.PDF, made.pdf), (Rendition.Kind.OFD, made.ofd)):
        _keep_file(document, kind, content, n, made.pages, made.places, 0, by)


def _keep_file(
    document: Outgoing,
    kind: Rendition.Kind,
    content: bytes,
    n: int,
    pages: int,
    places: list[dict[str, float]],
    seals: int,
    by: By,
) -> Rendition:
    level = Secrecy(document.secrecy)
    since = clock.on(document.signed_off_at or by.now)
    file = keep_file(
        name=safe_name(f"{document.number} {document.title}.{kind.value}"), content=content,
        owner_unit_id=document.issuing_unit_id, of_type=TYPE, of_id=document.id, secrecy=level,
        mark=Mark.parse(document.mark, since=since) if document.mark else None,
        actor=by.actor, now=by.now,
    )  # fmt: skip
    return Rendition.objects.create(
        document=document, kind=kind, n=n, draft=document.signed_draft or 0, file_id=file.id,
        sm3=file.sm3, pages=pages, places=places, seals=seals, made_at=by.now,
    )  # fmt: skip


# --- Seals -------------------------------------------------------------------------------------
def _sealed(document: Outgoing, party: Party, seal_id: UUID, by: By) -> Rendition:
    """The finished file with one seal more."""
    last = _last(document, Rendition.Kind.OFD)
    party.use_id = uuid5(document.id, f"{party.unit_id}.{seal_id}.{last.n}")
    spot = next((one for one in last.places if one["index"] == party.order), None)
    sealed = seal_ofd(
        seal_id=seal_id, content=_content(last, by), approval=_approval(document, party),
        places=[Place(int(spot["page"]) - 1, spot["x"], spot["y"])] if spot else [],
        actor=by.actor, now=by.now,
    )  # fmt: skip
    _seal_copy(document, party.use_id, last, by)
    return _keep_sealed(document, Rendition.Kind.OFD, sealed, last, by)


def _seal_copy(document: Outgoing, use_id: UUID, last: Rendition, by: By) -> None:
    """The PDF with the same seal, and the SM2 signature that lies beside it."""
    copy = _last(document, Rendition.Kind.PDF)
    sealed = seal_pdf(use_id=use_id, content=_content(copy, by), actor=by.actor, now=by.now)
    _keep_sealed(document, Rendition.Kind.PDF, sealed.pdf, last, by)
    _keep_sealed(document, Rendition.Kind.SM2, sealed.signature, last, by)


def _keep_sealed(
    document: Outgoing, kind: Rendition.Kind, content: bytes, last: Rendition, by: By
) -> Rendition:
    return _keep_file(
        document, kind, content, last.n + 1, last.pages, last.places, last.seals + 1, by
    )


def _content(rendition: Rendition, by: By) -> bytes:
    opened = open_file(file_id=rendition.file_id, actor=by.actor, now=by.now)
    return b"".join(opened.content)


def _approval(document: Outgoing, party: Party) -> Approval:
    """The signed-off step stands for a request: the drafter asked, who signed it off approved."""
    assert party.use_id
    assert document.signed_off_by
    assert document.signed_off_at
    return Approval(
        id=party.use_id, of_type=TYPE, of_id=document.id, requested_by=document.drafter_id,
        requested_at=document.submitted_at or document.drafted_at,
        approved_by=document.signed_off_by, approved_at=document.signed_off_at,
        document=safe_name(f"{document.number} {document.title}.ofd"),
        purpose=_("Issuing %(number)s") % {"number": document.number},
    )  # fmt: skip


def _go_on_sealing(document: Outgoing, seal_id: UUID, unit_id: UUID, item_id: UUID, by: By) -> bool:
    """Say in the process that this keeper is done; whether every issuer has sealed. Who keeps the
    seals of several issuers says so after the last of them."""
    rest = document.parties.filter(part=Party.Part.ISSUER, sealed_at=None)
    units = list(rest.order_by("order").values_list("unit_id", flat=True))
    if not set(keeper_posts(units)) & set(keeper_posts([unit_id])):
        sign_step(item_id=item_id, vote="agree", actor=by.actor, now=by.now)
    if not units:
        document.sealed_at = by.now
        save(document, "sealed_at")
    settle(document, by)
    return not units


def _require_seals(document: Outgoing, by: By) -> None:
    """Every issuer's seal is on it and holds on the day it goes out. Raises `SealBroken`."""
    last = _last(document, Rendition.Kind.OFD)
    if not last.places:
        return
    issuers = document.parties.filter(part=Party.Part.ISSUER).count()
    verdict = verify_file(_content(last, by), now=by.now)
    if last.seals != issuers or verdict.outcome not in HOLDS:
        raise SealBroken(
            _("A seal on the finished file is missing or does not hold."),
            next_step=_("Verify the file, and return the document to be sealed anew."),
        )


# --- Dispatch ----------------------------------------------------------------------------------
def _receivers(document: Outgoing) -> tuple[dict[UUID, str], list[str]]:
    """Units with how they receive it, the main ones first, and the words for who is not here."""
    rows = list(document.addressees.select_related("circle").order_by("-kind", "order"))
    own = set(document.parties.filter(part=Party.Part.ISSUER).values_list("unit_id", flat=True))
    found: dict[UUID, str] = {}
    for row in rows:
        for unit in _units_of(row):
            if unit not in own:
                found.setdefault(unit, row.kind)
    return found, [row.text for row in rows if not row.unit_id and not row.circle_id]


def _units_of(addressee: Addressee) -> Iterator[UUID]:
    if addressee.unit_id:
        yield addressee.unit_id
    elif addressee.circle:
        members = addressee.circle.members.order_by("code")
        yield from members.values_list("id", flat=True)


def _deliver(document: Outgoing, wanted: dict[UUID, str], by: By) -> None:
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
    for row in rows:
        _tell_arrived(document, row, by)


def _tell_arrived(document: Outgoing, row: Incoming, by: By) -> None:
    fact = DocumentArrived(
        thing_id=row.id, concerned=(document.id,), secrecy=Secrecy(row.secrecy),
        unit_id=row.unit_id, outgoing_id=document.id, type=row.type, state=row.state, number="",
        on=by.today, title=row.title, from_name=row.from_name, origin=row.origin,
    )  # fmt: skip
    record(fact, actor=by.actor, now=by.now)
    title = _("To be signed for: %(title)s") % {"title": row.title}
    url = address("correspondence:incoming", row.id)
    people = holders(REGISTRY, row.unit_id)
    telling.tell(people, telling.ARRIVED, document, by, title, row.from_name, url=url)


def _stop(instance_id: UUID, reason: str, by: By) -> None:
    try:
        stop_process(instance_id=instance_id, reason=reason, actor=by.actor, now=by.now)
    except NotRunning:
        return  # it ended with the dispatch
