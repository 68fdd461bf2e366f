"""The door of `seals`. An office that has signed a document off passes its step as `Approval`."""

from liupan.foundation.seals.formats.places import (
    Keyword,
    NoSeam,
    NoSuchWords,
    OutsidePage,
    Place,
    Seam,
)
from liupan.foundation.seals.formats.signing import NotSealable
from liupan.foundation.seals.formats.verdicts import Outcome, Result, Trust, Verdict
from liupan.foundation.seals.operations.copying import SealedPdf, seal_pdf
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
from liupan.foundation.seals.queries.seals import (
    UnitSeal,
    is_seal_of,
    keepers_of,
    seals_in_use,
)
from liupan.foundation.seals.verifying import verify_file
from liupan.foundation.seals.wording import MARKS as VERDICT_MARKS
from liupan.foundation.seals.wording import summary_of, word_of

__all__ = [
    "KEEP",
    "MANAGE_CERTIFICATES",
    "VERDICT_MARKS",
    "AlreadyUsed",
    "Approval",
    "Keyword",
    "NoSeam",
    "NoSuchWords",
    "NotInUse",
    "NotNow",
    "NotSealable",
    "NotTheDocument",
    "NotValidNow",
    "Outcome",
    "OutsidePage",
    "Place",
    "Result",
    "SealedPdf",
    "Seam",
    "SecondPersonNeeded",
    "Trust",
    "UnitSeal",
    "Verdict",
    "is_seal_of",
    "keepers_of",
    "seal_ofd",
    "seal_pdf",
    "seal_revoked_at",
    "seals_in_use",
    "summary_of",
    "trust",
    "verify_file",
    "word_of",
]
