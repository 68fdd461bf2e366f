"""What is said when a copy is printed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class PurposeForm(forms.Form):
    """What a counted copy is for; of others nothing is asked."""

    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=200,
        help_text=gettext_lazy("For whom or what the copy is, such as a meeting or its reader."),
    )

    def __init__(self, *args: Any, is_counted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_counted:
            del self.fields["purpose"]
