"""The use of a seal (用印): one approved request, one sealed document, for ever.

The sealed file is on the disk before the transaction that says so commits. Killed before, nothing
was used and the same call seals; killed after, the same call gives the file that was sealed then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import FileRef, keep_file, open_file
from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.foundation.seals.events import SealUsed, UseApproved, UseRequested
from liupan.foundation.seals.formats.places import Where
from liupan.foundation.seals.models import Certificate, Seal, Use
from liupan.foundation.seals.operations.applying import require_keeper
from liupan.foundation.seals.operations.authority import signer_of
from liupan.foundation.seals.operations.keeping import (
    By,
    about_use,
    locked_seal,
    locked_use,
    move_use,
)
from liupan.foundation.seals.operations.uses import OF_TYPE, new_use, require_usable
from liupan.foundation.seals.policies import KEEP
from liupan.foundation.seals.rules.states import UseAct, UseState
from liupan.foundation.seals.stamping import stamp
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Fault, InvalidInput, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked, find, insert, update


class AlreadyUsed(Refusal):
    """The request was used for another document, or is being used at this moment."""


class NotTheDocument(Refusal):
    """The document is not the one that was approved."""


class NotValidNow(Refusal):
    """The seal or its certificate is not valid at this moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """An office's own procedure approved the use: its signed-off step stands for a request.

    Attributes:
        id: of the step; sealing twice under it gives the same file.
        of_type, of_id: the thing that was signed off, as `office.thing`.
        requested_by, approved_by: two different people.
        document: the name of the file that comes of it.
        secrecy: the level of the thing, which the use and its files have too.
    """

    id: UUID
    of_type: str
    of_id: UUID
    requested_by: UUID
    requested_at: datetime
    approved_by: UUID
    approved_at: datetime
    document: str
    purpose: str
    copies: int = 1
    secrecy: Secrecy = Secrecy.PUBLIC


@operation
def seal_ofd(
    *,
    seal_id: UUID,
    content: bytes,
    actor: Actor,
    now: datetime,
    request_id: UUID | None = None,
    approval: Approval | None = None,
    places: Sequence[Where] = (),
) -> bytes:
    """Seal an OFD document under one approved request, by the seal's keeper; the sealed bytes.

    Called again under the same request it gives the same bytes and uses nothing. Exactly one of
    `request_id` and `approval` is given. `places`: where it stands
    (`Place`, `Keyword`, `Seam`).

    Raises `NotNow`, `NotInUse`, `NotTheDocument`, `AlreadyUsed`, `NotValidNow`, `NotAuthorised`,
    and what `stamp` refuses.
    """
    by = By(actor, now)
    if approval is not None:
        use = _of_approval(seal_id, content, approval, by)
    elif request_id is not None:
        use = locked_use(request_id, actor)
    else:
        raise Fault("a seal is used under a request or an approval")
    return _sealed(use, seal_id, content, places, by)


@operation
def seal_request(
    *, request_id: UUID, actor: Actor, now: datetime, places: Sequence[Where] = ()
) -> bytes:
    """Seal the very file that was handed in with a request (用印), by the seal's keeper.

    Raises as `seal_ofd` does, and `FileLost`.
    """
    use = locked_use(request_id, actor)
    if use.file_id is None:
        raise Fault("a request without its file")
    opened = open_file(file_id=use.file_id, actor=actor, now=now)
    return _sealed(use, use.seal_id, b"".join(opened.content), places, By(actor, now))


