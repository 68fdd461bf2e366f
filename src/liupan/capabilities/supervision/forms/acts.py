"""What is said with an act on an item."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.supervision.forms.fields import (
    Choosing,
    FilesField,
    OnceField,
    UnitField,
    UnitsField,
    text,
)
from liupan.capabilities.supervision.queries.offering import COLOURS, FINDINGS, URGENCIES
from liupan.foundation.design.facade import DateField, MomentField, VersionField

PASS, BACK = "pass", "back"
PROGRESS, DONE = "progress", "done"
Says = Mapping[str, Any]


class OpinionForm(forms.Form):
    """An opinion that may be left out."""

    opinion = text(2, label=_("Opinion"), required=False)


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = text(label=pgettext_lazy("supervision", "Reason"))


class UrgeForm(forms.Form):
    """What the unit is urged to do."""

    once = OnceField()
    opinion = text(label=_("What is expected of the unit"))


class VisitForm(forms.Form):
    """What was found on the spot; photographs may come straight from the camera."""

    once = OnceField()
    visited_at = MomentField(label=pgettext_lazy("visit", "When"))
    place = forms.CharField(label=pgettext_lazy("visit", "Where"), max_length=200)
    met = forms.CharField(label=_("Who was met"), max_length=200, required=False)
    finding = forms.ChoiceField(
        label=_("What was found"), choices=list(FINDINGS.items()), widget=forms.RadioSelect
    )
    opinion = text(4, label=_("What was seen"))
    evidence = FilesField(label=_("Photographs and papers"))


class NoteForm(forms.Form):
    """A leader's note."""

    once = OnceField()
    note = text(4, label=pgettext_lazy("leader's", "Note"))


class VerdictForm(forms.Form):
    """Pass it or return it; an opinion is always wanted."""

    verdict = forms.ChoiceField(label=_("Verdict"), widget=Choosing)
    opinion = text(label=_("Opinion"))

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, Any]], says: Says, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verdict"]
        field.choices = list(choices)  # type: ignore[attr-defined]
        field.widget.says = says


class EndorseForm(VerdictForm):
    """The unit's leader says yes without a word, no only with one."""

    opinion = text(label=_("Opinion"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verdict") == BACK and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say why you return it."))
        return cleaned


class DecideForm(VerdictForm):
    """Grant a request or refuse it."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)


class ReportForm(forms.Form):
    """How far it is, or that it is done."""

    once = OnceField()
    what = forms.ChoiceField(
        label=_("What you report"),
        choices=[(PROGRESS, pgettext_lazy("report", "Progress")), (DONE, _("Done"))],
        widget=Choosing,
    )
    percent = forms.IntegerField(
        label=_("How far, in per cent"),
        min_value=0,
        max_value=99,
        required=False,
        widget=forms.NumberInput(attrs={"class": "lp-w-date", "inputmode": "numeric"}),
        help_text=_("0 to 99, for progress only; 100 comes with closing."),
    )
    opinion = text(4, label=pgettext_lazy("report", "What was done"))
    evidence = FilesField()

    def __init__(self, *args: Any, says: Says, may: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        field.choices = [c for c in field.choices if c[0] in may]  # type: ignore[attr-defined]
        field.widget.says = says

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        wants = cleaned.get("what") == PROGRESS and "percent" not in self.errors
        if wants and cleaned.get("percent") is None:
            self.add_error("percent", _("Write a number from 0 to 99."))
        return cleaned


class AnswerForm(forms.Form):
    """The unit's answer to a sheet."""

    sheet_id = forms.UUIDField(widget=forms.HiddenInput)
    answer = text(4, label=_("Answer"))
    evidence = FilesField()


class LapseForm(ReasonForm):
    """What a sheet asked for was not done."""

    sheet_id = forms.UUIDField(widget=forms.HiddenInput)


class ExtensionForm(forms.Form):
    """More time is asked for."""

    until_on = DateField(label=_("New due day"))
    reason = text(label=pgettext_lazy("supervision", "Reason"))


class PauseForm(forms.Form):
    """A pause is asked for."""

    pause_key = forms.ChoiceField(label=_("What the pause is for"))
    reason = text(label=pgettext_lazy("supervision", "Reason"))

    def __init__(self, *args: Any, reasons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pause_key"].choices = [("", "—"), *reasons.items()]  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """A supervision sheet."""

    colour = forms.ChoiceField(label=_("Colour"), widget=Choosing)
    reason = text(label=_("What it asks for, and why"))
    answer_by = DateField(
        label=_("Answer by"), required=False, help_text=_("Empty: the day that the rule set says.")
    )
    direct_reason = text(
        2,
        label=_("Why it starts directly"),
        required=False,
        help_text=_("Only for a colour before its turn; not needed for urgent and hard items."),
    )

    def __init__(self, *args: Any, colours: Sequence[str], says: Says, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colour"]
        field.choices = [(c, COLOURS[c]) for c in colours]  # type: ignore[attr-defined]
        field.widget.says = says


class ReassignForm(forms.Form):
    """Another unit leads, or another person supervises."""

    version = VersionField()
    lead_unit_id = UnitField(label=pgettext_lazy("column", "Lead unit"), required=False)
    supervisor_id = forms.TypedChoiceField(
        label=_("Supervised by"), coerce=UUID, empty_value=None, required=False
    )
    reason = text(label=pgettext_lazy("supervision", "Reason"))

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor_id"].choices = [  # type: ignore[attr-defined]
            ("", _("as it is")),
            *people,
        ]


class ReopenForm(forms.Form):
    """A closed item is taken up again."""

    due_on = DateField(label=_("New due day"))
    reason = text(label=pgettext_lazy("supervision", "Reason"))


class ShareForm(forms.Form):
    """What may change after hand-over: weight and assisting units."""

    version = VersionField()
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=10_000)
    assisting = UnitsField(label=pgettext_lazy("column", "Assisting units"), required=False)
    reason = text(2, label=pgettext_lazy("supervision", "Reason"))

    def changes(self) -> dict[str, Any]:
        """What was entered, as the operation takes it."""
        kept = ("version", "reason")
        return {name: value for name, value in self.cleaned_data.items() if name not in kept}


class WordsForm(ShareForm):
    """What may change before hand-over."""

    title = forms.CharField(label=pgettext_lazy("item", "Title"), max_length=200)
    end_state = text(
        2, label=pgettext_lazy("column", "End state"), help_text=_("Measurable: when is it done?")
    )
    due_on = DateField(label=_("Due on"))
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCIES)
    is_mandatory = forms.BooleanField(label=_("The whole cannot close without it"), required=False)
    reason = text(2, label=pgettext_lazy("supervision", "Reason"), required=False)
    field_order = (
        "title", "end_state", "due_on", "urgency", "assisting", "weight", "is_mandatory", "reason",
    )  # fmt: skip
