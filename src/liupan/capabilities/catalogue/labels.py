"""What the facts of `catalogue` are called, and what waits for somebody."""

from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue import events
from liupan.kernel.facts import label_facts

label_facts(
    {
        events.EntryRegistered: pgettext_lazy("act", "catalogue entry drawn up"),
        events.EntryRevised: pgettext_lazy("act", "catalogue entry changed"),
        events.EntryHandedIn: pgettext_lazy("act", "catalogue entry handed in"),
        events.EntryPassed: pgettext_lazy("act", "catalogue entry registered"),
        events.EntryReturned: pgettext_lazy("act", "catalogue entry returned or rejected"),
        events.PublicationAsked: pgettext_lazy("act", "publication of an entry asked for"),
        events.EntryPublished: pgettext_lazy("act", "catalogue entry published"),
        events.PublicationRefused: pgettext_lazy("act", "publication of an entry rejected"),
        events.EntryRecalled: pgettext_lazy("act", "catalogue entry recalled"),
        events.EntryWithdrawn: pgettext_lazy("act", "catalogue entry withdrawn"),
    }
)
