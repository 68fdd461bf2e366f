"""制版: PDF and OFD are made of what was signed off, by the worker."""

import logging
from datetime import datetime
from uuid import UUID

from liupan.capabilities.correspondence.events import DocumentRendered
from liupan.capabilities.correspondence.models import Outgoing, Rendition
from liupan.capabilities.correspondence.operations.deciding import require_signed_draft
from liupan.capabilities.correspondence.operations.issuing.files import keep_printed, last_file
from liupan.capabilities.correspondence.operations.keeping import about, announce, keep
from liupan.capabilities.correspondence.operations.locking import require_clock, save
from liupan.capabilities.correspondence.operations.printing import printed
from liupan.capabilities.correspondence.operations.settling import settle
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.capabilities.correspondence.rules.sending import State
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import deliver_message
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import LiupanError

log = logging.getLogger(__name__)

RENDER = "correspondence.render_document"
RENDERED = "rendered"
"""The message that the process waits for."""


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
    require_clock(document, now)
    draft = require_signed_draft(document)
    made = printed(source_of(document, draft), now)
    keep_printed(document, made, by)
    document.rendered_at = now
    save(document, "rendered_at")
    key = f"{RENDERED}.{last_file(document, Rendition.Kind.OFD).n}"
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
