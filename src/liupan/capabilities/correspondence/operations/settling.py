"""A document's state follows its process until it is dispatched (docs/adr/0091)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import DocumentReturned, DocumentSignedOff
from liupan.capabilities.correspondence.models import Outgoing, Party
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.keeping import about, announce, keep
from liupan.capabilities.correspondence.operations.locking import save
from liupan.capabilities.correspondence.operations.marks.putting import determine
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.drafts import get_draft
from liupan.capabilities.correspondence.queries.receivers import receivers_of
from liupan.capabilities.correspondence.rules.sending import (
    LOCKED,
    OVER,
    State,
    is_back,
    state_of,
)
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import open_steps
from liupan.kernel.authority import Actor, require

OF_SIGN_OFF = ("signed_off_at", "signed_off_by", "signed_draft")
OF_SEALS = ("seal_id", "sealed_at", "sealed_by", "use_id")


def settle(document: Outgoing, by: By, reason: str = "") -> bool:
    """Bring the document in step with the steps that are open; whether anything moved. The row is
    locked. One query when nothing did."""
    if document.instance_id is None or document.standing in OVER:
        return False
    new = state_of(one.element for one in open_steps(document.instance_id))
    old = document.standing
    if new is None or new is old:
        return False
    document.state = new.value
    if new in LOCKED:
        save(document, "state")
        if old not in LOCKED and document.signed_off_by is not None:
            _sign_off(document, by)
    else:
        for name in OF_SIGN_OFF:
            setattr(document, name, None)
        save(document, "state", *OF_SIGN_OFF)
    if is_back(old, new):
        _go_back(document, old, by, reason)
    return True


@operation
def settle_document(*, document_id: UUID, reason: str, actor: Actor, now: datetime) -> bool:
    """The same for what was done to the process from elsewhere: moved, withdrawn, mended.

    Idempotent; returns whether it is news. Heard from `workflow`.
    """
    require(actor, TEND)
    document = Outgoing.objects.select_for_update(of=("self",)).filter(id=document_id).first()
    moved = document is not None and settle(document, By(actor, now), reason)
    if not moved:
        nothing_changed()
    return moved


def _sign_off(document: Outgoing, by: By) -> None:
    """The current draft, and no other, is what was signed off, for the units it goes to today."""
    draft = get_draft(document)
    document.signed_off_at, document.signed_draft = by.now, draft.n
    save(document, "signed_off_at", "signed_draft")
    determine(document, by.today)
    signer = document.signed_off_by or by.actor.id
    units = [str(unit) for unit in receivers_of(document.id).kinds]
    keep(document, "signed_off", by, draft=draft.n, sm3=draft.sm3, units=units)
    fact = DocumentSignedOff(**about(document, by), draft=draft.n, sm3=draft.sm3, signer_id=signer)
    announce(fact, by)
    title = _("Signed off: %(title)s") % {"title": document.title}
    telling.tell([document.drafter_id], telling.SIGNED_OFF, document, by, title)


def _go_back(document: Outgoing, old: State, by: By, reason: str) -> None:
    """It was returned, or somebody took back what they did. Seals set so far do not count."""
    Party.objects.filter(document=document).update(**dict.fromkeys(OF_SEALS))
    document.returned += document.standing is State.DRAFTING
    document.rendered_at = document.sealed_at = None
    save(document, "returned", "rendered_at", "sealed_at")
    keep(document, "returned", by, reason, before=old.value, after=document.state)
    announce(DocumentReturned(**about(document, by), from_state=old.value, reason=reason), by)
    if document.standing is State.DRAFTING:
        title = _("Returned: %(title)s") % {"title": document.title}
        telling.tell([document.drafter_id], telling.RETURNED, document, by, title, reason)
