"""Sealing the PDF copy of a document whose OFD was sealed, under the same approval."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import FileRef, keep_file, open_file
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.seals.events import CopySealed
from liupan.foundation.seals.models import Seal, Use
from liupan.foundation.seals.operations.applying import require_keeper
from liupan.foundation.seals.operations.authority import Signer, issue_for_pdf, signer_of
from liupan.foundation.seals.operations.keeping import (
    By,
    NotNow,
    about_use,
    locked_seal,
    locked_use,
)
from liupan.foundation.seals.operations.sealing import (
    NotTheDocument,
    require_valid,
    sealed_name,
    valid_certificate,
)
from liupan.foundation.seals.operations.uses import OF_TYPE, require_usable
from liupan.foundation.seals.policies import KEEP
from liupan.foundation.seals.rules.states import UseState
from liupan.foundation.seals.stamping import has_same_words, stamp_copy
from liupan.kernel.authority import Actor, require
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import update


@dataclass(frozen=True, slots=True)
class SealedPdf:
    """The sealed PDF, and the SM2 signature that belongs beside it as NAME.pdf.sm2."""

    pdf: bytes
    signature: bytes


@operation
def seal_pdf(*, use_id: UUID, content: bytes, actor: Actor, now: datetime) -> SealedPdf:
    """Seal the PDF copy of a document, by the seal's keeper: PAdES in it, SM2 beside it.

    The OFD was sealed under this use before; its words must be the PDF's, and the seal stands where
    it stands there. Called again with the same PDF it gives the same bytes and changes nothing.

    Args:
        use_id: of the request; where an office approved, `Approval.id`.
        content: the PDF; for a further seal, as the seal before left it.

    Raises `NotNow`, `NotInUse`, `NotTheDocument`, `NotValidNow`, `NotAuthorised`, `Missing`,
    `NotSealable`.
    """
    use, by = locked_use(use_id, actor), By(actor, now)
    require(actor, KEEP, unit_id=use.seal.unit_id, secrecy=Secrecy(use.secrecy))
    if use.copied_at:
        return _as_sealed_then(use, content, by)
    ofd = _sealed_ofd(use, by)
    _require_same(content, ofd)
    seal = locked_seal(use.seal_id, actor)
    require_keeper(actor, seal)
    require_usable(seal)
    signer, pdf_signer = signer_of(valid_certificate(seal, by)), _pdf_signer(seal, by)
    pdf, signature = stamp_copy(
        content,
        ofd=ofd,
        data=bytes(seal.data or b""),
        signer=signer,
        pdf_signer=pdf_signer,
        now=now,
    )
    file = _kept(use, pdf, by)
    use.copied_at, use.copy_sm3 = now, sm3(content).hex()
    use.copy_file_id, use.copy_signature = file.id, signature
    update(use, "copied_at", "copy_sm3", "copy_file_id", "copy_signature")
    fact = CopySealed(
        **about_use(use), copy_sm3=use.copy_sm3, sealed_copy_sm3=file.sm3,
        certificate_id=pdf_signer.row.id,
    )  # fmt: skip
    by.record(fact)
    return SealedPdf(pdf, signature)


def _as_sealed_then(use: Use, content: bytes, by: By) -> SealedPdf:
    if use.copy_sm3 != sm3(content).hex():
        raise NotTheDocument(
            _("Another PDF was sealed as the copy of this document."),
            next_step=_("Take the copy that was sealed."),
        )
    nothing_changed()
    assert use.copy_file_id
    return SealedPdf(_content(use.copy_file_id, by), bytes(use.copy_signature or b""))


def _sealed_ofd(use: Use, by: By) -> bytes:
    """Raises `NotNow` while the document itself is not sealed."""
    if use.standing is not UseState.USED or not use.sealed_file_id:
        raise NotNow(
            _("%(number)s: the document is sealed first, then its PDF copy.")
            % {"number": use.number}
        )
    return _content(use.sealed_file_id, by)


def _require_same(pdf: bytes, ofd: bytes) -> None:
    if not has_same_words(pdf, ofd):
        raise NotTheDocument(
            _("The PDF does not have the words of the document that was sealed."),
            next_step=_("Make the PDF from the same text as the document."),
        )


def _pdf_signer(seal: Seal, by: By) -> Signer:
    """The seal's key for PDF, made when it is needed first. Raises `NotValidNow`."""
    row = seal.pdf_certificate
    if row is not None:
        require_valid(row, seal, by)
        return signer_of(row)
    made = issue_for_pdf(seal, unit=list_units([seal.unit_id])[seal.unit_id].name, by=by)
    seal.pdf_certificate = made.row
    update(seal, "pdf_certificate")
    return made


def _content(file_id: UUID, by: By) -> bytes:
    return b"".join(open_file(file_id=file_id, actor=by.actor, now=by.now).content)


def _kept(use: Use, sealed: bytes, by: By) -> FileRef:
    return keep_file(
        name=sealed_name(use.document, "pdf"), content=sealed, owner_unit_id=use.seal.unit_id,
        of_type=OF_TYPE, of_id=use.id, secrecy=Secrecy(use.secrecy), actor=by.actor, now=by.now,
    )  # fmt: skip
