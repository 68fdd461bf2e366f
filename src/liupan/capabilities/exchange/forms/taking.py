"""What is said when a file is asked for, changes are to be pushed, rows are traced."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.models import SharedFile


class FileForm(forms.Form):
    """Which form, and for which matter. `request_id` makes a form that is sent twice one file."""

    form = forms.ChoiceField(
        label=_("Form of the file"), choices=SharedFile.Form.choices, initial="csv-bom"
    )
    case = forms.CharField(
        label=_("Number of the matter handled"), max_length=100,
        help_text=_("The grant is for one purpose: say which matter the data are used for."),
    )  # fmt: skip
    request_id = forms.CharField(widget=forms.HiddenInput, max_length=100)


class PushForm(forms.Form):
    """To which system, and where."""

    system = forms.ChoiceField(label=_("System that takes the changes"))
    address = forms.URLField(
        label=_("Address it listens at"), max_length=500, assume_scheme="https",
        help_text=_("Begins with https://. A batch is a signed POST; an answer of 2xx takes it."),
    )  # fmt: skip
    case = forms.CharField(label=_("Number of the matter handled"), max_length=100)

    def __init__(self, *args: object, systems: Sequence[tuple[UUID, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        field = self.fields["system"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one), name) for one, name in systems]


class TraceForm(forms.Form):
    """Rows whose file is looked for."""

    sample = forms.CharField(
        label=_("Rows, as they were found"), max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("One per cent of a file is far more than enough, in any order."),
    )  # fmt: skip
