"""Reads of `rulesets`, remembered per process as long as nothing was written anywhere."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from liupan.foundation.changes.facade import of_the_moment
from liupan.foundation.journal.facade import sole_writer
from liupan.foundation.rulesets.models import Rule as Row
from liupan.foundation.rulesets.models import Stamp
from liupan.foundation.rulesets.rules import Deviation, Rule
from liupan.kernel.ids import uuid7

FIELDS = (
    "id", "key", "title", "scope", "text", "value", "unit", "law", "edition", "article", "source",
    "sureness", "note", "reason", "is_shipped", "valid_from", "valid_to",
    "version",
)  # fmt: skip


@dataclass(slots=True)
class _Memory:
    token: UUID | None = None
    rules: dict[str, dict[str, list[Rule]]] = field(default_factory=dict)


_memory = _Memory()
_held: tuple[object | None, UUID | None] = (None, None)
"""The state as a sole writer read it."""


def all_rules(set_code: str) -> dict[str, list[Rule]]:
    """Every rule of the set, of all days and scopes, by key. One tiny query when remembered."""
    global _memory
    token = rules_state()
    memory = _memory
    if token is None or memory.token != token:
        memory = _memory = _Memory(token)
    found = memory.rules.get(set_code)
    if found is None:
        found = memory.rules[set_code] = _read(set_code)
    return found


def rules_state() -> UUID | None:
    """A token that is another after every write; what was reckoned by rules can keep it."""
    global _held
    writer = sole_writer()
    held = _held
    if writer is not None and held[0] is writer:
        return held[1]
    token = of_the_moment("rulesets", _token)
    if writer is not None:
        _held = (writer, token)
    return token


def _token() -> UUID | None:
    with connection.cursor() as cursor:  # asked so often that building a query would be felt
        cursor.execute("SELECT token FROM rulesets_stamp")
        found = cursor.fetchone()
    return found[0] if found else None


def touch() -> None:
    """Say, in a writer's transaction, that what others remember is no longer so."""
    global _held
    _held = (None, None)
    Stamp.objects.update_or_create(id=1, defaults={"token": uuid7()})


def as_rule(row: Row, set_code: str) -> Rule:
    """The row as data."""
    values = {name: getattr(row, name) for name in FIELDS}
    return Rule(set_code=set_code, deviation=Deviation(row.deviation), **values)


def _read(set_code: str) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    rows = Row.objects.filter(rule_set__code=set_code).order_by("key", "valid_from", "scope")
    for row in rows:
        found.setdefault(row.key, []).append(as_rule(row, set_code))
    return found
