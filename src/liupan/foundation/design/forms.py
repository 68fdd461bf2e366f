"""Form fields as the browser knows them; offices build their forms from these."""

from typing import Any

from django import forms


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


class DateField(forms.DateField):
    """A day."""

    widget = DateInput


class MomentField(forms.DateTimeField):
    """A moment in the city's time."""

    widget = MomentInput


class VersionField(forms.IntegerField):
    """The version a form was opened at, so that a stale write is noticed; never shown."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, **kwargs)
