"""Roles are granted, narrowed and revoked."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.access.events import GrantNarrowed, RoleGranted, RoleRevoked
from liupan.foundation.access.models import Binding, Role
from liupan.foundation.access.operations.wall import keep_apart, keep_post_pure, lock_wall
from liupan.foundation.access.policies import GRANT_ROLES
from liupan.foundation.access.queries.bindings import find_role_row, spans_of_post
from liupan.foundation.access.rules import Span, overlap
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import (
    Holder,
    is_within,
    list_holders_ever,
    list_posts_by_id,
    list_units,
)
from liupan.kernel import clock, guarding
from liupan.kernel.authority import Actor, Duty, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.guarding import GuardedAct
from liupan.kernel.statements import insert, update

GRANT = guarding.declare("access.binding.grant", gettext_lazy("grant an administrator's role"))
NARROW = guarding.declare("access.binding.narrow", gettext_lazy("narrow an administrator's grant"))
REVOKE = guarding.declare("access.binding.revoke", gettext_lazy("revoke an administrator's grant"))


class NotToOneself(Refusal):
    """Nobody grants a role to themselves."""

    status = 403


class NotNarrower(InvalidInput):
    """A grant is narrowed to less, never to more."""


@operation
def grant_role(
    *,
    role_code: str,
    valid_from: date,
    actor: Actor,
    now: datetime,
    unit_id: UUID | None = None,
    account_id: UUID | None = None,
    post_id: UUID | None = None,
    everyone_in_id: UUID | None = None,
    valid_to: date | None = None,
) -> UUID:
    """Grant a role to an account, to a post's holders, or to everyone in a unit and below.

    It reaches over `unit_id` and all below it; without one, over the unit of the holder's post.
    `valid_to` is the first day on which it no longer holds. The same again changes nothing.
    Raises `DutiesApart`, `NotToOneself`, `InvalidInput`, `Missing`.
    """
    role = find_role_row(role_code)
    if role is None:
        raise Missing(_("There is no such role."))
    _one_holder(account_id, post_id, everyone_in_id, unit_id)
    _known(account_id, post_id, everyone_in_id, unit_id)
    require(actor, GRANT_ROLES, unit_id=unit_id or _own_unit(post_id, everyone_in_id))
    if valid_to and valid_to <= valid_from:
        message = _("The last day lies before the first.")
        raise InvalidInput(message, fields={"valid_to": [message]})
    lock_wall()
    holder = {"account": account_id, "post": post_id, "everyone_in": everyone_in_id}
    same = Binding.objects.filter(
        role=role, unit=unit_id, valid_from__lte=valid_from, valid_to=valid_to, **holder
    ).first()
    if same:
        nothing_changed()
        return same.id
    _check_wall(role, account_id, post_id, everyone_in_id, valid_from, valid_to, actor)
    _ask_to_grant(role, account_id, post_id, unit_id, valid_from, valid_to, actor, now)
    binding = insert(
        Binding(
            role=role,
            account_id=account_id,
            post_id=post_id,
            everyone_in_id=everyone_in_id,
            unit_id=unit_id,
            valid_from=valid_from,
            valid_to=valid_to,
            granted_by=actor.id,
            granted_at=now,
        )
    )
    fact = RoleGranted(
        thing_id=binding.id,
        concerned=_concerned(binding),
        role_code=role_code,
        unit_id=unit_id,
        account_id=account_id,
        post_id=post_id,
        everyone_in_id=everyone_in_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record(fact, actor=actor, now=now)
    return binding.id


@operation
def narrow_grant(
    *,
    binding_id: UUID,
    version: int,
    unit_id: UUID | None,
    valid_to: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Let a grant reach over a unit further down, or end earlier. Raises `NotNarrower`."""
    binding = _locked(binding_id)
    require(actor, GRANT_ROLES, unit_id=_unit_of(binding))
    if binding.version != version:
        raise StaleVersion(
            _("Somebody else has changed this meanwhile."),
            theirs={"unit_id": binding.unit_id, "valid_to": binding.valid_to},
        )
    former_unit, former_end = binding.unit_id, binding.valid_to
    if (former_unit, former_end) == (unit_id, valid_to):
        return nothing_changed()
    if unit_id != former_unit and not (
        unit_id and (former_unit is None or is_within(unit_id, [former_unit]))
    ):
        raise NotNarrower(_("Choose a unit below the present one."))
    if valid_to != former_end and not (valid_to and valid_to <= (former_end or date.max)):
        raise NotNarrower(_("Choose a day before the present end."))
    ends_on = valid_to if unit_id == former_unit else clock.on(now)
    terms = {"unit_id": str(unit_id or ""), "valid_to": str(valid_to or "")}
    _ask_to_take(NARROW, binding, ends_on, terms, actor, now)
    binding.unit_id = unit_id
    binding.valid_to = max(valid_to, binding.valid_from) if valid_to else None
    binding.version += 1
    update(binding, "unit", "valid_to", "version")
    fact = GrantNarrowed(
        thing_id=binding.id,
        concerned=_concerned(binding),
        role_code=binding.role.code,
        former_unit_id=former_unit,
        unit_id=unit_id,
        former_valid_to=former_end,
        valid_to=valid_to,
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def revoke_role(*, binding_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Take a grant back from today on; again changes nothing.

    Nobody need be asked, but for an administrator's: that needs a second person.
    """
    binding = _locked(binding_id)
    require(actor, GRANT_ROLES, unit_id=_unit_of(binding))
    today = clock.on(now)
    if binding.valid_to and binding.valid_to <= today:
        return nothing_changed()
    _ask_to_take(REVOKE, binding, today, {}, actor, now)
    end(binding, today, reason, actor, now)
    return None


def end(binding: Binding, day: date, reason: str, actor: Actor, now: datetime) -> None:
    """Write the end of a grant and its fact."""
    binding.valid_to = max(day, binding.valid_from)
    binding.version += 1
    update(binding, "valid_to", "version")
    fact = RoleRevoked(
        thing_id=binding.id,
        concerned=_concerned(binding),
        role_code=binding.role.code,
        reason=reason,
        effective_on=binding.valid_to,
    )
    record(fact, actor=actor, now=now)


def _ask_to_grant(
    role: Role,
    account_id: UUID | None,
    post_id: UUID | None,
    unit_id: UUID | None,
    valid_from: date,
    valid_to: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    if role.duty == Duty.BUSINESS.value:
        return
    terms = {
        "role": role.name,
        "unit_id": str(unit_id or ""),
        "valid_from": str(valid_from),
        "valid_to": str(valid_to or ""),
    }
    guarding.ask(GuardedAct(GRANT, actor, now, account_id=account_id, post_id=post_id, terms=terms))


def _ask_to_take(
    act: str,
    binding: Binding,
    ends_on: date | None,
    terms: dict[str, str],
    actor: Actor,
    now: datetime,
) -> None:
    if binding.role.duty != Duty.BUSINESS.value:
        asked = GuardedAct(act, actor, now, grant_id=binding.id, ends_on=ends_on, terms=terms)
        guarding.ask(asked)


def _one_holder(
    account_id: UUID | None,
    post_id: UUID | None,
    everyone_in_id: UUID | None,
    unit_id: UUID | None,
) -> None:
    holders = [x for x in (account_id, post_id, everyone_in_id) if x]
    if len(holders) != 1:
        raise InvalidInput(_("Choose one: a person, a post, or everyone in a unit."))
    if account_id and not unit_id:
        message = _("Choose the unit over which the role reaches.")
        raise InvalidInput(message, fields={"unit_id": [message]})


def _known(
    account_id: UUID | None,
    post_id: UUID | None,
    everyone_in_id: UUID | None,
    unit_id: UUID | None,
) -> None:
    units = [x for x in (unit_id, everyone_in_id) if x]
    if len(list_units(units)) != len(set(units)):
        raise Missing(_("There is no such unit."))
    if post_id and post_id not in list_posts_by_id([post_id]):
        raise Missing(_("There is no such post."))
    if account_id and account_id not in list_accounts([account_id]):
        raise Missing(_("There is no such account."))


def _own_unit(post_id: UUID | None, everyone_in_id: UUID | None) -> UUID | None:
    return list_posts_by_id([post_id])[post_id].unit_id if post_id else everyone_in_id


def _unit_of(binding: Binding) -> UUID | None:
    return binding.unit_id or _own_unit(binding.post_id, binding.everyone_in_id)


def _check_wall(
    role: Role,
    account_id: UUID | None,
    post_id: UUID | None,
    everyone_in_id: UUID | None,
    valid_from: date,
    valid_to: date | None,
    actor: Actor,
) -> None:
    """Nobody holds two duties, nobody grants to themselves."""
    new = Span(Duty(role.duty), valid_from, valid_to, role.name)
    if everyone_in_id:
        if new.duty is not Duty.BUSINESS:
            raise InvalidInput(_("Administrators' roles go to single people or posts."))
        return
    people: dict[UUID, list[Span]] = {account_id: [new]} if account_id else {}
    if post_id:
        keep_post_pure(new, spans_of_post(post_id))
        people = _spans_of_holders(new, list_holders_ever([post_id]))
    if actor.id in people:
        raise NotToOneself(
            _("Nobody grants a role to themselves."),
            next_step=_("Ask another security administrator."),
        )
    keep_apart(people)


def _spans_of_holders(new: Span, holders: list[Holder]) -> dict[UUID, list[Span]]:
    people: dict[UUID, list[Span]] = {}
    for holder in holders:
        days = overlap(new.valid_from, new.valid_to, holder.valid_from, holder.valid_to)
        if days:
            span = Span(new.duty, *days, new.through)
            people.setdefault(holder.account_id, []).append(span)
    return people


def _locked(binding_id: UUID) -> Binding:
    rows = Binding.objects.select_for_update(of=("self",)).select_related("role")
    found = rows.filter(id=binding_id).first()
    if found is None:
        raise Missing(_("There is no such grant."))
    return found


def _concerned(binding: Binding) -> tuple[UUID, ...]:
    ids = (
        binding.role_id,
        binding.unit_id,
        binding.account_id,
        binding.post_id,
        binding.everyone_in_id,
    )
    return tuple(x for x in ids if x)
