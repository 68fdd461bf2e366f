"""The door of `identity`."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from liupan.foundation.identity.models import Account
from liupan.foundation.identity.operations.accounts import UsernameTaken, close_account, open_account
from liupan.kernel.authority import ActorKind

__all__ = [
    "AccountRef",
    "UsernameTaken",
    "close_account",
    "find_account_by_username",
    "list_accounts",
    "open_account",
]


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account as others see it."""

    id: UUID
    kind: ActorKind
    username: str
    name: str
    is_open: bool


def list_accounts(ids: Iterable[UUID]) -> dict[UUID, AccountRef]:
    """The accounts among `ids`, by id. One query."""
    return {a.id: _ref(a) for a in Account.objects.filter(id__in=set(ids))}


def find_account_by_username(username: str) -> AccountRef | None:
    """The account of this username, whatever its case."""
    account = Account.objects.filter(username=username.strip().lower()).first()
    return _ref(account) if account else None


def _ref(account: Account) -> AccountRef:
    return AccountRef(
        id=account.id,
        kind=ActorKind(account.kind),
        username=account.username,
        name=account.name,
        is_open=account.is_active,
    )
