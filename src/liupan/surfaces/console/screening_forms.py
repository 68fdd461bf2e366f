"""Shapes of what is entered about screening."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.design.facade import DateField
from liupan.foundation.screening.facade import (
    EXCEPTION,
    LONGEST_WORD,
    PURPOSES,
    SHORTEST_WORD,
    WEIGHTS,
    WORD_KINDS,
)

KINDS = [(word, word) for word in (*WORD_KINDS, EXCEPTION)]
MOST = 100_000
"""Characters of a text that is tried."""


class TrialForm(forms.Form):
    """A text to be tried."""

    text = forms.CharField(
        label=_("Text to be tried"),
        max_length=MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Nothing of it is kept."),
    )
    purpose = forms.ChoiceField(
        label=_("Where it is to go"),
        choices=[(purpose.value, label) for purpose, label in PURPOSES.items()],
    )


class WordForm(forms.Form):
    """A word that is not in the list yet."""

    word = forms.RegexField(
        r"^[^/?#\\]+$",
        label=pgettext_lazy("screening", "Word"),
        min_length=SHORTEST_WORD,
        max_length=LONGEST_WORD,
        help_text=_("As it is written; blanks within it do not matter when it is looked for."),
        error_messages={"invalid": _("A word holds none of these: / ? # \\")},
    )
    kind = forms.ChoiceField(
        label=_("Kind of word"),
        choices=KINDS,
        help_text=_("例外 is a longer word that is harmless, such as 机密性 beside 机密."),
    )
    document = forms.ChoiceField(
        label=_("In official documents"), choices=[(word, word) for word in WEIGHTS], initial="提示"
    )
    publication = forms.ChoiceField(
        label=_("When published"), choices=[(word, word) for word in WEIGHTS], initial="警告"
    )
    replacement = forms.CharField(label=_("Write instead"), max_length=60, required=False)
    scope = forms.ChoiceField(label=_("Holds in"), required=False)
    from_on = DateField(label=_("From"))
    source = forms.CharField(
        label=_("Source"), help_text=_("Where you read it: a document number, a page.")
    )
    reason = forms.CharField(
        label=_("Reason of the change"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: object, places: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["scope"].choices = places  # type: ignore[attr-defined]

    def clean_replacement(self) -> str:
        """A replacement holds no sign that parts the row."""
        said: str = self.cleaned_data["replacement"]
        return said.replace("|", " ").replace("｜", " ")
