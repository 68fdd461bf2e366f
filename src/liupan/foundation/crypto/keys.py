"""Per-person keys: sealing personal values, opening them, and erasing a person.

(个人信息保护法第四十七条: the right to erasure; the chain of records stays verifiable.)
"""

import base64
import os
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from liupan.foundation.crypto.models import PersonKey
from liupan.foundation.crypto.primitives import decrypt, encrypt
from liupan.kernel.errors import Refusal

KEY_SIZE = 16


class PersonErased(Refusal):
    """The person's key was destroyed; nothing can be sealed for them any more."""


def seal(person_id: UUID, values: Iterable[str]) -> list[str]:
    """Each value encrypted under the person's key, as base64. Raises `PersonErased`."""
    key = _key(person_id)
    bound = person_id.bytes
    return [base64.b64encode(encrypt(key, v.encode(), bound)).decode() for v in values]


def open_sealed(sealed: Iterable[tuple[UUID, str]]) -> list[str | None]:
    """Each (person, base64) decrypted, in order; None where the person was erased. One query."""
    pairs = list(sealed)
    rows = PersonKey.objects.in_bulk({person for person, _ in pairs})
    keys = {
        person: decrypt(settings.LIUPAN_MASTER_KEY, bytes(row.wrapped), person.bytes)
        for person, row in rows.items()
        if row.wrapped is not None
    }
    return [
        decrypt(keys[person], base64.b64decode(text), person.bytes).decode()
        if person in keys
        else None
        for person, text in pairs
    ]


def destroy_key(person_id: UUID, *, now: datetime) -> None:
    """Make everything sealed for the person unreadable for ever. Also when no key was ever made."""
    PersonKey.objects.update_or_create(
        person_id=person_id, defaults={"wrapped": None, "destroyed_at": now}
    )


def _key(person_id: UUID) -> bytes:
    row = PersonKey.objects.filter(person_id=person_id).first()
    if row is None:
        fresh = encrypt(settings.LIUPAN_MASTER_KEY, os.urandom(KEY_SIZE), person_id.bytes)
        row, _ = PersonKey.objects.get_or_create(person_id=person_id, defaults={"wrapped": fresh})
    if row.wrapped is None:
        raise PersonErased("This person's data was erased.")
    return decrypt(settings.LIUPAN_MASTER_KEY, bytes(row.wrapped), person_id.bytes)
