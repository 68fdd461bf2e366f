"""The filter bar: a form's fields as panels to pick from, and what is picked as chips."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol, runtime_checkable

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.foundation.design.components.days import city_day
from liupan.foundation.design.forms import DateInput

SEARCH: Final = "q"
"""The name of the field that stands open in the bar."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One panel of the bar. `words` is what is picked now; empty when nothing is."""

    field: BoundField
    words: str
    is_choice: bool


MOST_BOXES = 40
"""More choices than this are a folded list, in which one finds by typing."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is chosen, and the address of the list without it."""

    label: str
    url: str


@runtime_checkable
class NamesItsValues(Protocol):
    """A field whose values stand for things with names."""

    def words_of(self, value: str) -> str:
        """How one chosen value is called."""


def search_field(form: forms.Form | None) -> BoundField | None:
    """The field for free words, when the list has one."""
    return form[SEARCH] if form is not None and SEARCH in form.fields else None


def picks(form: forms.Form | None) -> list[Pick]:
    """The panels of the bar, in the order of the form."""
    if form is None:
        return []
    for field in form.fields.values():
        _open(field)
    between = pgettext("between chosen values", ", ")
    return [
        Pick(bound, between.join(label for label, _value in chosen(bound)), _is_open(bound.field))
        for bound in form
        if bound.name != SEARCH and not bound.is_hidden
    ]


def hidden(form: forms.Form | None) -> list[BoundField]:
    """What was chosen by a link and has no panel: the bar carries it on."""
    if form is None:
        return []
    return [bound for bound in form if bound.is_hidden and bound.data]


def filter_bar(
    form: forms.Form | None,
    query: QueryDict,
    url_of: Callable[[QueryDict], str],
    carried: Mapping[str, str],
) -> dict[str, Any]:
    """What `design/parts/list_filter.html` and `list_chips.html` are drawn from on a page that is
    no list; `carried` are parameters that are no choices."""
    also = [format_html('<input type="hidden" name="{}" value="{}">', *one)
            for one in carried.items()]  # fmt: skip
    return {
        "search": search_field(form),
        "picks": picks(form),
        "kept": [*hidden(form), *also],
        "chips": chips(form, query, url_of),
    }


def chips(
    form: forms.Form | None, query: QueryDict, url_of: Callable[[QueryDict], str]
) -> list[Chip]:
    """One chip per chosen value."""
    if form is None:
        return []
    return [
        Chip(label, url_of(_without(query, bound.html_name, value)))
        for bound in form
        for label, value in chosen(bound)
    ]


def chosen(bound: BoundField) -> Iterator[tuple[str, str]]:
    """(words, value) of everything chosen in one field; what is invalid was not chosen."""
    data = bound.form.data
    values = data.getlist(bound.html_name) if isinstance(data, QueryDict) else []
    accepted = getattr(bound.form, "cleaned_data", {}).get(bound.name)
    if accepted in (None, "", []) or not any(values):
        return
    if _has_choices(bound.field):
        labels = _labels(bound.field)
        yield from ((labels.get(value, value), value) for value in values if value)
        return
    if isinstance(bound.field, NamesItsValues):
        yield from ((bound.field.words_of(value), value) for value in filter(str.strip, values))
        return
    for value in filter(None, values):
        words = city_day(accepted) if isinstance(accepted, (date, datetime)) else value
        if bound.name == SEARCH:
            yield _("“%(words)s”") % {"words": words}, value
        else:
            yield _("%(field)s: %(value)s") % {"field": bound.label, "value": words}, value


def _has_choices(field: forms.Field) -> bool:
    return hasattr(field, "choices") or isinstance(field, forms.NullBooleanField)


def _is_open(field: Any) -> bool:
    return isinstance(field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))


def _labels(field: Any) -> dict[str, str]:
    pairs = field.choices if hasattr(field, "choices") else field.widget.choices
    found: dict[str, str] = {}
    for value, label in pairs:
        # A group of choices holds further pairs.
        inner = label if isinstance(label, (list, tuple)) else [(value, label)]
        found |= {str(one): str(name) for one, name in inner}
    return found


def _open(field: Any) -> None:
    """Choices as boxes to tick instead of a folded list, unless they are too many to look over;
    days by the browser's own picker."""
    if isinstance(field.widget, forms.HiddenInput):
        return
    if isinstance(field, forms.DateField) and not isinstance(field.widget, DateInput):
        field.widget = DateInput(field.widget.attrs)
    if not _has_choices(field) or isinstance(
        field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)
    ):
        return
    is_many = isinstance(field.widget, forms.SelectMultiple)
    choices = list(field.choices if hasattr(field, "choices") else field.widget.choices)
    if len(choices) > MOST_BOXES and not is_many:
        return
    widget = forms.CheckboxSelectMultiple if is_many else forms.RadioSelect
    field.widget = widget(attrs=field.widget.attrs)
    field.widget.choices = choices


def _without(query: QueryDict, name: str, value: str) -> QueryDict:
    rest = query.copy()
    rest.setlist(name, [one for one in rest.getlist(name) if one != value])
    return rest
