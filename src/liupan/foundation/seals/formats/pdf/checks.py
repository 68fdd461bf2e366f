"""Checks of a PAdES signature in a PDF, each on its own."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from liupan.foundation.crypto.facade import Algorithm, kind_of_key
from liupan.foundation.seals.formats import trusting
from liupan.foundation.seals.formats.checking import Line
from liupan.foundation.seals.formats.checks import is_future
from liupan.foundation.seals.formats.pdf.reading import ExaminedPdf
from liupan.foundation.seals.formats.places import is_inside
from liupan.foundation.seals.formats.timestamps import check_token
from liupan.foundation.seals.formats.verdicts import Answer, fails, holds, unknown
from liupan.foundation.seals.formats.wording import minute

PADES = "ETSI.CAdES.detached"
HASHES = frozenset({"sha256", "sha384", "sha512"})


def check_structure(it: ExaminedPdf) -> Answer:
    if it.envelope.names_its_certificate and it.envelope.covered == "data" and it.form == PADES:
        return holds(_("The signature is written as PAdES asks and names its certificate."))
    return unknown(
        _("The signature is of an older kind than PAdES, or does not name its certificate.")
    )


def check_algorithms(it: ExaminedPdf) -> Answer:
    kind = kind_of_key(it.envelope.certificate.public_key)
    if it.envelope.digest_name not in HASHES:
        return unknown(_("The file is covered by a hash that is not accepted."))
    if kind in (Algorithm.RSA, Algorithm.ECDSA):
        said = {"key": kind.upper(), "hash": it.envelope.digest_name.upper()}
        return holds(_("It is signed with %(key)s and %(hash)s.") % said)
    return unknown(_("An algorithm is used that is not read here."))


def check_range(it: ExaminedPdf) -> Answer:
    """It covers everything up to where it stands, without a hole but its own envelope."""
    if it.end is None:
        return fails(_("The signature leaves parts of the file uncovered."))
    if it.end == len(it.content):
        return holds(_("The signature covers the whole file."))
    return holds(_("The signature covers the whole file as it was when it was set."))


def check_digest(it: ExaminedPdf) -> Answer:
    if it.digest == it.envelope.digest:
        return holds(_("Not one byte of what it covers was altered."))
    return fails(_("What the signature covers was altered after signing."))


def check_value(it: ExaminedPdf) -> Answer:
    if it.envelope.is_signed():
        return holds(
            _("The signature was made with the key of %s.") % it.envelope.certificate.common_name
        )
    return fails(_("The signature was not made with the key of the certificate beside it."))


def check_later(it: ExaminedPdf) -> Answer:
    if it.end == len(it.content):
        return holds(_("Nothing was added to the file after this signature."))
    if it.is_followed_by_signatures_only:
        return holds(_("After this signature only further signatures were added."))
    return fails(_("After this signature something else than signatures was added to the file."))


def check_time(it: ExaminedPdf) -> Answer:
    at = it.value.signed_at
    if is_future(at, it.trust):
        return fails(_("The moment of signing, %s, is in the future.") % minute(at))
    return holds(_("The signature gives %s as its moment.") % minute(at))


def check_stamp(it: ExaminedPdf) -> Answer:
    return check_token(it.envelope.time_stamp, it.envelope.value, it.value.signed_at, it.trust)


def check_position(it: ExaminedPdf) -> Answer:
    places = it.places
    if not places:
        return unknown(_("The seal stands on no page: the signature cannot be seen on paper."))
    if any(page is None for _seen, page in places):
        return fails(_("The seal stands on a page that does not exist."))
    if all(is_inside(seen, page) for seen, page in places if page):
        return holds(_("The seal stands inside the page, wherever it stands."))
    return fails(_("The seal stands wholly or partly outside its page."))


LIST: tuple[Line[ExaminedPdf], ...] = (
    ("structure", gettext_noop("Form of the signature"), check_structure, True),
    ("algorithms", gettext_noop("Algorithms"), check_algorithms, True),
    ("range", gettext_noop("What it covers"), check_range, True),
    ("data_hash", gettext_noop("Document unaltered"), check_digest, True),
    ("signature_value", gettext_noop("Value of the signature"), check_value, True),
    ("later_changes", gettext_noop("What came after it"), check_later, True),
    ("signing_time", gettext_noop("Moment of signing"), check_time, True),
    ("time_stamp", gettext_noop("Time stamp"), check_stamp, False),
    ("signer_usage", gettext_noop("Purpose of the signer's certificate"),
     trusting.check_signer_use, True),
    ("signer_chain", gettext_noop("Issuer of the signer's certificate"),
     trusting.check_signer_trust, True),
    ("signer_validity", gettext_noop("Validity of the signer's certificate"),
     trusting.check_signer_validity, True),
    ("signer_revocation", gettext_noop("Revocation of the signer's certificate"),
     trusting.check_signer_revocation, True),
    ("position", gettext_noop("Seal inside the page"), check_position, False),
)  # fmt: skip
