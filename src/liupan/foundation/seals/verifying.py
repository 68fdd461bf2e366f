"""Verifying a file by whom this house believes. Nothing of the file is kept."""

from dataclasses import replace
from datetime import datetime

from liupan.foundation.seals.formats.verdicts import Trust, Verdict
from liupan.foundation.seals.formats.verifying import verify_ofd
from liupan.foundation.seals.queries.certificates import seal_revoked_at, trust
from liupan.kernel import clock

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that anybody may have verified."""


def verify_file(data: bytes, *, now: datetime) -> Verdict:
    """What holds of an OFD, check by check; a bad file is a verdict too. Three queries and one
    for each seal.
    """
    return verify_ofd(data, _believed(now))


def _believed(now: datetime) -> Trust:
    """Our authority lives by the city's clock, those of others by real time."""
    latest = max(now, clock.real_now())
    return replace(trust(now), latest=latest, revoked_at=seal_revoked_at)
