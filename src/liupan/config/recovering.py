"""`liupan access recover`: the way back in when those who held two of three duties are lost.

With one administrator left, nothing that concerns an administrator can be confirmed any more. The
operator, who could read and write everything anyway, gives a duty to somebody: in the open.
"""

from uuid import UUID

import click
from django.conf import settings
from django.utils.translation import gettext, override

from liupan.config import terminal
from liupan.config.founding import By, Link
from liupan.config.terminal import gettext as _
from liupan.foundation.access.facade import (
    ADMINISTRATORS,
    BE_SECOND,
    list_holders,
    recover_duty,
    recoverer,
)
from liupan.foundation.identity.facade import (
    MANAGE_ACCOUNTS,
    acting,
    find_account_by_username,
    issue_reset_link,
    list_accounts,
    open_account,
    reset_second_factors,
)
from liupan.foundation.journal.facade import all_or_nothing, by_operator
from liupan.foundation.messaging.facade import notify
from liupan.kernel import clock
from liupan.kernel.authority import ActorKind
from liupan.kernel.errors import InvalidInput

KIND = "access.duty_recovered"
ROLES = {"system": "system-administrator", "security": "security-administrator",
         "audit": "audit-administrator"}  # fmt: skip


@click.group("access")
def cli() -> None:
    """Roles and duties (访问控制)."""


@cli.command("recover")
@click.argument("duty", type=click.Choice(list(ROLES)))
@click.argument("username")
@click.option("--name", default="", help="The person's name, where there is no account yet.")
@click.option("--reason", required=True, help="What became of those who held the duty.")
def recover_command(duty: str, username: str, name: str, reason: str) -> None:
    """Give an administrator's duty to somebody when two of the three duties are lost at once.

    While two duties are held, their administrators do this in the console, one proposing and one
    confirming. This command asks nobody; it is told in the journal with your account and the
    reason, and to every administrator by an urgent notice.
    """
    with override(terminal.language()):
        link = recover(duty=duty, username=username, name=name, reason=reason)
    click.echo(_("%(title)s: %(username)s") % {"title": link.title, "username": link.username})
    click.echo(_("A password is set once, within three days, at:"))
    click.echo(link.address)
    click.echo(_("Every administrator was told."))


def recover(*, duty: str, username: str, name: str, reason: str) -> Link:
    """Account, role, link; the old second factors go. All or nothing.

    Raises `InvalidInput`, `DutiesApart`, `StillSettingUp`.
    """
    with all_or_nothing(), by_operator(f"{acting.operator()} via cli"):
        by = By(actor=recoverer(MANAGE_ACCOUNTS), now=clock.now())
        account_id = _account(username, name, by)
        recover_duty(role_code=ROLES[duty], account_id=account_id, reason=reason, **by)
        reset_second_factors(account_id=account_id, reason=reason, **by)
        key = issue_reset_link(account_id=account_id, **by)
        _tell(account_id, duty, reason, by)
    address = f"{settings.LIUPAN_ORIGIN}/account/password/reset/key/{key}/"
    return Link(str(ADMINISTRATORS[ROLES[duty]]), username, address)


def _account(username: str, name: str, by: By) -> UUID:
    """Theirs, or a new one."""
    found = find_account_by_username(username)
    if found:
        return found.id
    if not name.strip():
        raise InvalidInput(
            _("There is no account %(username)s.") % {"username": username},
            next_step=_("Say --name to open one."),
        )
    return open_account(
        kind=ActorKind.STAFF, username=username, name=name, password=None, **by
    )  # fmt: skip


def _tell(account_id: UUID, duty: str, reason: str, by: By) -> None:
    """Every administrator there is, in the city's language."""
    now = by["now"]
    held = [list_holders(permission, clock.on(now)) for permission in BE_SECOND.values()]
    with override(settings.LANGUAGE_CODE):
        notify(
            {account for holders in held for account in holders},
            title=gettext("The operator replaced an administrator"),
            body=gettext("%(name)s holds the role %(role)s now. Reason: %(reason)s")
            % {
                "name": list_accounts([account_id])[account_id].name,
                "role": ADMINISTRATORS[ROLES[duty]],
                "reason": reason,
            },
            url="/console/",
            kind=KIND,
            now=now,
        )
