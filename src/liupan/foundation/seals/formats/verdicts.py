"""What a verifier says: check by check, never more than was seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from liupan.foundation.crypto.facade import Certificate, RevocationList


class Result(StrEnum):
    """Of one check."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    """It cannot be checked."""


class Outcome(StrEnum):
    """Of a whole file."""

    VALID = "valid"
    UNPROVEN = "unproven"
    """Nothing was found altered, but something that trust needs could not be checked."""
    BROKEN = "broken"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


class SignatureForm(StrEnum):
    """How a signature is written, and where it lies."""

    OFD = "ofd"
    PADES = "pades"
    """In a PDF (ETSI EN 319 142)."""
    SM2 = "sm2"
    """In a file beside a PDF."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A result and why, in one sentence of the reader's language."""

    result: Result
    sentence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of the numbered list.

    Attributes:
        code: for machines; never changes.
        is_needed: whether the file can be trusted only if this holds.
    """

    number: int
    code: str
    title: str
    result: Result
    sentence: str
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """One signature and all its checks."""

    id: str
    seal: str
    signer: str
    issuer: str
    signed_at: datetime | None
    findings: tuple[Finding, ...]
    form: SignatureForm = SignatureForm.OFD

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.findings)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A whole file: checks of the file itself, and every signature."""

    kind: str
    findings: tuple[Finding, ...]
    signatures: tuple[SignatureVerdict, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst of it."""
        if any(one.code == "readable" and one.result is Result.FAILS for one in self.findings):
            return Outcome.UNREADABLE
        every = self.findings + tuple(f for s in self.signatures for f in s.findings)
        found = outcome_of(every)
        if not self.signatures and found is not Outcome.BROKEN:
            return Outcome.UNSIGNED
        return found


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the verifier believes.

    Attributes:
        roots: certificates that are believed without proof.
        others: certificates that may stand between.
        lists: revocation lists at hand.
        now: by which revocation lists grow stale.
        latest: after which nothing can have been signed; None is now.
        revoked_at: since when a seal, by its id, is revoked by its house; None where it is not.
    """

    roots: tuple[Certificate, ...]
    others: tuple[Certificate, ...]
    lists: tuple[RevocationList, ...]
    now: datetime
    latest: datetime | None = None
    revoked_at: Callable[[str], datetime | None] = lambda _seal_id: None


def outcome_of(findings: tuple[Finding, ...]) -> Outcome:
    """The worst of some checks."""
    if any(one.result is Result.FAILS for one in findings):
        return Outcome.BROKEN
    if any(one.result is Result.UNKNOWN and one.is_needed for one in findings):
        return Outcome.UNPROVEN
    return Outcome.VALID


def holds(sentence: str) -> Answer:
    return Answer(Result.HOLDS, sentence)


def fails(sentence: str) -> Answer:
    return Answer(Result.FAILS, sentence)


def unknown(sentence: str) -> Answer:
    return Answer(Result.UNKNOWN, sentence)
