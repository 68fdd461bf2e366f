"""用印: the seals of all issuers, by their keepers."""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import DocumentSealed
from liupan.capabilities.correspondence.models import Outgoing, Party, Rendition
from liupan.capabilities.correspondence.operations.deciding import locked_at, require_signed_draft
from liupan.capabilities.correspondence.operations.drafting import TYPE
from liupan.capabilities.correspondence.operations.issuing.files import (
    content_of,
    keep_finished,
    last_file,
)
from liupan.capabilities.correspondence.operations.keeping import about, announce, keep
from liupan.capabilities.correspondence.operations.locking import require_state, save
from liupan.capabilities.correspondence.operations.settling import settle
from liupan.capabilities.correspondence.queries.parties import keeper_posts
from liupan.capabilities.correspondence.rules.sending import State
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.foundation.seals.facade import (
    KEEP,
    Approval,
    Place,
    is_seal_of,
    seal_ofd,
    seal_pdf,
)
from liupan.foundation.workflow.facade import sign_step
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import update


class SealOfAnother(Refusal):
    """The seal is not the issuer's own."""


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
    issue it, `SealOfAnother`, and what `seal_ofd` refuses.
    """
    by = By(actor, now)
    document, step = locked_at(document_id, item_id, actor, now)
    require(actor, KEEP, unit_id=unit_id)
    party = document.parties.filter(part=Party.Part.ISSUER, unit_id=unit_id).first()
    if party is None:
        raise Missing(_("This unit does not issue the document."))
    if party.sealed_at is not None:
        nothing_changed()
        return
    require_state(document, {State.SEALING})
    require_signed_draft(document)
    if not is_seal_of(unit_id, seal_id):
        raise SealOfAnother(
            _("This is not the seal of the unit that issues the document."),
            next_step=_("Choose the unit's own seal."),
        )
    rendition = _sealed(document, party, seal_id, by)
    party.seal_id, party.sealed_at, party.sealed_by = seal_id, now, actor.id
    update(party, "seal_id", "sealed_at", "sealed_by", "use_id")
    is_last = _go_on_sealing(document, seal_id, unit_id, step.id, by)
    keep(document, "sealed", by, unit_id=str(unit_id), seal_id=str(seal_id))
    fact = DocumentSealed(
        **about(document, by), unit_id=unit_id, seal_id=seal_id, ofd_sm3=rendition.sm3,
        is_last=is_last,
    )  # fmt: skip
    announce(fact, by)


def _sealed(document: Outgoing, party: Party, seal_id: UUID, by: By) -> Rendition:
    """The finished file with one seal more."""
    last = last_file(document, Rendition.Kind.OFD)
    party.use_id = uuid5(document.id, f"{party.unit_id}.{seal_id}.{last.n}")
    spot = next((one for one in last.places if one["index"] == party.order), None)
    sealed = seal_ofd(
        seal_id=seal_id, content=content_of(last, by), approval=_approval(document, party),
        places=[Place(int(spot["page"]) - 1, spot["x"], spot["y"])] if spot else [],
        actor=by.actor, now=by.now,
    )  # fmt: skip
    _seal_copy(document, party.use_id, last, by)
    return _keep_sealed(document, Rendition.Kind.OFD, sealed, last, by)


def _seal_copy(document: Outgoing, use_id: UUID, last: Rendition, by: By) -> None:
    """The PDF with the same seal, and the SM2 signature that lies beside it."""
    copy = last_file(document, Rendition.Kind.PDF)
    sealed = seal_pdf(use_id=use_id, content=content_of(copy, by), actor=by.actor, now=by.now)
    _keep_sealed(document, Rendition.Kind.PDF, sealed.pdf, last, by)
    _keep_sealed(document, Rendition.Kind.SM2, sealed.signature, last, by)


def _keep_sealed(
    document: Outgoing, kind: Rendition.Kind, content: bytes, last: Rendition, by: By
) -> Rendition:
    return keep_finished(
        document, kind, content, last.n + 1, last.pages, last.places, last.seals + 1, by
    )


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
        secrecy=Secrecy(document.secrecy),
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
