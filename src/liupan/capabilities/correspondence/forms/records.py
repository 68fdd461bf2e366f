"""Classes of the filing plan, documents to be filed, resolutions to be handed over."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.models import FilingClass
from liupan.foundation.design.facade import DateField, VersionField
from liupan.foundation.organisations.facade import list_units, units_called
from liupan.kernel import clock

MENTIONED = 5


class UnitField(forms.CharField):
    """A unit of today by name or code, or a part that fits one only. Gives the id.

    The page holds the names to choose from in `<datalist id="units">`.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Type a part of the name or the code."))
        super().__init__(max_length=200, **kwargs)
        self.widget.attrs |= {"list": "units", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Ids, as initial values give them, become names."""
        if not isinstance(value, UUID):
            return value
        found = list_units([value])
        return found[value].name if value in found else ""

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        found = units_called(words, clock.today(), limit=MENTIONED + 1)
        if len(found) == 1:
            return found[0].id
        if not found:
            raise forms.ValidationError(_("There is no such unit. Try a part of its name."))
        raise forms.ValidationError(_("Several units fit. Give the whole name or the code."))


class ClassForm(forms.Form):
    """A class of the filing plan."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=12,
        help_text=gettext_lazy("Stands in archive numbers, such as ZC."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    scope = forms.CharField(
        label=pgettext_lazy("filing", "What belongs here"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    retention = forms.ChoiceField(
        label=gettext_lazy("Retention"), choices=FilingClass.Retention.choices
    )
    unit_id = UnitField(
        label=gettext_lazy("Unit"),
        required=False,
        help_text=gettext_lazy("Empty: a class of the whole city."),
    )
    is_active = forms.BooleanField(
        label=pgettext_lazy("filing", "In use"), required=False, initial=True
    )
    version = VersionField(required=False)


class FileForm(forms.Form):
    """The class in which chosen documents are filed; empty: what the type of each suggests."""

    class_id = forms.ChoiceField(label=pgettext_lazy("filing", "Class"), required=False)

    def __init__(self, *args: Any, classes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["class_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("As the type of each suggests")), *classes]


class ResolutionForm(forms.Form):
    """A resolution as it is handed over."""

    text = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    lead_unit_id = UnitField(label=gettext_lazy("Lead unit"))
    due_on = DateField(
        label=pgettext_lazy("resolution", "By when"),
        required=False,
        help_text=gettext_lazy("Empty: the limit that the rule set of supervision says."),
    )
