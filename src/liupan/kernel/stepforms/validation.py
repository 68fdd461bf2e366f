"""What somebody handed in for a form, field by field, within their rights of the step."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from liupan.kernel.expressions import Expression, ExpressionRefused, compile_expression
from liupan.kernel.expressions.kinds import Type, read_names, read_type
from liupan.kernel.expressions.tokens import has_surrogates
from liupan.kernel.expressions.values import Run, Value, as_json, read
from liupan.kernel.stepforms.model import Field, FieldType, Form, FormRefused, Right

PROBLEMS: Mapping[str, object] = {
    "required": _("Fill this in."),
    "not_yours": _("You may not change this field in this step."),
    "unknown": _("The form has no such field."),
    "not_shown": _("This field does not belong to what you chose."),
    "wrong": _("This is not what the field takes."),
    "too_long": _("This is too long."),
    "too_many": _("These are too many rows."),
    "no_choice": _("Choose one of the choices."),
    "invalid": _("This value is not allowed here."),
    "cannot_tell": _("Whether this is right cannot be told from what was filled in."),
}
"""Each finding's sentence by its code; the browser gets them from here."""

_KINDS: Mapping[FieldType, str] = {
    FieldType.TEXT: "string", FieldType.LONG_TEXT: "string", FieldType.NUMBER: "number",
    FieldType.YES_NO: "boolean", FieldType.DATE: "date", FieldType.MOMENT: "date and time",
    FieldType.CHOICE: "string",
}  # fmt: skip
Rights = Mapping[str, Right]
"""By field's name, within a group by `group.field`; what is not named may be edited."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong where: `明细.2.金额` is the field of the second row."""

    place: str
    problem: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a submission: values to be stored (JSON), and findings."""

    values: Mapping[str, object]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Conditions:
    shown: Expression | None
    required: Expression | None
    valid: Expression | None


class ReadForm:
    """A form whose expressions have been read; made once, used for every submission."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.names = read_names({field.name: _type(field) for field in form.fields})
        self._conditions: dict[str, _Conditions] = {}
        for field in form.fields:
            self._read(field, field.name, self.names)
            inner = {**self.names, **{each.name: _type(each) for each in field.fields}}
            for each in field.fields:
                self._read(each, f"{field.name}.{each.name}", inner)

    def _read(self, field: Field, path: str, names: Mapping[str, Type]) -> None:
        conditions = (field.shown_when, field.required_when, field.valid_when)
        try:
            self._conditions[path] = _Conditions(
                *(compile_expression(text, names) if text.strip() else None for text in conditions)
            )
        except ExpressionRefused as refused:
            raise FormRefused(f"“{field.label}”: {refused.message}") from refused

    def validate(
        self,
        data: Mapping[str, object],
        rights: Rights,
        stored: Mapping[str, object] | None = None,
    ) -> Checked:
        """Check a submission.

        Args:
            data: what was handed in (JSON). Only fields that may be edited are taken from it.
            rights: per field, in this step.
            stored: what the form held before; read-only and hidden fields keep that.
        """
        return _Validation(self._conditions, rights).of(self.form, data, stored or {})


def read_form(form: Form) -> ReadForm:
    """Read and check a form's expressions. Raises `FormRefused` naming the field."""
    return ReadForm(form)


def validate(
    form: Form,
    data: Mapping[str, object],
    rights: Rights,
    stored: Mapping[str, object] | None = None,
) -> Checked:
    """`ReadForm.validate` for a form that is used once."""
    return read_form(form).validate(data, rights, stored)


def _type(field: Field) -> Type:
    if field.type is FieldType.GROUP:
        return read_type({"list": {"fields": {each.name: _type(each) for each in field.fields}}})
    if field.type is FieldType.CHOICES:
        return read_type({"list": "string"})
    return read_type(_KINDS[field.type])


