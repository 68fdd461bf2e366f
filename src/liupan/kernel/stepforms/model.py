"""Forms of a step (步骤表单) as data: the same JSON on the server and in the browser."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liupan.kernel.errors import Refusal
from liupan.kernel.expressions import ExpressionRefused
from liupan.kernel.expressions.kinds import checked_name

FIELDS, CHOICES, ROWS, LENGTH = 200, 500, 500, 20_000


class FormRefused(Refusal):
    """A form cannot be read."""

    status = 422


class FieldType(StrEnum):
    """What a field takes."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    YES_NO = "yes or no"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    CHOICES = "choices"
    GROUP = "group"


class Right(StrEnum):
    """What somebody may do with a field in a step (字段权限)."""

    EDIT = "edit"
    READ = "read"
    HIDE = "hide"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: what is stored, and how it is called."""

    value: str
    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field. The three conditions are expressions over the form's fields; within a repeating
    group also over the row's own. A group has `fields` and at most `most` rows."""

    name: str
    type: FieldType
    zh: str
    en: str = ""
    required: bool = False
    shown_when: str = ""
    required_when: str = ""
    valid_when: str = ""
    message_zh: str = ""
    message_en: str = ""
    choices: tuple[Choice, ...] = ()
    length: int = 200
    most: int = 50
    fields: tuple["Field", ...] = ()

    @property
    def label(self) -> str:
        """In the reader's language."""
        return self.en if self.en and (get_language() or "").startswith("en") else self.zh

    @property
    def message(self) -> str:
        """What is said where `valid_when` is not true."""
        is_english = (get_language() or "").startswith("en")
        return (self.message_en if is_english else "") or self.message_zh


@dataclass(frozen=True, slots=True)
class Form:
    """All fields of a step."""

    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        every = list(_every(self.fields))
        if len(every) > FIELDS:
            raise FormRefused(_("A form has at most 200 fields."))
        for fields in (self.fields, *(field.fields for field in every)):
            if len({field.name for field in fields}) < len(fields):
                raise FormRefused(_("Two fields have the same name."))
        for field in every:
            _check(field)

    def as_json(self) -> dict[str, Any]:
        """For storage and for the browser."""
        return asdict(self)

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> "Form":
        """Back from `as_json`. Raises `FormRefused`."""
        try:
            return cls(tuple(_field(each) for each in data["fields"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FormRefused(_("This is no form.")) from error


def _field(data: Mapping[str, Any], *, is_inner: bool = False) -> Field:
    if is_inner and data["type"] == FieldType.GROUP:
        raise FormRefused(_("A repeating group holds no other one."))
    return Field(
        **{
            **data,
            "type": FieldType(data["type"]),
            "choices": tuple(Choice(**choice) for choice in data.get("choices", ())),
            "fields": tuple(_field(each, is_inner=True) for each in data.get("fields", ())),
        }
    )


def _every(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from field.fields


def _check(field: Field) -> None:
    """Raises `FormRefused`."""
    try:
        checked_name(field.name)
    except ExpressionRefused as refused:
        raise FormRefused(refused.message) from refused
    words = {"field": field.name}
    if any(inner.fields for inner in field.fields):
        raise FormRefused(_("A repeating group holds no other one."))
    if bool(field.fields) != (field.type is FieldType.GROUP):
        raise FormRefused(_("“%(field)s”: a group has fields, nothing else has.") % words)
    if bool(field.choices) != (field.type in {FieldType.CHOICE, FieldType.CHOICES}):
        raise FormRefused(_("“%(field)s”: a choice has choices, nothing else has.") % words)
    if len({c.value for c in field.choices}) < len(field.choices) or len(field.choices) > CHOICES:
        raise FormRefused(_("“%(field)s”: choices are different, and at most 500.") % words)
    if not (0 < field.length <= LENGTH and 0 < field.most <= ROWS):
        raise FormRefused(_("“%(field)s”: its length or its number of rows is too large.") % words)
