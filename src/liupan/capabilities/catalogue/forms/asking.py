"""Requests as forms: what is asked for, which rows, what is decided, what a review says."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BaseFormSet, BoundField, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.queries.offering import as_id
from liupan.capabilities.catalogue.queries.request_offering import (
    MASKS,
    MODES,
    PURPOSES,
    units_to_ask_for,
)
from liupan.capabilities.catalogue.queries.request_shapes import ItemAsked
from liupan.capabilities.catalogue.rules.permits import (
    Asked,
    Mask,
    MaskPolicy,
    Mode,
    Permit,
    PurposeKind,
    read_modes,
    write_modes,
)
from liupan.capabilities.catalogue.rules.scopes import Condition, Operator, Rows, condition
from liupan.foundation.design.facade import DateField, VersionField
from liupan.kernel.authority import Actor
from liupan.kernel.ids import uuid7
from liupan.kernel.work import Text

Choices = Sequence[tuple[str, Text]]
MORE_ROWS = 2
MOST_ROWS = 20
BETWEEN = "、"
OPERATORS = (
    (Operator.EQUAL.value, pgettext_lazy("operator", "is")),
    (Operator.ONE_OF.value, pgettext_lazy("operator", "is one of")),
    (Operator.BEGINS.value, pgettext_lazy("operator", "begins with")),
    (Operator.FROM.value, pgettext_lazy("operator", "from")),
    (Operator.UNTIL.value, pgettext_lazy("operator", "up to")),
)


class AskForm(forms.Form):
    """What a unit asks for; a draft may leave the ground out."""

    item_ids = forms.TypedMultipleChoiceField(
        label=_("Items"), coerce=as_id, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the business needs: each item is decided on its own."),
    )  # fmt: skip
    purpose_kind = forms.ChoiceField(label=_("Kind of use"), choices=PURPOSES)
    business = forms.CharField(
        label=_("Business matter"), max_length=100, required=False,
        help_text=_("The matter for which the data are needed."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("Purpose"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=500, required=False,
        help_text=_("Law and article, or the number of the document."),
    )  # fmt: skip
    modes = forms.MultipleChoiceField(
        label=_("Modes of use"), choices=MODES, widget=forms.CheckboxSelectMultiple,
        initial=[Mode.QUERY.value],
        help_text=_("One or several; they are reviewed together. Only what is needed."),
    )  # fmt: skip
    quota = forms.IntegerField(
        label=_("Most a day"), min_value=1, max_value=10_000_000, initial=200,
        help_text=_("Queries a day; files and pushes are not counted."),
    )  # fmt: skip
    valid_from = DateField(label=_("First day of use"))
    valid_until = DateField(label=_("Last day of use"))

    def __init__(self, *args: Any, items: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item_ids"].choices = items  # type: ignore[attr-defined]

    def asked(self, rows: Rows) -> Asked:
        """What was entered, as the operation takes it."""
        data = self.cleaned_data
        texts = ("business", "purpose", "legal_basis", "valid_from", "valid_until", "quota")
        return Asked(
            purpose_kind=PurposeKind(data["purpose_kind"]),
            modes=read_modes(data["modes"]),
            item_ids=tuple(data["item_ids"]),
            rows=rows,
            **{name: data[name] for name in texts},
        )


class BeginForm(AskForm):
    """A new request, for a unit."""

    once = forms.UUIDField(required=False, initial=uuid7, widget=forms.HiddenInput)
    consumer_id = forms.TypedChoiceField(
        label=pgettext_lazy("catalogue", "Requester"), coerce=as_id
    )
    field_order = ("once", "consumer_id")

    def __init__(self, *args: Any, actor: Actor, day: date, but: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = units_to_ask_for(actor, day, but)
        self.fields["consumer_id"].choices = offered  # type: ignore[attr-defined]


class ChangeForm(AskForm):
    """A draft, or what was returned, is changed."""

    version = VersionField()


class ConditionForm(forms.Form):
    """One condition on rows; left empty it is left out."""

    item = forms.ChoiceField(label=pgettext_lazy("catalogue", "Item"), required=False)
    operator = forms.ChoiceField(label=_("Comparison"), choices=OPERATORS, required=False)
    values = forms.CharField(
        label=pgettext_lazy("condition", "Value"), max_length=2000, required=False
    )

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((name, name) for name in names)]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]

    @property
    def condition(self) -> Condition | None:
        data = self.cleaned_data
        if not data.get("item"):
            return None
        operator = Operator(data["operator"] or Operator.EQUAL)
        several = operator is Operator.ONE_OF
        values = data["values"].replace(",", BETWEEN).replace("，", BETWEEN).split(BETWEEN)
        return condition(data["item"], operator, values if several else [data["values"]])


class Conditions(BaseFormSet):  # type: ignore[type-arg]
    """Conditions that must all hold."""

    def rows(self) -> Rows:
        """The filled ones, as the operation takes them."""
        told = (form.condition for form in self.forms if form.is_valid())
        return tuple(one for one in told if one)


ConditionSet: type[Conditions] = formset_factory(  # type: ignore[assignment]
    ConditionForm, formset=Conditions, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def condition_forms(sent: QueryDict | None, rows: Rows, names: Sequence[str]) -> Conditions:
    """The conditions that were sent, else these and some empty ones."""
    more: dict[str, Any] = {"prefix": "rows", "form_kwargs": {"names": names}}
    if sent is not None:
        return ConditionSet(sent, **more)
    filled = [
        {"item": one.item, "operator": one.operator.value, "values": BETWEEN.join(one.values)}
        for one in rows
    ]
    return ConditionSet(initial=[*filled, *({} for _n in range(MORE_ROWS))], **more)


class PermitForm(forms.Form):
    """What is given: items with masks, ways of use, a term, so much a day; rows stand beside it.

    `most`: what it is a part of.
    """

    valid_from = DateField(label=_("First day of use"))
    valid_until = DateField(label=_("Last day of use"))
    quota = forms.IntegerField(label=_("Most a day"), min_value=1, max_value=10_000_000)
    modes = forms.MultipleChoiceField(label=_("Modes of use"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, sent: QueryDict | None = None, *, items: Sequence[ItemAsked], most: Permit | Asked
    ) -> None:
        start = {name: getattr(most, name) for name in ("valid_from", "valid_until", "quota")}
        kept = write_modes(most.modes)
        super().__init__(sent, initial={**start, "modes": kept})
        self._items = items
        offered = [(value, label) for value, label in MODES if value in kept]
        self.fields["modes"].choices = offered  # type: ignore[attr-defined]
        for item in items:
            self._offer(item)

    @property
    def lines(self) -> list[tuple[ItemAsked, list[BoundField]]]:
        """Each item with its fields, for a table."""
        return [(one, [self[f"{name}_{one.id}"] for name in _OF_ITEM]) for one in self._items]

    @property
    def others(self) -> list[BoundField]:
        """The fields that are of no item."""
        return [self[name] for name in ("modes", "valid_from", "valid_until", "quota")]

    def permit(self, rows: Rows) -> Permit:
        """What was entered, as the operation takes it."""
        data = self.cleaned_data
        return Permit(
            items={one.id: self._mask(one.id) for one in self._items if data[f"give_{one.id}"]},
            rows=rows,
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
            quota=data["quota"],
            modes=read_modes(data["modes"]),
        )

    def _mask(self, item: UUID) -> MaskPolicy:
        data = self.cleaned_data
        mask = Mask(data[f"mask_{item}"])
        if mask is not Mask.KEEP:
            return MaskPolicy(mask)
        return MaskPolicy(mask, data[f"first_{item}"] or 0, data[f"last_{item}"] or 0)

    def _offer(self, item: ItemAsked) -> None:
        self.fields[f"give_{item.id}"] = forms.BooleanField(
            label=_("Give"), required=False, initial=item.is_decided is not False
        )
        self.fields[f"mask_{item.id}"] = forms.ChoiceField(
            label=_("Mask"), choices=MASKS, initial=item.mask.mask.value
        )
        for name, label, value in (
            ("first", _("Kept at the beginning"), item.mask.first),
            ("last", _("Kept at the end"), item.mask.last),
        ):
            self.fields[f"{name}_{item.id}"] = forms.IntegerField(
                label=label, initial=value, min_value=0, max_value=100, required=False
            )


_OF_ITEM = ("give", "mask", "first", "last")


class RequestVerdictForm(forms.Form):
    """An outcome where several are possible, words, and the points of a checklist."""

    version = VersionField()
    verdict = forms.ChoiceField(label=_("Verdict"), widget=forms.RadioSelect)
    checked = forms.MultipleChoiceField(
        label=_("Checklist"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("To pass, every point must hold."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Opinion"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, verdicts: Choices, points: Choices, is_needed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = verdicts  # type: ignore[attr-defined]
        self.fields["verdict"].initial = verdicts[0][0]
        self.fields["words"].required = is_needed
        if len(verdicts) == 1:
            self.fields["verdict"].widget = forms.HiddenInput()
        if points:
            self.fields["checked"].choices = points  # type: ignore[attr-defined]
        else:
            del self.fields["checked"]


class ReasonForm(forms.Form):
    """Why something is done with a grant."""

    version = VersionField()
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
