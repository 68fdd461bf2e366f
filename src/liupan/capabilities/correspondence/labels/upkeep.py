"""What the facts of templates, codes and circles are called."""

from django.utils.translation import pgettext_lazy

from liupan.capabilities.correspondence import events
from liupan.kernel.facts import label_facts

label_facts(
    {
        events.TemplateChanged: pgettext_lazy("act", "template of documents changed"),
        events.CodeChanged: pgettext_lazy("act", "code of an issuing unit changed"),
        events.CircleChanged: pgettext_lazy("act", "circle of addressees changed"),
    }
)
