"""Fields in which units are called by name; the page holds the names in `<datalist id="units">`."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from liupan.foundation.organisations.facade import list_units, units_called
from liupan.kernel import clock

MENTIONED = 5
"""So many units are named when several fit."""
SEPARATORS = re.compile(r"[、,，;；\n]+")


class UnitField(forms.CharField):
    """A unit of today by name or code, or a part that fits one only. Gives the id."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Type a part of the name or the code."))
        super().__init__(max_length=200, **kwargs)
        self.widget.attrs |= {"list": "units", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Ids, as initial values give them, become names."""
        return _names([value]) if isinstance(value, UUID) else value

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        return one_unit(words) if words else None


class UnitsField(forms.CharField):
    """Several units, set apart by commas or lines. Gives their ids."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Several units set apart by commas."))
        super().__init__(max_length=20_000, **kwargs)
        if isinstance(self.widget, forms.TextInput):
            self.widget.attrs |= {"list": "units", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return _names(value) if isinstance(value, tuple | list) else value

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
        raise forms.ValidationError(
            _("There is no unit “%(words)s”. Try a part of its name."), params={"words": words}
        )
    names = [f"{unit.name} ({unit.code})" for unit in found[:MENTIONED]]
    raise forms.ValidationError(
        _("Several units fit: %(names)s. Give the whole name or the code."),
        params={"names": _comma().join(names)},
    )


def _names(ids: Any) -> str:
    found = list_units(ids)
    return _comma().join(found[unit].name for unit in ids if unit in found)


def _comma() -> str:
    return pgettext("between chosen values", ", ")
