"""Roles are granted: to one holder, or to many in one act."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.access.events import RoleGranted
from liupan.foundation.access.models import Binding, Role
from liupan.foundation.access.operations.grants import concerned
from liupan.foundation.access.operations.wall import keep_apart, keep_post_pure, lock_wall
from liupan.foundation.access.policies import GRANT_ROLES
from liupan.foundation.access.queries.bindings import find_role_row, spans_of_posts
from liupan.foundation.access.rules import Span, overlap
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation, record_all
from liupan.foundation.organisations.facade import (
    Holder,
    PostRef,
    list_holders_ever,
    list_posts_by_id,
    list_units,
)
from liupan.kernel import guarding
from liupan.kernel.authority import Actor, Duty, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.guarding import GuardedAct
from liupan.kernel.statements import insert

GRANT = guarding.declare("access.binding.grant", gettext_lazy("grant an administrator's role"))


class NotToOneself(Refusal):
    """Nobody grants a role to themselves."""

    status = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """A role for an account, for a post's holders, or for everyone in a unit and below.

    It reaches over `unit_id` and all below it; without one, over the unit of the holder's post.
    `valid_to` is the first day on which it no longer holds.
    """

    role_code: str
    valid_from: date
    unit_id: UUID | None = None
    account_id: UUID | None = None
    post_id: UUID | None = None
    everyone_in_id: UUID | None = None
    valid_to: date | None = None

    @property
    def holders(self) -> list[UUID]:
        """Whoever is named: one, if it is well said."""
        return [x for x in (self.account_id, self.post_id, self.everyone_in_id) if x]


Roles = Mapping[str, Role]


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
    """Grant a role, as `NewGrant` says; the same again changes nothing.

    Raises `DutiesApart`, `NotToOneself`, `InvalidInput`, `Missing`.
    """
    one = NewGrant(
        role_code=role_code, valid_from=valid_from, unit_id=unit_id, account_id=account_id,
        post_id=post_id, everyone_in_id=everyone_in_id, valid_to=valid_to,
    )  # fmt: skip
    return _grant([one], actor, now)[0]


@operation
def grant_roles(*, grants: Sequence[NewGrant], actor: Actor, now: datetime) -> list[UUID]:
    """Grant many roles in one act: all, or none where one is refused. Each leaves its own fact."""
    return _grant(grants, actor, now)


def _grant(grants: Sequence[NewGrant], actor: Actor, now: datetime) -> list[UUID]:
    """Each is judged as if it came alone, after those before it."""
    roles = _roles(grants)
    posts = _known(grants)
    for one in grants:
        own = posts[one.post_id].unit_id if one.post_id else one.everyone_in_id
        require(actor, GRANT_ROLES, unit_id=one.unit_id or own)
        _require_days(one)
    lock_wall()
    found = _standing(grants, roles)
    new = [one for one in dict.fromkeys(grants) if one not in found]
    if not new:
        nothing_changed()
    else:
        _check_wall(new, roles, actor)
        for one in new:
            _ask(one, roles[one.role_code], actor, now)
        found |= _write(new, roles, actor, now)
    return [found[one] for one in grants]


def _roles(grants: Iterable[NewGrant]) -> Roles:
    found = {code: find_role_row(code) for code in {one.role_code for one in grants}}
    if not all(found.values()):
        raise Missing(_("There is no such role."))
    return {code: role for code, role in found.items() if role}


def _known(grants: Sequence[NewGrant]) -> dict[UUID, PostRef]:
    """The posts that are named; everything that is named is there."""
    for one in grants:
        _require_one_holder(one)
    units = {x for one in grants for x in (one.unit_id, one.everyone_in_id) if x}
    accounts = {one.account_id for one in grants if one.account_id}
    asked = {one.post_id for one in grants if one.post_id}
    posts = list_posts_by_id(asked) if asked else {}
    if len(list_units(units)) != len(units):
        raise Missing(_("There is no such unit."))
    if asked - posts.keys():
        raise Missing(_("There is no such post."))
    if accounts and accounts - list_accounts(accounts).keys():
        raise Missing(_("There is no such account."))
    return posts


def _require_one_holder(one: NewGrant) -> None:
    if len(one.holders) != 1:
        raise InvalidInput(_("Choose one: a person, a post, or everyone in a unit."))
    if one.account_id and not one.unit_id:
        message = _("Choose the unit over which the role reaches.")
        raise InvalidInput(message, fields={"unit_id": [message]})


def _require_days(one: NewGrant) -> None:
    if one.valid_to and one.valid_to <= one.valid_from:
        message = _("The last day lies before the first.")
        raise InvalidInput(message, fields={"valid_to": [message]})


def _standing(grants: Sequence[NewGrant], roles: Roles) -> dict[NewGrant, UUID]:
    """Those that stand already."""
    holders = [x for one in grants for x in one.holders]
    whose = Q(account__in=holders) | Q(post__in=holders) | Q(everyone_in__in=holders)
    rows = list(Binding.objects.filter(whose, role__in=[role.id for role in roles.values()]))
    same = (
        (one, row.id) for one in grants for row in rows if _is_same(one, row, roles[one.role_code])
    )
    return dict(same)


def _is_same(one: NewGrant, row: Binding, role: Role) -> bool:
    return (
        (row.account_id, row.post_id, row.everyone_in_id)
        == (one.account_id, one.post_id, one.everyone_in_id)
        and (row.role_id, row.unit_id, row.valid_to) == (role.id, one.unit_id, one.valid_to)
        and row.valid_from <= one.valid_from
    )  # fmt: skip


def _check_wall(grants: Sequence[NewGrant], roles: Roles, actor: Actor) -> None:
    """Nobody holds two duties, nobody grants to themselves."""
    posts = {one.post_id for one in grants if one.post_id}
    bound = spans_of_posts(posts)
    held: dict[UUID, list[Holder]] = defaultdict(list)
    for holder in list_holders_ever(posts) if posts else ():
        held[holder.post_id].append(holder)
    people: dict[UUID, list[Span]] = defaultdict(list)
    for one in grants:
        new = _span(one, roles)
        if one.everyone_in_id and new.duty is not Duty.BUSINESS:
            raise InvalidInput(_("Administrators' roles go to single people or posts."))
        if one.account_id:
            people[one.account_id].append(new)
        if one.post_id:
            keep_post_pure(new, bound[one.post_id])
            bound[one.post_id].append(new)
            _reach_holders(people, new, held[one.post_id])
    if actor.id in people:
        raise NotToOneself(
            _("Nobody grants a role to themselves."),
            next_step=_("Ask another security administrator."),
        )
    keep_apart(people)


def _span(one: NewGrant, roles: Roles) -> Span:
    role = roles[one.role_code]
    return Span(Duty(role.duty), one.valid_from, one.valid_to, role.name)


def _reach_holders(people: dict[UUID, list[Span]], new: Span, holders: Iterable[Holder]) -> None:
    for holder in holders:
        days = overlap(new.valid_from, new.valid_to, holder.valid_from, holder.valid_to)
        if days:
            people[holder.account_id].append(Span(new.duty, *days, new.through))


def _ask(one: NewGrant, role: Role, actor: Actor, now: datetime) -> None:
    if role.duty == Duty.BUSINESS.value:
        return
    terms = {
        "role": role.name,
        "unit_id": str(one.unit_id or ""),
        "valid_from": str(one.valid_from),
        "valid_to": str(one.valid_to or ""),
    }
    guarding.ask(
        GuardedAct(
            GRANT, actor, now, account_id=one.account_id, post_id=one.post_id, terms=terms
        )
    )  # fmt: skip


def _write(
    grants: Sequence[NewGrant], roles: Roles, actor: Actor, now: datetime
) -> dict[NewGrant, UUID]:
    rows = [
        Binding(
            role=roles[one.role_code], account_id=one.account_id, post_id=one.post_id,
            everyone_in_id=one.everyone_in_id, unit_id=one.unit_id, valid_from=one.valid_from,
            valid_to=one.valid_to, granted_by=actor.id, granted_at=now,
        )
        for one in grants
    ]  # fmt: skip
    if len(rows) == 1:
        insert(rows[0])
    else:
        Binding.objects.bulk_create(rows)
    facts = [_fact(one, row) for one, row in zip(grants, rows, strict=True)]
    record_all(facts, actor=actor, now=now)
    return {one: row.id for one, row in zip(grants, rows, strict=True)}


def _fact(one: NewGrant, row: Binding) -> RoleGranted:
    return RoleGranted(
        thing_id=row.id, concerned=concerned(row), role_code=one.role_code, unit_id=one.unit_id,
        account_id=one.account_id, post_id=one.post_id, everyone_in_id=one.everyone_in_id,
        valid_from=one.valid_from, valid_to=one.valid_to,
    )  # fmt: skip
