"""What identity adds under a person's own name, and the work that accounts offer."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.identity.policies import MANAGE_ACCOUNTS
from liupan.foundation.identity.queries import count_never_signed_in
from liupan.kernel.authority import Actor, may
from liupan.kernel.work import WorkItem, WorkSource, place, register

navigation.add(
    Entry(
        key="identity.account",
        label=_("My account"),
        icon="user",
        url_name="identity_account",
        place=Place.ACCOUNT,
        order=10,
    )
)
navigation.add(
    Entry(
        key="identity.sessions",
        label=_("Devices"),
        icon="phone",
        url_name="identity_sessions",
        place=Place.ACCOUNT,
        order=20,
    )
)


@register
class UnusedAccounts(WorkSource):
    """Accounts of staff that nobody ever used, as one thing to follow up."""

    kind = "identity.unused"
    label = _("Unused accounts")
    glyph = "户"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        page = place("console:accounts")
        if not page or not may(actor, MANAGE_ACCOUNTS):
            return ()
        unused = count_never_signed_in(actor)
        if not unused:
            return ()
        title = ngettext(
            "%(n)s of the staff has an account and never signed in",
            "%(n)s of the staff have an account and never signed in",
            unused,
        )
        return [
            WorkItem(title=title % {"n": unused}, url=f"{page}?state=never", verb=_("Follow up"))
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return len(self.items(actor, now=now, limit=1))
