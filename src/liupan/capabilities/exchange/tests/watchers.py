"""The catalogue's town with people who look at the exchange, a service and a system."""

from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.tests.factories import FOUNDED, NOW, Town, registered, town
from liupan.capabilities.exchange.models import Service, System
from liupan.foundation.access.facade import actor_for, grant_role, installer
from liupan.foundation.identity.facade import open_account
from liupan.foundation.organisations.facade import appoint, create_post
from liupan.kernel import clock
from liupan.kernel.authority import ActorKind

WATCHERS = {
    "consumer_reader": ("police", "exchange-log-reader", "police"),
    "provider_reader": ("bureau", "exchange-log-reader", "bureau"),
    "outside_reader": ("third", "exchange-log-reader", "third"),
    "overseer": ("office", "exchange-overseer", "root"),
}


def watched_town() -> Town:
    """Built by calling operations."""
    place = town()
    for name, (where, role, over) in WATCHERS.items():
        _enter(place, name, where, role, over)
    return place


def _enter(place: Town, name: str, where: str, role: str, over: str) -> None:
    common: dict[str, Any] = {"actor": installer(), "now": NOW}
    account = open_account(kind=ActorKind.STAFF, username=name, name=name, password=None, **common)
    unit, begun = place.units[where], {"valid_from": FOUNDED}
    post = create_post(unit_id=unit, title=name, kind="clerk", **begun, **common)
    appoint(post_id=post, account_id=account, **begun, **common)
    grant_role(role_code=role, unit_id=place.units[over], account_id=account, **begun, **common)
    with clock.frozen(NOW):
        place.people[name] = actor_for(account)


def service(place: Town) -> Service:
    """An online service of the bureau's resource."""
    resource = _resource(registered(place))
    return Service.objects.create(
        code="marriages", title="结婚登记信息", resource_id=resource,
        provider_id=place.units["bureau"], kind="proxied", address="https://example.invalid/",
        state="online", secrecy=0, zone="extranet", made_at=NOW, opened_at=NOW,
    )  # fmt: skip


def _resource(edition_id: UUID) -> UUID:
    from django.apps import apps

    found: UUID = apps.get_model("catalogue", "Edition").objects.get(id=edition_id).resource_id
    return found


def system(place: Town) -> System:
    """A system of the police."""
    return System.objects.create(
        unit_id=place.units["police"], code="hukou", name="户籍系统", registered_at=NOW
    )
