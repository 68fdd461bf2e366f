"""A file for a service's table: chosen, then confirmed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.tables.facade import MODES

ENCODINGS = (
    ("", _("found by itself")), ("utf-8", "UTF-8"), ("gb18030", "GB 18030"), ("gbk", "GBK"),
    ("utf-16", "UTF-16"),
)  # fmt: skip


class ChooseForm(forms.Form):
    """Which file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, up to 200 MB; the first row holds the names of the columns."),
    )  # fmt: skip
    encoding = forms.ChoiceField(label=_("Encoding"), required=False, choices=ENCODINGS)


class LoadForm(forms.Form):
    """How it is loaded, after it was looked at. What was found stays as it was looked at."""

    mode = forms.ChoiceField(label=_("What becomes of the rows that are there"))
    key = forms.ChoiceField(
        label=_("Column that tells rows apart"), required=False,
        help_text=_("Needed for updates by key and for telling others of changes."),
    )  # fmt: skip
    allowed_wrong = forms.IntegerField(
        label=_("Rows that may stay out"), min_value=0, max_value=1_000_000, initial=0,
        help_text=_("Rows that cannot be read. If there are more, nothing is taken in."),
    )  # fmt: skip
    encoding = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    sheet = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, headings: Sequence[str], has_key: bool, is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        modes = ["replace"] if is_new else ["replace", "append", *(["upsert"] if has_key else [])]
        offered = [(one, MODES[one]) for one in modes]
        self.fields["mode"].choices = offered  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["key"]
            return
        no_key = ("", pgettext_lazy("column", "none"))
        choices = [no_key, *((one, one) for one in headings)]
        self.fields["key"].choices = choices  # type: ignore[attr-defined]
