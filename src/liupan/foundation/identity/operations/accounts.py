"""Opening, closing and changing accounts, and erasing a person."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.crypto.facade import destroy_key, seal
from liupan.foundation.identity import rules, second_factor
from liupan.foundation.identity.digests import keyed
from liupan.foundation.identity.events import (
    AccountClosed,
    AccountErased,
    AccountOpened,
    AccountReopened,
    ContactChanged,
    ContactConfirmed,
    PasswordChanged,
    PasswordChangeRequired,
    RealNameVerified,
)
from liupan.foundation.identity.models import Account, ApiToken, RealNameLevel, SavedView
from liupan.foundation.identity.operations.sessions import end_sessions
from liupan.foundation.identity.policies import ERASE_PEOPLE, MANAGE_ACCOUNTS
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel import clock, guarding
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind, anyone, own, require
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion
from liupan.kernel.guarding import GuardedAct
from liupan.kernel.pinyin import syllables
from liupan.kernel.statements import asked, insert, lock, update

CLOSE = guarding.declare("identity.account.close", gettext_lazy("close an account"))
REOPEN = guarding.declare("identity.account.reopen", gettext_lazy("open an account again"))
ERASE = guarding.declare("identity.account.erase", gettext_lazy("erase a person's data"))
CONTACT = guarding.declare("identity.account.contact", gettext_lazy("change contact data"))


class UsernameTaken(Refusal):
    """Another account has this username."""


class AlreadyErased(Refusal):
    """The person's data was erased; the account stays closed."""


class NumberTaken(Refusal):
    """Another account has this identity number or credit code."""


def locked(account_id: UUID) -> Account:
    """The account, locked until the operation ends. Raises `Missing`."""
    account = lock(Account, account_id)
    if account is None:
        raise Missing(_("There is no such account."))
    return account


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
    phone: str = "",
    uscc: str | None = None,
    must_change_password: bool = False,
    password_hash: str = "",
) -> UUID:
    """Open an account (开户); without a password it can sign in only after a reset.

    `password_hash` stands in for `password` while the installation is being set up: hundreds of
    demo accounts share one. Raises `UsernameTaken`, `InvalidInput`, `NumberTaken`.
    """
    require(actor, MANAGE_ACCOUNTS)
    if password_hash and ANYWHERE not in actor.rights.get(MANAGE_ACCOUNTS.code, ()):
        raise NotAuthorised(_("A ready password hash is taken only during setup."))
    account = _new_account(kind, username, name, email, phone, uscc, now)
    account.must_change_password = must_change_password
    if password_hash:
        account.password = password_hash
    else:
        account.set_password(password)
    insert(account)
    fact = AccountOpened(
        thing_id=account.id, kind=kind.value, username=account.username, name=account.name
    )
    record(fact, actor=actor, now=now)
    return account.id


@operation
def register_citizen(
    *, name: str, email: str, phone: str, password: str, actor: Actor, now: datetime
) -> UUID:
    """A citizen opens their own account (注册); real-name level 0 until verified."""
    anyone(actor)
    if not email and not phone:
        raise InvalidInput(_("Give an e-mail address or a mobile number."))
    username = f"c-{get_random_string(12, 'abcdefghjkmnpqrstuvwxyz23456789')}"
    account = _new_account(ActorKind.CITIZEN, username, name, email, phone, None, now)
    account.set_password(password)
    insert(account)
    fact = AccountOpened(
        thing_id=account.id, kind=account.kind, username=account.username, name=account.name
    )
    record(fact, actor=actor, now=now)
    return account.id


