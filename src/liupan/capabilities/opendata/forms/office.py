"""What the office's acts ask: what a dataset says, a file, a reason, an answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.operations.drawing_up import OTHER_CYCLE, ColumnSaid, Said
from liupan.capabilities.opendata.queries.lists import lists_on
from liupan.foundation.design.facade import DateField
from liupan.foundation.tables.facade import ENCODINGS

NOT_CHOSEN = ("", "—")
CYCLES = {
    "realtime": _("in real time"), "daily": _("daily"), "weekly": _("weekly"),
    "monthly": _("monthly"), "quarterly": _("quarterly"), "half_yearly": _("half-yearly"),
    "yearly": _("yearly"), OTHER_CYCLE: _("irregular"),
}  # fmt: skip


def area(label: Any, *, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """Some sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, widget=widget, **kwargs)


class ChooseForm(forms.Form):
    """From which entry of the catalogue."""

    resource = forms.ChoiceField(label=_("Entry of the catalogue"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].choices = choices  # type: ignore[attr-defined]


class DatasetForm(forms.Form):
    """What a dataset says of itself, and which items it shows."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Name"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    code = forms.SlugField(
        label=_("Web address"), max_length=64, help_text=_("Small letters, digits and hyphens.")
    )
    abstract = area(_("What it holds"))
    keywords = forms.CharField(
        label=_("Keywords"), max_length=200, help_text=_("Several set apart by commas.")
    )
    theme = forms.ChoiceField(label=_("Theme"))
    openness = forms.ChoiceField(label=_("Way of opening"), choices=Dataset.Openness.choices)
    conditions = area(_("Conditions"), required=False)
    ground = area(_("Why it is not opened"), required=False)
    licence = forms.ChoiceField(label=_("Licence"))
    update_cycle = forms.ChoiceField(label=_("Update cycle"), choices=list(CYCLES.items()))
    covers_from = DateField(label=_("Covers from"), required=False)
    covers_until = DateField(label=_("Covers until"), required=False)
    division = forms.CharField(label=_("Division code"), max_length=12, required=False)
    contact = forms.CharField(label=_("Contact"), max_length=200)
    columns = forms.MultipleChoiceField(
        label=_("Items that are shown"), widget=forms.CheckboxSelectMultiple, required=False
    )
    about_persons = forms.BooleanField(label=_("One row is about one person"), required=False)
    quasi = forms.MultipleChoiceField(
        label=_("Quasi-identifiers"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Items that together could tell a person apart."),
    )  # fmt: skip

    def __init__(self, *args: Any, items: Sequence[str], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = lists_on(day)
        self._offer("theme", [(one.code, one.name) for one in known.themes.values()])
        self._offer("licence", [(one.code, one.name) for one in known.licences.values()])
        for name in ("columns", "quasi"):
            self._offer(name, [(item, item) for item in items])

    def said(self) -> Said:
        """For the operation."""
        told: Mapping[str, Any] = self.cleaned_data
        words = told["keywords"].replace("，", "、").replace(",", "、").split("、")
        plain = {name: told[name] for name in Said.__slots__ if name != "keywords"}
        return Said(**plain, keywords=tuple(words))

    def shown(self) -> list[ColumnSaid]:
        """For the operation."""
        quasi = set(self.cleaned_data["quasi"])
        return [
            ColumnSaid(item=item, is_quasi_identifier=item in quasi)
            for item in self.cleaned_data["columns"]
        ]

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file of new data."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX; headings as the items."))
    encoding = forms.ChoiceField(
        label=_("Encoding"), required=False,
        choices=[("", _("found by itself")), *((one, one) for one in ENCODINGS)],
    )  # fmt: skip


class WordsForm(forms.Form):
    """Words that an act needs, or may have."""

    words = area(pgettext_lazy("act", "Reason"))

    def __init__(self, *args: Any, label: Any = "", is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label or self.fields["words"].label
        self.fields["words"].required = is_needed


class AcceptForm(WordsForm):
    """Until when data may be used."""

    until_on = DateField(label=_("Last day of use"))


class AnswerForm(WordsForm):
    """An answer to somebody of the public."""

    is_declined = forms.BooleanField(label=_("We cannot do this"), required=False)
    dataset = forms.ChoiceField(label=_("Dataset that meets it"), required=False)

    def __init__(self, *args: Any, datasets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if datasets:
            self.fields["dataset"].choices = [NOT_CHOSEN, *datasets]  # type: ignore[attr-defined]
        else:
            del self.fields["dataset"]


class UnitForm(forms.Form):
    """Which unit answers."""

    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
