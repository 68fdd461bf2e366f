"""What the facts of `supervision` are called, and what waits for somebody."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from liupan.capabilities.supervision import events
from liupan.capabilities.supervision.rules.states import Act
from liupan.kernel.facts import label_facts

label_facts(
    {
        events.ItemRegistered: pgettext_lazy("act", "item registered"),
        events.ItemDecomposed: pgettext_lazy("act", "item decomposed"),
        events.ItemRevised: pgettext_lazy("act", "item revised"),
        events.ItemHandedOver: pgettext_lazy("act", "item handed over"),
        events.ItemSignedFor: pgettext_lazy("act", "item signed for"),
        events.ItemUrged: pgettext_lazy("act", "item urged"),
        events.ItemVisited: pgettext_lazy("act", "item checked on the spot"),
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
        events.ResolutionDeclined: pgettext_lazy("act", "resolution not taken for supervision"),
    }
)


@dataclass(frozen=True, slots=True)
class Wait:
    """How one thing that waits for somebody is called: in an address, as a tab, by its verb and by
    one character. `kind` is its name among the work of the house."""

    key: str
    kind: str
    label: Promise
    verb: Promise
    glyph: str


WAITS: dict[Act, Wait] = {
    Act.SIGN_FOR: Wait(
        "sign", "sign_for", pgettext_lazy("work", "To sign for"),
        pgettext_lazy("work", "Sign for"), "签",
    ),
    Act.REPORT: Wait(
        "do", "report", pgettext_lazy("work", "To report on"),
        pgettext_lazy("work", "Report"), "督",
    ),
    Act.ENDORSE: Wait(
        "endorse", "endorse", pgettext_lazy("work", "To endorse"),
        pgettext_lazy("work", "Endorse"), "审",
    ),
    Act.CLOSE: Wait(
        "verify", "verify", pgettext_lazy("work", "To verify"),
        pgettext_lazy("work", "Verify"), "核",
    ),
    Act.GRANT: Wait(
        "decide", "decide", pgettext_lazy("work", "Requests to decide"),
        pgettext_lazy("work", "Decide"), "批",
    ),
    Act.ANSWER: Wait(
        "sheets", "answer", pgettext_lazy("work", "Sheets to answer"),
        pgettext_lazy("work", "Answer"), "单",
    ),
    Act.SHEET: Wait(
        "issue", "issue", pgettext_lazy("work", "Sheets to issue"),
        pgettext_lazy("work", "Issue"), "发",
    ),
}  # fmt: skip
"""What may wait, in the order in which it is shown: the work list and "my items" say the same."""