@operation
def close_account(*, account_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Close an account (销户): its sessions and tokens end, and every post and grant it held.

    Closing it again changes nothing. Nobody closes their own.
    """
    require(actor, MANAGE_ACCOUNTS)
    _not_oneself(actor, account_id)
    account = locked(account_id)
    if account.closed_at:
        return nothing_changed()
    _ask_to_leave(CLOSE, account, actor, now)
    guarding.leave(account.id, erases=False, actor=actor, now=now)
    _close(account, now)
    update(account, "closed_at", "version")
    record(AccountClosed(thing_id=account.id, reason=reason), actor=actor, now=now)
    return None


@operation
def reopen_account(*, account_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Open a closed account again; its old tokens stay revoked. Raises `AlreadyErased`."""
    require(actor, MANAGE_ACCOUNTS)
    account = locked(account_id)
    if account.erased_at:
        raise AlreadyErased(
            _("This person's data was erased."), next_step=_("Open a new account instead.")
        )
    if account.closed_at is None:
        return nothing_changed()
    guarding.ask(GuardedAct(REOPEN, actor, now, account_id=account.id))
    account.closed_at = None
    account.version += 1
    update(account, "closed_at", "version")
    record(AccountReopened(thing_id=account.id, reason=reason), actor=actor, now=now)
    return None


@operation
def change_contact(
    *,
    account_id: UUID,
    email: str,
    phone: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Change e-mail address and phone number as stated by an administrator.

    Raises `StaleVersion`, `InvalidInput`.
    """
    require(actor, MANAGE_ACCOUNTS)
    account = locked(account_id)
    if account.version != version:
        raise StaleVersion(
            _("Somebody changed this account in the meantime."),
            theirs={
                "email": account.email,
                "phone": account.phone,
                "version": account.version,
            },
            labels={"email": _("E-mail address"), "phone": _("Mobile number")},
        )
    email, phone = _tidy_contact(email, phone)
    fact = ContactChanged(
        thing_id=account.id,
        email=email if email != account.email else None,
        phone=phone if phone != account.phone else None,
    )
    if fact.email is None and fact.phone is None:
        return nothing_changed()
    terms = {"email": email, "phone": phone}
    guarding.ask(GuardedAct(CONTACT, actor, now, account_id=account.id, terms=terms))
    if fact.phone is not None:
        account.phone_confirmed_at = None
    account.email, account.phone = email, phone
    account.version += 1
    update(account, "email", "phone", "phone_confirmed_at", "version")
    record(fact, actor=actor, now=now)
    return None


@operation
def confirm_contact(
    *,
    account_id: UUID,
    actor: Actor,
    now: datetime,
    email: str | None = None,
    phone: str | None = None,
) -> None:
    """A person proved to hold an address or a number, and it is theirs.

    A number others only claimed is taken from them; raises `NumberTaken` if one confirmed it.
    """
    own(actor, account_id)
    account = locked(account_id)
    if phone is not None:
        _take_phone(account, rules.tidy_phone(phone), now)
    if email is not None:
        account.email = email.strip().lower()
    account.version += 1
    update(account, "email", "phone", "phone_confirmed_at", "version")
    fact = ContactConfirmed(thing_id=account.id, email=email, phone=phone)
    record(fact, actor=actor, now=now)


@operation
def verify_real_name(
    *,
    account_id: UUID,
    id_number: str,
    level: RealNameLevel,
    actor: Actor,
    now: datetime,
) -> None:
    """Say that name and identity number were checked (实名认证); the number is kept sealed.

    Raises `InvalidInput` for a malformed number, `NumberTaken` when another account has it.
    """
    require(actor, MANAGE_ACCOUNTS)
    account = locked(account_id)
    number = rules.tidy_id_number(id_number)
    if not rules.is_id_number(number):
        raise InvalidInput(fields={"id_number": [_("This is not an identity number.")]})
    digest = keyed("id_number", number)
    if Account.objects.filter(id_number_digest=digest).exclude(id=account.id).exists():
        raise NumberTaken(_("Another account has this number."))
    account.id_number_sealed = seal(account.id, [number])[0]
    account.id_number_digest = digest
    account.real_name_level = max(level, account.real_name_level)
    account.version += 1
    account.save(
        update_fields=["id_number_sealed", "id_number_digest", "real_name_level", "version"]
    )
    fact = RealNameVerified(thing_id=account.id, level=account.real_name_level)
    record(fact, actor=actor, now=now)


@operation
def require_password_change(*, account_id: UUID, actor: Actor, now: datetime) -> None:
    """Have the person choose a new password before anything else."""
    require(actor, MANAGE_ACCOUNTS)
    account = locked(account_id)
    if account.must_change_password:
        return nothing_changed()
    account.must_change_password = True
    account.version += 1
    update(account, "must_change_password", "version")
    record(PasswordChangeRequired(thing_id=account.id), actor=actor, now=now)
    return None


@operation
def change_password(
    *,
    account_id: UUID,
    password: str,
    how: str,
    keep_session: str | None,
    actor: Actor,
    now: datetime,
) -> str:
    """Set one's own password and end all other sessions; returns the new hash."""
    own(actor, account_id)
    account = locked(account_id)
    account.set_password(password)
    account.must_change_password = False
    account.version += 1
    update(account, "password", "must_change_password", "version")
    end_sessions(account.id, keep=keep_session)
    record(PasswordChanged(thing_id=account.id, how=how), actor=actor, now=now)
    return account.password


@operation
def erase_person(*, account_id: UUID, basis: str, actor: Actor, now: datetime) -> None:
    """Erase a person's data: fields blanked, key destroyed, account closed for ever.

    What the journal sealed becomes unreadable; its chain still verifies (个人信息保护法第四十七条).
    Posts and grants end first. Nobody erases themselves.
    """
    require(actor, ERASE_PEOPLE)
    _not_oneself(actor, account_id)
    account = locked(account_id)
    if account.erased_at:
        return nothing_changed()
    _ask_to_leave(ERASE, account, actor, now)
    guarding.leave(account.id, erases=True, actor=actor, now=now)
    _close(account, account.closed_at or now)
    _blank(account)
    account.erased_at = now
    account.save()
    Authenticator.objects.filter(user_id=account.id).delete()
    second_factor.end_periods(account.id, now)
    SavedView.objects.filter(account_id=account.id).delete()
    EmailAddress.objects.filter(user_id=account.id).delete()
    destroy_key(account.id, now=now)
    record(AccountErased(thing_id=account.id, basis=basis), actor=actor, now=now)
    return None


@asked
def _named(username: str) -> QuerySet[Account]:
    return Account.objects.filter(username=username)


def _new_account(
    kind: ActorKind,
    username: str,
    name: str,
    email: str,
    phone: str,
    uscc: str | None,
    now: datetime,
) -> Account:
    username = rules.tidy_username(username)
    if not rules.is_username(username):
        raise InvalidInput(
            fields={"username": [_("2 to 64 letters, digits, dots, hyphens or underscores.")]}
        )
    if not name.strip():
        raise InvalidInput(fields={"name": [_("A name is needed.")]})
    if _named(username):
        raise UsernameTaken(
            _("The username %(username)s is taken.") % {"username": username},
            next_step=_("Choose another one."),
        )
    email, phone = _tidy_contact(email, phone)
    return Account(
        kind=kind.value,
        username=username,
        name=name.strip(),
        name_key=" ".join(syllables(name.strip())),
        email=email,
        phone=phone,
        uscc=_checked_uscc(kind, uscc),
        opened_at=now,
    )


def _checked_uscc(kind: ActorKind, uscc: str | None) -> str | None:
    code = (uscc or "").strip().upper() or None
    if code is None:
        return None
    if kind is not ActorKind.LEGAL_PERSON or not rules.is_uscc(code):
        raise InvalidInput(
            fields={"uscc": [_("This is not a unified social credit code of a legal person.")]}
        )
    if Account.objects.filter(uscc=code).exists():
        raise NumberTaken(_("Another account has this credit code."))
    return code


def _tidy_contact(email: str, phone: str) -> tuple[str, str]:
    email = email.strip().lower()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise InvalidInput(fields={"email": error.messages}) from error
    return email, rules.tidy_phone(phone)


def _take_phone(account: Account, phone: str, now: datetime) -> None:
    others = Account.objects.select_for_update().filter(phone=phone).exclude(id=account.id)
    if others.filter(phone_confirmed_at__isnull=False).exists():
        raise NumberTaken(_("Another account has this phone number."))
    others.update(phone="")
    account.phone, account.phone_confirmed_at = phone, now


def _not_oneself(actor: Actor, account_id: UUID) -> None:
    if actor.id == account_id:
        raise NotAuthorised(
            _("Nobody closes or erases their own account."),
            next_step=_("Ask another administrator."),
        )


def _ask_to_leave(act: str, account: Account, actor: Actor, now: datetime) -> None:
    guarding.ask(GuardedAct(act, actor, now, account_id=account.id, ends_on=clock.on(now)))


def _close(account: Account, at: datetime) -> None:
    account.closed_at = at
    account.version += 1
    end_sessions(account.id)
    ApiToken.objects.filter(account=account, revoked_at__isnull=True).update(
        revoked_at=clock.real_now()
    )


def _blank(account: Account) -> None:
    account.username = f"erased-{account.id.hex}"
    account.name = account.name_key = "—"
    account.email = account.phone = account.id_number_sealed = ""
    account.phone_confirmed_at = account.id_number_digest = account.uscc = None
    account.real_name_level = RealNameLevel.NONE
    account.set_unusable_password()
