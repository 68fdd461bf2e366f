"""Every write of `identity`."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from liupan.foundation.identity.events import AccountClosed, AccountOpened
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.policies import MANAGE_ACCOUNTS
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, ActorKind, require
from liupan.kernel.errors import Missing, Refusal


class UsernameTaken(Refusal):
    """Another account has this username."""


@operation
def open_account(
    *,
    kind: ActorKind,
    username: str,
    name: str,
    password: str | None,
    actor: Actor,
    now: datetime,
    email: str = "",
) -> UUID:
    """Open an account (开户); without a password it can sign in only after a reset.

    Raises `UsernameTaken`.
    """
    require(actor, MANAGE_ACCOUNTS)
    username = username.strip().lower()
    if Account.objects.filter(username=username).exists():
        raise UsernameTaken(
            _("The username %(username)s is taken.") % {"username": username},
            next_step=_("Choose another one."),
        )
    account = Account(
        kind=kind.value,
        username=username,
        name=name,
        name_key=" ".join(lazy_pinyin(name)),
        email=email,
        opened_at=now,
    )
    account.set_password(password)
    account.save()
    fact = AccountOpened(thing_id=account.id, kind=kind.value, username=username, name=name)
    record(fact, actor=actor, now=now)
    return account.id


@operation
def close_account(*, account_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Close an account (销户). Closing it again changes nothing."""
    require(actor, MANAGE_ACCOUNTS)
    account = Account.objects.select_for_update().filter(id=account_id).first()
    if account is None:
        raise Missing(_("There is no such account."))
    if account.closed_at:
        return nothing_changed()
    account.closed_at = now
    account.version += 1
    account.save(update_fields=["closed_at", "version"])
    record(AccountClosed(thing_id=account.id, reason=reason), actor=actor, now=now)
    return None
