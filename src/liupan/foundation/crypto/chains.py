"""Whether a certificate can be trusted: its path to a trusted root, validity, revocation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from liupan.foundation.crypto.certificates import Certificate, RevocationList

DEPTH = 8
"""Longest path that is followed."""


@dataclass(frozen=True, slots=True)
class Path:
    """From the certificate itself up to the last issuer found; each is signed by the next."""

    certificates: tuple[Certificate, ...]
    is_trusted: bool

    def find_not_valid(self, at: datetime) -> Certificate | None:
        """The first certificate that was not valid at this moment."""
        return next((c for c in self.certificates if not c.valid_from <= at <= c.valid_until), None)

    def find_not_understood(self) -> Certificate | None:
        """The first certificate with a critical extension that nobody here reads."""
        return next((c for c in self.certificates if c.not_understood), None)


class RevocationState(StrEnum):
    """What revocation lists say of a path."""

    GOOD = "good"
    REVOKED = "revoked"
    REVOKED_LATER = "revoked_later"
    """Revoked after the moment asked about, and not because the key was lost."""
    STALE = "stale"
    """A list was due before now and did not come."""
    UNKNOWN = "unknown"
    """No list of an issuer is here."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """The state, the certificate it is about, and since when."""

    state: RevocationState
    certificate: Certificate | None = None
    since: datetime | None = None


LOST_KEY = frozenset({"key_compromise", "ca_compromise", "aa_compromise"})
"""Reasons after which no moment of signing can be believed, not even an earlier one."""
_WORST_FIRST = (
    RevocationState.REVOKED,
    RevocationState.UNKNOWN,
    RevocationState.STALE,
    RevocationState.REVOKED_LATER,
    RevocationState.GOOD,
)


def find_path(
    leaf: Certificate, *, others: Iterable[Certificate], trusted: Iterable[Certificate]
) -> Path:
    """The path from the leaf to a trusted certificate, or the longest one found.

    Each step's signature, authority and depth is checked. A trusted certificate need not be a
    root; a leaf that is trusted itself stands alone.
    """
    anchors = frozenset(trusted)
    candidates = tuple(dict.fromkeys((*anchors, *others)))
    return _climb((leaf,), candidates, anchors)


def check_revocation(
    path: Path, *, lists: Sequence[RevocationList], at: datetime, now: datetime
) -> Revocation:
    """What the lists say of every certificate of the path but the last: the worst of it.

    Args:
        at: the moment of signing.
        now: the moment of asking; a list whose successor was due before it is stale.
    """
    pairs = zip(path.certificates, path.certificates[1:], strict=False)
    found = [_asked(one, issuer, lists, at, now) for one, issuer in pairs]
    found.sort(key=lambda r: _WORST_FIRST.index(r.state))
    return found[0] if found else Revocation(RevocationState.GOOD)


def _climb(
    path: tuple[Certificate, ...],
    candidates: tuple[Certificate, ...],
    anchors: frozenset[Certificate],
) -> Path:
    last = path[-1]
    if last in anchors:
        return Path(path, is_trusted=True)
    longest = Path(path, is_trusted=False)
    if len(path) >= DEPTH or last.subject_bytes == last.issuer_bytes:
        return longest
    for one in candidates:
        if one not in path and _issued(one, last, below=len(path) - 1):
            found = _climb((*path, one), candidates, anchors)
            if found.is_trusted:
                return found
            longest = max(longest, found, key=lambda p: len(p.certificates))
    return longest


def _issued(issuer: Certificate, issued: Certificate, *, below: int) -> bool:
    """Whether `issuer` may have issued it, with so many authorities between it and the leaf."""
    bound = issuer.path_length
    return (
        issuer.subject_bytes == issued.issuer_bytes
        and issuer.is_authority
        and (bound is None or below <= bound)
        and issued.is_signed_by(issuer)
    )


def _asked(
    one: Certificate,
    issuer: Certificate,
    lists: Sequence[RevocationList],
    at: datetime,
    now: datetime,
) -> Revocation:
    theirs = [
        each
        for each in lists
        if each.issuer_bytes == issuer.subject_bytes
        and issuer.may_revoke
        and each.is_signed_by(issuer)
    ]
    if not theirs:
        return Revocation(RevocationState.UNKNOWN, one)
    newest = max(theirs, key=lambda each: each.issued_at)
    if one.serial in newest.revoked:
        since, reason = newest.revoked[one.serial]
        is_void = since <= at or reason in LOST_KEY
        state = RevocationState.REVOKED if is_void else RevocationState.REVOKED_LATER
        return Revocation(state, one, since)
    is_stale = newest.next_at is not None and newest.next_at < now
    return Revocation(RevocationState.STALE if is_stale else RevocationState.GOOD, one)
