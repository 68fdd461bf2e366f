"""What facts of outgoing documents are called."""

from django.utils.translation import pgettext_lazy

from liupan.capabilities.correspondence import events
from liupan.kernel.facts import label_facts

label_facts(
    {
        events.DocumentDrafted: pgettext_lazy("act", "document drafted"),
        events.DraftHandedOn: pgettext_lazy("act", "draft handed on"),
        events.DocumentDescribed: pgettext_lazy("act", "particulars of a document changed"),
        events.DocumentReturned: pgettext_lazy("act", "document returned"),
        events.DocumentSignedOff: pgettext_lazy("act", "document signed off"),
        events.DocumentNumbered: pgettext_lazy("act", "document numbered"),
        events.DocumentRendered: pgettext_lazy("act", "document typeset"),
        events.DocumentSealed: pgettext_lazy("act", "document sealed"),
        events.SealingPassedOn: pgettext_lazy("act", "sealing passed on to another keeper"),
        events.DocumentDispatched: pgettext_lazy("act", "document dispatched"),
        events.DocumentVoided: pgettext_lazy("act", "document made void"),
        events.DocumentWithdrawn: pgettext_lazy("act", "document withdrawn"),
        events.OutgoingBecameLate: pgettext_lazy("act", "outgoing document became late"),
    }
)
