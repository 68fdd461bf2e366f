"""Reads of `identity`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter

from liupan.foundation.changes.facade import remembered_alone
from liupan.foundation.design.facade import FilterSet, QueryRows
from liupan.foundation.identity import limits, rules
from liupan.foundation.identity.digests import keyed
from liupan.foundation.identity.models import Account, ApiToken
from liupan.foundation.identity.policies import ISSUE_TOKENS, MANAGE_ACCOUNTS
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind, require
from liupan.kernel.statements import asked


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account as others see it."""

    id: UUID
    kind: ActorKind
    username: str
    name: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in a list."""

    id: UUID
    kind_label: str
    username: str
    name: str
    has_factor: bool
    opened_at: datetime
    first_signed_in_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """An account as its administrators and its own person see it; times are the city's."""

    id: UUID
    kind: ActorKind
    kind_label: str
    username: str
    name: str
    email: str
    phone: str
    uscc: str
    real_name_label: str
    opened_at: datetime
    first_signed_in_at: datetime | None
    last_signed_in_at: datetime | None
    closed_at: datetime | None
    erased_at: datetime | None
    must_change_password: bool
    factors: tuple[str, ...]
    is_locked: bool
    version: int

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """A session: on which device, from where, and when last seen by the city's clock."""

    id: int
    device: str
    ip: str
    began_at: datetime
    seen_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """A token as administrators see it; never its secret."""

    id: UUID
    account_id: UUID
    username: str
    label: str
    prefix: str
    scopes: tuple[str, ...]
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.real_now()


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Who stands behind a valid token, and what the token allows at most."""

    token_id: UUID
    account: AccountRef
    scopes: frozenset[str]


def ref(account: Account) -> AccountRef:
    """The account as others see it."""
    return AccountRef(
        id=account.id,
        kind=ActorKind(account.kind),
        username=account.username,
        name=account.name,
        is_open=account.is_active,
    )


def oneself(account: Account) -> Actor:
    """The account acting for itself, with no rights but over its own things."""
    return Actor(id=account.id, kind=ActorKind(account.kind), name=account.name)


def list_accounts(ids: Iterable[UUID]) -> dict[UUID, AccountRef]:
    """The accounts among `ids`, by id. One query."""
    return dict(_accounts(frozenset(ids)))


@remembered_alone("identity.accounts", most=1000)
def _accounts(ids: frozenset[UUID]) -> Mapping[UUID, AccountRef]:
    return MappingProxyType({a.id: ref(a) for a in _by_ids(list(ids))})


@asked
def _by_ids(ids: list[UUID]) -> QuerySet[Account]:
    return Account.objects.filter(id__any_of=ids)


@asked
def _by_username(username: str) -> QuerySet[Account]:
    return Account.objects.filter(username=username)


def list_machines() -> list[AccountRef]:
    """The open machine accounts, by name."""
    machines = Account.objects.filter(kind=Account.Kind.MACHINE, closed_at=None)
    return [ref(account) for account in machines.order_by("name_key", "id")]


def find_account_by_username(username: str) -> AccountRef | None:
    """The account of this username, whatever its case."""
    account = _by_username.first(rules.tidy_username(username))
    return ref(account) if account else None


def list_accounts_by_username(usernames: Iterable[str]) -> dict[str, AccountRef]:
    """The accounts among `usernames`, by the username in its tidy form. One query."""
    wanted = {rules.tidy_username(username) for username in usernames}
    return {a.username: ref(a) for a in Account.objects.filter(username__in=wanted)}


def get_user(account_id: UUID) -> Account:
    """The row that Django signs in."""
    return Account.objects.get(id=account_id)


def find_account_by_id_number(id_number: str) -> AccountRef | None:
    """The account whose verified identity number this is."""
    digest = keyed("id_number", rules.tidy_id_number(id_number))
    account = Account.objects.filter(id_number_digest=digest).first()
    return ref(account) if account else None


def find_for_sign_in(login: str) -> Account | None:
    """Whom a person means who types a username, an e-mail address or a phone number.

    A confirmed address or number goes before an unconfirmed one; a shared one means nobody.
    """
    name = rules.tidy_username(login)
    account = Account.objects.filter(username=name).first()
    if account or not name:
        return account
    return _only(_by_email(name)) if "@" in name else find_by_phone(name)


def find_by_phone(phone: str, *, confirmed: bool = False) -> Account | None:
    """The account of a phone number: the one that confirmed it, else the only one that named it."""
    rows = Account.objects.filter(phone=rules.tidy_phone(phone), closed_at__isnull=True)
    sure = rows.filter(phone_confirmed_at__isnull=False).first()
    if sure or confirmed or not rules.tidy_phone(phone):
        return sure
    return _only(rows)


def _by_email(email: str) -> QuerySet[Account]:
    sure = EmailAddress.objects.filter(email=email, verified=True).values("user_id")
    rows = Account.objects.filter(id__in=sure)
    return rows if rows.exists() else Account.objects.filter(email=email, closed_at__isnull=True)


def _only(rows: QuerySet[Account]) -> Account | None:
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def by_words(words: str) -> Q:
    """Accounts whose name, pinyin or username has every one of the words."""
    wanted = Q()
    for word in words.lower().split():
        wanted &= Q(name__icontains=word) | Q(name_key__contains=word) | Q(username__contains=word)
    return wanted


def find_staff(words: str, *, size: int = 50) -> list[AccountRef]:
    """Staff found by name, pinyin or username: who they are, nothing of how to reach them."""
    rows = Account.objects.filter(by_words(words), kind=ActorKind.STAFF.value)
    return [ref(row) for row in rows.order_by("name_key", "id")[:size]]


def has_few_staff(most: int) -> bool:
    """Whether there are at most so many members of staff, so that all can be offered. One query."""
    rows = Account.objects.filter(kind=ActorKind.STAFF.value).order_by()
    return rows[: most + 1].count() <= most


class AccountFilters(FilterSet):
    """What can be chosen in the list of accounts."""

    q = CharFilter(method="by_words", label=_("Name, pinyin or username"))
    kind = MultipleChoiceFilter(label=_("Kind"), choices=Account.Kind.choices, distinct=False)
    state = ChoiceFilter(
        method="by_state",
        label=_("State"),
        choices=[
            ("open", _("open")),
            ("never", _("never signed in")),
            ("closed", _("closed")),
        ],
    )

    class Meta:
        model = Account
        fields: ClassVar[list[str]] = []

    def by_words(self, rows: QuerySet[Account], _name: str, value: str) -> QuerySet[Account]:
        return rows.filter(by_words(value))

    def by_state(self, rows: QuerySet[Account], _name: str, value: str) -> QuerySet[Account]:
        return rows.filter(
            {
                "open": Q(closed_at__isnull=True),
                "closed": Q(closed_at__isnull=False),
                "never": Q(closed_at__isnull=True, first_signed_in_at__isnull=True),
            }[value]
        )


def account_rows(
    actor: Actor,
    *,
    units: Iterable[tuple[str, str]] = (),
    people_of: Callable[[UUID], set[UUID]] | None = None,
) -> QueryRows[AccountLine]:
    """Accounts for an administrator's list page.

    Args:
        units: (id, name) of units to choose from; who is in them, only a service above knows.
        people_of: the accounts in a unit.
    """
    require(actor, MANAGE_ACCOUNTS)
    factors = Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    rows = Account.objects.annotate(has_factor=Exists(factors))
    return QueryRows(rows, _with_units(list(units), people_of), _line)


def _with_units(
    units: list[tuple[str, str]], people_of: Callable[[UUID], set[UUID]] | None
) -> type[AccountFilters]:
    if people_of is None:
        return AccountFilters
    people = people_of

    def in_unit(rows: QuerySet[Account], _name: str, value: str) -> QuerySet[Account]:
        return rows.filter(id__in=people(UUID(value)))

    # Asked for when drawn: a list would be copied with each of the forms.
    unit = ChoiceFilter(label=_("Unit"), choices=lambda: units, method=in_unit)
    return type("AccountFiltersWithUnits", (AccountFilters,), {"unit": unit})


def _line(account: Account) -> AccountLine:
    return AccountLine(
        id=account.id,
        kind_label=account.get_kind_display(),
        username=account.username,
        name=account.name,
        has_factor=account.has_factor,  # type: ignore[attr-defined]
        opened_at=account.opened_at,
        first_signed_in_at=account.first_signed_in_at,
        closed_at=account.closed_at,
    )


def find_details(account_id: UUID, *, actor: Actor) -> AccountDetails | None:
    """All that is shown of one account to an administrator or its own person."""
    _own_or_managed(account_id, actor)
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        return None
    factors = Authenticator.objects.filter(user_id=account_id).values_list("type", flat=True)
    tries = limits.taken("sign_in.name", str(account_id))
    return _details(account, list(factors), tries >= limits.LIMITS["sign_in.name"].amount)


def count_never_signed_in(actor: Actor) -> int:
    """How many of the staff have an open account and never used it. One query."""
    require(actor, MANAGE_ACCOUNTS)
    return Account.objects.filter(
        kind=ActorKind.STAFF.value, closed_at__isnull=True, first_signed_in_at__isnull=True
    ).count()


def _own_or_managed(account_id: UUID, actor: Actor) -> None:
    if actor.id != account_id or actor.is_anonymous:
        require(actor, MANAGE_ACCOUNTS)


def _details(account: Account, factors: list[str], is_locked: bool) -> AccountDetails:
    return AccountDetails(
        id=account.id,
        kind=ActorKind(account.kind),
        kind_label=account.get_kind_display(),
        username=account.username,
        name=account.name,
        email=account.email,
        phone=account.phone,
        uscc=account.uscc or "",
        real_name_label=account.get_real_name_level_display(),
        opened_at=account.opened_at,
        first_signed_in_at=account.first_signed_in_at,
        last_signed_in_at=account.last_login and account.last_login + clock.offset(),
        closed_at=account.closed_at,
        erased_at=account.erased_at,
        must_change_password=account.must_change_password,
        factors=tuple(sorted(factors)),
        is_locked=is_locked,
        version=account.version,
    )


def list_sessions(
    account_id: UUID, *, actor: Actor, current: str | None = None
) -> list[SessionSeen]:
    """The account's living sessions, the last seen first. One query."""
    _own_or_managed(account_id, actor)
    alive = Session.objects.filter(expire_date__gt=clock.real_now())
    rows = UserSession.objects.filter(
        user_id=account_id, session_key__in=alive.values("session_key")
    ).order_by("-last_seen_at")
    return [
        SessionSeen(
            id=row.id,
            device=rules.device_of(row.user_agent),
            ip=row.ip,
            began_at=row.created_at + clock.offset(),
            seen_at=row.last_seen_at + clock.offset(),
            is_current=row.session_key == current,
        )
        for row in rows
    ]