class _Validation:
    """One submission."""

    def __init__(self, conditions: Mapping[str, _Conditions], rights: Rights) -> None:
        self._conditions = conditions
        self._rights = rights
        self._findings: list[Finding] = []

    def of(self, form: Form, data: Mapping[str, object], stored: Mapping[str, object]) -> Checked:
        values = self._taken(form.fields, data, stored, "", "")
        kept = self._judged(form.fields, values, dict(values), "", "", data)
        return Checked(kept, tuple(self._findings))

    def _find(self, place: str, problem: str, message: str = "") -> None:
        self._findings.append(Finding(place, problem, message or str(PROBLEMS[problem])))

    def _right(self, path: str, group: str) -> Right:
        """A field of a group has no more rights than its group."""
        own = Right(self._rights.get(path, Right.EDIT))
        above = Right(self._rights.get(group, Right.EDIT)) if group else Right.EDIT
        order = list(Right)
        return max(own, above, key=order.index)

    def _taken(
        self,
        fields: tuple[Field, ...],
        data: Mapping[str, object],
        stored: Mapping[str, object],
        place: str,
        group: str,
    ) -> dict[str, object]:
        """What the fields hold now: what was handed in where that is allowed, else as before."""
        known = {field.name for field in fields}
        for name in data:
            if name not in known:
                self._find(f"{place}{str(name)[:100]}", "unknown")
        return {field.name: self._value(field, data, stored, place, group) for field in fields}

    def _value(
        self,
        field: Field,
        data: Mapping[str, object],
        stored: Mapping[str, object],
        place: str,
        group: str,
    ) -> object:
        path = f"{group}.{field.name}" if group else field.name
        before = stored.get(field.name)
        if self._right(path, group) is not Right.EDIT:
            if field.name in data:
                self._find(f"{place}{field.name}", "not_yours")
            return before
        if field.name not in data:
            return before
        given = data[field.name]
        if field.type is FieldType.GROUP:
            return self._rows(field, given, before, f"{place}{field.name}")
        return self._single(field, given, f"{place}{field.name}")

    def _rows(self, field: Field, given: object, before: object, place: str) -> object:
        if given is None:
            return []
        if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
            self._find(place, "wrong")
            return before
        if len(given) > field.most:
            self._find(place, "too_many")
            return before
        rows = before if isinstance(before, list) else []
        if not self._keeps_rows(field, given, rows):
            self._find(place, "not_yours")
            return before
        old = [*rows, *({} for _ in given)]
        return [
            self._taken(field.fields, row, old[n], f"{place}.{n + 1}.", field.name)
            for n, row in enumerate(given)
        ]

    def _keeps_rows(self, field: Field, given: list[Any], rows: list[Any]) -> bool:
        """Where some fields of a row cannot be edited, no row may go: the others would shift."""
        paths = (f"{field.name}.{each.name}" for each in field.fields)
        is_whole = all(self._right(path, field.name) is Right.EDIT for path in paths)
        return is_whole or len(given) >= len(rows)

    def _single(self, field: Field, given: object, place: str) -> object:
        if given is None or given == "" or given == []:
            return None
        if field.type is FieldType.CHOICES:
            return self._several(field, given, place)
        problem, value = _read_single(field, given)
        if problem:
            self._find(place, problem)
            return None
        return as_json(value)

    def _several(self, field: Field, given: object, place: str) -> object:
        values = {choice.value for choice in field.choices}
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            self._find(place, "wrong")
        elif not set(given) <= values or len(set(given)) < len(given):
            self._find(place, "no_choice")
        else:
            return given
        return None

    # conditions

    def _judged(
        self,
        fields: tuple[Field, ...],
        values: dict[str, object],
        context: Mapping[str, object],
        place: str,
        group: str,
        data: Mapping[str, object],
    ) -> dict[str, object]:
        """The values of shown fields; findings for what is missing or not valid."""
        kept: dict[str, object] = {}
        for field in fields:
            path = f"{group}.{field.name}" if group else field.name
            kept[field.name] = self._kept(field, values, context, place, path, data)
        return kept

    def _kept(
        self,
        field: Field,
        values: dict[str, object],
        context: Mapping[str, object],
        place: str,
        path: str,
        data: Mapping[str, object],
    ) -> object:
        conditions, value = self._conditions[path], values[field.name]
        here = f"{place}{field.name}"
        group = path.rpartition(".")[0]
        is_mine = self._right(path, group) is Right.EDIT
        if not is_mine:
            return value
        if not self._holds(conditions.shown, context, here, empty=True):
            if data.get(field.name) not in (None, "", []):
                self._find(here, "not_shown")
            return None
        if field.type is FieldType.GROUP and isinstance(value, list):
            given = data.get(field.name)
            sent = given if isinstance(given, list) and len(given) == len(value) else []
            value = [
                self._judged(
                    field.fields, row, {**context, **row}, f"{here}.{n + 1}.", field.name,
                    sent[n] if sent and isinstance(sent[n], dict) else {},
                )
                for n, row in enumerate(value)
            ]  # fmt: skip
        if value is None or value == []:
            is_required = self._holds(conditions.required, context, here, empty=False)
            if (field.required or is_required) and not self._is_found(here):
                self._find(here, "required")
        elif not self._holds(conditions.valid, context, here, empty=True) and not self._is_found(
            here
        ):
            self._find(here, "invalid", field.message)
        return value

    def _is_found(self, place: str) -> bool:
        return any(finding.place == place for finding in self._findings)

    def _holds(
        self,
        condition: Expression | None,
        context: Mapping[str, object],
        place: str,
        *,
        empty: bool,
    ) -> bool:
        if condition is None:
            return empty
        try:
            return condition.is_true(context)
        except ExpressionRefused:
            self._find(place, "cannot_tell")
            return True


def _read_single(field: Field, given: object) -> tuple[str, Value]:
    """A problem, or the value. Texts are measured before anything else looks at them."""
    kind = _KINDS[field.type]
    if kind != "boolean" and not isinstance(given, str | int | float | Decimal):
        return "wrong", None
    if isinstance(given, str):
        if kind == "string" and len(given) > field.length:
            return "too_long", None
        if has_surrogates(given):
            return "wrong", None
    try:
        value = read(given, read_type(kind), Run({}, {}), name=field.name)
    except ExpressionRefused:
        return "wrong", None
    if field.type is FieldType.CHOICE and value not in {choice.value for choice in field.choices}:
        return "no_choice", None
    return "", value
