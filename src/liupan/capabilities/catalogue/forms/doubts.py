"""What is said of a doubted record, and with each act on a doubt."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.queries.doubts.sealed import Record
from liupan.foundation.design.facade import DateField
from liupan.foundation.documents.facade import FilesField
from liupan.kernel.ids import uuid7

LONGEST = 500
PARTS = {
    "key": pgettext_lazy("doubt", "Identifies the record"),
    "found": pgettext_lazy("doubt", "Stands now"),
    "wanted": pgettext_lazy("doubt", "Should stand"),
}
"""What is said of each item, by the beginning of the field's name."""


class WordsForm(forms.Form):
    """Words, and files where the act takes some."""

    words = forms.CharField(
        label=pgettext_lazy("doubt", "Words"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    evidence = FilesField(label=pgettext_lazy("doubt", "Evidence"))

    def __init__(self, *args: Any, needs_words: bool, takes_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = needs_words
        if not takes_files:
            del self.fields["evidence"]


class FixForm(WordsForm):
    """The values after the fix, item by item, and from when on they hold."""

    effective_on = DateField(label=pgettext_lazy("doubt", "In force from"))

    def __init__(
        self, *args: Any, items: Sequence[str], wanted: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for n, name in enumerate(items):
            self.fields[f"value-{n}"] = forms.CharField(
                label=_("%(item)s after the fix") % {"item": name}, max_length=LONGEST,
                initial=wanted.get(name, ""),
            )  # fmt: skip
        values = [f"value-{n}" for n in range(len(items))]
        self.order_fields([*values, "effective_on", "words", "evidence"])

    @property
    def values(self) -> dict[str, str]:
        """The values by item."""
        return {name: self.cleaned_data[f"value-{n}"] for n, name in enumerate(self.items)}


class FlagForm(forms.Form):
    """A record by its key values, what stands and what should; only items that are granted."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    words = forms.CharField(
        label=pgettext_lazy("doubt", "What is wrong, and from what you know it"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    evidence = FilesField(label=pgettext_lazy("doubt", "Evidence"))

    def __init__(self, *args: Any, items: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for n, name in enumerate(items):
            for part, label in PARTS.items():
                self.fields[f"{part}-{n}"] = forms.CharField(
                    label=f"{name} {label}", required=False, max_length=LONGEST,
                    widget=forms.TextInput(
                        attrs={"class": "form-control form-control-sm", "autocomplete": "off"}
                    ),
                )  # fmt: skip

    @property
    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each item with its fields, for the table."""
        return [(name, [self[f"{p}-{n}"] for p in PARTS]) for n, name in enumerate(self.items)]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields below the table."""
        return [self["words"], self["evidence"]]

    @property
    def table_errors(self) -> ErrorList | None:
        """What is wrong with the table as a whole."""
        return self.errors.get("key-0") if self.items else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        told = self.told
        if self.items and not told.key:
            self.add_error("key-0", _("Say by which values the record is found."))
        elif self.items and not told.found and not told.wanted:
            self.add_error("key-0", _("Say which items are doubted."))
        return said

    @property
    def told(self) -> Record:
        """The record as it was told."""
        return Record(**{part: self._part(part) for part in PARTS})

    def _part(self, part: str) -> dict[str, str]:
        said = ((name, self.cleaned_data.get(f"{part}-{n}")) for n, name in enumerate(self.items))
        return {name: value for name, value in said if value}
