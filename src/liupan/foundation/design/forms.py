"""Form fields as the browser knows them; offices build their forms from these."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

SAID_ELSEWHERE = (
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid date/time."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("Enter a valid email address."),
)
"""What Django says at fields: translated here in the words of an office, in place of its own."""


class WordedField(forms.BoundField):
    """A field that names itself when it is left empty: fill in the name, choose a unit."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            words = _left_empty(field)
            field.error_messages["required"] = format_lazy(words, label=self.label)


def _left_empty(field: forms.Field) -> Any:
    if isinstance(field, forms.BooleanField):
        return gettext_lazy("Tick “{label}”.")
    chosen = (forms.ChoiceField, forms.FileField, forms.DateField)
    return (
        gettext_lazy("Choose: {label}.")
        if isinstance(field, chosen)
        else gettext_lazy("Fill in: {label}.")
    )


class Renderer(TemplatesSetting):
    """How every form is drawn: templates of the house, fields with words of their own."""

    bound_field_class = WordedField


class DateInput(forms.DateInput):
    """The browser's own date picker; ISO on the wire."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of a moment; ISO on the wire, in the city's time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Suggesting(forms.TextInput):
    """A line to type in, with what can be chosen below it; works without script."""

    template_name = "design/suggesting.html"
    options: SafeString | str = ""
    """The inside of the `<datalist>`."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.options:
            place = f"{context['widget']['attrs'].get('id', name)}_options"
            context["widget"]["attrs"]["list"] = place
            context["place"], context["options"] = place, self.options
        return context


class SuggestingMany(Suggesting):
    """The same for several: what was chosen stays, and one more can be typed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        kept = [one for one in value or () if one]
        return {**super().get_context(name, "", attrs), "kept": kept}


EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class DateField(forms.DateField):
    """A day; none that nobody means, where calendars and databases end."""

    widget = DateInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not EARLIEST <= value <= LATEST:
            raise ValidationError(_("Enter a day between 1900 and 2199."))


class MomentField(forms.DateTimeField):
    """A moment in the city's time."""

    widget = MomentInput


class VersionField(forms.IntegerField):
    """The version a form was opened at, so that a stale write is noticed; never shown."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, **kwargs)
