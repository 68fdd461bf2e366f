"""What the facts of the archive, of resolutions and of marks are called."""

from django.utils.translation import pgettext_lazy

from liupan.capabilities.correspondence import events
from liupan.kernel.facts import label_facts

label_facts(
    {
        events.DocumentFiled: pgettext_lazy("act", "document put on file"),
        events.FilingClassSet: pgettext_lazy("act", "class of the filing plan set"),
        events.ResolutionHandedOver: pgettext_lazy("act", "resolution handed to supervision"),
        events.ResolutionRefused: pgettext_lazy("act", "resolution given back by supervision"),
        events.ResolutionRegistered: pgettext_lazy("act", "resolution under supervision"),
        events.DocumentExported: pgettext_lazy("act", "document taken out"),
    }
)
