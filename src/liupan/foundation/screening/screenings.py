"""A text is screened: pure reading, nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.screening.queries import lexicon_on
from liupan.foundation.screening.rules.kinds import Kind, Purpose, Severity
from liupan.foundation.screening.rules.patterns import Hit
from liupan.foundation.screening.rules.screening import MOST, Found, find_all, masked
from liupan.foundation.screening.wording import advice_on
from liupan.kernel.errors import Refusal
from liupan.kernel.secrecy import Secrecy

LONGEST = 2_000_000
"""Characters that are screened at once."""


class TooMuchText(Refusal):
    """The text is longer than what is screened at once."""

    status = 413


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a thing under the name people know it by: 标题, 正文, an attachment's name."""

    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something found from `start` to `end` of a passage.

    `shown` hides the middle of numbers and may be told anywhere; `digest` finds the very same
    again without keeping it.
    """

    kind: Kind
    severity: Severity
    start: int
    end: int
    shown: str
    advice: str
    passage: int
    digest: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What was found in a text, in the order of the text. `is_cut`: there is more, of less weight
    or of the same; `unread` are names of what could not be read."""

    for_: Purpose
    day: date
    level: Secrecy
    passages: tuple[Passage, ...] = field(repr=False)
    findings: tuple[Finding, ...]
    is_cut: bool = False
    unread: tuple[str, ...] = ()

    @property
    def hides_blocks(self) -> bool:
        """Whether more may be blocked than is listed."""
        return self.is_cut and all(one.severity is Severity.BLOCK for one in self.findings)

    def place_of(self, finding: Finding) -> str:
        """The name of the passage it stands in."""
        return self.passages[finding.passage].name


def screen(
    text: str | Sequence[Passage],
    *,
    for_: Purpose,
    day: date,
    level: Secrecy = Secrecy.PUBLIC,
    unread: Sequence[str] = (),
) -> Screening:
    """What stands in a text that should not go out with it, by the words in force on `day`.

    `level` is the level the thing is known to have: its own secrecy mark is no finding in it.
    Raises `TooMuchText`.
    """
    passages = (Passage("", text),) if isinstance(text, str) else tuple(text)
    if sum(len(passage.text) for passage in passages) > LONGEST:
        raise TooMuchText(
            _("The text is too long to be screened at once."),
            next_step=_("Hand it in by parts."),
        )
    lexicon, found, is_cut = lexicon_on(day), list[tuple[int, Found]](), False
    for place, passage in enumerate(passages):
        some, more = find_all(passage.text, lexicon, for_, day, level)
        found += [(place, one) for one in some]
        is_cut |= more
    heaviest = sorted(found, key=lambda one: -one[1].severity)[:MOST]
    kept = sorted(heaviest, key=lambda one: (one[0], one[1].hit.start))
    return Screening(
        for_=for_,
        day=day,
        level=level,
        passages=passages,
        findings=tuple(_finding(passages, place, one) for place, one in kept),
        is_cut=is_cut or len(found) > MOST,
        unread=tuple(unread),
    )


def _finding(passages: Sequence[Passage], place: int, found: Found) -> Finding:
    hit = found.hit
    return Finding(
        kind=hit.kind,
        severity=found.severity,
        start=hit.start,
        end=hit.end,
        shown=masked(hit, passages[place].text),
        advice=advice_on(hit.kind, found.replacement),
        passage=place,
        digest=_digest(hit),
    )


def _digest(hit: Hit) -> str:
    """Keyed: numbers are few enough to be guessed from a plain digest."""
    told = f"liupan.screening\0{hit.kind}\0{hit.value}".encode()
    return sm3(settings.LIUPAN_DIGEST_KEY + told).hex()
