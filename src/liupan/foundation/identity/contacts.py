"""How open accounts can be told something; `messaging` alone needs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from liupan.foundation.identity.models import Account


@dataclass(frozen=True, slots=True)
class Contact:
    """Where an open account is reached."""

    id: UUID
    name: str
    email: str
    phone: str


def list_contacts(ids: Iterable[UUID]) -> list[Contact]:
    """Contacts of the open accounts among `ids`. One query."""
    rows = Account.objects.filter(id__in=set(ids), closed_at=None)
    return [Contact(id=a.id, name=a.name, email=a.email, phone=a.phone) for a in rows]
