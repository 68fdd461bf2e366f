"""How open accounts can be told something; `messaging` alone needs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from liupan.foundation.identity.models import Account
from liupan.kernel.statements import asked


@dataclass(frozen=True, slots=True)
class Contact:
    """Where an open account is reached."""

    id: UUID
    name: str
    email: str
    phone: str


def list_contacts(ids: Iterable[UUID]) -> list[Contact]:
    """Contacts of the open accounts among `ids`. One query."""
    return [
        Contact(id=a.id, name=a.name, email=a.email, phone=a.phone) for a in _open_ones(list(ids))
    ]


@asked
def _open_ones(ids: list[UUID]) -> QuerySet[Account]:
    return Account.objects.filter(id__any_of=ids, closed_at=None)