def _sealed(use: Use, seal_id: UUID, content: bytes, places: Sequence[Where], by: By) -> bytes:
    require(by.actor, KEEP, unit_id=use.seal.unit_id, secrecy=Secrecy(use.secrecy))
    if use.seal_id != seal_id or use.sm3 != sm3(content).hex():
        raise NotTheDocument(
            _("This is not the document that was approved for this seal."),
            next_step=_("Ask for the use anew with the document as it is now."),
        )
    if use.standing is UseState.USED:
        nothing_changed()
        return _as_sealed_then(use, by)
    seal = locked_seal(seal_id, by.actor)
    require_keeper(by.actor, seal)
    require_usable(seal)
    move_use(use, UseAct.USE)
    signer = signer_of(valid_certificate(seal, by))
    sealed = stamp(content, data=bytes(seal.data or b""), signer=signer, places=places, now=by.now)
    file = _kept(use, sealed, by)
    use.used_at, use.used_by = by.now, by.actor.id
    use.sealed_sm3, use.sealed_file_id = file.sm3, file.id
    update(use, "state", "used_at", "used_by", "sealed_sm3", "sealed_file_id")
    by.record(SealUsed(**about_use(use), sealed_sm3=file.sm3, es_id=seal.es_id))
    return sealed


def _as_sealed_then(use: Use, by: By) -> bytes:
    assert use.sealed_file_id
    opened = open_file(file_id=use.sealed_file_id, actor=by.actor, now=by.now)
    return b"".join(opened.content)


def _kept(use: Use, sealed: bytes, by: By) -> FileRef:
    return keep_file(
        name=sealed_name(use.document, "ofd"), content=sealed, owner_unit_id=use.seal.unit_id,
        of_type=OF_TYPE, of_id=use.id, secrecy=Secrecy(use.secrecy), actor=by.actor, now=by.now,
    )  # fmt: skip


def sealed_name(document: str, ending: str) -> str:
    """The name of what comes of a document."""
    stem = document.removesuffix(".ofd")
    return safe_name(_("%(name)s (sealed).%(ending)s") % {"name": stem, "ending": ending})


def valid_certificate(seal: Seal, by: By) -> Certificate:
    """The seal's certificate with its key. Raises `NotValidNow`."""
    certificate = _certificate_of.first(seal.id)
    assert certificate
    require_valid(certificate, seal, by)
    return certificate


@asked
def _certificate_of(seal_id: UUID) -> QuerySet[Certificate]:
    return Certificate.objects.select_related("key").filter(seal__id=seal_id)


def require_valid(certificate: Certificate, seal: Seal, by: By) -> None:
    """Raises `NotValidNow` when a certificate of the seal, or one that vouches for it, is good for
    nothing at this moment: what is sealed with it would hold nowhere.
    """
    if any(
        one.revoked_at or not one.valid_from <= by.now <= one.valid_to for one in _path(certificate)
    ):
        raise NotValidNow(
            _("The certificate of the seal “%(name)s” is not valid today.") % {"name": seal.name},
            next_step=_("The administrator of seals has a new seal made."),
        )


def _path(certificate: Certificate | None) -> Iterator[Certificate]:
    """It and those above it, up to the root. A query for each of our two authorities."""
    while certificate is not None:
        yield certificate
        above = certificate.issued_by_id
        certificate = find(Certificate, above) if above else None


def _of_approval(seal_id: UUID, content: bytes, approval: Approval, by: By) -> Use:
    """The request that an office's approval stands for: made once, then found again."""
    if find(Use, approval.id):
        return locked_use(approval.id, by.actor)
    if approval.requested_by == approval.approved_by:
        raise InvalidInput(_("Nobody approves what they asked for themselves."))
    seal = locked_seal(seal_id, by.actor)
    use = new_use(seal, approval.id, purpose=approval.purpose, copies=approval.copies, by=by)
    use.secrecy = max(use.secrecy, approval.secrecy)
    use.document, use.sm3 = safe_name(approval.document), sm3(content).hex()
    use.of_type, use.of_id = approval.of_type, approval.of_id
    use.requested_by, use.requested_at = approval.requested_by, approval.requested_at
    with refused_when_taken(AlreadyUsed(_("This is being sealed at this moment."))):
        insert(use)
    by.record(UseRequested(**about_use(use), purpose=use.purpose))
    move_use(use, UseAct.APPROVE)
    use.decided_by, use.decided_at = approval.approved_by, approval.approved_at
    update(use, "state", "decided_by", "decided_at")
    fact = UseApproved(
        **about_use(use), approved_by=approval.approved_by, opinion="",
        of_type=approval.of_type, of_id=approval.of_id,
    )  # fmt: skip
    by.record(fact)
    return use
