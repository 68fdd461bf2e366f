"""What the public writes: plain text of bounded length."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.opendata.rules.acts import LONGEST
from liupan.capabilities.opendata.rules.pictures import LARGEST

Choices = Sequence[tuple[str, Any]]


def line(label: Any, name: str, **kwargs: Any) -> forms.CharField:
    """One line."""
    return forms.CharField(label=label, max_length=LONGEST[name], **kwargs)


def words(label: Any, name: str = "text", **kwargs: Any) -> forms.CharField:
    """Some sentences."""
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, max_length=LONGEST[name], widget=area, **kwargs)


class QuestionForm(forms.Form):
    """A question to a dataset."""

    title = line(_("Question in a line"), "title")
    text = words(_("What you want to know"), help_text=_("Plain text; do not name private people."))


class ErrorForm(forms.Form):
    """A report of an error in a dataset."""

    title = line(_("Error in a line"), "title")
    text = words(_("Which row and column, and what would be right"))


class RequestForm(forms.Form):
    """A request for data that are not there."""

    title = line(_("Data you need, in a line"), "title")
    text = words(_("What for, and which items"))


class ReuseForm(forms.Form):
    """Something made of the data."""

    title = line(_("Name of what you made"), "title")
    text = words(_("What it does and for whom"))
    address = line(
        _("Web address"),
        "address",
        required=False,
        help_text=_("Begins with https://; may be empty."),
    )
    picture = forms.FileField(
        label=_("Picture of it"), required=False,
        help_text=_("PNG or JPEG, at most 5 MB. Where and by whom it was taken is left out."),
    )  # fmt: skip
    picture_words = line(
        _("What the picture shows"), "picture_words", required=False,
        help_text=_("For those who do not see it; needed with a picture."),
    )  # fmt: skip
    uses = forms.TypedMultipleChoiceField(
        label=_("Made of these datasets"), coerce=UUID, widget=forms.SelectMultiple
    )

    def __init__(self, *args: Any, datasets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uses"].choices = datasets  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        picture = said.get("picture")
        if picture and not said.get("picture_words"):
            self.add_error("picture_words", _("Say what the picture shows."))
        if picture and picture.size > LARGEST:
            self.add_error("picture", _("At most 5 MB."))
        return said


class ApplyForm(forms.Form):
    """An application for conditional data."""

    purpose = words(
        _("Purpose"), "purpose", help_text=_("What you use the data for, where the result shows.")
    )
    agreement = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.BooleanField(label=_("I keep to the agreement"))


class NothingForm(forms.Form):
    """Nothing is asked; the button is enough."""
