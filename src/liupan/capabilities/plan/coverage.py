"""Which clauses live in the plan office itself, said honestly."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from liupan.kernel.coverage import State, declare

serves = partial(declare, plan="guyuan-2015", room="plan")

serves(
    clause="0.1",
    state=State.PARTLY,
    page="plan:board",
    says=_(
        "The plan is here as facts with its day of issue; the original paper is not stored yet."
    ),
)
serves(
    clause="0.2",
    state=State.PARTLY,
    page="plan:levels",
    says=_("The papers above it are named; their texts are not at hand."),
)
serves(
    clause="1.1",
    state=State.WORKING,
    page="plan:board",
    says=_("The board shows every target against the five years, at the city's date."),
)
serves(
    clause="2.20",
    state=State.PARTLY,
    page="plan:board",
    says=_("Target T23 is measured: second factor in use. Teaching and checks follow."),
)
serves(
    clause="4.18",
    state=State.PARTLY,
    page="plan:board",
    says=_(
        "Target T20 is measured: units that work in the system. Documents follow with their office."
    ),
)
serves(
    clause="5.1",
    state=State.PARTLY,
    page="plan:board",
    says=_("Figures that can be computed again; the evaluation procedure follows."),
)
serves(
    clause="5.11",
    state=State.PARTLY,
    page="plan:board",
    says=_("Target T22 is measured: e-government posts held. Skills are not recorded yet."),
)
serves(
    clause="5.13",
    state=State.PARTLY,
    page="plan:levels",
    says=_("Plans have levels and editions; the 13th five-year plan is not entered."),
)
serves(
    clause="5.14",
    state=State.PARTLY,
    page="plan:tasks",
    says=_("Targets, tasks and leads can be looked up; supervision follows."),
)
serves(
    clause="5.15",
    state=State.PARTLY,
    page="plan:tasks",
    says=_("Each key task names lead and day; completion follows with supervision."),
)
serves(
    clause="6.1",
    state=State.PARTLY,
    page="plan:tasks",
    says=_("Key tasks taken from the clauses; division of labour is our editable default."),
)
