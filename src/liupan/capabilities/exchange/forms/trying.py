"""A question that is tried out: matter, up to two conditions, order, number of rows."""

from collections.abc import Iterator, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.exchange.operations.trying import MOST
from liupan.capabilities.exchange.queries.asking import Wanted
from liupan.foundation.tables.facade import Operator

HOW = (
    (Operator.EQUAL.value, pgettext_lazy("comparison", "is")),
    (Operator.STARTS.value, pgettext_lazy("comparison", "begins with")),
    (Operator.CONTAINS.value, pgettext_lazy("comparison", "contains")),
    (Operator.AT_LEAST.value, pgettext_lazy("comparison", "at least")),
    (Operator.AT_MOST.value, pgettext_lazy("comparison", "at most")),
)
PLACES = (1, 2)


class TryForm(forms.Form):
    """What is asked."""

    case = forms.CharField(label=_("Number of the matter handled"), max_length=100)
    sort = forms.ChoiceField(label=_("Order by"), required=False)
    limit = forms.IntegerField(label=_("Rows at most"), min_value=1, max_value=MOST, initial=5)

    def __init__(self, *args: object, items: Sequence[str], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        offered = [("", "—"), *((one, one) for one in items)]
        self.fields["sort"].choices = offered  # type: ignore[attr-defined]
        for n in PLACES:
            said = {"n": n}
            self.fields[f"item{n}"] = forms.ChoiceField(
                label=_("Condition %(n)s: item") % said, choices=offered, required=False
            )
            self.fields[f"how{n}"] = forms.ChoiceField(
                label=_("Condition %(n)s: comparison") % said, choices=HOW, required=False
            )
            self.fields[f"value{n}"] = forms.CharField(
                label=_("Condition %(n)s: value") % said, max_length=500, required=False
            )

    def wanted(self, grant: str) -> Wanted:
        """What was said, by value."""
        told = self.cleaned_data
        return Wanted(
            filters=tuple(self._conditions()), sort=told["sort"], limit=told["limit"],
            grant=grant, case=told["case"],
        )  # fmt: skip

    def _conditions(self) -> Iterator[tuple[str, Operator, tuple[str, ...]]]:
        told = self.cleaned_data
        for n in PLACES:
            if told[f"item{n}"]:
                how = Operator(told[f"how{n}"] or Operator.EQUAL.value)
                yield told[f"item{n}"], how, (told[f"value{n}"],)
