"""Of which day, and for which purpose, lineage is shown."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.catalogue.queries.board.lineage import PURPOSES
from liupan.foundation.design.facade import DateField


class LineageForm(forms.Form):
    """Choices of a lineage page."""

    day = DateField(label=pgettext_lazy("lineage", "As of"), required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"), required=False,
        choices=[("", pgettext_lazy("purpose", "any")), *PURPOSES],
    )  # fmt: skip
