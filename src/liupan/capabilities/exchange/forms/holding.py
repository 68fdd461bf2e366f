"""Days of the message log that are to be kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import DateField


class HoldForm(forms.Form):
    """From which day to which, and on which ground."""

    first_on = DateField(label=_("First day that is kept"))
    last_on = DateField(label=_("Last day that is kept"))
    reason = forms.CharField(
        label=_("Ground"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who asks for it, in which matter, by which paper."),
    )  # fmt: skip
