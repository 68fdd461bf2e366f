"""Form fields as the browser knows them; offices build their forms from these."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


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


EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def refuse_odd_day(day: date) -> None:
    """Refuse days nobody means; beyond them calendars and databases end."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("Enter a day between 1900 and 2199."))


class DateField(forms.DateField):
    """A day."""

    widget = DateInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value:
            refuse_odd_day(value)


class MomentField(forms.DateTimeField):
    """A moment in the city's time."""

    widget = MomentInput


class VersionField(forms.IntegerField):
    """The version a form was opened at, so that a stale write is noticed; never shown."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, **kwargs)
