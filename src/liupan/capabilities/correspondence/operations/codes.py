"""Codes that numbers of documents begin with (发文机关代字), and what is printed for them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import CodeChanged
from liupan.capabilities.correspondence.models import Code
from liupan.capabilities.correspondence.operations.upkeep import (
    By,
    NameTaken,
    apply,
    locked,
    put_in_use,
    require_upkeep,
    require_version,
    tell,
)
from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.kernel.authority import Actor
from liupan.kernel.said import require_said


@dataclass(frozen=True, slots=True)
class CodeValues:
    """What a code says: whose, its characters, its layout, the word after the unit in the mark."""

    unit_id: UUID
    text: str
    form: str = "common"
    word: str = ""


@operation
def add_code(*, values: CodeValues, actor: Actor, now: datetime) -> UUID:
    """Add a code. Raises `NameTaken`, `InvalidInput`."""
    require_upkeep(actor, values.unit_id)
    require_said(text=values.text)
    row = Code(**asdict(values))
    with refused_when_taken(_taken()):
        row.save(force_insert=True)
    return tell(row, "added", {}, By(CodeChanged, actor, now))


@operation
def change_code(
    *, code_id: UUID, values: CodeValues, version: int, actor: Actor, now: datetime
) -> UUID:
    """Change a code; numbers that were given keep what they say.

    Raises `StaleVersion`, `NameTaken`, `InvalidInput`.
    """
    row = locked(Code, code_id, actor)
    require_upkeep(actor, values.unit_id)
    require_version(row, version, {"text": row.text, "form": row.form, "word": row.word})
    require_said(text=values.text)
    changed = apply(row, asdict(values))
    if not changed:
        nothing_changed()
        return row.id
    row.version += 1
    with refused_when_taken(_taken()):
        row.save()
    return tell(row, "changed", changed, By(CodeChanged, actor, now))


@operation
def retire_code(*, code_id: UUID, is_active: bool, actor: Actor, now: datetime) -> None:
    """Retire a code, or restore it. Numbers that begin with it stay."""
    put_in_use(locked(Code, code_id, actor), is_active, By(CodeChanged, actor, now))


def _taken() -> NameTaken:
    return NameTaken(
        _("This code is in use already."), fields={"text": [_("Choose other characters.")]}
    )
