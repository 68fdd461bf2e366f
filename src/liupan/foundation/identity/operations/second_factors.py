"""What happens to second factors leaves facts; an administrator may reset them."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from liupan.foundation.identity.events import (
    RecoveryCodesRenewed,
    SecondFactorAdded,
    SecondFactorRemoved,
    SecondFactorsReset,
)
from liupan.foundation.identity.operations.accounts import locked
from liupan.foundation.identity.operations.sessions import end_sessions
from liupan.foundation.identity.policies import MANAGE_ACCOUNTS
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import NotAuthorised


@operation
def note_second_factor_added(*, account_id: UUID, factor: str, actor: Actor, now: datetime) -> None:
    """The person added a second factor of their own."""
    own(actor, account_id)
    record(SecondFactorAdded(thing_id=account_id, factor=factor), actor=actor, now=now)


@operation
def note_second_factor_removed(
    *, account_id: UUID, factor: str, actor: Actor, now: datetime
) -> None:
    """The person removed a second factor of their own."""
    own(actor, account_id)
    record(SecondFactorRemoved(thing_id=account_id, factor=factor), actor=actor, now=now)


@operation
def note_recovery_codes_renewed(*, account_id: UUID, actor: Actor, now: datetime) -> None:
    """The person made new recovery codes."""
    own(actor, account_id)
    record(RecoveryCodesRenewed(thing_id=account_id), actor=actor, now=now)


@operation
def reset_second_factors(*, account_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Remove all second factors of a person who lost them, and end their sessions.

    Nobody resets their own: that would make one factor of two.
    """
    require(actor, MANAGE_ACCOUNTS)
    if actor.id == account_id:
        raise NotAuthorised(
            _("You cannot reset your own second factor."),
            next_step=_("Ask another administrator."),
        )
    account = locked(account_id)
    rows = Authenticator.objects.filter(user_id=account.id)
    factors = tuple(sorted(rows.values_list("type", flat=True)))
    if not factors:
        return nothing_changed()
    rows.delete()
    end_sessions(account.id)
    fact = SecondFactorsReset(thing_id=account.id, factors=factors, reason=reason)
    record(fact, actor=actor, now=now)
    return None
