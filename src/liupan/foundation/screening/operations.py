"""Findings are accepted; texts and files are asked for."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.screening.events import FindingAccepted
from liupan.foundation.screening.models import Acceptance
from liupan.foundation.screening.policies import ACCEPT_FINDINGS
from liupan.foundation.screening.screenings import Finding, Screening
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal


class AlreadyAccepted(Refusal):
    """Somebody accepted the finding before."""


@operation
def accept_finding(
    *,
    screening: Screening,
    digest: str,
    of_type: str,
    of_id: UUID,
    unit_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Let something that was found stay in a thing, for a reason.

    `screening` is what the caller found in the thing's text just now, `unit_id` whose thing it
    is. It counts for the screening's purpose only. Raises `Missing` when no such finding is in
    it, `AlreadyAccepted`, `InvalidInput`, `NotAuthorised`.
    """
    require(actor, ACCEPT_FINDINGS, unit_id=unit_id, secrecy=screening.level)
    finding = _found(screening, digest)
    if not reason.strip():
        raise InvalidInput(
            _("Say why it may stay."), fields={"reason": [_("Say why it may stay.")]}
        )
    row, is_new = Acceptance.objects.get_or_create(
        of_id=of_id,
        purpose=screening.for_,
        digest=digest,
        defaults={
            "of_type": of_type,
            "kind": finding.kind,
            "severity": finding.severity,
            "shown": finding.shown,
            "reason": reason.strip(),
            "accepted_at": now,
            "accepted_by": actor.id,
        },
    )
    if not is_new:
        raise AlreadyAccepted(
            _("Somebody accepted this before."), next_step=_("Go back; nothing is left to do.")
        )
    fact = FindingAccepted(
        thing_id=row.id,
        concerned=(of_id,),
        secrecy=screening.level,
        of_type=of_type,
        of_id=of_id,
        purpose=screening.for_,
        kind=finding.kind,
        shown=finding.shown,
        reason=row.reason,
    )
    record(fact, actor=actor, now=now)
    return row.id


def _found(screening: Screening, digest: str) -> Finding:
    for finding in screening.findings:
        if finding.digest == digest:
            return finding
    raise Missing(_("This is not in the text any more."))
