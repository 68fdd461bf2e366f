"""A list's choice of units: typed, since a city has hundreds of them."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import Filter

from liupan.foundation.design.facade import SuggestingMany
from liupan.foundation.organisations.presentation import unit_options
from liupan.foundation.organisations.queries.units import list_units, units_called
from liupan.kernel import clock

MOST = 500
"""So many units may fit what is typed."""


class UnitsField(forms.Field):
    """Units by id, as links give them, or by name, code or a part of them, as people type.

    Gives the ids of all that fit, an empty set when none does, None when nothing was chosen.
    """

    widget = SuggestingMany

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Type a part of the name, pinyin or code."))
        super().__init__(**kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tells the widget what there is to choose from, at each request anew."""
        self.widget.options = unit_options(clock.today())
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> frozenset[UUID] | None:
        chosen = [words for words in value or () if words.strip()]
        return _units(chosen) if chosen else None

    def words_of(self, value: str) -> str:
        """How one chosen value is called."""
        if (unit_id := _as_uuid(value)) is None:
            return _("“%(words)s”") % {"words": value}
        found = list_units([unit_id]).get(unit_id)
        return (found.short_name or found.name) if found else value


class UnitsFilter(Filter):
    """Rows whose unit is one of those chosen."""

    field_class = UnitsField

    def filter(self, rows: QuerySet[Any], value: Collection[UUID] | None) -> QuerySet[Any]:
        if value is None:
            return rows
        found: QuerySet[Any] = self.get_method(rows)(**{f"{self.field_name}__in": value})
        return found


def _units(chosen: Iterable[str]) -> frozenset[UUID]:
    found: set[UUID] = set()
    for words in chosen:
        unit_id = _as_uuid(words)
        found |= {unit_id} if unit_id else _named(words.replace("\0", "").strip())
    return frozenset(found)


def _named(words: str) -> set[UUID]:
    return {unit.id for unit in units_called(words, clock.today(), limit=MOST)}


def _as_uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
