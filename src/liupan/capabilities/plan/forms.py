"""Input shapes of the plan office."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.rules import StepValue
from liupan.foundation.design.facade import DateInput
from liupan.foundation.measures.facade import measures


class TargetForm(forms.Form):
    """The figure a target is bound to. Its value cannot be entered anywhere."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    measure = forms.ChoiceField(
        label=_("Figure that measures it"),
        required=False,
        help_text=_("Computed from records; without one the board says “not yet measured”."),
    )
    reason = forms.CharField(
        label=_("Why the steps change"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when a step changes; it is kept in the journal."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("none yet")), *((code, m.name) for code, m in measures().items())]
        self.fields["measure"].choices = choices  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """One yearly step; an empty line is left out."""

    day = forms.DateField(label=_("By the end of"), required=False, widget=DateInput())
    figure = forms.DecimalField(label=_("Should be"), required=False, decimal_places=4)

    def clean(self) -> dict[str, Any]:
        """Day and figure stand together or not at all."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("day") is None) != (cleaned.get("figure") is None):
            raise forms.ValidationError(_("Give both the day and the figure, or neither."))
        return cleaned


StepFormSet = formset_factory(StepForm, extra=2, max_num=12, absolute_max=20)


def steps_of(rows: Sequence[Mapping[str, Any]]) -> list[StepValue]:
    """The filled lines as steps."""
    return [StepValue(row["day"], row["figure"]) for row in rows if row.get("day")]


class TaskForm(forms.Form):
    """What the city office may set on a key task."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    lead = forms.CharField(label=_("Leading unit"), max_length=200)
    due_on = forms.DateField(label=_("Due"), widget=DateInput())
    end_state = forms.CharField(
        label=_("End state that can be seen"), widget=forms.Textarea(attrs={"rows": 3})
    )
