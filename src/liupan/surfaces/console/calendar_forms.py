"""Shapes of what is entered about days."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.design.facade import VersionField

KINDS = (
    ("off", pgettext_lazy("day", "off")),
    ("work", pgettext_lazy("day", "worked")),
    ("weekday", _("as its weekday says")),
)


class DayForm(forms.Form):
    """What becomes of a day."""

    kind = forms.ChoiceField(label=_("This day is"), choices=KINDS, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Occasion"), required=False)
    notice = forms.CharField(label=_("Notice"), required=False)
    reason = forms.CharField(
        label=_("Reason of the change"), widget=forms.Textarea(attrs={"rows": 3})
    )
    division = forms.CharField(widget=forms.HiddenInput, required=False)
    version = VersionField(required=False)


class FileForm(forms.Form):
    """A file of days."""

    file = forms.FileField(label=_("File (CSV or XLSX)"))
