"""Checks of the certificates behind a signature and behind its seal."""

from datetime import datetime

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import (
    Path,
    RevocationState,
    check_revocation,
)
from liupan.foundation.seals.formats.examining import Examined
from liupan.foundation.seals.formats.verdicts import (
    Answer,
    fails,
    holds,
    unknown,
)
from liupan.foundation.seals.formats.wording import day


def check_signer_use(it: Examined) -> Answer:
    certificate = it.value.certificate
    if certificate.may_sign:
        return holds(_("The certificate of %s is for signing.") % certificate.common_name)
    return fails(_("The certificate of %s is not for signing.") % certificate.common_name)


def check_signer_trust(it: Examined) -> Answer:
    return _trusted(it.signer)


def check_signer_validity(it: Examined) -> Answer:
    return _valid(it.signer, it.value.signed_at)


def check_signer_revocation(it: Examined) -> Answer:
    return _revocation(it, it.signer, it.value.signed_at)


def check_maker_trust(it: Examined) -> Answer:
    return _trusted(it.maker)


def check_maker_validity(it: Examined) -> Answer:
    """The maker's certificate need be valid only when the seal was made."""
    return _valid(it.maker, it.seal.created_at)


def check_maker_revocation(it: Examined) -> Answer:
    return _revocation(it, it.maker, it.seal.created_at)


def _trusted(path: Path) -> Answer:
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


def _valid(path: Path, at: datetime) -> Answer:
    bad = path.find_not_valid(at)
    if bad is None:
        return holds(_("The certificates were valid on %s.") % day(at))
    said = {"name": bad.common_name, "since": day(bad.valid_from), "until": day(bad.valid_until)}
    return fails(_("The certificate of %(name)s is valid only from %(since)s to %(until)s.") % said)


def _revocation(it: Examined, path: Path, at: datetime) -> Answer:
    if not path.is_trusted:
        return unknown(_("Whether it was revoked can be asked only of a trusted issuer."))
    found = check_revocation(path, lists=it.trust.lists, at=at, now=it.trust.now)
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
