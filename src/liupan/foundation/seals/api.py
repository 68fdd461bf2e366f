"""Verifying for programs: what the public page says, as data. Public."""

from datetime import datetime

from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from liupan.foundation.design.facade import PROBLEM, public
from liupan.foundation.identity.facade import require_free
from liupan.foundation.seals.formats.verdicts import Finding, Verdict
from liupan.foundation.seals.verifying import require_size, verify_file
from liupan.foundation.seals.wording import summary_of, word_of
from liupan.kernel import clock

PREFIX = "seals/"
router = Router(tags=["seals"])
TOO_MANY = {
    "description": "There were too many requests from this address; wait a few minutes.",
    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class FindingOut(Schema):
    """One check of the numbered list; `result` is `holds`, `fails` or `unknown`.

    `title` and `sentence` are in the language asked for by Accept-Language; `code` never changes.
    """

    number: int
    code: str
    title: str
    result: str
    sentence: str
    is_needed: bool


class SignatureOut(Schema):
    """One signature; `form` is `ofd`, `pades` (in a PDF) or `sm2` (beside a PDF)."""

    id: str
    form: str
    seal: str
    signer: str
    issuer: str
    signed_at: datetime | None
    outcome: str
    findings: list[FindingOut]


class VerdictOut(Schema):
    """What holds of a file.

    `outcome` is `valid`, `unproven` (nothing altered, but something that trust needs could not be
    checked), `broken`, `unsigned` or `unreadable`.
    """

    outcome: str
    word: str
    summary: str
    kind: str
    findings: list[FindingOut]
    signatures: list[SignatureOut]


@router.post(
    "verify",
    response=VerdictOut,
    auth=None,  # nothing is changed, so a forged form could do no harm
    summary="Verify a sealed OFD or PDF",
    url_name="seals_verify",
    openapi_extra={"responses": {429: TOO_MANY}},
)
@public
def verify(
    request: HttpRequest,
    file: File[UploadedFile],
    signature: File[list[UploadedFile]] = [],  # noqa: B006  ninja reads it, nobody changes it
) -> VerdictOut:
    """Say check by check whether the seals on a file hold. Nothing of it is kept.

    `file`: OFD or PDF, at most 32 MB. `signature`: the SM2 signatures (.sm2) that lie beside a PDF.
    Thirty requests in five minutes from one address.
    """
    require_free("verify.ip", request.META.get("REMOTE_ADDR") or "::")
    require_size(file.size or 0, [one.size or 0 for one in signature])
    beside = [one.read() for one in signature]
    return _said(verify_file(file.read(), signatures=beside, now=clock.now()))


def _said(verdict: Verdict) -> VerdictOut:
    return VerdictOut(
        outcome=verdict.outcome,
        word=word_of(verdict.outcome),
        summary=summary_of(verdict.outcome),
        kind=verdict.kind,
        findings=_findings(verdict.findings),
        signatures=[
            SignatureOut(
                id=one.id,
                form=one.form,
                seal=one.seal,
                signer=one.signer,
                issuer=one.issuer,
                signed_at=one.signed_at,
                outcome=one.outcome,
                findings=_findings(one.findings),
            )
            for one in verdict.signatures
        ],
    )


def _findings(found: tuple[Finding, ...]) -> list[FindingOut]:
    return [
        FindingOut(
            number=one.number,
            code=one.code,
            title=one.title,
            result=one.result,
            sentence=one.sentence,
            is_needed=one.is_needed,
        )
        for one in found
    ]
