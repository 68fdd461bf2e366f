"""A draft is marked no lower than what it is drawn from: what it answers, what its text began with
(摘录、引用的按最高密级、最长期限标明). Less needs approval."""

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.operations.marks.putting import mark_borne, parsed
from liupan.foundation.organisations.facade import By
from liupan.kernel.errors import InvalidInput
from liupan.kernel.secrecy import LONGEST_YEARS, Mark, Secrecy, highest_of


def require_above_sources(document: Outgoing, borne: Mark | None, by: By) -> None:
    """Raises `InvalidInput` where the draft protects less than the state secrets it is drawn from.

    `borne`: its mark before; what protects no less than that was approved before, and is not asked
    again. Two to four queries.
    """
    wanted = _said(document, by)
    if borne and wanted.protects_no_less_than(borne):
        return
    highest = highest_of(_sources(document))
    if not wanted.protects_no_less_than(highest):
        words = _("What this is drawn from is marked “%(mark)s”: it cannot be marked lower.") % {
            "mark": highest
        }
        raise InvalidInput(
            words,
            fields={"mark" if wanted.level == highest.level else "secrecy": [words]},
            next_step=_("Mark it so; then ask for another mark, which somebody else approves."),
        )


def _said(document: Outgoing, by: By) -> Mark:
    level = Secrecy(document.secrecy)
    if level not in LONGEST_YEARS:
        return Mark(level=level)
    return parsed(document.mark, level, by.today)


def _sources(document: Outgoing) -> list[Mark]:
    found: list[Outgoing | Incoming] = []
    if document.in_reply_to_id:
        found += Incoming.objects.filter(id=document.in_reply_to_id)
    if document.based_on_id:
        found += Outgoing.objects.filter(id=document.based_on_id)
    marks = [mark_borne(one) for one in found]
    return [one for one in marks if one.level in LONGEST_YEARS]
