"""Grants locked for a write, and what every act on one leaves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.events import AboutGrant
from liupan.capabilities.catalogue.models import Grant, GrantedItem, GrantStep, GrantVersion
from liupan.capabilities.catalogue.policies import seen_grants
from liupan.capabilities.catalogue.rules.granting import Act
from liupan.capabilities.catalogue.rules.permits import Permit, write_modes
from liupan.capabilities.catalogue.rules.scopes import write_rows
from liupan.foundation.journal.facade import record
from liupan.foundation.messaging.facade import declare_kind, notify
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import insert, update
from liupan.kernel.work import place

CHANGED = declare_kind("catalogue.grant_changed", gettext_lazy("A grant was changed"))
ENDS = declare_kind("catalogue.grant_ends", gettext_lazy("A grant ends soon"))


def locked_grant(grant_id: UUID, actor: Actor) -> Grant:
    """The grant, locked, if the actor sees it. One query. Raises `Missing`."""
    rows = Grant.objects.select_related("request").select_for_update(of=("self",))
    grant = rows.filter(seen_grants(actor), id=grant_id).first()
    if grant is None:
        raise Missing(_("There is no such grant."))
    return grant


def write_version(grant: Grant, permit: Permit, number: int, by: By) -> GrantVersion:
    """What the grant gives from now on."""
    version = insert(
        GrantVersion(
            grant=grant, number=number, rows=write_rows(permit.rows),
            valid_from=permit.valid_from, valid_until=permit.valid_until, quota=permit.quota,
            modes=write_modes(permit.modes), size=len(permit.items), at=by.now,
        )
    )  # fmt: skip
    GrantedItem.objects.bulk_create(
        GrantedItem(
            grant_version=version, item_id=item, mask=policy.mask.value,
            keep_first=policy.first, keep_last=policy.last,
        )
        for item, policy in permit.items.items()
    )  # fmt: skip
    return version


def save_grant(grant: Grant, now: datetime, *fields: str) -> None:
    """Save these fields and count the version up."""
    grant.version += 1
    grant.changed_at = now
    update(grant, "version", "changed_at", *fields)


def keep_grant(grant: Grant, act: Act, by: By, words: str = "") -> None:
    """Write what was done."""
    insert(
        GrantStep(
            grant=grant, kind=act.value, actor_id=by.actor.id, actor_unit_id=by.unit_id,
            words=words.strip(), at=by.now,
        )
    )  # fmt: skip


def announce_grant(fact: AboutGrant, by: By) -> None:
    """Record the fact."""
    record(fact, actor=by.actor, now=by.now)


def about_grant(grant: Grant, by: By, demand_id: UUID | None) -> dict[str, Any]:
    """What every fact carries of the grant."""
    return {
        "thing_id": grant.id,
        "secrecy": Secrecy(grant.secrecy),
        "number": grant.number,
        "title": grant.title,
        "request_id": grant.request_id,
        "resource_id": grant.resource_id,
        "consumer_id": grant.consumer_id,
        "provider_id": grant.provider_id,
        "demand_id": demand_id,
        "state": str(grant.state),
        "version": grant.latest,
        "valid_from": grant.valid_from,
        "valid_until": grant.valid_until,
        "on": by.today,
    }


def tell_consumer(grant: Grant, by: By, title: str | Promise, body: str = "") -> None:
    """Tell who asked for it."""
    person = grant.request.handed_in_by
    notify(
        {person} - {by.actor.id} if person else (),
        title=f"{title}: {grant.number} {grant.title}",
        kind=CHANGED.code,
        now=by.now,
        body=body,
        url=grant_page_of(grant.id),
        group=str(grant.id),
    )


def grant_page_of(grant_id: UUID) -> str:
    """The grant's page."""
    return place("catalogue:grant", grant_id)
