"""Tokens of machine accounts, and reset links for people."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.identity import token_rights
from liupan.foundation.identity.digests import keyed
from liupan.foundation.identity.events import ResetLinkIssued, TokenIssued, TokenRevoked
from liupan.foundation.identity.models import ApiToken
from liupan.foundation.identity.operations.accounts import locked
from liupan.foundation.identity.policies import ISSUE_TOKENS, MANAGE_ACCOUNTS
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel import clock, guarding
from liupan.kernel.authority import Actor, ActorKind, permissions, require
from liupan.kernel.errors import InvalidInput, Missing
from liupan.kernel.guarding import GuardedAct

RESET_LINK = guarding.declare(
    "identity.account.reset_link", gettext_lazy("issue a link for a new password")
)
LONGEST = 366
"""Days; a token is renewed at least once a year."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; `secret` is shown once and kept nowhere."""

    id: UUID
    secret: str
    prefix: str
    expires_at: datetime


@operation
def issue_token(
    *,
    account_id: UUID,
    scopes: Iterable[str],
    days: int,
    label: str,
    actor: Actor,
    now: datetime,
) -> IssuedToken:
    """Issue a token to a machine account, for permissions it holds. Raises `InvalidInput`."""
    require(actor, ISSUE_TOKENS)
    account = locked(account_id)
    wanted = tuple(sorted(set(scopes)))
    if account.kind != ActorKind.MACHINE.value or not account.is_active:
        raise InvalidInput(_("Tokens are issued to open machine accounts only."))
    if not 1 <= days <= LONGEST:
        raise InvalidInput(
            fields={"days": [_("From 1 to %(longest)s days.") % {"longest": LONGEST}]}
        )
    _check_scopes(wanted, account_id)
    prefix, secret = _fresh()
    issued_at = clock.real_now()
    token = ApiToken.objects.create(
        account=account,
        label=label,
        prefix=prefix,
        digest=keyed("api_token", secret),
        scopes=list(wanted),
        zone=settings.LIUPAN_ZONE.value,
        issued_at=issued_at,
        expires_at=issued_at + timedelta(days=days),
    )
    fact = TokenIssued(
        thing_id=token.id,
        concerned=(account.id,),
        account_id=account.id,
        prefix=prefix,
        scopes=wanted,
        expires_on=clock.on(token.expires_at),
    )
    record(fact, actor=actor, now=now)
    return IssuedToken(token.id, secret, prefix, token.expires_at)


@operation
def revoke_token(*, token_id: UUID, actor: Actor, now: datetime) -> None:
    """Revoke a token at once. Revoking it again changes nothing."""
    require(actor, ISSUE_TOKENS)
    token = ApiToken.objects.select_for_update().filter(id=token_id).first()
    if token is None:
        raise Missing(_("There is no such token."))
    if token.revoked_at:
        return nothing_changed()
    token.revoked_at = clock.real_now()
    token.version += 1
    token.save(update_fields=["revoked_at", "version"])
    fact = TokenRevoked(
        thing_id=token.id,
        concerned=(token.account_id,),
        account_id=token.account_id,
        prefix=token.prefix,
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def issue_reset_link(*, account_id: UUID, actor: Actor, now: datetime) -> str:
    """A key with which the person can set a new password once; for who has no e-mail address."""
    require(actor, MANAGE_ACCOUNTS)
    account = locked(account_id)
    if not account.is_active or account.kind == ActorKind.MACHINE.value:
        raise InvalidInput(_("This account cannot sign in."))
    guarding.ask(GuardedAct(RESET_LINK, actor, now, account_id=account.id))
    record(ResetLinkIssued(thing_id=account.id), actor=actor, now=now)
    token = EmailAwarePasswordResetTokenGenerator().make_token(account)
    return f"{user_pk_to_url_str(account)}-{token}"


def _check_scopes(wanted: tuple[str, ...], account_id: UUID) -> None:
    unknown = [code for code in wanted if code not in permissions()]
    if not wanted or unknown:
        raise InvalidInput(
            fields={
                "scopes": [
                    _("Unknown permissions: %(codes)s.") % {"codes": ", ".join(unknown)}
                    if unknown
                    else _("At least one permission is needed.")
                ]
            }
        )
    beyond = sorted(set(wanted) - set(token_rights.of(account_id)))
    if beyond:
        raise InvalidInput(
            fields={
                "scopes": [
                    _("The account does not hold: %(codes)s.") % {"codes": ", ".join(beyond)}
                ]
            },
            next_step=_("Have a role granted to the account first."),
        )


def _fresh() -> tuple[str, str]:
    prefix = secrets.token_hex(4)
    return prefix, f"lp_{prefix}_{secrets.token_urlsafe(32)}"
