"""What is said with an act on an outgoing document."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from liupan.capabilities.correspondence.forms.naming import PersonField
from liupan.capabilities.correspondence.rules.ink import HEIGHT, MOST, WIDTH, NoInk, read_ink
from liupan.foundation.design.facade import DateField

Choices = Sequence[tuple[str, Any]]


def text(rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class StepForm(forms.Form):
    """Everything that is said at a step says which step, and when the page was opened."""

    item_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)


class OpinionForm(StepForm):
    """An opinion, set in handwriting as it will be shown, on the draft that was shown."""

    draft = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opinion = forms.CharField(
        label=pgettext_lazy("document", "Opinion"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "lp-sign", "aria-keyshortcuts": "Alt+O"}),
    )  # fmt: skip


class InkField(forms.CharField):
    """Strokes of handwriting, which a script draws; without one nothing is shown."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=MOST)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tells the script what to call its parts, in the language of the request."""
        words = {
            "title": pgettext("document", "Write by hand"),
            "area": _("Field to write in"),
            "hint": _("With pen, finger or mouse. With the keyboard, type the opinion instead."),
            "undo": pgettext("ink", "Undo a stroke"),
            "clear": pgettext("ink", "Clear"),
        }
        said = json.dumps(words, ensure_ascii=False)
        self.widget.attrs |= {"data-lp-ink": f"{WIDTH}x{HEIGHT}", "data-lp-words": said}
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> str:
        ink: str = super().clean(value)
        try:
            return read_ink(ink) if ink else ""
        except NoInk:
            raise forms.ValidationError(_("This is no handwriting from this page.")) from None


class DecisionForm(OpinionForm):
    """An opinion, typed or written by hand or both."""

    ink = InkField()

    def clean(self) -> dict[str, Any]:
        if wrong := self.errors.pop("ink", None):  # a hidden field shows no error of its own
            self.add_error(None, list(wrong))
        return super().clean() or {}


class ReturnForm(StepForm):
    """Where to, and why."""

    to = forms.ChoiceField(
        label=pgettext_lazy("document", "Back to"), widget=forms.RadioSelect, initial="STARTER"
    )
    reason = text(label=pgettext_lazy("document", "What is to be changed"))

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(targets)  # type: ignore[attr-defined]


class PassOnForm(StepForm):
    """To whom, and why."""

    person = PersonField(label=pgettext_lazy("document", "To whom"))
    reason = text(2, label=pgettext_lazy("document", "Reason"), required=False)


class PutOffForm(StepForm):
    """Until which day, and why."""

    until = DateField(label=pgettext_lazy("document", "Until"))
    reason = text(2, label=pgettext_lazy("document", "Reason"))


class AddSignerForm(StepForm):
    """Who is to sign too, before or after."""

    person = PersonField(label=gettext_lazy("Who is to sign too"))
    place = forms.ChoiceField(
        label=pgettext_lazy("signing", "When"), widget=forms.RadioSelect, initial="before",
        choices=[
            ("before", gettext_lazy("before me")),
            ("after", gettext_lazy("after me")),
        ],
    )  # fmt: skip


class CopyForm(StepForm):
    """Who is to read it."""

    person = PersonField(label=gettext_lazy("Who is to read it"))


class NoteForm(StepForm):
    """A word to whom one urges."""

    note = text(2, label=pgettext_lazy("document", "A word to them"), required=False)


class PlainForm(StepForm):
    """Nothing is asked: the button alone."""


class ReasonForm(StepForm):
    """A reason that must be given."""

    reason = text(label=pgettext_lazy("document", "Reason"))


class NumberForm(StepForm):
    """Which code, and the next number or one that was kept free."""

    code_id = forms.TypedChoiceField(label=pgettext_lazy("document", "Code"), coerce=UUID)
    reserved_id = forms.TypedChoiceField(
        label=pgettext_lazy("document", "Number"), coerce=UUID, empty_value=None, required=False
    )

    def __init__(self, *args: Any, codes: Choices, reserved: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code_id"].choices = list(codes)  # type: ignore[attr-defined]
        free = [("", _("the next one")), *reserved]
        self.fields["reserved_id"].choices = free  # type: ignore[attr-defined]
        if not reserved:
            del self.fields["reserved_id"]


class DispatchForm(StepForm):
    """Nothing is asked; it says which list of units was seen (`Receivers.sign`)."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)


class SealForm(StepForm):
    """Which seal of the unit."""

    seal_id = forms.TypedChoiceField(label=pgettext_lazy("document", "Seal"), coerce=UUID)

    def __init__(self, *args: Any, seals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seal_id"].choices = list(seals)  # type: ignore[attr-defined]
