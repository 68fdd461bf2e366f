"""What is sent while a process is run on trial: values, acts, and where the trial stands."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from liupan.foundation.workflow.facade import Move, OpenStep, Started, TrialField, stored
from liupan.kernel.errors import InvalidInput
from liupan.kernel.expressions import ExpressionRefused, compile_expression
from liupan.surfaces.console.forms import UnitField

LARGEST = 512 * 1024
"""Characters of a trial's state."""
YES_NO = (("", "—"), ("true", gettext_lazy("yes")), ("false", gettext_lazy("no")))


class ValuesForm(forms.Form):
    """One field for each value that may be entered, by its declared type."""

    def __init__(self, data: Any, values: Iterable[TrialField], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.names = {f"value_{n}": one for n, one in enumerate(values)}
        for name, one in self.names.items():
            self.fields[name] = _field(one)

    def values(self) -> dict[str, Any]:
        """What was entered, as JSON has it; what was left empty is left out."""
        said = {one.name: self.cleaned_data[name] for name, one in self.names.items()}
        return {name: stored(value) for name, value in said.items() if value is not None}


class BeginForm(ValuesForm):
    """For which unit, and with which values."""

    unit = UnitField(label=gettext_lazy("Unit the process runs for"), required=False)


class StepForm(ValuesForm):
    """What is decided in a step, or where it goes back to."""

    outcome = forms.CharField(
        label=gettext_lazy("Outcome"), max_length=100, required=False, initial="agree"
    )
    to = forms.ChoiceField(label=pgettext_lazy("trial", "Return to"), required=False)

    def __init__(
        self, data: Any, step: OpenStep, outcomes: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, step.fields, auto_id=f"step-{step.order}-%s", **kwargs)
        listed = f"outcomes-{step.order}"
        self.fields["outcome"].widget.attrs["list"] = listed
        back = self.fields["to"]
        assert isinstance(back, forms.ChoiceField)
        back.choices = [("", "—"), *step.back_to]
        if not step.back_to:
            del self.fields["to"]
        self.listed, self.outcomes = listed, tuple(outcomes)
        self.order_fields([*self.names, "outcome", "to"])


def _field(one: TrialField) -> forms.Field:
    shown: dict[str, Any] = {"label": one.name, "required": False}
    match one.type:
        case "number":
            return forms.DecimalField(initial=one.value, **shown)
        case "boolean":
            initial = "" if one.value is None else str(one.value).lower()
            return forms.TypedChoiceField(
                choices=YES_NO, coerce=lambda said: said == "true", empty_value=None,
                initial=initial, **shown,
            )  # fmt: skip
        case "date":
            return forms.DateField(
                initial=one.value, widget=forms.DateInput(attrs={"type": "date"}), **shown
            )
        case "string":
            return forms.CharField(
                initial=one.value, empty_value=None, max_length=4_000, strip=False, **shown
            )
        case _:
            return _Anything(initial=_as_said(one.value), max_length=4_000, **shown)


class _Anything(forms.CharField):
    """A value as conditions write it: `12`, `true`, `["a", "b"]`; anything else is a text."""

    def __init__(self, **kwargs: Any) -> None:
        words = gettext_lazy('As conditions write it: 12, true, ["a", "b"]; or a text.')
        super().__init__(help_text=words, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        return _said(text) if text else None


def _said(text: str) -> Any:
    try:
        return stored(compile_expression(text).evaluate({}))
    except ExpressionRefused:
        return text


def _as_said(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(
        value, ensure_ascii=False
    )  # fmt: skip


def state_of(started: Started) -> str:
    """Where a trial stands, for the page to send back."""
    moves = [[one.act, one.step, one.outcome, one.to, dict(one.values)] for one in started.moves]
    unit = str(started.unit_id) if started.unit_id else ""
    return json.dumps([unit, dict(started.values), moves], ensure_ascii=False)


def started_from(text: str) -> Started:
    """A trial as the page sent it back. Raises `InvalidInput`."""
    try:
        if len(text) > LARGEST:
            raise ValueError
        unit, values, moves = json.loads(text)
        return Started(
            unit_id=UUID(unit) if unit else None,
            values=_values(values),
            moves=[_move(*one) for one in moves],
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidInput(_("The trial did not arrive whole. Start it anew.")) from error


def _move(act: Any, step: Any, outcome: Any, to: Any, values: Any) -> Move:
    if not (isinstance(act, str) and isinstance(outcome, str) and len(outcome) <= 100):
        raise ValueError(act)
    if type(step) is not int or type(to) is not int:
        raise ValueError(step)
    return Move(act=act, step=step, outcome=outcome, to=to, values=_values(values))


def _values(values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise TypeError(values)
    return values


def shown(value: Any) -> str:
    """A value in the words a person reads."""
    match value:
        case None:
            return "—"
        case True:
            return _("yes")
        case False:
            return _("no")
        case list():
            return "、".join(map(shown, value))
        case dict():
            return pgettext("between parts of a line", ", ").join(
                f"{name}: {shown(one)}" for name, one in value.items()
            )
    return str(value)
