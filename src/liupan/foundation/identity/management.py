"""`liupan identity` and `liupan token`: accounts and machines, from the command line."""

from datetime import datetime
from uuid import UUID

import click
from django.conf import settings
from django.utils.translation import gettext as _

from liupan.foundation.identity import acting
from liupan.foundation.identity.facade import (
    close_account,
    find_account_by_username,
    issue_reset_link,
    issue_token,
    list_tokens,
    open_account,
    reopen_account,
    reset_second_factors,
    revoke_token,
    unlock_account,
)
from liupan.foundation.journal.facade import by_operator
from liupan.kernel import clock, guarding
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.errors import Missing
from liupan.kernel.guarding import SecondPersonNeeded

KINDS = [kind.value for kind in ActorKind if kind is not ActorKind.ANONYMOUS]


def _named(context: click.Context, _option: click.Parameter, username: str) -> Actor:
    """The actor; entries tell who of the operating system says so."""
    context.with_resource(by_operator(f"{acting.operator()} via cli"))
    return acting.named(username)


acting_as = click.option(
    "--as",
    "actor",
    required=True,
    metavar="USERNAME",
    callback=_named,
    help="The administrator on whose authority this is done.",
)


class TwoPersons(click.Group):
    """Commands that hand what needs a second person to one, instead of doing it."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except SecondPersonNeeded as needed:
            with by_operator(f"{acting.operator()} via cli"):
                proposal = guarding.propose(needed.act)
            text = _(
                "This concerns an administrator. It was proposed (%(id)s); once an administrator"
                " of another duty has confirmed it in the administration, repeat the command."
            )
            raise click.ClickException(text % {"id": proposal}) from needed


@click.group("identity", cls=TwoPersons)
def cli() -> None:
    """Accounts: open, close, unlock, second factors."""


@cli.command("open-account")
@click.argument("username")
@click.option("--name", required=True, help="The person's, unit's or system's name.")
@click.option("--kind", type=click.Choice(KINDS), default="staff", show_default=True)
@click.option("--email", default="")
@click.option("--phone", default="")
@click.option("--uscc", default=None, help="Credit code of a legal person.")
@acting_as
def open_command(
    username: str,
    name: str,
    kind: str,
    email: str,
    phone: str,
    uscc: str | None,
    actor: Actor,
) -> None:
    """Open an account; people get a link to set their password."""
    now = clock.now()
    account_id = open_account(
        kind=ActorKind(kind),
        username=username,
        name=name,
        password=None,
        email=email,
        phone=phone,
        uscc=uscc,
        actor=actor,
        now=now,
    )
    click.echo(account_id)
    if kind != ActorKind.MACHINE.value:
        _echo_link(account_id, actor, now)


@cli.command("close-account")
@click.argument("username")
@click.option("--reason", required=True)
@acting_as
def close_command(username: str, reason: str, actor: Actor) -> None:
    """Close an account; its sessions and tokens end."""
    close_account(account_id=_id_of(username), reason=reason, actor=actor, now=clock.now())


@cli.command("reopen-account")
@click.argument("username")
@click.option("--reason", required=True)
@acting_as
def reopen_command(username: str, reason: str, actor: Actor) -> None:
    """Open a closed account again."""
    reopen_account(account_id=_id_of(username), reason=reason, actor=actor, now=clock.now())


@cli.command("reset-password")
@click.argument("username")
@acting_as
def reset_command(username: str, actor: Actor) -> None:
    """Print a link with which the person sets a new password once."""
    _echo_link(_id_of(username), actor, clock.now())


@cli.command("reset-second-factor")
@click.argument("username")
@click.option("--reason", required=True)
@acting_as
def reset_factor_command(username: str, reason: str, actor: Actor) -> None:
    """Remove all second factors of a person who lost them."""
    reset_second_factors(account_id=_id_of(username), reason=reason, actor=actor, now=clock.now())


@cli.command("unlock")
@click.argument("username")
@acting_as
def unlock_command(username: str, actor: Actor) -> None:
    """Let a person who is locked out try again at once."""
    unlock_account(account_id=_id_of(username), actor=actor, now=clock.now())


@click.group("token")
def token() -> None:
    """Tokens of machine accounts: issue, list, revoke."""


@token.command("issue")
@click.option("--account", required=True, metavar="USERNAME", help="The machine account.")
@click.option("--scope", "scopes", multiple=True, required=True, metavar="PERMISSION")
@click.option("--days", default=90, show_default=True, help="How long it holds.")
@click.option("--label", default="", help="What it is for.")
@acting_as
def issue_command(
    account: str, scopes: tuple[str, ...], days: int, label: str, actor: Actor
) -> None:
    """Issue a token and print it; it is shown this once."""
    issued = issue_token(
        account_id=_id_of(account),
        scopes=scopes,
        days=days,
        label=label,
        actor=actor,
        now=clock.now(),
    )
    click.echo(issued.secret)
    click.echo(f"{issued.prefix}  until {issued.expires_at:%Y-%m-%d %H:%M} UTC", err=True)


@token.command("list")
@click.option("--account", default="", metavar="USERNAME", help="Of this account alone.")
@acting_as
def list_command(account: str, actor: Actor) -> None:
    """List tokens without their secrets."""
    for row in list_tokens(_id_of(account) if account else None, actor=actor):
        state = "valid" if row.is_valid else "revoked" if row.revoked_at else "expired"
        click.echo(
            f"{row.prefix}  {row.username:20}  {state:8}  until {row.expires_at:%Y-%m-%d}  "
            f"{' '.join(row.scopes)}"
        )


@token.command("revoke")
@click.argument("prefix")
@acting_as
def revoke_command(prefix: str, actor: Actor) -> None:
    """Revoke a token, named by its first eight characters."""
    row = next((row for row in list_tokens(actor=actor) if row.prefix == prefix), None)
    if row is None:
        raise Missing(_("There is no such token."))
    revoke_token(token_id=row.id, actor=actor, now=clock.now())


GROUPS = (token,)
"""Command groups beside `cli`, the room's own."""


def _id_of(username: str) -> UUID:
    account = find_account_by_username(username)
    if account is None:
        raise Missing(_("There is no such account."))
    return account.id


def _echo_link(account_id: UUID, actor: Actor, now: datetime) -> None:
    key = issue_reset_link(account_id=account_id, actor=actor, now=now)
    click.echo(f"{settings.LIUPAN_ORIGIN}/account/password/reset/key/{key}/")
