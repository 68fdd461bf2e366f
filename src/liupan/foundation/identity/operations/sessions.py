"""Ending sessions from elsewhere."""

from datetime import datetime
from importlib import import_module
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _

from liupan.foundation.identity.events import SessionsRevoked
from liupan.foundation.identity.policies import MANAGE_ACCOUNTS
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import Missing


def end_sessions(account_id: UUID, *, keep: str | None = None) -> int:
    """End all sessions of the account but `keep` (a session key); returns how many."""
    rows = UserSession.objects.filter(user_id=account_id)
    keys = list(rows.exclude(session_key=keep or "").values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


@operation
def revoke_session(*, account_id: UUID, session_id: int, actor: Actor, now: datetime) -> None:
    """End one of one's own sessions. Raises `Missing`."""
    own(actor, account_id)
    row = UserSession.objects.select_for_update().filter(id=session_id, user_id=account_id).first()
    if row is None:
        raise Missing(_("This session has ended already."))
    row.end()
    record(SessionsRevoked(thing_id=account_id, number=1), actor=actor, now=now)


@operation
def revoke_other_sessions(
    *, account_id: UUID, keep: str | None, actor: Actor, now: datetime
) -> int:
    """End all of one's own sessions but the current one; returns how many ended."""
    own(actor, account_id)
    return _revoke(account_id, keep, actor, now)


@operation
def revoke_all_sessions(*, account_id: UUID, actor: Actor, now: datetime) -> int:
    """An administrator ends all sessions of an account; returns how many ended."""
    require(actor, MANAGE_ACCOUNTS)
    return _revoke(account_id, None, actor, now)


def _revoke(account_id: UUID, keep: str | None, actor: Actor, now: datetime) -> int:
    number = end_sessions(account_id, keep=keep)
    if number:
        record(SessionsRevoked(thing_id=account_id, number=number), actor=actor, now=now)
    else:
        nothing_changed()
    return number
