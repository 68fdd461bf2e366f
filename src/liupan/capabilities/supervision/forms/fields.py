"""Fields that several forms share: units by name, choices with their effect, one-time keys."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from liupan.foundation.documents import facade as documents
from liupan.foundation.organisations.facade import list_units, units_called
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

MENTIONED = 5
"""So many units are named when several fit."""

SEPARATORS = re.compile(r"[、,，;；\n]+")


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
        return one_unit(words) if words else None


class UnitsField(forms.CharField):
    """Several units, set apart by commas. Gives their ids."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Several units set apart by commas."))
        super().__init__(max_length=2000, **kwargs)
        self.widget.attrs |= {"list": "units", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple | list):
            return value
        found = list_units(value)
        comma = pgettext("between chosen values", ", ")
        return comma.join(found[unit].name for unit in value if unit in found)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        named = [part.strip() for part in SEPARATORS.split(words) if part.strip()]
        return tuple(dict.fromkeys(one_unit(part) for part in named))


def one_unit(words: str) -> UUID:
    """The one unit that these words name. Raises `ValidationError`."""
    found = units_called(words, clock.today(), limit=MENTIONED + 1)
    if len(found) == 1:
        return found[0].id
    if not found:
        raise forms.ValidationError(_("There is no such unit. Try a part of its name."))
    names = [f"{unit.name} ({unit.code})" for unit in found[:MENTIONED]]
    raise forms.ValidationError(
        _("Several units fit: %(names)s. Give the whole name or the code."),
        params={"names": pgettext("between chosen values", ", ").join(names)},
    )


class Choosing(forms.RadioSelect):
    """Buttons in boxes, each with what it will cause."""

    template_name = "supervision/parts/choosing.html"

    def __init__(self, attrs: Any = None, says: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.says = says or {}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for _group, options, _index in context["widget"]["optgroups"]:
            for option in options:
                option["says"] = self.says.get(str(option["value"]), "")
        return context


class FilesField(documents.FilesField):
    """Files that show what is said; what is taken is looked at by `documents`."""

    def __init__(self, label: Any = None) -> None:
        super().__init__(label=label or pgettext_lazy("item", "Evidence"))


class OnceField(forms.UUIDField):
    """A key of this one form: sent twice, it is carried out once."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid7)


def text(rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
