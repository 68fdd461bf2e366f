"""A small city with one of each kind of person, each in a browser or with a token."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from liupan.capabilities.plan.operations.editions import adopt_edition, enter_shipped_plan
from liupan.foundation.access.facade import (
    actor_for,
    apply_built_in_roles,
    define_role,
    grant_role,
)
from liupan.foundation.identity.facade import issue_token, require_password_change
from liupan.foundation.identity.tests.factories import PASSWORD, enter
from liupan.foundation.measures.facade import COMPUTE, SEE_RECORDS, take_snapshots
from liupan.foundation.messaging.facade import list_notices, notify
from liupan.foundation.numbering.facade import define_series
from liupan.foundation.organisations.facade import appoint, create_post, find_root
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.rulesets.facade import install_rules
from liupan.kernel import authority, clock
from liupan.kernel.authority import ANONYMOUS, Actor, ActorKind, Duty, Permission

POSTS = (
    ("clerk", "clerk", "", False),
    ("leader", "leader", "leader", True),
    ("contact", "contact", "unit-administrator", False),
    ("officer", "clerk", "officer", True),
    ("system", "administrator", "system-administrator", True),
    ("security", "administrator", "security-administrator", True),
    ("auditor", "administrator", "audit-administrator", True),
    ("unproven", "administrator", "system-administrator", True),
    ("newcomer", "clerk", "", False),
)
"""Person, kind of post, role of the post, and whether it holds over the whole city.

The officer holds whatever is business. The unproven one has no second factor although the role
asks for it; the newcomer has to choose a new password first.
"""
MACHINES = {"machine": COMPUTE, "other machine": SEE_RECORDS}
"""Both hold both rights; the token of each is for one of the two."""
FORGED = "forged token"
PEOPLE = (
    "anonymous", "citizen", "stranger", *(name for name, *_ in POSTS), *MACHINES, FORGED,
)  # fmt: skip
SERIES = "supervision.item"


@dataclass
class City:
    """A small city with one person of each kind; `things` are real ids by argument name."""

    root: UUID
    unit: UUID
    accounts: dict[str, UUID]
    things: dict[str, object]
    tokens: dict[str, str] = field(default_factory=dict)

    def actor(self, person: str) -> Actor:
        """The actor of a person; for a machine, before its token limits it."""
        if person not in self.accounts:
            return ANONYMOUS
        with clock.frozen(city.NOW):
            return actor_for(self.accounts[person])

    def client(self, person: str) -> Client:
        """A browser in which the person has signed in, as strongly as any role may ask."""
        client = Client(raise_request_exception=True)
        if person == "unproven":
            account = get_user_model().objects.get(id=self.accounts[person])
            account.set_password(PASSWORD)  # the one way left to say that it is they
            account.save()
            client.force_login(account)
        elif person in self.accounts:
            enter(client, self.accounts[person])
        return client

    def credentials(self, person: str) -> dict[str, str]:
        """What a person's requests carry: a token, the session's cookie, or nothing."""
        if person in self.tokens:
            return {"HTTP_AUTHORIZATION": f"Bearer {self.tokens[person]}"}
        if person not in self.accounts:
            return {}
        name = settings.SESSION_COOKIE_NAME
        return {"HTTP_COOKIE": f"{name}={self.client(person).cookies[name].value}"}


def build_city() -> City:
    """Root, one bureau, posts with holders, roles granted. One second."""
    city.found()
    city.unit("固原市人民政府", category="government")
    apply_built_in_roles(now=city.NOW)
    unit = city.unit("固原市民政局")
    root = find_root()
    assert root
    _define("officer", authority.permissions().values())
    _define("robots", MACHINES.values())
    grant_role(role_code="staff", everyone_in_id=root.id, **_always())
    made = City(root.id, unit, {}, {"unit_id": unit, "division_id": city.division()})
    made.accounts["citizen"] = city.person(kind=ActorKind.CITIZEN)
    made.accounts["stranger"] = city.person()
    for person in POSTS:
        _settle(made, *person)
    for machine, scope in MACHINES.items():
        made.accounts[machine] = city.person(f"机{machine}", ActorKind.MACHINE)
        made.tokens[machine] = _token(made, machine, scope)
    made.tokens[FORGED] = "lp_00000000_forged"
    made.things["account_id"] = made.accounts["clerk"]
    require_password_change(account_id=made.accounts["newcomer"], **_now())
    return made


def furnish(made: City) -> None:
    """The plan in force, rules, a series, a notice: so that addresses lead to something."""
    adopt_edition(edition_id=enter_shipped_plan(**_now()), **_now())
    take_snapshots(day=city.TODAY, **_now())
    install_rules(city.almighty(), city.NOW)
    define_series(
        code=SERIES, title="督查件编号", pattern="{prefix}〔{year}〕{n}号", prefix="固督", **_now()
    )
    clerk = made.accounts["clerk"]
    notify([clerk], title="事项已办结", kind="jobs.finished", now=city.NOW)
    made.things["notice_id"] = list_notices(made.actor("clerk"))[0].id


def _settle(made: City, person: str, kind: str, role: str, is_city_wide: bool) -> None:
    account = made.accounts[person] = city.person(f"试{person}")
    post = create_post(unit_id=made.unit, title=f"岗{person}", kind=kind, **_always())
    held = appoint(post_id=post, account_id=account, **_always())
    made.things |= {"post_id": post, "appointment_id": held}
    if role:
        over = made.root if is_city_wide else None
        made.things["binding_id"] = grant_role(
            role_code=role, post_id=post, unit_id=over, **_always()
        )


def _define(code: str, permits: Iterable[Permission]) -> None:
    codes = [p.code for p in permits if p.duty is Duty.BUSINESS]
    define_role(code=code, name=code, duty=Duty.BUSINESS, permits=codes, **_now())


def _token(made: City, machine: str, scope: Permission) -> str:
    account = made.accounts[machine]
    grant_role(role_code="robots", account_id=account, unit_id=made.root, **_always())
    issued = issue_token(account_id=account, scopes=[scope.code], days=1, label="试用", **_now())
    made.things["token_id"] = issued.id
    return issued.secret


def _now() -> dict[str, object]:
    return {"actor": city.almighty(), "now": city.NOW}


def _always() -> dict[str, object]:
    return {"valid_from": city.BEGINNING, **_now()}
