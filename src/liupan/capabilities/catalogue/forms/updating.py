"""What is said with a change of law or duty, and with update tasks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.forms.demands import words
from liupan.capabilities.catalogue.forms.drawing_up import NOT_CHOSEN
from liupan.capabilities.catalogue.models import Change
from liupan.capabilities.catalogue.policies import CHANGE
from liupan.capabilities.catalogue.queries.offering import (
    as_id,
    every_unit,
    units_to_edit,
    units_under,
)
from liupan.foundation.design.facade import DateField
from liupan.kernel.authority import Actor, may
from liupan.kernel.ids import uuid7


class ChangeForm(forms.Form):
    """A law or one article of it, or the duties of a unit."""

    once = forms.UUIDField(required=False, initial=uuid7, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=pgettext_lazy("change", "What changed"), choices=Change.Kind.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    title = forms.CharField(label=_("What changed, in one line"), max_length=200)
    law = forms.CharField(
        label=_("Law"), max_length=200, required=False,
        help_text=_("As its name stands in the grounds of entries."),
    )  # fmt: skip
    article = forms.CharField(
        label=_("Article"), max_length=40, required=False,
        help_text=_("Empty: every entry that cites the law."),
    )  # fmt: skip
    unit_id = forms.TypedChoiceField(
        label=_("Unit whose duties changed"), coerce=as_id, required=False, empty_value=None
    )
    to_unit_id = forms.TypedChoiceField(
        label=_("Unit that takes over"), coerce=as_id, required=False, empty_value=None
    )
    effective_on = DateField(label=_("In force from"))
    note = words(_("Remark"), is_needed=False)

    def __init__(self, *args: Any, actor: Actor, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_authority = may(actor, CHANGE)
        units = units_under(actor, CHANGE, day) if is_authority else units_to_edit(actor, day)
        self.fields["unit_id"].choices = [NOT_CHOSEN, *units]  # type: ignore[attr-defined]
        self.fields["to_unit_id"].choices = [  # type: ignore[attr-defined]
            NOT_CHOSEN, *every_unit(day),
        ]  # fmt: skip
        self.fields["kind"].initial = Change.Kind.LAW if is_authority else Change.Kind.DUTY


class ConfirmForm(forms.Form):
    """Which of the entries that were found are concerned; all by default."""

    resource_ids = forms.TypedMultipleChoiceField(
        label=_("Entries"), coerce=as_id, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["resource_ids"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = [value for value, _words in choices]


class AnswerForm(forms.Form):
    """Whether it is accepted that nothing changes."""

    accept = forms.TypedChoiceField(
        label=pgettext_lazy("statement", "Answer"), widget=forms.RadioSelect,
        coerce=lambda value: value == "yes", initial="yes",
        choices=[("yes", _("Accept: nothing changes")), ("no", _("Return: bring it up to date"))],
    )  # fmt: skip
    words = words(_("Opinion"), is_needed=False)
