"""What the facts of `plan` are called."""

from django.utils.translation import pgettext_lazy

from liupan.capabilities.plan.events import (
    DraftDiscarded,
    EditionAdopted,
    EditionDerived,
    EditionEntered,
    HeadRevised,
    NoticeConfirmed,
    NoticeDiscarded,
    NoticeRead,
    PartAdded,
    PartRemoved,
    PartRevised,
    ProposalChanged,
    StepsSet,
    TargetBound,
    TaskRevised,
)
from liupan.kernel.facts import label_facts

label_facts(
    {
        EditionAdopted: pgettext_lazy("act", "plan adopted"),
        DraftDiscarded: pgettext_lazy("act", "plan draft discarded"),
        EditionEntered: pgettext_lazy("act", "plan draft entered"),
        EditionDerived: pgettext_lazy("act", "county's plan derived from the city's"),
        HeadRevised: pgettext_lazy("act", "head of a plan draft revised"),
        PartAdded: pgettext_lazy("act", "part of a plan draft added"),
        PartRevised: pgettext_lazy("act", "part of a plan draft revised"),
        PartRemoved: pgettext_lazy("act", "part of a plan draft removed"),
        TargetBound: pgettext_lazy("act", "target bound to a figure"),
        StepsSet: pgettext_lazy("act", "yearly steps of a target set"),
        TaskRevised: pgettext_lazy("act", "key task revised"),
        NoticeRead: pgettext_lazy("act", "notice read, proposal made"),
        ProposalChanged: pgettext_lazy("act", "proposal of a notice changed"),
        NoticeConfirmed: pgettext_lazy("act", "proposal of a notice confirmed"),
        NoticeDiscarded: pgettext_lazy("act", "proposal of a notice discarded"),
    }
)
