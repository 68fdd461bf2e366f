"""Facts of `identity`."""

from dataclasses import dataclass
from typing import Annotated

from liupan.kernel.facts import Fact, Personal


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Fact, code="identity.account.opened"):
    """An account was opened."""

    kind: str
    username: Annotated[str, Personal()]
    name: Annotated[str, Personal()]


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Fact, code="identity.account.closed"):
    """An account was closed; it can no longer sign in."""

    reason: str
