"""Input shapes of seals, requests and certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.seals.formats.beside import ENDING
from liupan.foundation.seals.queries.seals import CAUSES, KINDS
from liupan.foundation.seals.rules.sizes import LEAST, MOST, USUAL
from liupan.foundation.seals.verifying import require_size
from liupan.kernel.errors import InvalidInput
from liupan.kernel.ids import uuid7

Choices = Sequence[tuple[str, str]]


def words(rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class OnceField(forms.UUIDField):
    """A key of this one form: sent twice, it is carried out once."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid7)


class OneOf(forms.TypedChoiceField):
    """One of some things, by id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, **kwargs)

    def offer(self, choices: Choices) -> None:
        """What there is to choose from; asked only when there is more than one."""
        self.choices = choices if len(choices) == 1 else [("", "—"), *choices]


class ApplyForm(forms.Form):
    """A seal is applied for."""

    once = OnceField()
    unit_id = OneOf(label=_("Unit"))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    name = forms.CharField(
        label=_("Name in the seal"),
        max_length=40,
        help_text=_("The unit's full legal name; of a signature seal, the person's name."),
    )
    line = forms.CharField(
        label=_("Second line"),
        max_length=12,
        required=False,
        help_text=_("Of a special seal: what it is for."),
    )
    width_mm = forms.IntegerField(
        label=_("Width in mm"), min_value=LEAST, max_value=MOST, initial=USUAL["statutory"][0],
        help_text=_(
            "Usual: 45 for a government of city or county, 42 for others, 38 for a special seal,"
            " 40 × 15 for a signature."
        ),
    )  # fmt: skip
    height_mm = forms.IntegerField(
        label=_("Height in mm"), min_value=LEAST, max_value=MOST, initial=USUAL["statutory"][1]
    )
    keeper_post_id = OneOf(label=_("Kept by the post"))
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png"}),
        help_text=_(
            "PNG with a transparent ground, 2,000 pixels at most. Empty: the program draws it."
        ),
    )
    reason = words(label=pgettext_lazy("seal", "Reason"))

    def __init__(self, *args: Any, units: Choices, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]
        self.fields["keeper_post_id"].offer(posts)  # type: ignore[attr-defined]


class RequestForm(forms.Form):
    """The use of a seal is asked for."""

    once = OnceField()
    seal_id = OneOf(label=_("Seal"))
    file = forms.FileField(
        label=_("Document"),
        widget=forms.FileInput(attrs={"accept": ".ofd"}),
        help_text=_("The finished OFD file. Exactly this file is approved and sealed."),
    )
    purpose = words(2, label=_("Purpose"))
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=10_000, initial=1)

    def __init__(self, *args: Any, seals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seal_id"].offer(seals)  # type: ignore[attr-defined]


class NothingForm(forms.Form):
    """An act that needs no words."""


class OpinionForm(forms.Form):
    """An act with an opinion that may be left out."""

    opinion = words(label=_("Opinion"), required=False)


class AnswerForm(forms.Form):
    """A refusal, which says why."""

    opinion = words(label=_("Opinion"))


class ReasonForm(forms.Form):
    """An act with its reason."""

    reason = words(label=pgettext_lazy("seal", "Reason"))


class RevokeForm(ReasonForm):
    """A seal ends."""

    cause = forms.ChoiceField(label=_("Cause"), choices=CAUSES, widget=forms.RadioSelect)
    field_order = ("cause", "reason")


class PassOnForm(ReasonForm):
    """Another post keeps the seal."""

    keeper_post_id = OneOf(label=_("Kept by the post"))
    field_order = ("keeper_post_id", "reason")

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper_post_id"].offer(posts)  # type: ignore[attr-defined]


class CertificateForm(forms.Form):
    """A certificate of outside."""

    file = forms.FileField(
        label=_("Certificate"),
        widget=forms.FileInput(attrs={"accept": ".cer,.crt,.pem,.der"}),
        help_text=_("PEM or DER; SM2, RSA or ECDSA."),
    )
    is_trusted = forms.BooleanField(
        label=_("Trust this authority"),
        required=False,
        help_text=_("Everything it vouches for is believed when files are verified."),
    )


class ListForm(forms.Form):
    """A list of revoked certificates."""

    file = forms.FileField(
        label=_("Revocation list"),
        widget=forms.FileInput(attrs={"accept": ".crl,.pem"}),
        help_text=_("CRL as PEM or DER, signed by an authority that was taken in."),
    )


@dataclass(frozen=True, slots=True)
class Submitted:
    """What somebody wants verified."""

    document: "UploadedFile[Any]"
    signatures: tuple["UploadedFile[Any]", ...]


class DocumentInput(forms.FileInput):
    """A document, and the signatures beside it, dropped together."""

    allow_multiple_selected = True


class DocumentField(forms.FileField):
    """One document, and the SM2 signatures that lie beside it where it is a PDF."""

    widget = DocumentInput(attrs={"accept": f".ofd,.pdf,{ENDING}", "multiple": True})

    def clean(self, value: Any, initial: Any = None) -> Submitted:
        files = [super(DocumentField, self).clean(one, initial) for one in value or [None]]
        beside = tuple(one for one in files if one.name.lower().endswith(ENDING))
        documents = [one for one in files if one not in beside]
        if len(documents) != 1:
            raise forms.ValidationError(
                _("Choose one document, and with it nothing but its signatures (.sm2).")
            )
        try:
            require_size(documents[0].size, [one.size for one in beside])
        except InvalidInput as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return Submitted(documents[0], beside)


class VerifyForm(forms.Form):
    """A file to be verified."""

    file = DocumentField(
        label=_("OFD or PDF file"),
        help_text=_(
            "At most 32 MB. If an SM2 signature (.sm2) came with a PDF, choose both files. They "
            "are looked at and forgotten; nothing of them is kept."
        ),
        error_messages={"empty": _("This file is empty.")},
    )
