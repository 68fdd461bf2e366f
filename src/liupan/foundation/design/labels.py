"""Names of choices, looked up once: `row.get_state_display()` of fifty rows.

Django puts the list of a field's choices together at every call and reckons the hash of every name,
which translates them all: a tenth of a list page.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Field, Model


def keep_labels(package: str) -> None:
    """From now on models of the package find the names of choices in a table. As Django allows,
    a model may have said it otherwise: that stays."""
    for model in apps.get_models():
        if model.__module__.startswith(package):
            for field in model._meta.local_fields:
                _keep(model, field)


def _keep(model: type[Model], field: "Field[Any, Any]") -> None:
    name = f"get_{field.name}_display"
    given = model.__dict__.get(name)
    if field.choices and getattr(given, "func", None) is Model._get_FIELD_display:  # type: ignore[attr-defined]
        setattr(model, name, _shown(field))


def _shown(field: "Field[Any, Any]") -> Callable[[Model], str]:
    labels = dict(field.flatchoices)

    def shown(row: Model) -> str:
        value = getattr(row, field.attname)
        label = labels.get(value, value)
        return "" if label is None else str(label)

    return shown
