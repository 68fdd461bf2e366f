"""Verifying a PDF: the file, each PAdES signature in it, and the SM2 signatures beside it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import NotACertificate
from liupan.foundation.seals.formats import beside
from liupan.foundation.seals.formats.beside import ExaminedBeside, Original
from liupan.foundation.seals.formats.checking import check_all
from liupan.foundation.seals.formats.examining import NotReadable
from liupan.foundation.seals.formats.pdf import checks
from liupan.foundation.seals.formats.pdf.reading import ExaminedPdf, NotAPdf, read_signatures
from liupan.foundation.seals.formats.verdicts import (
    Answer,
    Finding,
    SignatureForm,
    SignatureVerdict,
    Trust,
    Verdict,
    fails,
    holds,
    unknown,
)


def verify_pdf(data: bytes, trust: Trust, *, signatures: Sequence[bytes] = ()) -> Verdict:
    """Everything that can be said of a PDF and its signatures. Never raises a refusal.

    Args:
        signatures: the SM2 signatures that lie beside it.
    """
    try:
        inside = read_signatures(data, trust)
    except NotAPdf as error:
        return Verdict("pdf", (_finding(1, "readable", _title(), fails(error.message)),), ())
    original = Original(data, [one.end for one in inside if one.end is not None])
    outside = [ExaminedBeside(one, original, trust) for one in signatures]
    findings = (
        _finding(1, "readable", _title(), holds(_("The file can be read."))),
        _finding(2, "canonical", _("Packing of the file"), _canonical(inside), is_needed=False),
        _finding(
            3, "signature_list", _("List of signatures"), _listed(inside, outside),
            is_needed=not outside,
        ),
    )  # fmt: skip
    verdicts = [_verdict(one) for one in inside]
    verdicts += [_verdict_beside(n, one) for n, one in enumerate(outside, start=1)]
    return Verdict("pdf", findings, tuple(verdicts))


def _canonical(inside: Sequence[ExaminedPdf]) -> Answer:
    """Whether any byte is free to be changed: within the envelopes, which nothing covers, or after
    the last signature.
    """
    if not inside:
        return unknown(_("No signature in the PDF covers it."))
    if any(one.is_ours for one in inside) and inside[-1].end != len(inside[-1].content):
        return fails(_("Bytes were added to the file after the last seal."))
    if all(_is_written_here(one) for one in inside if one.is_ours):
        if all(one.is_ours for one in inside):
            return holds(_("Not one byte of the file could be changed unseen."))
        return unknown(
            _("Signatures of others leave bytes within them which nothing covers; none is shown.")
        )
    return fails(_("Bytes of a signature were altered that nothing covers."))


def _is_written_here(one: ExaminedPdf) -> bool:
    try:
        return one.end is not None and one.is_written_here
    except NotReadable:
        return False


def _listed(inside: Sequence[ExaminedPdf], outside: Sequence[ExaminedBeside]) -> Answer:
    if inside and outside:
        return holds(_("The PDF is signed, and an SM2 signature was handed in beside it."))
    if outside:
        return unknown(_("Only the file beside the PDF is a signature; the PDF has none in it."))
    if inside:
        return holds(
            _("The PDF is signed. If an SM2 signature came with it, hand that in as well.")
        )
    return unknown(_("The file is not signed."))


def _verdict(it: ExaminedPdf) -> SignatureVerdict:
    findings = check_all(it, checks.LIST)
    form, field = SignatureForm.PADES, it.field
    try:
        certificate = it.envelope.certificate
        seal = it.name or certificate.common_name
        return SignatureVerdict(
            field, seal, certificate.common_name, certificate.issuer, it.said_at, findings, form
        )
    except NotReadable:
        return SignatureVerdict(field, "", "", "", None, findings, form)


def _verdict_beside(number: int, it: ExaminedBeside) -> SignatureVerdict:
    findings = check_all(it, beside.LIST)
    form, name = SignatureForm.SM2, f"sm2-{number}"
    try:
        value = it.value
        named = (value.seal.name, value.certificate.common_name, value.certificate.issuer)
        return SignatureVerdict(name, *named, value.signed_at, findings, form)
    except (NotReadable, NotACertificate):
        return SignatureVerdict(name, "", "", "", None, findings, form)


def _title() -> str:
    return _("The file itself")


def _finding(
    number: int, code: str, title: str, answer: Answer, *, is_needed: bool = True
) -> Finding:
    return Finding(number, code, title, answer.result, answer.sentence, is_needed)
