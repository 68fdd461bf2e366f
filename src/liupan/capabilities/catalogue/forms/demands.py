"""What is said with a demand and with the acts on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.forms.drawing_up import BETWEEN, NOT_CHOSEN
from liupan.capabilities.catalogue.models import Demand
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.offering import Choices, as_id, every_unit, units_under
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.ids import uuid7


def words(label: Any, *, is_needed: bool = True, **kwargs: Any) -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label, max_length=2000, required=is_needed,
        widget=forms.Textarea(attrs={"rows": 3}), **kwargs,
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Words that an act needs, or may have."""

    words = words(pgettext_lazy("act", "Reason"))

    def __init__(self, *args: Any, label: Any = "", is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label or self.fields["words"].label
        self.fields["words"].required = is_needed


class ChoiceForm(forms.Form):
    """One of several, with words."""

    chosen = forms.TypedChoiceField(coerce=as_id, empty_value=None)
    words = words(_("Opinion"), is_needed=False)

    def __init__(
        self, *args: Any, label: Any, choices: Sequence[tuple[str, Any]], is_needed: bool = True,
        needs_words: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        field.label, field.required = label, is_needed
        field.choices = choices  # type: ignore[attr-defined]
        self.fields["words"].required = needs_words


class DemandForm(forms.Form):
    """What a unit needs, for what and on which ground."""

    once = forms.UUIDField(required=False, initial=uuid7, widget=forms.HiddenInput)
    unit_id = forms.TypedChoiceField(label=pgettext_lazy("demand", "Needing unit"), coerce=as_id)
    title = forms.CharField(label=_("Name of the data needed"), max_length=200)
    items = forms.CharField(
        label=_("Items needed"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Several set apart by commas."),
    )  # fmt: skip
    business = forms.CharField(label=_("Business it is needed for"), max_length=200)
    purpose = words(_("Purpose"))
    basis = words(
        _("Legal basis"), help_text=_("The law with its article, or the number of the document.")
    )
    cycle = forms.ChoiceField(label=_("Update cycle"), required=False)
    mode = forms.ChoiceField(label=_("Share mode"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Demand.Urgency.choices)
    believed_unit_id = forms.TypedChoiceField(
        label=_("Who probably holds it"), coerce=as_id, required=False, empty_value=None
    )
    is_public = forms.BooleanField(
        label=_("Show name, unit, state and days to everybody"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, actor: Actor, day: date, right: Permission, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        lists = code_lists(day)
        self._offer("unit_id", units_under(actor, right, day))
        self._offer("believed_unit_id", [NOT_CHOSEN, *every_unit(day)])
        self._offer("cycle", [NOT_CHOSEN, *lists.choices("update_cycle")])
        self._offer("mode", [NOT_CHOSEN, *lists.choices("share_mode")])

    def clean_items(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for one in BETWEEN.split(self.cleaned_data["items"]) if one))

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def named(ids: Sequence[UUID], day: date) -> Choices:
    """Units as choices, in the order of the city."""
    wanted = {str(one) for one in ids}
    return [pair for pair in every_unit(day) if pair[0] in wanted]
