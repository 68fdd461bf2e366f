"""The door of `identity`."""

from dataclasses import replace

from liupan.foundation.identity import acting, demo_sign_in, second_factor, sms, token_rights
from liupan.foundation.identity.contacts import Contact, list_contacts
from liupan.foundation.identity.digests import keyed_id
from liupan.foundation.identity.limits import is_free, require_free
from liupan.foundation.identity.models import Account, RealNameLevel
from liupan.foundation.identity.operations.accounts import (
    AlreadyErased,
    NumberTaken,
    UsernameTaken,
    change_contact,
    close_account,
    erase_person,
    open_account,
    reopen_account,
    require_password_change,
    verify_real_name,
)
from liupan.foundation.identity.operations.second_factors import (
    enrol_second_factor,
    reset_second_factors,
)
from liupan.foundation.identity.operations.sessions import revoke_all_sessions
from liupan.foundation.identity.operations.signing_in import sign_in, unlock_account
from liupan.foundation.identity.operations.tokens import (
    IssuedToken,
    issue_reset_link,
    issue_token,
    revoke_token,
)
from liupan.foundation.identity.policies import ERASE_PEOPLE, ISSUE_TOKENS, MANAGE_ACCOUNTS
from liupan.foundation.identity.queries import (
    AccountDetails,
    AccountLine,
    AccountRef,
    SessionSeen,
    TokenHolder,
    TokenSeen,
    account_rows,
    find_account_by_id_number,
    find_account_by_token,
    find_account_by_username,
    find_details,
    find_staff,
    has_few_staff,
    list_accounts,
    list_accounts_by_username,
    list_machines,
    list_sessions,
    list_tokens,
)
from liupan.kernel.authority import Actor

__all__ = [
    "ERASE_PEOPLE",
    "ISSUE_TOKENS",
    "MANAGE_ACCOUNTS",
    "AccountDetails",
    "AccountLine",
    "AccountRef",
    "AlreadyErased",
    "Contact",
    "IssuedToken",
    "NumberTaken",
    "RealNameLevel",
    "SessionSeen",
    "TokenHolder",
    "TokenSeen",
    "UsernameTaken",
    "account_rows",
    "acting",
    "change_contact",
    "close_account",
    "demo_sign_in",
    "enrol_second_factor",
    "erase_person",
    "find_account_by_id_number",
    "find_account_by_token",
    "find_account_by_username",
    "find_details",
    "find_staff",
    "has_few_staff",
    "is_free",
    "issue_reset_link",
    "issue_token",
    "keyed_id",
    "kinds",
    "limited",
    "list_accounts",
    "list_accounts_by_username",
    "list_contacts",
    "list_machines",
    "list_sessions",
    "list_tokens",
    "open_account",
    "reopen_account",
    "require_free",
    "require_password_change",
    "reset_second_factors",
    "revoke_all_sessions",
    "revoke_token",
    "second_factor",
    "sign_in",
    "sms",
    "token_rights",
    "unlock_account",
    "verify_real_name",
]


def kinds() -> list[tuple[str, str]]:
    """Kinds of accounts with their names, for forms."""
    return [(value, str(label)) for value, label in Account.Kind.choices]


def limited(actor: Actor, holder: TokenHolder) -> Actor:
    """The actor behind a token, with no more rights than the token's scopes."""
    rights = {code: units for code, units in actor.rights.items() if code in holder.scopes}
    return replace(actor, rights=rights)
