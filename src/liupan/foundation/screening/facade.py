"""The door of `screening`."""

from liupan.foundation.screening.files import screen_thing
from liupan.foundation.screening.operations import AlreadyAccepted, accept_finding
from liupan.foundation.screening.policies import ACCEPT_FINDINGS
from liupan.foundation.screening.queries import (
    NUMBERS,
    WORDS,
    Accepted,
    Word,
    list_accepted,
    weights_on,
    words_on,
)
from liupan.foundation.screening.requiring import NotClean, blocking, require_clean
from liupan.foundation.screening.rules.kinds import (
    EXCEPTION,
    WORD_KINDS,
    Kind,
    Purpose,
    Severity,
    Weight,
    write_entry,
)
from liupan.foundation.screening.rules.kinds import (
    SEVERITIES as WEIGHTS,
)
from liupan.foundation.screening.rules.words import LONGEST as LONGEST_WORD
from liupan.foundation.screening.rules.words import SHORTEST as SHORTEST_WORD
from liupan.foundation.screening.screenings import (
    LONGEST,
    Finding,
    Passage,
    Screening,
    TooMuchText,
    screen,
)
from liupan.foundation.screening.showing import shown
from liupan.foundation.screening.wording import KINDS, PURPOSES, SEVERITIES

__all__ = [
    "ACCEPT_FINDINGS",
    "EXCEPTION",
    "KINDS",
    "LONGEST",
    "LONGEST_WORD",
    "NUMBERS",
    "PURPOSES",
    "SEVERITIES",
    "SHORTEST_WORD",
    "WEIGHTS",
    "WORDS",
    "WORD_KINDS",
    "Accepted",
    "AlreadyAccepted",
    "Finding",
    "Kind",
    "NotClean",
    "Passage",
    "Purpose",
    "Screening",
    "Severity",
    "TooMuchText",
    "Weight",
    "Word",
    "accept_finding",
    "blocking",
    "list_accepted",
    "require_clean",
    "screen",
    "screen_thing",
    "shown",
    "weights_on",
    "words_on",
    "write_entry",
]
