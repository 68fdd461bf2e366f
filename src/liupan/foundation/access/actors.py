"""Making actors: the one place where an account becomes somebody who may."""

from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import gettext as _

from liupan.foundation.access.policies import DEFINE_ROLES, GRANT_ROLES
from liupan.foundation.access.queries.remembered import standing_of
from liupan.foundation.identity.facade import find_account_by_username, list_accounts
from liupan.foundation.organisations.facade import find_installation
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind, Permission, permissions
from liupan.kernel.errors import Missing, Refusal
from liupan.kernel.secrecy import CEILING, Secrecy

INSTALLER = uuid5(UUID(int=0), "liupan.installer")
RECOVERER = uuid5(UUID(int=0), "liupan.recoverer")
PROGRAM = uuid5(UUID(int=0), "liupan.program")


class SetupIsClosed(Refusal):
    """The installer's time is over."""


class StillSettingUp(Refusal):
    """Nobody administers yet."""


def actor_for(account_id: UUID) -> Actor:
    """The actor for an open account, as of today. Raises `Missing`."""
    account = list_accounts([account_id]).get(account_id)
    if account is None or not account.is_open:
        raise Missing(_("There is no such account."))
    return actor_with(account.id, account.kind, account.name)


def actor_with(account_id: UUID, kind: ActorKind, name: str) -> Actor:
    """The actor for an account that was just read and is open, with today's rights."""
    zone = settings.LIUPAN_ZONE
    clearance, rights = standing_of(account_id, clock.today())
    return Actor(
        id=account_id,
        kind=kind,
        name=name,
        clearance=min(clearance, CEILING[zone]),
        zone=zone,
        rights=rights,
    )


def actor_named(username: str) -> Actor:
    """The actor for the open account of this username, for commands. Raises `Missing`."""
    account = find_account_by_username(username)
    if account is None:
        raise Missing(_("There is no such account."))
    return actor_for(account.id)


def installer() -> Actor:
    """Who sets the installation up: everything is permitted until setup is closed, then nothing.

    Raises `SetupIsClosed`.
    """
    found = find_installation()
    if found and found.setup_closed_at:
        raise SetupIsClosed(
            _("The installation is set up."),
            next_step=_("Sign in as one of the three administrators."),
        )
    return Actor(
        id=INSTALLER,
        kind=ActorKind.MACHINE,
        name="installer",
        clearance=Secrecy.INTERNAL,
        zone=settings.LIUPAN_ZONE,
        rights={code: frozenset({ANYWHERE}) for code in permissions()},
    )


def is_setting_up(actor: Actor) -> bool:
    """Whether this is the installer, while there is anything to install."""
    found = find_installation()
    return actor.id == INSTALLER and not (found and found.setup_closed_at)


def recoverer(*permits: Permission) -> Actor:
    """Who gives a duty back on the server (`liupan access recover`); with `permits` besides.

    Raises `Refusal` while the installation is being set up: the installer does it then.
    """
    found = find_installation()
    if not (found and found.setup_closed_at):
        raise StillSettingUp(
            _("The installation is not set up yet, so nobody can be lost."),
            next_step=_("Found the city first: liupan found."),
        )
    return Actor(
        id=RECOVERER,
        kind=ActorKind.MACHINE,
        name="recoverer",
        clearance=Secrecy.INTERNAL,
        zone=settings.LIUPAN_ZONE,
        rights={p.code: frozenset({ANYWHERE}) for p in (GRANT_ROLES, *permits)},
    )


def is_recovering(actor: Actor) -> bool:
    """Whether this is the operator's last way in."""
    return actor.id == RECOVERER


def program(*permits: Permission) -> Actor:
    """The program itself at install and upgrade: it defines the roles it comes with, and enters
    what a room ships, if `permits` say so; no more."""
    return Actor(
        id=PROGRAM,
        kind=ActorKind.MACHINE,
        name="liupan",
        zone=settings.LIUPAN_ZONE,
        rights={p.code: frozenset({ANYWHERE}) for p in (DEFINE_ROLES, *permits)},
    )
