"""What is said with an act on an entry."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.kernel.work import Text


class VerdictForm(forms.Form):
    """A verdict where several are possible, and words."""

    verdict = forms.ChoiceField(label=_("Verdict"), widget=forms.RadioSelect)
    opinion = forms.CharField(
        label=_("Opinion"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, verdicts: Sequence[tuple[str, Text]], is_needed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = verdicts  # type: ignore[attr-defined]
        self.fields["verdict"].initial = verdicts[0][0]
        self.fields["opinion"].required = is_needed
        if len(verdicts) == 1:
            self.fields["verdict"].widget = forms.HiddenInput()
