"""What a drafter hands on in one go: what the document is, and its text."""

from datetime import datetime
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.operations.drafting import (
    describe_document,
    hand_on_draft,
)
from liupan.capabilities.correspondence.operations.particulars import Particulars
from liupan.capabilities.correspondence.policies import DRAFT, REVIEW
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.kernel.authority import Actor, may, require


@operation
def hand_on_writing(
    *,
    document_id: UUID,
    particulars: Particulars,
    version: int,
    source: dict[str, Any],
    note: str,
    submit: bool,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep what was written as a draft and, when submitted, let it go to the next step (送审).

    All of it or nothing; the draft's number. Raises what `describe_document` and `hand_on_draft`
    refuse; both ask for the very unit.
    """
    require(actor, REVIEW if may(actor, REVIEW) else DRAFT)
    nothing_changed()  # of its own: the two leave their facts
    describe_document(
        document_id=document_id, particulars=particulars, version=version, actor=actor, now=now
    )
    return hand_on_draft(
        document_id=document_id, source=source, note=note, submit=submit, actor=actor, now=now
    )
