"""What the facts of `supervision` are called."""

from django.utils.translation import pgettext_lazy

from liupan.capabilities.supervision import events
from liupan.kernel.facts import label_facts

label_facts(
    {
        events.ItemRegistered: pgettext_lazy("act", "item registered"),
        events.ItemDecomposed: pgettext_lazy("act", "item decomposed"),
        events.ItemRevised: pgettext_lazy("act", "item revised"),
        events.ItemHandedOver: pgettext_lazy("act", "item handed over"),
        events.ItemSignedFor: pgettext_lazy("act", "item signed for"),
        events.ItemUrged: pgettext_lazy("act", "item urged"),
        events.ItemProgressed: pgettext_lazy("act", "progress of an item reported"),
        events.ItemReported: pgettext_lazy("act", "item reported done"),
        events.ItemEndorsed: pgettext_lazy("act", "report endorsed"),
        events.ItemReturned: pgettext_lazy("act", "report returned"),
        events.ItemClosed: pgettext_lazy("act", "item verified and closed"),
        events.ItemArchived: pgettext_lazy("act", "item archived"),
        events.ItemReopened: pgettext_lazy("act", "item reopened"),
        events.ItemWithdrawn: pgettext_lazy("act", "item withdrawn"),
        events.ItemReassigned: pgettext_lazy("act", "item passed on"),
        events.ItemPaused: pgettext_lazy("act", "item paused"),
        events.ItemResumed: pgettext_lazy("act", "item resumed"),
        events.ItemExtended: pgettext_lazy("act", "item extended"),
        events.ItemBecameLate: pgettext_lazy("act", "item became late"),
        events.RequestMade: pgettext_lazy("act", "extension or pause asked for"),
        events.RequestDecided: pgettext_lazy("act", "request decided"),
        events.SheetIssued: pgettext_lazy("act", "supervision sheet issued"),
        events.SheetAnswered: pgettext_lazy("act", "supervision sheet answered"),
        events.SheetLapsed: pgettext_lazy("act", "supervision sheet lapsed"),
        events.SheetEnded: pgettext_lazy("act", "supervision sheet ended"),
        events.NoteGiven: pgettext_lazy("act", "leader's note given"),
    }
)
