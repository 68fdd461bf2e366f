"""Input shapes of the workbench."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.surfaces.workbench.boards import MOST


class BoardsForm(forms.Form):
    """Which figures stand on the workbench, and for whom."""

    scope = forms.ChoiceField(
        label=_("Figures for"), widget=forms.RadioSelect, help_text=_("What the figures are about.")
    )
    codes = forms.MultipleChoiceField(
        label=_("Figures to show"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("At most six. With none chosen, the first three are shown."),
    )

    def __init__(
        self,
        *args: object,
        scopes: Iterable[tuple[str, str]],
        targets: Iterable[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["scope"].choices = list(scopes)  # type: ignore[attr-defined]
        self.fields["codes"].choices = list(targets)  # type: ignore[attr-defined]

    def clean_codes(self) -> list[str]:
        """No more than there is room for."""
        codes: list[str] = self.cleaned_data["codes"]
        if len(codes) > MOST:
            raise forms.ValidationError(_("Choose six figures at most."))
        return codes
