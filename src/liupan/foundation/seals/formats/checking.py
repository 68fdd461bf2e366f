"""The numbered list of all checks of a signature with a seal.

The reference implementation of OFD makes only three of these: file digests, equality of the seal,
value of the signature.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from liupan.foundation.crypto.facade import (
    NotACertificate,
    UnknownAlgorithm,
    UnusableKey,
)
from liupan.foundation.documents.facade import BadPackage
from liupan.foundation.seals.formats import checks, trusting
from liupan.foundation.seals.formats.examining import Examined, NotReadable
from liupan.foundation.seals.formats.verdicts import (
    Answer,
    Finding,
    fails,
    unknown,
)

FIRST = 4
"""Number of the first check of a signature; those of the file come before."""

T = TypeVar("T")
Line = tuple[str, str, Callable[[T], Answer], bool]
"""Code, title, check, whether trust needs it."""

READING = ("description", "structure")
"""Codes of the checks that say when a signature cannot be read; the others say nothing then."""

LIST: tuple[Line[Examined], ...] = (
    ("description", gettext_noop("Description of the signature"), checks.check_description, True),
    ("structure", gettext_noop("Form of signature and seal"), checks.check_structure, True),
    ("algorithms", gettext_noop("Algorithms"), checks.check_algorithms, True),
    ("property", gettext_noop("Signature belongs to this description"), checks.check_place, True),
    ("data_hash", gettext_noop("Description unaltered"), checks.check_digest, True),
    ("file_digests", gettext_noop("Covered files unaltered"), checks.check_files, True),
    ("coverage", gettext_noop("All files covered"), checks.check_coverage, True),
    ("signature_value", gettext_noop("Value of the signature"), checks.check_value, True),
    ("certificate_list", gettext_noop("Signer may use the seal"), checks.check_admitted, True),
    ("seal_equality", gettext_noop("Seal in the file"), checks.check_same_seal, True),
    (
        "maker_signature",
        gettext_noop("Maker's signature over the seal"),
        checks.check_maker,
        True,
    ),
    ("seal_validity", gettext_noop("Validity of the seal"), checks.check_seal_validity, True),
    ("signing_time", gettext_noop("Moment of signing"), checks.check_time, True),
    ("time_stamp", gettext_noop("Time stamp"), checks.check_stamp, False),
    (
        "signer_usage",
        gettext_noop("Purpose of the signer's certificate"),
        trusting.check_signer_use,
        True,
    ),
    (
        "signer_chain",
        gettext_noop("Issuer of the signer's certificate"),
        trusting.check_signer_trust,
        True,
    ),
    (
        "signer_validity",
        gettext_noop("Validity of the signer's certificate"),
        trusting.check_signer_validity,
        True,
    ),
    (
        "signer_revocation",
        gettext_noop("Revocation of the signer's certificate"),
        trusting.check_signer_revocation,
        True,
    ),
    (
        "maker_chain",
        gettext_noop("Issuer of the maker's certificate"),
        trusting.check_maker_trust,
        True,
    ),
    (
        "maker_validity",
        gettext_noop("Validity of the maker's certificate"),
        trusting.check_maker_validity,
        True,
    ),
    (
        "maker_revocation",
        gettext_noop("Revocation of the maker's certificate"),
        trusting.check_maker_revocation,
        True,
    ),
    ("seal_register", gettext_noop("Register of seals"), checks.check_register, True),
    ("position", gettext_noop("Seal inside the page"), checks.check_position, True),
)
"""In the order in which they are numbered."""


def check_all(it: T, listed: Sequence[Line[T]]) -> tuple[Finding, ...]:
    """Every check of the list, also those after one that failed."""
    return tuple(_finding(number, line, it) for number, line in enumerate(listed, start=FIRST))


def _finding(number: int, line: Line[T], it: T) -> Finding:
    code, title, check, is_needed = line
    answer = _asked(code, check, it)
    return Finding(number, code, _(title), answer.result, answer.sentence, is_needed)


def _asked(code: str, check: Callable[[T], Answer], it: T) -> Answer:
    try:
        return check(it)
    except NotReadable as error:
        if code in READING:
            return fails(error.message)
        return unknown(_("What this check needs cannot be read."))
    except (UnusableKey, UnknownAlgorithm) as error:
        return unknown(error.message)
    except (BadPackage, NotACertificate) as error:
        return fails(error.message)
