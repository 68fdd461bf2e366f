"""Per-person keys: sealing personal values, opening them, and erasing a person.

(个人信息保护法第四十七条: the right to erasure; the chain of records stays verifiable.)
"""

import base64
import os
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.crypto.masters import KEY_SIZE, current, make_master, master
from liupan.foundation.crypto.models import MasterKey, PersonKey
from liupan.foundation.crypto.primitives import decrypt, encrypt
from liupan.kernel.errors import Refusal
from liupan.kernel.statements import asked, find

BATCH = 2000


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
    rows = _of({person for person, _text in pairs})
    keys = {row.person_id: _unwrap(row) for row in rows if row.wrapped is not None}
    return [
        decrypt(keys[person], base64.b64decode(text), person.bytes).decode()
        if person in keys
        else None
        for person, text in pairs
    ]


def _of(people: Collection[UUID]) -> list[PersonKey]:
    return _by_person(list(people))


@asked
def _by_person(people: list[UUID]) -> QuerySet[PersonKey]:
    return PersonKey.objects.filter(person_id__any_of=people)


def destroy_key(person_id: UUID, *, now: datetime) -> None:
    """Make everything sealed for the person unreadable for ever. Also when no key was ever made."""
    PersonKey.objects.update_or_create(
        person_id=person_id, defaults={"wrapped": None, "fingerprint": "", "destroyed_at": now}
    )


def rotate_master(*, now: datetime) -> int:
    """Wrap every person's key anew under a fresh master key, in one transaction; how many.

    The key file is on the disk before the transaction begins; servers find it by its fingerprint
    when they meet the first key it wraps, so nothing has to be restarted.
    """
    fresh = make_master()
    with transaction.atomic():
        current()
        MasterKey.objects.select_for_update().get(id=1)
        held = PersonKey.objects.filter(wrapped__isnull=False).order_by("person_id")
        count = sum(_rewrap(rows, fresh) for rows in _batches(held.select_for_update()))
        MasterKey.objects.filter(id=1).update(fingerprint=fresh, rotated_at=now)
    return count


def _batches(rows: QuerySet[PersonKey]) -> Iterator[list[PersonKey]]:
    read = rows.iterator(BATCH)
    while batch := list(islice(read, BATCH)):
        yield batch


def _rewrap(rows: list[PersonKey], fresh: str) -> int:
    for row in rows:
        row.wrapped = encrypt(master(fresh), _unwrap(row), row.person_id.bytes)
        row.fingerprint = fresh
    return PersonKey.objects.bulk_update(rows, ["wrapped", "fingerprint"])


def _unwrap(row: PersonKey) -> bytes:
    return decrypt(master(row.fingerprint), bytes(row.wrapped or b""), row.person_id.bytes)


def _key(person_id: UUID) -> bytes:
    row = find(PersonKey, person_id) or _make(person_id)
    if row.wrapped is None:
        raise PersonErased(_("This person's data was erased."))
    return _unwrap(row)


@transaction.atomic(savepoint=False)  # it has nothing to go back to
def _make(person_id: UUID) -> PersonKey:
    """A new key; where somebody else makes one at the same time, theirs."""
    name = current(lock=True)
    wrapped = encrypt(master(name), os.urandom(KEY_SIZE), person_id.bytes)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO crypto_personkey (person_id, wrapped, fingerprint) VALUES (%s, %s, %s)"
            " ON CONFLICT (person_id) DO NOTHING",
            [person_id, wrapped, name],
        )
        is_ours = cursor.rowcount == 1
    if is_ours:
        return PersonKey(person_id=person_id, wrapped=wrapped, fingerprint=name)
    return PersonKey.objects.get(person_id=person_id)
