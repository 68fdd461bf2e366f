"""What facts of secrecy marks and of copies are called, and kinds of changes."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from liupan.capabilities.correspondence import events
from liupan.capabilities.correspondence.rules.marks import Change
from liupan.kernel.facts import label_facts

label_facts(
    {
        events.MarkAsked: pgettext_lazy("act", "another secrecy mark asked for"),
        events.MarkRefused: pgettext_lazy("act", "another secrecy mark refused"),
        events.MarkChanged: pgettext_lazy("act", "secrecy mark of a document changed"),
        events.CopyPrinted: pgettext_lazy("act", "copy of a document made"),
    }
)
CHANGES: dict[str, Promise] = {
    Change.RAISE: pgettext_lazy("change of a mark", "raised"),
    Change.LOWER: pgettext_lazy("change of a mark", "lowered"),
    Change.LIFT: pgettext_lazy("change of a mark", "released"),
    Change.LENGTHEN: pgettext_lazy("change of a mark", "period made longer"),
    Change.SHORTEN: pgettext_lazy("change of a mark", "period made shorter"),
    Change.REWORD: pgettext_lazy("change of a mark", "condition worded otherwise"),
}
