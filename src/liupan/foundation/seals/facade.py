"""The door of `seals`. An office that has signed a document off passes its step as `Approval`."""

from liupan.foundation.seals.formats.signing import Place
from liupan.foundation.seals.formats.verdicts import Outcome, Result, Trust, Verdict
from liupan.foundation.seals.operations.keeping import NotNow, SecondPersonNeeded
from liupan.foundation.seals.operations.sealing import (
    AlreadyUsed,
    Approval,
    NotTheDocument,
    NotValidNow,
    seal_ofd,
)
from liupan.foundation.seals.operations.uses import NotInUse
from liupan.foundation.seals.policies import KEEP, MANAGE_CERTIFICATES
from liupan.foundation.seals.queries.certificates import seal_revoked_at, trust
from liupan.foundation.seals.verifying import verify_file

__all__ = [
    "KEEP",
    "MANAGE_CERTIFICATES",
    "AlreadyUsed",
    "Approval",
    "NotInUse",
    "NotNow",
    "NotTheDocument",
    "NotValidNow",
    "Outcome",
    "Place",
    "Result",
    "SecondPersonNeeded",
    "Trust",
    "Verdict",
    "seal_ofd",
    "seal_revoked_at",
    "trust",
    "verify_file",
]
