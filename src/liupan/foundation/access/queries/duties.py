"""Who holds an administrator's duty, and what would be left without somebody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.foundation.access.models import Binding
from liupan.foundation.access.queries.bindings import on_day, spans_of_people, spans_of_post
from liupan.foundation.access.rules import Span
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import find_installation, list_holders
from liupan.kernel.authority import Duty


@dataclass(frozen=True, slots=True)
class DutyHeld:
    """Somebody holds an administrator's duty over the whole city on a day, by this grant."""

    duty: Duty
    account_id: UUID
    grant_id: UUID
    post_id: UUID | None


def list_duties(day: date) -> list[DutyHeld]:
    """Every way in which people with an open account hold a duty on `day`. Four queries."""
    found = find_installation()
    rows = list(
        Binding.objects.filter(on_day(day), unit=found.root_unit_id if found else None)
        .exclude(role__duty=Duty.BUSINESS.value)
        .select_related("role")
    )
    holders = list_holders({row.post_id for row in rows if row.post_id}, day)
    held = [
        DutyHeld(Duty(row.role.duty), account_id, row.id, row.post_id)
        for row in rows
        for account_id in (
            [row.account_id]
            if row.account_id
            else [h.account_id for h in holders if h.post_id == row.post_id]
        )
    ]
    accounts = list_accounts({one.account_id for one in held})
    return [one for one in held if accounts[one.account_id].is_open]


def is_administrator(account_id: UUID, day: date) -> bool:
    """Whether the person holds an administrator's role on `day` or will. Two queries."""
    return _any_ahead(spans_of_people([account_id]).get(account_id, ()), day)


def is_administrators_post(post_id: UUID, day: date) -> bool:
    """Whether the post carries an administrator's role on `day` or will. One query."""
    return _any_ahead(spans_of_post(post_id), day)


def holders_now(post_id: UUID, day: date) -> set[UUID]:
    """Who holds the post on `day`."""
    return {holder.account_id for holder in list_holders([post_id], day)}


def _any_ahead(spans: Collection[Span], day: date) -> bool:
    return any(
        span.duty is not Duty.BUSINESS and (span.valid_to is None or span.valid_to > day)
        for span in spans
    )
