"""The filing plan (分类方案): its classes, the city's own and those of units."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import FilingClassSet
from liupan.capabilities.correspondence.models import FilingClass
from liupan.capabilities.correspondence.operations.upkeep import require_upkeep
from liupan.capabilities.correspondence.policies import MANAGE
from liupan.capabilities.correspondence.rules.filing import PLAN
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, StaleVersion
from liupan.kernel.ids import uuid7

FIELDS = ("code", "name", "scope", "retention", "is_active")
LONGEST_CODE = 12


class CodeInPlan(InvalidInput):
    """The plan has a class of this code already."""


@operation
def install_plan(*, actor: Actor, now: datetime) -> int:
    """Enter the classes that ship with the program and are not there yet; how many."""
    require(actor, MANAGE)
    known = set(FilingClass.objects.filter(unit=None).values_list("code", flat=True))
    new = [one for one in PLAN if one.code not in known]
    for one in new:
        made = FilingClass.objects.create(
            code=one.code, name=one.name, scope=one.scope, retention=one.retention
        )
        _announce(made, {name: (None, _text(getattr(made, name))) for name in FIELDS}, actor, now)
    if not new:
        nothing_changed()
    return len(new)


@operation
def set_class(
    *,
    unit_id: UUID | None,
    code: str,
    name: str,
    scope: str,
    retention: str,
    is_active: bool,
    actor: Actor,
    now: datetime,
    class_id: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Enter a class, or change one (`class_id`, `version` as it was read); records keep theirs.

    Raises `InvalidInput`, `StaleVersion`, `Missing`, `CodeInPlan`.
    """
    values: dict[str, str | bool] = {
        "code": code.strip(), "name": name.strip(), "scope": scope.strip(),
        "retention": retention, "is_active": is_active,
    }  # fmt: skip
    found = _locked(class_id) if class_id else FilingClass(id=uuid7(), unit_id=unit_id, version=0)
    require_upkeep(actor, found.unit_id)
    _require_sense(values)
    changed: dict[str, tuple[str | None, str | None]] = {
        name: (_text(getattr(found, name)) if class_id else None, _text(values[name]))
        for name in FIELDS
        if not class_id or getattr(found, name) != values[name]
    }
    if not changed:
        nothing_changed()
        return found.id
    if class_id and found.version != version:
        raise StaleVersion(
            _("Somebody changed this class meanwhile."),
            theirs={name: _text(getattr(found, name)) for name in FIELDS}
            | {"version": found.version},
            mine={name: _text(values[name]) for name in FIELDS},
        )
    for field, value in values.items():
        setattr(found, field, value)
    found.version += 1
    words = _("The plan has a class with this code.")
    with refused_when_taken(CodeInPlan(words, fields={"code": [words]})):
        found.save()
    _announce(found, changed, actor, now)
    return found.id


def _locked(class_id: UUID) -> FilingClass:
    found = FilingClass.objects.select_for_update(of=("self",)).filter(id=class_id).first()
    if found is None:
        raise Missing(_("There is no such class."))
    return found


def _require_sense(values: dict[str, str | bool]) -> None:
    wrong: dict[str, list[str]] = {}
    code = str(values["code"])
    if not code.isalnum() or len(code) > LONGEST_CODE:
        wrong["code"] = [_("A code is of letters and digits, at most twelve.")]
    if not values["name"]:
        wrong["name"] = [_("Say what the class is called.")]
    if values["retention"] not in FilingClass.Retention.values:
        wrong["retention"] = [_("Choose how long its documents are kept.")]
    if wrong:
        raise InvalidInput(fields=wrong)


def _announce(
    found: FilingClass,
    changed: dict[str, tuple[str | None, str | None]],
    actor: Actor,
    now: datetime,
) -> None:
    fact = FilingClassSet(
        thing_id=found.id, unit_id=found.unit_id, class_code=found.code, changed=changed
    )
    record(fact, actor=actor, now=now)


def _text(value: object) -> str:
    return str(value)
