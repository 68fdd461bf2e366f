"""What stands in the way of a text, and the refusal that says so."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liupan.foundation.screening.queries import list_accepted
from liupan.foundation.screening.rules.kinds import Severity
from liupan.foundation.screening.screenings import Finding, Screening
from liupan.foundation.screening.wording import KINDS
from liupan.kernel.errors import Refusal

TOLD = 5


class NotClean(Refusal):
    """Something stands in the text that must not go out with it.

    Args:
        findings: what blocks; `shown` of each may be told.
    """

    status = 422

    def __init__(
        self, message: str = "", *, findings: Sequence[Finding] = (), next_step: str = ""
    ) -> None:
        super().__init__(message, next_step=next_step)
        self.findings = tuple(findings)


def blocking(screening: Screening, *, of_id: UUID | None = None) -> list[Finding]:
    """Findings that block and that nobody accepted in the thing. One query at most."""
    blocked = [one for one in screening.findings if one.severity is Severity.BLOCK]
    if not blocked or of_id is None:
        return blocked
    accepted = {
        one.digest for one in list_accepted([of_id]).get(of_id, []) if one.purpose is screening.for_
    }
    return [one for one in blocked if one.digest not in accepted]


def require_clean(screening: Screening, *, of_id: UUID | None = None) -> None:
    """Refuse what is blocked, but for what somebody accepted in the thing. Raises `NotClean`.

    What is only to be noted or checked is shown and stands in nobody's way.
    """
    found = blocking(screening, of_id=of_id)
    if not found and not screening.hides_blocks:
        return
    raise NotClean(
        _message(screening, found),
        findings=found,
        next_step=_("Change the text, or ask a content reviewer to accept the finding."),
    )


def _message(screening: Screening, found: Sequence[Finding]) -> str:
    told = _("; ").join(_in_words(screening, one) for one in found[:TOLD])
    said = ngettext(
        "%(n)s place in the text must not go out: %(told)s.",
        "%(n)s places in the text must not go out: %(told)s.",
        len(found),
    )
    if not found:
        return _("There is more in the text than could be looked through.")
    more = "…" if len(found) > TOLD or screening.is_cut else ""
    return said % {"n": len(found), "told": f"{told}{more}"}


def _in_words(screening: Screening, finding: Finding) -> str:
    words = _("%(shown)s (%(kind)s)") % {"shown": finding.shown, "kind": KINDS[finding.kind]}
    place = screening.place_of(finding)
    return _("%(place)s: %(words)s") % {"place": place, "words": words} if place else words
