"""The words of a monthly notice."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.catalogue.rules.notices import WORDS, Words
from liupan.foundation.design.facade import VersionField


class NoticeForm(forms.Form):
    """The words; the table of figures stands by itself."""

    title = forms.CharField(label=pgettext_lazy("notice", "Title"), max_length=200)
    opening = forms.CharField(
        label=gettext_lazy("Opening"), widget=forms.Textarea({"rows": 5}), max_length=4000
    )
    commended = forms.CharField(
        label=gettext_lazy("Commended"), widget=forms.Textarea({"rows": 2}), required=False,
        max_length=2000,
    )  # fmt: skip
    criticised = forms.CharField(
        label=gettext_lazy("Criticised"), widget=forms.Textarea({"rows": 2}), required=False,
        max_length=2000,
    )  # fmt: skip
    closing = forms.CharField(
        label=gettext_lazy("What is asked for"), widget=forms.Textarea({"rows": 3}),
        required=False, max_length=2000,
    )  # fmt: skip
    formula = forms.CharField(
        label=gettext_lazy("How it was reckoned"), widget=forms.Textarea({"rows": 4}),
        max_length=2000,
    )  # fmt: skip
    version = VersionField()

    @property
    def words(self) -> Words:
        """The words as they were sent."""
        return Words(**{name: self.cleaned_data[name] for name in WORDS})