def list_tokens(account_id: UUID | None = None, *, actor: Actor) -> list[TokenSeen]:
    """Tokens of one machine account, or all; the newest first. One query."""
    require(actor, ISSUE_TOKENS)
    rows = ApiToken.objects.select_related("account").order_by("-issued_at")
    if account_id:
        rows = rows.filter(account_id=account_id)
    return [
        TokenSeen(
            id=row.id,
            account_id=row.account_id,
            username=row.account.username,
            label=row.label,
            prefix=row.prefix,
            scopes=tuple(row.scopes),
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]


def find_account_by_token(secret: str) -> TokenHolder | None:
    """Who stands behind a token that is valid now and in this zone; one query.

    Notes the use to the hour: a trace of technique, not a fact for the journal.
    """
    now = clock.real_now()
    token = (
        ApiToken.objects.select_related("account")
        .filter(
            digest=keyed("api_token", secret),
            revoked_at__isnull=True,
            expires_at__gt=now,
            zone=settings.LIUPAN_ZONE.value,
            account__closed_at__isnull=True,
        )
        .first()
    )
    if token is None:
        return None
    if token.last_used_at is None or now - token.last_used_at >= timedelta(hours=1):
        hour = now.replace(minute=0, second=0, microsecond=0)
        ApiToken.objects.filter(id=token.id).update(last_used_at=hour)
    return TokenHolder(token.id, ref(token.account), frozenset(token.scopes))
