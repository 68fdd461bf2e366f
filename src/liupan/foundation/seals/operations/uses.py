"""Asking for the use of a seal, and deciding on it (用印申请与审批)."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from liupan.foundation.documents.facade import keep_file
from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.foundation.numbering.facade import take_number
from liupan.foundation.seals.events import UseApproved, UseRefused, UseRequested, UseWithdrawn
from liupan.foundation.seals.models import Seal, Use
from liupan.foundation.seals.operations.keeping import (
    By,
    about_use,
    locked_use,
    move_use,
    require_another,
)
from liupan.foundation.seals.operations.telling import tell_requester
from liupan.foundation.seals.policies import APPROVE_USE, REQUEST, visible
from liupan.foundation.seals.rules.states import State, UseAct
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import CEILING, Secrecy
from liupan.kernel.statements import insert, update

SERIES = "seals.use"
OF_TYPE = "seals.use"
MOST_COPIES = 10_000


class AlreadyRequested(Refusal):
    """A form that was sent twice at once: the other one made the request."""


class NotInUse(Refusal):
    """The seal cannot be used as it stands."""


@operation
def request_use(
    *,
    seal_id: UUID,
    name: str,
    content: bytes,
    purpose: str,
    copies: int,
    actor: Actor,
    now: datetime,
    once: UUID | None = None,
) -> UUID:
    """Ask to have a document sealed (申请用印); the request's id. The document is kept as it is, so
    that what is approved is what is sealed.

    Raises `NotInUse`, `InvalidInput`, and what `documents.keep_file` refuses.
    """
    seal = Seal.objects.filter(visible(actor), id=seal_id).first()
    if seal is None:
        raise Missing(_("There is no such seal."))
    require(actor, REQUEST, unit_id=seal.unit_id)
    require_said(purpose=purpose)
    _require_copies(copies)
    if once and Use.objects.filter(id=once).exists():
        nothing_changed()
        return once
    require_usable(seal)
    by = By(actor, now)
    use = new_use(seal, once or uuid7(), purpose=purpose, copies=copies, by=by)
    file = keep_file(
        name=name, content=content, owner_unit_id=seal.unit_id, of_type=OF_TYPE, of_id=use.id,
        secrecy=Secrecy(use.secrecy), actor=actor, now=now,
    )  # fmt: skip
    if file.media_type != "application/ofd":
        raise InvalidInput(fields={"file": [_("An OFD file is sealed; this is another kind.")]})
    use.document, use.sm3, use.file_id = file.name, file.sm3, file.id
    with refused_when_taken(AlreadyRequested(_("This was asked for already."))):
        insert(use)
    by.record(UseRequested(**about_use(use), purpose=purpose))
    return use.id


@operation
def approve_use(*, use_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Let the document be sealed (同意用印), by somebody who did not ask for it.

    Raises `NotNow`, `SecondPersonNeeded`, `NotInUse`.
    """
    use, by = _decided(use_id, UseAct.APPROVE, opinion, actor, now)
    require_usable(use.seal)
    by.record(UseApproved(**about_use(use), approved_by=actor.id, opinion=opinion))
    tell_requester(use, by, _("%(document)s may be sealed.") % {"document": use.document}, opinion)
    return use.id


@operation
def refuse_use(*, use_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Do not let it be sealed (不同意用印), and say why. Raises `NotNow`, `SecondPersonNeeded`."""
    require_said(opinion=opinion)
    use, by = _decided(use_id, UseAct.REFUSE, opinion, actor, now)
    by.record(UseRefused(**about_use(use), opinion=opinion))
    words = _("%(document)s will not be sealed.")
    tell_requester(use, by, words % {"document": use.document}, opinion)
    return use.id


@operation
def withdraw_use(*, use_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Take one's own request back before it was sealed (撤回). Raises `NotNow`."""
    use = locked_use(use_id, actor)
    own(actor, use.requested_by)
    require_said(reason=reason)
    move_use(use, UseAct.WITHDRAW)
    update(use, "state")
    By(actor, now).record(UseWithdrawn(**about_use(use), reason=reason))
    return use.id


def new_use(seal: Seal, use_id: UUID, *, purpose: str, copies: int, by: By) -> Use:
    """A request, unsaved, with its number, at the highest level that all concerned may hold."""
    level = min(Secrecy.INTERNAL, CEILING[settings.LIUPAN_ZONE], by.actor.clearance)
    return Use(
        id=use_id,
        number=take_number(series=SERIES, actor=by.actor, now=by.now, user_id=use_id),
        seal=seal,
        secrecy=level.value,
        copies=copies,
        purpose=purpose.strip(),
        state=Use.State.REQUESTED,
        requested_at=by.now,
        requested_by=by.actor.id,
    )


def require_usable(seal: Seal) -> None:
    """Raises `NotInUse` unless the seal is in somebody's custody and neither stopped nor ended."""
    if seal.standing is not State.IN_USE:
        raise NotInUse(
            _("The seal “%(name)s” is “%(state)s”: nothing can be sealed with it.")
            % {"name": seal.name, "state": seal.get_state_display()},
            next_step=_("Choose another seal of the unit, or ask the administrator of seals."),
        )


def _decided(
    use_id: UUID, act: UseAct, opinion: str, actor: Actor, now: datetime
) -> tuple[Use, By]:
    use = locked_use(use_id, actor)
    require(actor, APPROVE_USE, unit_id=use.seal.unit_id, secrecy=Secrecy(use.secrecy))
    require_another(use.requested_by, actor)
    move_use(use, act)
    use.decided_at, use.decided_by, use.opinion = now, actor.id, opinion.strip()
    update(use, "state", "decided_at", "decided_by", "opinion")
    return use, By(actor, now)


def _require_copies(copies: int) -> None:
    if not 1 <= copies <= MOST_COPIES:
        raise InvalidInput(fields={"copies": [_("Between 1 and 10,000 copies.")]})
