"""Acts on administrators need a second person: proposed by one, confirmed by one of another duty.

Whoever proposed carries it out, within the time and on exactly the terms that were confirmed.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.access.events import (
    ActProposed,
    ProposalCarriedOut,
    ProposalConfirmed,
    ProposalLapsed,
    ProposalRefused,
)
from liupan.foundation.access.models import Proposal
from liupan.foundation.access.operations.wall import lock_wall
from liupan.foundation.access.policies import BE_SECOND, duty_of
from liupan.foundation.access.queries.proposals import OPEN, may_decide
from liupan.foundation.crypto.facade import seal, sm3
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, Duty, require
from liupan.kernel.errors import Missing, NotAuthorised, Refusal
from liupan.kernel.guarding import GuardedAct

TO_DECIDE = timedelta(days=3)
TO_CARRY_OUT = timedelta(days=1)
PERSONAL = {"email", "phone"}


class AlreadyDecided(Refusal):
    """The proposal was confirmed, refused, carried out or has lapsed."""


class NotTheSecondPerson(Refusal):
    """Only one of another duty, whom it does not concern, confirms."""

    status = 403


@operation
def propose_act(
    *,
    act: GuardedAct,
    actor: Actor,
    now: datetime,
    reason: str = "",
    path: str = "",
    form: Iterable[tuple[str, str]] = (),
) -> UUID:
    """Propose an act on an administrator (提请双人复核); again, it is the same proposal.

    `path` and `form` are the page on which it was tried and what was typed there.
    """
    duty = _duty(actor)
    _drop_late(actor, now)
    digest = digest_of(replace(act, actor=actor))
    same = Proposal.objects.filter(digest=digest, state__in=OPEN).first()
    if same:
        nothing_changed()
        return same.id
    typed = json.dumps(list(form), ensure_ascii=False)
    row = Proposal.objects.create(
        act=act.code,
        account_id=act.account_id,
        post_id=act.post_id,
        grant_id=act.grant_id,
        terms={k: _shown(k, v) for k, v in act.terms.items() if v},
        digest=digest,
        reason=reason.strip(),
        path=path,
        form=seal(actor.id, [typed])[0],
        proposed_by_id=actor.id,
        proposed_at=now,
        duty=duty.value,
        lapses_at=now + TO_DECIDE,
    )
    things = (act.account_id, act.post_id, act.grant_id)
    fact = ActProposed(
        thing_id=row.id,
        concerned=tuple(x for x in things if x),
        guarded=act.code,
        account_id=act.account_id,
        post_id=act.post_id,
        grant_id=act.grant_id,
    )
    record(fact, actor=actor, now=now)
    return row.id


@operation
def confirm_proposal(*, proposal_id: UUID, actor: Actor, now: datetime) -> None:
    """Agree as the second person (复核通过). Raises `NotTheSecondPerson`, `AlreadyDecided`."""
    _duty(actor)
    row = _locked(proposal_id)
    _still_open(row, now)
    if not may_decide(row, actor, now):
        raise _not_second()
    _settle(row, Proposal.State.CONFIRMED, actor, now)
    row.lapses_at = now + TO_CARRY_OUT
    row.save()
    fact = ProposalConfirmed(thing_id=row.id, concerned=_things(row), guarded=row.act)
    record(fact, actor=actor, now=now)


@operation
def refuse_proposal(*, proposal_id: UUID, actor: Actor, now: datetime) -> None:
    """Do not agree (复核不通过), or take one's own proposal back (撤回)."""
    _duty(actor)
    row = _locked(proposal_id)
    if row.proposed_by_id == actor.id:
        if row.state not in OPEN:
            raise _decided()
        row.state = Proposal.State.REFUSED.value
        row.version += 1
    else:
        _still_open(row, now)
        if not may_decide(row, actor, now):
            raise _not_second()
        _settle(row, Proposal.State.REFUSED, actor, now)
    row.form = ""
    row.save()
    record(
        ProposalRefused(thing_id=row.id, concerned=_things(row), guarded=row.act),
        actor=actor,
        now=now,
    )


