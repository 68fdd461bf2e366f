"""What the facts of incoming documents are called."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from liupan.capabilities.correspondence import events
from liupan.kernel.facts import Fact, label_facts

LABELS: dict[type[Fact], Promise] = {
    events.DocumentArrived: pgettext_lazy("act", "document arrived"),
    events.DocumentSignedFor: pgettext_lazy("act", "document signed for"),
    events.DocumentSentBack: pgettext_lazy("act", "document sent back"),
    events.DocumentRegistered: pgettext_lazy("act", "document registered"),
    events.DocumentReviewed: pgettext_lazy("act", "document accepted"),
    events.HandlingProposed: pgettext_lazy("act", "handling proposed"),
    events.HandlingInstructed: pgettext_lazy("act", "instruction given"),
    events.HandlingPassed: pgettext_lazy("act", "handling passed on"),
    events.HandlingReturned: pgettext_lazy("act", "given back for another proposal"),
    events.DocumentCirculated: pgettext_lazy("act", "document circulated"),
    events.DocumentRead: pgettext_lazy("act", "document read"),
    events.HandlingUrged: pgettext_lazy("act", "handling urged"),
    events.DocumentHandled: pgettext_lazy("act", "document handled"),
    events.IncomingBecameLate: pgettext_lazy("act", "document became late"),
}
label_facts(LABELS)
BY_ACT = {fact.code.partition(".")[2]: label for fact, label in LABELS.items()} | {
    "incoming.mark_asked": pgettext_lazy("entry", "another secrecy mark asked for"),
    "incoming.mark_refused": pgettext_lazy("entry", "another secrecy mark refused"),
    "incoming.mark_changed": pgettext_lazy("entry", "secrecy mark changed"),
    "incoming.copy_printed": pgettext_lazy("entry", "counted copy printed"),
}
"""By the act of an entry: the fact's code without its office."""
