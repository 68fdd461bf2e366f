"""Checks of the certificates behind a signature and behind its seal."""

from datetime import datetime

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import (
    Path,
    RevocationState,
    check_revocation,
)
from liupan.foundation.seals.formats.examining import SealSigned, Signed
from liupan.foundation.seals.formats.verdicts import (
    Answer,
    Trust,
    fails,
    holds,
    unknown,
)
from liupan.foundation.seals.formats.wording import day


def check_signer_use(it: Signed) -> Answer:
    certificate = it.value.certificate
    if certificate.may_sign:
        return holds(_("The certificate of %s is for signing.") % certificate.common_name)
    return fails(_("The certificate of %s is not for signing.") % certificate.common_name)


def check_signer_trust(it: Signed) -> Answer:
    return trusted(it.signer)


def check_signer_validity(it: Signed) -> Answer:
    return valid(it.signer, it.value.signed_at)


def check_signer_revocation(it: Signed) -> Answer:
    return not_revoked(it.trust, it.signer, it.value.signed_at)


def check_maker_trust(it: SealSigned) -> Answer:
    return trusted(it.maker)


def check_maker_validity(it: SealSigned) -> Answer:
    """The maker's certificate need be valid only when the seal was made."""
    return valid(it.maker, it.seal.created_at)


def check_maker_revocation(it: SealSigned) -> Answer:
    return not_revoked(it.trust, it.maker, it.seal.created_at)


def trusted(path: Path) -> Answer:
    """Whether the path leads to somebody who is believed."""
    last, odd = path.certificates[-1], path.find_not_understood()
    if odd is not None:
        said = {"name": odd.common_name, "what": ", ".join(odd.not_understood)}
        return unknown(_("The certificate of %(name)s has terms not read here: %(what)s.") % said)
    if path.is_trusted:
        return holds(_("The certificate leads to %s, which is trusted here.") % last.common_name)
    return unknown(
        _("The certificate was issued by “%s”, which is not on the list of trusted issuers here.")
        % last.issuer
    )


def valid(path: Path, at: datetime) -> Answer:
    """Whether all its certificates were valid then."""
    bad = path.find_not_valid(at)
    if bad is None:
        return holds(_("The certificates were valid on %s.") % day(at))
    said = {"name": bad.common_name, "since": day(bad.valid_from), "until": day(bad.valid_until)}
    return fails(_("The certificate of %(name)s is valid only from %(since)s to %(until)s.") % said)


def not_revoked(trust: Trust, path: Path, at: datetime) -> Answer:
    """Whether none of its certificates was revoked then."""
    if not path.is_trusted:
        return unknown(_("Whether it was revoked can be asked only of a trusted issuer."))
    found = check_revocation(path, lists=trust.lists, at=at, now=trust.now)
    name = found.certificate.common_name if found.certificate else ""
    said = {"name": name, "day": day(found.since) if found.since else ""}
    match found.state:
        case RevocationState.GOOD:
            return holds(_("No certificate was revoked."))
        case RevocationState.REVOKED:
            return fails(_("The certificate of %(name)s was revoked on %(day)s.") % said)
        case RevocationState.REVOKED_LATER:
            return holds(
                _("The certificate of %(name)s was revoked on %(day)s, after signing.") % said
            )
        case RevocationState.STALE:
            return unknown(_("The revocation list for %(name)s is out of date.") % said)
        case RevocationState.UNKNOWN:
            return unknown(_("There is no revocation list for %(name)s.") % said)