@operation
def let_proposals_lapse(*, actor: Actor, now: datetime) -> int:
    """End proposals nobody decided or carried out in time; returns how many."""
    require(actor, BE_SECOND[Duty.SYSTEM])
    late = list(Proposal.objects.select_for_update().filter(state__in=OPEN, lapses_at__lte=now))
    for row in late:
        _lapse(row, actor, now)
    if not late:
        nothing_changed()
    return len(late)


def use_confirmed(act: GuardedAct) -> bool:
    """Use up the confirmation of exactly this act by this actor; False when there is none."""
    row = (
        Proposal.objects.select_for_update()
        .filter(
            digest=digest_of(act),
            state=Proposal.State.CONFIRMED,
            proposed_by_id=act.actor.id,
            lapses_at__gt=act.now,
        )
        .first()
    )
    if row is None:
        return False
    row.state, row.form = Proposal.State.CARRIED_OUT.value, ""
    row.version += 1
    row.save()
    fact = ProposalCarriedOut(thing_id=row.id, concerned=_things(row), guarded=row.act)
    record(fact, actor=act.actor, now=act.now)
    return True


def forget_person(account_id: UUID) -> None:
    """Blank what proposals say about somebody who is erased."""
    Proposal.objects.filter(account_id=account_id).update(reason="", form="", terms={})


def digest_of(act: GuardedAct) -> bytes:
    """What binds a confirmation to one actor, act, things and terms."""
    things = [act.code, act.actor.id, act.account_id, act.post_id, act.grant_id]
    said = [*map(str, things), sorted((k, str(v)) for k, v in act.terms.items())]
    return sm3(json.dumps(said, ensure_ascii=False).encode())


def _duty(actor: Actor) -> Duty:
    duty = duty_of(actor)
    if duty is None:
        require(actor, BE_SECOND[Duty.SYSTEM])
        raise NotAuthorised(_("Only one of the three administrators may do this."))
    require(actor, BE_SECOND[duty])
    return duty


def _drop_late(actor: Actor, now: datetime) -> None:
    for row in Proposal.objects.select_for_update().filter(
        proposed_by_id=actor.id, state__in=OPEN, lapses_at__lte=now
    ):
        _lapse(row, actor, now)


def _lapse(row: Proposal, actor: Actor, now: datetime) -> None:
    row.state, row.form = Proposal.State.LAPSED.value, ""
    row.version += 1
    row.save()
    record(
        ProposalLapsed(thing_id=row.id, concerned=_things(row), guarded=row.act),
        actor=actor,
        now=now,
    )


def _settle(row: Proposal, state: Proposal.State, actor: Actor, now: datetime) -> None:
    row.state, row.decided_by_id, row.decided_at = state.value, actor.id, now
    row.version += 1


def _locked(proposal_id: UUID) -> Proposal:
    lock_wall()
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("grant")
    found = rows.filter(id=proposal_id).first()
    if found is None:
        raise Missing(_("There is no such proposal."))
    return found


def _still_open(row: Proposal, now: datetime) -> None:
    if row.state != Proposal.State.PROPOSED.value or row.lapses_at <= now:
        raise _decided()


def _decided() -> AlreadyDecided:
    return AlreadyDecided(_("This proposal was decided already, or its time is over."))


def _not_second() -> NotTheSecondPerson:
    return NotTheSecondPerson(
        _("You cannot be the second person here."),
        next_step=_("An administrator of another duty, whom it does not concern, confirms it."),
    )


def _things(row: Proposal) -> tuple[UUID, ...]:
    return tuple(x for x in (row.account_id, row.post_id, row.grant_id) if x)


def _shown(name: str, value: str) -> str:
    if name not in PERSONAL:
        return str(value)
    left, at, host = value.partition("@")
    return f"{left[:2]}***{at}{host}" if at else f"{value[:3]}****{value[-4:]}"
