"""`liupan found`: an empty installation becomes a real city's, with its three administrators.

Everything is one transaction and the installer's last act: from then on the three administer.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.conf import settings

from liupan.config import demo
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _
from liupan.foundation.access.facade import ADMINISTRATORS, close_setup, grant_role, installer
from liupan.foundation.identity.facade import acting, issue_reset_link, open_account
from liupan.foundation.journal.facade import all_or_nothing, by_operator
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
    found_installation,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind

CITY = 2  # the level of a city with districts (设区的市)


class By(TypedDict):
    """Who does it, and when."""

    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class Administrator:
    """One of the three who are to be."""

    role: str
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """With which an administrator sets a first password, once."""

    title: str
    username: str
    address: str


def _require_empty() -> None:
    if not demo.is_empty():
        raise NotReady(
            _("This installation serves a city already."),
            next_step=_("Found another one with a LIUPAN_HOME or DATABASE_URL of its own."),
        )


def found(
    *, city: str, code: str, government: str, since: date, administrators: list[Administrator]
) -> list[Link]:
    """Found the city; the links of its administrators. All or nothing. Raises NotReady."""
    _require_empty()
    with all_or_nothing(), by_operator(f"{acting.operator()} via cli"):
        by = By(actor=installer(), now=clock.now())
        found_installation(
            city_code=code, city_name=city, is_demo=False, clock_offset=timedelta(), **by
        )
        division = enter_division(
            code=code, name=city, level=CITY, parent_id=None, valid_from=since, **by
        )
        root = establish_unit(
            code=f"{code}-01", name=government, category="government",
            division_id=division, parent_id=None, valid_from=since, **by,
        )  # fmt: skip
        grant_role(role_code="staff", everyone_in_id=root, valid_from=since, **by)
        links = [_enter(each, root, **by) for each in administrators]
        close_setup(**by)
    return links


def _enter(administrator: Administrator, root: UUID, *, actor: Actor, now: datetime) -> Link:
    """Account, post and role of one administrator, over the whole city."""
    by = By(actor=actor, now=now)
    title, today = str(ADMINISTRATORS[administrator.role]), clock.on(now)
    account = open_account(
        kind=ActorKind.STAFF, username=administrator.username, name=administrator.name,
        password=None, **by,
    )  # fmt: skip
    post = create_post(unit_id=root, title=title, kind="administrator", valid_from=today, **by)
    appoint(post_id=post, account_id=account, valid_from=today, **by)
    grant_role(role_code=administrator.role, post_id=post, unit_id=root, valid_from=today, **by)
    key = issue_reset_link(account_id=account, **by)
    address = f"{settings.LIUPAN_ORIGIN}/account/password/reset/key/{key}/"
    return Link(title, administrator.username, address)
