"""Findings as the design's component shows them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from liupan.foundation.design.facade import Finding as Shown
from liupan.foundation.screening.queries import Accepted
from liupan.foundation.screening.rules.kinds import Severity
from liupan.foundation.screening.screenings import Finding, Screening
from liupan.foundation.screening.wording import KINDS, SEVERITIES

AROUND = 16
"""So many signs stand before and after what was found."""
STATES = {Severity.NOTE: "none", Severity.WARN: "check", Severity.BLOCK: "risk"}


def shown(screening: Screening, *, accepted: Iterable[Accepted] = ()) -> tuple[Shown, ...]:
    """The findings with the words around them, for `{% findings %}`, the heaviest first.

    `accepted` is what somebody let stand in the thing (`list_accepted`). What is only to be noted
    needs no acceptance.
    """
    reasons = {one.digest: one.reason for one in accepted if one.purpose is screening.for_}
    ordered = sorted(screening.findings, key=lambda one: (one.digest in reasons, -one.severity))
    return tuple(_shown(screening, one, reasons.get(one.digest, "")) for one in ordered)


def _shown(screening: Screening, finding: Finding, reason: str) -> Shown:
    before, after = _around(screening.passages[finding.passage].text, finding)
    return Shown(
        title=KINDS[finding.kind],
        state=STATES[finding.severity],
        state_label=SEVERITIES[finding.severity],
        shown=finding.shown,
        advice=finding.advice,
        before=before,
        after=after,
        place=screening.place_of(finding),
        accepted=_("May stay: %(reason)s") % {"reason": reason} if reason else "",
        key=finding.digest if finding.severity > Severity.NOTE else "",
    )


def _around(text: str, finding: Finding) -> tuple[str, str]:
    """The words before and after it on its line."""
    start = max(finding.start - AROUND, text.rfind("\n", 0, finding.start) + 1)
    line_end = text.find("\n", finding.end)
    end = min(finding.end + AROUND, len(text) if line_end < 0 else line_end)
    is_first = start == 0 or text[start - 1] == "\n"
    is_last = end == len(text) or text[end] == "\n"
    before, after = text[start : finding.start], text[finding.end : end]
    return before if is_first else f"…{before}", after if is_last else f"{after}…"
