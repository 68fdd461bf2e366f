"""Fields in which units and people are called by name; the page holds the names of units in
`<datalist id="units">`."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from liupan.foundation.design.facade import Suggesting
from liupan.foundation.identity.facade import (
    AccountRef,
    find_account_by_username,
    find_staff,
    has_few_staff,
    list_accounts,
)
from liupan.foundation.organisations.facade import list_posts_of, list_units, units_called
from liupan.kernel import clock

MENTIONED = 5
"""So many are named when several fit."""
OFFERED = 60
"""With no more people than this everybody is offered in a list."""
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


class PersonField(forms.CharField):
    """A member of staff by name, username or a part of them. Gives the account's id."""

    widget = Suggesting

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Name, pinyin or username."))
        super().__init__(max_length=64, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tells the widget who there is, at each request anew."""
        few = find_staff("", size=OFFERED) if has_few_staff(OFFERED) else []
        people = _described([one for one in few if one.is_open])
        self.widget.options = format_html_join("", '<option value="{}">{}</option>', people)
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> Any:
        """Ids, as initial values give them, become usernames."""
        found = list_accounts([value]).get(value) if isinstance(value, UUID) else None
        return found.username if found else value

    def clean(self, value: Any) -> UUID | None:
        words = super().clean(value)
        if not words:
            return None
        if account := find_account_by_username(words):
            return account.id
        found = find_staff(words, size=MENTIONED + 1)
        exact = [one for one in found if one.name == words] or found
        if len(exact) == 1:
            return exact[0].id
        if not exact:
            raise forms.ValidationError(_("There is nobody of this name."))
        named = [f"{label} ({username})" for username, label in _described(exact[:MENTIONED])]
        raise forms.ValidationError(
            _("Several people fit: %(names)s. Give the username."),
            params={"names": pgettext("between chosen values", ", ").join(named)},
        )


def _described(people: Sequence[AccountRef]) -> list[tuple[str, str]]:
    """Usernames, with who that is: name, unit and post."""
    held = list_posts_of([one.id for one in people], clock.today())
    return [
        (
            one.username,
            " ".join([one.name, *(f"{p.unit_name} {p.title}" for p in held.get(one.id, [])[:1])]),
        )
        for one in people
    ]


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
