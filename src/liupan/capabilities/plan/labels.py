"""What the facts of `plan` are called."""

from django.utils.translation import pgettext_lazy

from liupan.capabilities.plan.events import (
    DraftDiscarded,
    EditionAdopted,
    EditionEntered,
    StepsSet,
    TargetBound,
    TargetRevised,
    TaskRevised,
)
from liupan.kernel.facts import label_facts

label_facts(
    {
        EditionAdopted: pgettext_lazy("act", "plan adopted"),
        DraftDiscarded: pgettext_lazy("act", "plan draft discarded"),
        EditionEntered: pgettext_lazy("act", "plan draft entered"),
        TargetBound: pgettext_lazy("act", "target bound to a figure"),
        TargetRevised: pgettext_lazy("act", "target revised"),
        StepsSet: pgettext_lazy("act", "yearly steps of a target set"),
        TaskRevised: pgettext_lazy("act", "key task revised"),
    }
)
