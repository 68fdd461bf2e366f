"""Time stamps (RFC 3161): somebody else's word that a signature was there at a moment."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from asn1crypto import tsp
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.seals.formats import trusting
from liupan.foundation.seals.formats.envelopes import (
    SM3,
    Envelope,
    NotAnEnvelope,
    read_envelope,
)
from liupan.foundation.seals.formats.examining import path_of
from liupan.foundation.seals.formats.verdicts import (
    Answer,
    Result,
    Trust,
    fails,
    holds,
    unknown,
)
from liupan.foundation.seals.formats.wording import minute

SLACK = timedelta(minutes=5)
"""How far two clocks may be apart."""
HASHES: dict[str, Callable[[bytes], bytes]] = {
    "sha256": lambda data: hashlib.sha256(data).digest(),
    "sha384": lambda data: hashlib.sha384(data).digest(),
    "sha512": lambda data: hashlib.sha512(data).digest(),
    SM3: sm3,
}
_READING = (ValueError, TypeError, KeyError, AttributeError, OverflowError)


def check_token(token: bytes | None, signature: bytes, said_at: datetime, trust: Trust) -> Answer:
    """What a time stamp says of a signature, and of the moment that it claims.

    A stamp that is not this signature's, was altered, or is earlier than the signature fails; one
    by somebody who is not believed proves nothing.
    """
    if token is None:
        return unknown(
            _("There is no time stamp: the moment of signing is the word of whoever signed.")
        )
    try:
        envelope = read_envelope(token)
        info = tsp.TSTInfo.load(envelope.content, strict=True)
        stamped_at: datetime = info["gen_time"].native
        imprint = info["message_imprint"]
        name, digest = (
            imprint["hash_algorithm"]["algorithm"].native,
            imprint["hashed_message"].native,
        )
    except (*_READING, NotAnEnvelope):
        return unknown(_("There is a time stamp, which cannot be read here."))
    if name not in HASHES or envelope.digest_name not in HASHES:
        return unknown(_("The time stamp uses a hash that is not accepted."))
    if HASHES[name](signature) != digest:
        return fails(_("The time stamp belongs to another signature."))
    if not _is_whole(envelope):
        return fails(_("The time stamp was altered."))
    if stamped_at < said_at - SLACK:
        return fails(_("The time stamp is earlier than the moment of signing."))
    return _by_whom(envelope, stamped_at, trust)


def _is_whole(envelope: Envelope) -> bool:
    """Whether its maker signed exactly this."""
    digest = HASHES[envelope.digest_name](envelope.content)
    return envelope.covered == "tst_info" and digest == envelope.digest and envelope.is_signed()


def _by_whom(envelope: Envelope, at: datetime, trust: Trust) -> Answer:
    certificate = envelope.certificate
    said = {"name": certificate.common_name, "moment": minute(at)}
    if not certificate.may_stamp:
        return fails(_("The certificate of %(name)s is not for time stamps.") % said)
    path = path_of(certificate, trust)
    for answer in (
        trusting.trusted(path),
        trusting.valid(path, at),
        trusting.not_revoked(trust, path, at),
    ):
        if answer.result is Result.FAILS:
            return answer
        if answer.result is Result.UNKNOWN:
            words = _("%(name)s says that the signature was there at %(moment)s.") % said
            return unknown(f"{words} {answer.sentence}")
    return holds(_("%(name)s vouches that the signature was there at %(moment)s.") % said)
