"""What is said when another mark is asked for, or decided."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.kernel.secrecy import CEILING, LONGEST_YEARS, STAR, WORDS, Secrecy


class AskMarkForm(forms.Form):
    """Another level, another period, and why. `words` is the mark as it would be printed."""

    level = forms.TypedChoiceField(
        label=pgettext_lazy("secrecy", "Level"), coerce=lambda value: Secrecy(int(value))
    )
    period = forms.CharField(
        label=pgettext_lazy("secrecy", "Period"),
        required=False,
        max_length=100,
        help_text=gettext_lazy(
            "For state secrets: years (1年), a day (2020年1月1日) or a condition; without one the"
            " longest of the level. It counts from the day the secret was determined."
        ),
    )
    reason = forms.CharField(
        label=pgettext_lazy("secrecy", "Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "What has changed, or by which notice of the unit that determined the secret."
        ),
    )

    def __init__(self, *args: Any, clearance: Secrecy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        highest = min(CEILING[settings.LIUPAN_ZONE], clearance)
        levels = [level for level in Secrecy if level <= highest]
        field = self.fields["level"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(level.value, WORDS[level]) for level in levels]
        if not any(level in LONGEST_YEARS for level in levels):
            del self.fields["period"]

    @property
    def words(self) -> str:
        """The mark, as the operation reads it."""
        said = self.cleaned_data
        level = said["level"]
        period = said.get("period", "") if level in LONGEST_YEARS else ""
        return f"{WORDS[level]}{STAR}{period}".rstrip(STAR)


class DecideMarkForm(forms.Form):
    """Approve or refuse, with an opinion."""

    is_granted = forms.TypedChoiceField(
        choices=(("yes", "yes"), ("no", "no")), coerce=lambda value: value == "yes"
    )
    answer = forms.CharField(
        label=pgettext_lazy("mark", "Opinion"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed where it is not approved."),
    )
