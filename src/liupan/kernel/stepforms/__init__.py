"""Forms of steps: fields, conditions, rights; checked alike on the server and in the browser."""

from liupan.kernel.stepforms.model import Choice, Field, FieldType, Form, FormRefused, Right
from liupan.kernel.stepforms.validation import (
    PROBLEMS,
    Checked,
    Finding,
    ReadForm,
    Rights,
    read_form,
    validate,
)

__all__ = [
    "PROBLEMS",
    "Checked",
    "Choice",
    "Field",
    "FieldType",
    "Finding",
    "Form",
    "FormRefused",
    "ReadForm",
    "Right",
    "Rights",
    "read_form",
    "validate",
]
