"""Which clauses the supervision office serves, said honestly."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from liupan.kernel.coverage import State, declare

serves = partial(declare, plan="guyuan-2015", room="supervision")

serves(
    clause="4.14",
    state=State.WORKING,
    page="supervision:plan",
    says=_("Key works are broken down, handed over, reported on and closed here; T18 measures it."),
)
serves(
    clause="4.15",
    state=State.WORKING,
    page="supervision:plan",
    says=_(
        "Every step from hand-over to closing is followed and scored; scores can be recomputed."
    ),
)
serves(
    clause="4.16",
    state=State.WORKING,
    page="supervision:plan",
    says=_("Scores before, during and after, by rules the city can change."),
)
serves(
    clause="5.14",
    state=State.WORKING,
    page="supervision:plan",
    says=_("The city's office urges, issues sheets and verifies; T24 counts verified key tasks."),
)
serves(
    clause="5.15",
    state=State.PARTLY,
    page="supervision:plan",
    says=_(
        "Each department signs for its items and reports; county plans' tasks are not items yet."
    ),
)
serves(
    clause="6.1",
    state=State.PARTLY,
    page="supervision:plan",
    says=_("Every key task is an item with lead, assisting units and a day."),
)
