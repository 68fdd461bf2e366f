"""Sealed personal values in `changes`, and opening them again."""

from typing import Any
from uuid import UUID

from liupan.foundation.crypto.facade import open_sealed

SEALED = "$sealed"
"""Key of a personal value in `changes`: {"$sealed": [person id, base64 of SM4-GCM]}."""

ERASED = ""
"""What handlers read in place of an erased person's value."""


def sealed_for(value: Any) -> UUID | None:
    """The person a value is sealed for; None when it stands open."""
    if isinstance(value, dict) and SEALED in value:
        return UUID(value[SEALED][0])
    return None


def unseal(values: list[Any]) -> list[str | None]:
    """The texts of sealed values; None where the person was erased. One query."""
    return open_sealed((UUID(person), text) for person, text in (v[SEALED] for v in values))


def opened(changes: dict[str, Any]) -> dict[str, Any]:
    """The same with every personal value readable; `ERASED` where the person was erased."""
    names = [name for name, value in changes.items() if sealed_for(value)]
    texts = [ERASED if text is None else text for text in unseal([changes[n] for n in names])]
    return {**changes, **dict(zip(names, texts, strict=True))}
