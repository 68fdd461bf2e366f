"""What happens to second factors leaves facts and periods; an administrator may reset them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.identity import second_factor
from liupan.foundation.identity.events import (
    RecoveryCodesRenewed,
    SecondFactorAdded,
    SecondFactorRemoved,
    SecondFactorsReset,
)
from liupan.foundation.identity.models import FactorPeriod
from liupan.foundation.identity.operations.accounts import locked
from liupan.foundation.identity.operations.sessions import end_sessions
from liupan.foundation.identity.policies import MANAGE_ACCOUNTS
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel import guarding
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import NotAuthorised
from liupan.kernel.facts import Fact
from liupan.kernel.guarding import GuardedAct
from liupan.kernel.statements import insert

RESET = guarding.declare(
    "identity.account.reset_second_factors", gettext_lazy("reset the second factor")
)


@operation
def settle_second_factors(*, account_id: UUID, actor: Actor, now: datetime) -> None:
    """Record what the person just did to their own second factors.

    The library writes them itself; within the transaction of its write, the register of periods
    shows by comparison what began and what ended.
    """
    own(actor, account_id)
    locked(account_id)
    held = dict(Authenticator.objects.filter(user_id=account_id).values_list("id", "type"))
    known = {period.authenticator_id: period for period in _open_periods(account_id)}
    gone = [period for number, period in known.items() if number not in held]
    fresh = {number: factor for number, factor in held.items() if number not in known}
    if not gone and not fresh:
        return nothing_changed()
    second_factor.end_periods(account_id, now, but=held)
    _begin(account_id, fresh, now)
    for fact in _changes(account_id, [period.factor for period in gone], list(fresh.values())):
        record(fact, actor=actor, now=now)
    return None


@operation
def enrol_second_factor(*, account_id: UUID, secret: str, actor: Actor, now: datetime) -> None:
    """Set up the person's authenticator app with a secret the app knows already (RFC 6238)."""
    own(actor, account_id)
    account = locked(account_id)
    if second_factor.has_any(account_id):
        return nothing_changed()
    made = insert(
        Authenticator(
            user=account,
            type=Authenticator.Type.TOTP,
            data={"secret": get_adapter().encrypt(secret)},
        )
    )
    _begin(account_id, {made.pk: made.type}, now)
    record(SecondFactorAdded(thing_id=account_id, factor=made.type), actor=actor, now=now)
    return None


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
    guarding.ask(GuardedAct(RESET, actor, now, account_id=account.id))
    rows.delete()
    second_factor.end_periods(account.id, now)
    end_sessions(account.id)
    fact = SecondFactorsReset(thing_id=account.id, factors=factors, reason=reason)
    record(fact, actor=actor, now=now)
    return None


def _open_periods(account_id: UUID) -> QuerySet[FactorPeriod]:
    return FactorPeriod.objects.filter(account_id=account_id, ended_at=None)


def _begin(account_id: UUID, factors: Mapping[int, str], now: datetime) -> None:
    FactorPeriod.objects.bulk_create(
        FactorPeriod(account_id=account_id, factor=factor, authenticator_id=number, begun_at=now)
        for number, factor in factors.items()
    )


def _changes(account_id: UUID, gone: list[str], fresh: list[str]) -> Iterator[Fact]:
    codes = Authenticator.Type.RECOVERY_CODES.value
    if codes in gone and codes in fresh:
        gone, fresh = ([one for one in some if one != codes] for some in (gone, fresh))
        yield RecoveryCodesRenewed(thing_id=account_id)
    for factor in sorted(gone):
        yield SecondFactorRemoved(thing_id=account_id, factor=factor)
    for factor in sorted(fresh):
        yield SecondFactorAdded(thing_id=account_id, factor=factor)
