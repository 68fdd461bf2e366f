"""A system and its credentials as forms, and reasons."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.queries.offering import units_with_systems
from liupan.foundation.design.facade import VersionField
from liupan.kernel.authority import Actor


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class SystemForm(forms.Form):
    """A system that is registered."""

    unit_id = forms.ChoiceField(label=_("Unit"))
    code = forms.CharField(
        label=_("Code in addresses"), max_length=64,
        help_text=_("Small letters, digits and hyphens. It stays as it is."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name of the system"), max_length=100)
    contact = forms.CharField(label=_("Who looks after it"), max_length=100, required=False)

    def __init__(self, *args: Any, actor: Actor, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = units_with_systems(actor, day)  # type: ignore[attr-defined]


class RenameForm(forms.Form):
    """Name and contact of a system."""

    name = forms.CharField(label=_("Name of the system"), max_length=100)
    contact = forms.CharField(label=_("Who looks after it"), max_length=100, required=False)
    version = VersionField()


class CredentialForm(forms.Form):
    """With what the system is to prove itself."""

    KINDS = (
        ("sm2", _("SM2 signature: we give the public key")),
        ("hmac", _("HMAC-SM3: a secret is made, and shown once")),
        ("certificate", _("certificate of the connection: we give it")),
    )
    kind = forms.ChoiceField(label=_("How it proves itself"), choices=KINDS)
    pem = forms.CharField(
        label=_("Public key or certificate (PEM)"), required=False, max_length=8_192,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Never a private key: that stays with the system."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Days it holds"), min_value=1, max_value=366, initial=365)
