"""What a machine account may at most be given a token for; `access` knows and installs it."""

from collections.abc import Callable, Collection
from uuid import UUID

Rights = Callable[[UUID], Collection[str]]

_rights: Rights | None = None


def install(rights: Rights) -> None:
    """Called once, by `access`: the permission codes an account holds today."""
    global _rights
    _rights = rights


def of(account_id: UUID) -> Collection[str]:
    """The permission codes the account holds; none as long as nobody says."""
    return _rights(account_id) if _rights else ()
