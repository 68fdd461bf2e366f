"""Input shapes of the account pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import VersionField
from liupan.foundation.identity.facade import RealNameLevel, kinds


class OpenForm(forms.Form):
    """A new account."""

    kind = forms.ChoiceField(label=_("Kind"), choices=kinds)
    username = forms.CharField(
        label=_("Username"),
        max_length=64,
        help_text=_("Small letters, digits, dots, hyphens or underscores; it never changes."),
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    phone = forms.CharField(label=_("Mobile number"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    uscc = forms.CharField(
        label=_("Credit code"),
        max_length=18,
        required=False,
        help_text=_("The unified social credit code; legal persons alone have one."),
    )


class ReasonForm(forms.Form):
    """Why something is done; the reason stands in the journal."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class ContactForm(forms.Form):
    """How the person is reached."""

    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Mobile number"), max_length=20, required=False)
    version = VersionField()


class RealNameForm(forms.Form):
    """The identity number as checked; it is kept sealed."""

    id_number = forms.CharField(
        label=_("Identity number"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    level = forms.TypedChoiceField(
        label=_("How it was checked"),
        choices=[(level.value, level.label) for level in RealNameLevel if level],
        coerce=lambda value: RealNameLevel(int(value)),
    )


class TokenForm(forms.Form):
    """A new token of a machine account."""

    label = forms.CharField(label=_("What it is for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("What it allows"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("Days it holds"), initial=90, min_value=1, max_value=366)

    def __init__(self, *args: object, held: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["scopes"].choices = held  # type: ignore[attr-defined]
