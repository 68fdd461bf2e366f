"""Work that the journal offers: a chain that nobody verified for a week, or that does not hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liupan.foundation.journal.policies import VERIFY_JOURNAL
from liupan.foundation.journal.queries import chain_state
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.work import WorkItem, WorkSource, place, register

OFTEN = timedelta(days=7)


@register
class UnverifiedJournal(WorkSource):
    """The chain is to be verified every week; a finding is to be followed at once."""

    kind = "journal.chain"
    label = _lazy("Journal")
    glyph = "账"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        url = place("console:journal_chain")
        if not url or not may(actor, VERIFY_JOURNAL):
            return ()
        state = chain_state()
        checked = state.verified
        if checked is not None and not checked.ok:
            title = _("The journal's chain does not hold")
            return [WorkItem(title=title, url=url, verb=_("Look into it"), due_on=clock.on(now))]
        if state.verifying is not None or not state.last_seq:
            return ()
        if checked is None:
            return [WorkItem(title=_("The journal was never verified"), url=url, verb=_("Verify"))]
        due_on = clock.on(checked.asked_at + OFTEN)
        if due_on > clock.on(now):
            return ()
        title = _("The journal is to be verified every week")
        return [WorkItem(title=title, url=url, verb=_("Verify"), due_on=due_on)]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return len(self.items(actor, now=now, limit=1))
