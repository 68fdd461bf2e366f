"""What is done with a grant: narrowed, suspended, resumed, revoked; never made wider.

By the provider or the data authority, and effective with the commit: whoever delivers asks
`facade.find_grant` before each delivery. That it ends is a matter of the day.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.events import (
    GrantNarrowed,
    GrantResumed,
    GrantRevoked,
    GrantSuspended,
)
from liupan.capabilities.catalogue.models import Grant, GrantVersion
from liupan.capabilities.catalogue.operations.grant_keeping import (
    ENDS,
    about_grant,
    announce_grant,
    grant_page_of,
    keep_grant,
    locked_grant,
    save_grant,
    tell_consumer,
    write_version,
)
from liupan.capabilities.catalogue.operations.locking import NotNow
from liupan.capabilities.catalogue.policies import CHECK, DECIDE, WATCH
from liupan.capabilities.catalogue.queries.request_rules import days_before_end
from liupan.capabilities.catalogue.queries.wording import wider_words
from liupan.capabilities.catalogue.rules.granting import LASTING, Act, Standing, may_act
from liupan.capabilities.catalogue.rules.permits import Permit, is_same, wider, write_modes
from liupan.foundation.access.facade import list_holders
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.messaging.facade import notify
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, Permission, may, require
from liupan.kernel.errors import InvalidInput, Refusal, StaleVersion
from liupan.kernel.secrecy import Secrecy


class NotNarrower(Refusal):
    """A grant is never made wider; for more, ask anew."""


@operation
def narrow_grant(
    *,
    grant_id: UUID,
    permit: Permit,
    reason: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> UUID:
    """Give less from now on: fewer items, narrower rows, stronger masks, fewer ways of use, a
    shorter term, a lower quota. What was given before stays on record. Raises `NotNarrower`,
    `NotNow`, `StaleVersion`.
    """
    by = By(actor, now)
    grant = _taken(grant_id, Act.NARROW, reason, version, by)
    before = latest_of(grant).permit
    _require_narrower(permit, before)
    grant.latest += 1
    write_version(grant, permit, grant.latest, by)
    grant.valid_from, grant.valid_until = permit.valid_from, permit.valid_until
    grant.modes, grant.reason = write_modes(permit.modes), reason.strip()
    save_grant(grant, now, "latest", "valid_from", "valid_until", "modes", "reason")
    keep_grant(grant, Act.NARROW, by, reason)
    about = about_grant(grant, by, grant.request.demand_id)
    fact = GrantNarrowed(
        **about, items=len(permit.items), modes=tuple(grant.modes), reason=reason
    )  # fmt: skip
    announce_grant(fact, by)
    tell_consumer(grant, by, _("Grant narrowed"), reason)
    return grant.id


@operation
def suspend_grant(
    *, grant_id: UUID, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> UUID:
    """Let a grant rest (中止): nothing is delivered until it is resumed. Raises `NotNow`."""
    by = By(actor, now)
    grant = _taken(grant_id, Act.SUSPEND, reason, version, by)
    _put(grant, Standing.SUSPENDED, Act.SUSPEND, reason, by)
    about = about_grant(grant, by, grant.request.demand_id)
    announce_grant(GrantSuspended(**about, reason=reason), by)
    tell_consumer(grant, by, _("Grant suspended"), reason)
    return grant.id


@operation
def resume_grant(
    *, grant_id: UUID, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> UUID:
    """A grant that rests is in force again (恢复). Raises `NotNow`."""
    by = By(actor, now)
    grant = _taken(grant_id, Act.RESUME, reason, version, by)
    _put(grant, Standing.IN_FORCE, Act.RESUME, reason, by)
    about = about_grant(grant, by, grant.request.demand_id)
    announce_grant(GrantResumed(**about, reason=reason), by)
    tell_consumer(grant, by, _("Grant resumed"), reason)
    return grant.id


@operation
def revoke_grant(
    *, grant_id: UUID, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> UUID:
    """Take a grant back for good (撤销). Raises `NotNow`."""
    by = By(actor, now)
    grant = _taken(grant_id, Act.REVOKE, reason, version, by)
    grant.revoked_at = now
    _put(grant, Standing.REVOKED, Act.REVOKE, reason, by, "revoked_at")
    about = about_grant(grant, by, grant.request.demand_id)
    announce_grant(GrantRevoked(**about, reason=reason), by)
    tell_consumer(grant, by, _("Grant revoked"), reason)
    return grant.id


@operation
def tell_of_ends(*, actor: Actor, now: datetime) -> int:
    """Tell both sides of grants that end within the days of the rule set; of how many.

    Each is told once, however often this runs.
    """
    require(actor, WATCH)
    nothing_changed()  # notices are no fact of the grants
    by = By(actor, now)
    found = list(_ending(by.today))
    for grant in found:
        people = {grant.request.handed_in_by or grant.request.begun_by}
        people |= list_holders(DECIDE, by.today, unit_id=grant.provider_id)
        notify(
            people,
            title=_("A grant ends on %(day)s: %(number)s %(title)s")
            % {"day": grant.valid_until.isoformat(), "number": grant.number, "title": grant.title},
            kind=ENDS.code,
            now=now,
            url=grant_page_of(grant.id),
            group=str(grant.id),
            key=f"{grant.id}.{grant.valid_until.isoformat()}",
        )
    return len(found)


def latest_of(grant: Grant) -> GrantVersion:
    """The version that holds now. One query."""
    return grant.versions.get(number=grant.latest)


def may_control(actor: Actor, grant: Grant) -> bool:
    """Whether the actor narrows, suspends and revokes this grant."""
    return _right(actor, grant) is not None


def _right(actor: Actor, grant: Grant) -> Permission | None:
    over = {"unit_id": grant.provider_id, "secrecy": Secrecy(grant.secrecy)}
    return next((right for right in (DECIDE, CHECK) if may(actor, right, **over)), None)  # type: ignore[arg-type]


def _taken(grant_id: UUID, act: Act, reason: str, version: int | None, by: By) -> Grant:
    grant = locked_grant(grant_id, by.actor)
    right = _right(by.actor, grant) or DECIDE
    require(by.actor, right, unit_id=grant.provider_id, secrecy=Secrecy(grant.secrecy))
    stands = grant.standing(by.today)
    if not may_act(act, stands):
        raise NotNow(_("%(number)s cannot be changed like this now.") % {"number": grant.number})
    if version is not None and grant.version != version:
        raise StaleVersion(
            _("Somebody changed this grant meanwhile."),
            theirs={"version": grant.version, "state": str(grant.get_state_display())},
            next_step=_("Look at what it says now and decide again."),
        )
    if not reason.strip():
        raise InvalidInput(_("Something is missing."), fields={"reason": [_("Please say.")]})
    return grant


def _put(
    grant: Grant, state: Standing, act: Act, reason: str, by: By, *fields: str
) -> None:  # fmt: skip
    grant.state, grant.reason = state.value, reason.strip()
    save_grant(grant, by.now, "state", "reason", *fields)
    keep_grant(grant, act, by, reason)


def _require_narrower(permit: Permit, before: Permit) -> None:
    if not permit.items:
        raise InvalidInput(fields={"item_ids": [_("Leave at least one item, or revoke it.")]})
    if not permit.modes:
        raise InvalidInput(fields={"modes": [_("Leave at least one way of use, or revoke it.")]})
    if excess := wider(permit, before):
        raise NotNarrower(
            _("This gives more than the grant: %(what)s.") % {"what": wider_words(excess)},
            next_step=_("For more, the consumer asks anew."),
        )
    if permit.valid_until < permit.valid_from:
        raise InvalidInput(fields={"valid_until": [_("The last day is not before the first.")]})
    if is_same(permit, before):
        raise InvalidInput(_("This takes nothing away."))


def _ending(today: date) -> Collection[Grant]:
    until = today + timedelta(days=days_before_end(today))
    states = [one.value for one in LASTING if one is not Standing.NOT_YET]
    rows = Grant.objects.filter(state__in=states, valid_until__range=(today, until))
    return list(rows.select_related("request").order_by("valid_until", "id"))
