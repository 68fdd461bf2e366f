"""编号: a document gets its number, which it keeps for ever."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import DocumentNumbered
from liupan.capabilities.correspondence.models import Code, Outgoing
from liupan.capabilities.correspondence.operations.deciding import locked_at, require_signed_draft
from liupan.capabilities.correspondence.operations.drafting import require_complete
from liupan.capabilities.correspondence.operations.issuing.typesetting import RENDER
from liupan.capabilities.correspondence.operations.keeping import about, announce, keep
from liupan.capabilities.correspondence.operations.locking import (
    require_ceiling,
    require_state,
    save,
)
from liupan.capabilities.correspondence.operations.settling import settle
from liupan.capabilities.correspondence.policies import REGISTRY, require_over
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.capabilities.correspondence.rules.numbers import SERIES
from liupan.capabilities.correspondence.rules.sending import State
from liupan.foundation.jobs.facade import defer
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.numbering.facade import (
    describe_number,
    ensure_prefix,
    take_number,
    use_reserved,
)
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import complete_step
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput


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
    document, step = locked_at(document_id, item_id, actor, now)
    require_over(actor, REGISTRY, document.issuing_unit_id, document.secrecy)
    if not step.is_open and step.element == "number" and document.number:
        nothing_changed()
        return document.number
    require_state(document, {State.NUMBERING})
    require_ceiling(document.secrecy, actor)
    draft = require_signed_draft(document)
    if not document.number:
        _take(document, code_id, reserved_id, by)
    source = source_of(document, draft)
    require_complete(source, final=True)
    complete_step(item_id=item_id, data={"用印": source.is_sealed}, actor=actor, now=now)
    settle(document, by)
    keep(document, "numbered", by, number=document.number)
    was_reserved = reserved_id is not None
    announce(DocumentNumbered(**about(document, by), was_reserved=was_reserved), by)
    defer(RENDER, document_id=str(document.id))
    return document.number


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
