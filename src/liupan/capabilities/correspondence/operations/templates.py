"""Texts to begin with (公文模板): looked after, and those that come along installed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.events import TemplateChanged
from liupan.capabilities.correspondence.facts import skeletons
from liupan.capabilities.correspondence.models import Template
from liupan.capabilities.correspondence.operations.upkeep import (
    By,
    apply,
    locked,
    put_in_use,
    require_upkeep,
    require_version,
    tell,
)
from liupan.capabilities.correspondence.policies import MANAGE
from liupan.capabilities.correspondence.rules.composing import write_text
from liupan.foundation.documents.facade import NotASource, read_source
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput
from liupan.kernel.said import require_said

PERMITS = (MANAGE,)
"""What the installer needs for `install_templates`."""


@dataclass(frozen=True, slots=True)
class TemplateValues:
    """What a template says. `unit_id` None: offered to all; `source` as `documents` reads it."""

    unit_id: UUID | None
    name: str
    type: str
    form: str
    source: dict[str, Any]
    hint: str = ""


@operation
def add_template(*, values: TemplateValues, actor: Actor, now: datetime) -> UUID:
    """Add a template. Raises `InvalidInput`."""
    require_upkeep(actor, values.unit_id)
    _check(values)
    row = Template.objects.create(**_columns(values))
    return tell(row, "added", {}, By(TemplateChanged, actor, now))


@operation
def change_template(
    *, template_id: UUID, values: TemplateValues, version: int, actor: Actor, now: datetime
) -> UUID:
    """Change a template; documents that began with it stay. Raises `StaleVersion`."""
    row = locked(Template, template_id, actor)
    require_upkeep(actor, values.unit_id)
    require_version(row, version, _theirs(row))
    _check(values)
    changed = apply(row, _columns(values))
    if not changed:
        nothing_changed()
        return row.id
    row.version += 1
    row.save()
    return tell(row, "changed", changed, By(TemplateChanged, actor, now))


@operation
def retire_template(*, template_id: UUID, is_active: bool, actor: Actor, now: datetime) -> None:
    """Retire a template, or restore it."""
    put_in_use(locked(Template, template_id, actor), is_active, By(TemplateChanged, actor, now))


@operation
def install_templates(*, actor: Actor, now: datetime) -> int:
    """Add the shipped templates that no unit has and that are not there yet; returns how many.

    One that was retired or changed is there and stays as it is.
    """
    require_upkeep(actor, None)
    known = set(Template.objects.filter(unit=None).values_list("type", "name"))
    missing = [one for one in skeletons() if (one.type, one.name) not in known]
    if not missing:
        nothing_changed()
    for one in missing:
        row = Template.objects.create(
            name=one.name, type=one.type, form=one.form, hint=one.hint, source=one.source()
        )
        tell(row, "added", {}, By(TemplateChanged, actor, now))
    return len(missing)


def _columns(values: TemplateValues) -> dict[str, Any]:
    return {
        "unit_id": values.unit_id,
        "name": values.name,
        "type": values.type,
        "form": values.form,
        "source": values.source,
        "hint": values.hint,
    }


def _theirs(row: Template) -> dict[str, object]:
    return {
        "name": row.name,
        "type": row.type,
        "form": row.form,
        "hint": row.hint,
        "title": row.source["title"],
        "addressees": "\n".join(row.source.get("addressees", ())),
        "body": write_text(row.source["body"]),
    }


def _check(values: TemplateValues) -> None:
    require_said(name=values.name)
    try:
        read_source(json.dumps(values.source))
    except NotASource as error:
        raise InvalidInput(error.message, fields={"body": [error.message]}) from error
