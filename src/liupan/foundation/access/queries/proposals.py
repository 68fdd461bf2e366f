"""Proposals as the three administrators see them (双人复核)."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liupan.foundation.access.models import Proposal
from liupan.foundation.access.policies import duty_of
from liupan.foundation.access.queries.duties import holders_now
from liupan.foundation.crypto.facade import open_sealed
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Duty
from liupan.kernel.guarding import label_of

OPEN = (Proposal.State.PROPOSED, Proposal.State.CONFIRMED)


@dataclass(frozen=True, slots=True)
class ProposalRef:
    """A proposal as the reader may see and decide it."""

    id: UUID
    act: str
    label: str
    account_id: UUID | None
    account_name: str
    post_title: str
    unit_name: str
    role_name: str
    terms: dict[str, str]
    reason: str
    path: str
    proposed_by: str
    proposed_at: datetime
    duty: Duty
    state: str
    state_label: str
    decided_by: str
    decided_at: datetime | None
    lapses_at: datetime
    version: int
    may_decide: bool
    is_own: bool

    @property
    def is_waiting(self) -> bool:
        return self.state == Proposal.State.PROPOSED.value

    @property
    def is_ready(self) -> bool:
        """Whether its own proposer may carry it out now."""
        return self.is_own and self.state == Proposal.State.CONFIRMED.value


def list_open_proposals(actor: Actor, now: datetime) -> list[ProposalRef]:
    """What waits for this administrator: to be decided, or one's own to be carried out."""
    if duty_of(actor) is None:
        return []
    rows = Proposal.objects.filter(state__in=OPEN, lapses_at__gt=now).order_by("proposed_at", "id")
    seen = [_seen(row, actor, now) for row in rows.select_related(*_RELATED)]
    return [one for one in seen if one.is_own or one.may_decide]


def find_proposal(proposal_id: UUID, actor: Actor, now: datetime) -> ProposalRef | None:
    """One proposal, for administrators; None for everybody else."""
    if duty_of(actor) is None:
        return None
    row = Proposal.objects.filter(id=proposal_id).select_related(*_RELATED).first()
    return _seen(row, actor, now) if row else None


def typed_form(proposal_id: UUID, actor: Actor) -> list[tuple[str, str]]:
    """What the proposer typed, for the proposer alone."""
    row = Proposal.objects.filter(id=proposal_id, proposed_by_id=actor.id).first()
    if row is None or not row.form:
        return []
    (text,) = open_sealed([(row.proposed_by_id, row.form)])
    return [(name, value) for name, value in json.loads(text)] if text else []


def may_decide(row: Proposal, actor: Actor, now: datetime) -> bool:
    """Whether the actor is of another duty, and neither proposed it nor is concerned by it."""
    duty = duty_of(actor)
    return (
        duty is not None and duty.value != row.duty and actor.id not in _concerned(row, now)
    )  # fmt: skip


def _concerned(row: Proposal, now: datetime) -> set[UUID]:
    people = {row.proposed_by_id, *([row.account_id] if row.account_id else [])}
    post_id, grant = row.post_id, row.grant
    if grant:
        people |= {grant.account_id} if grant.account_id else set()
        post_id = post_id or grant.post_id
    return people | (holders_now(post_id, clock.on(now)) if post_id else set())


_RELATED = (
    "account", "post__unit", "grant__role", "grant__account", "grant__post__unit",
    "proposed_by", "decided_by",
)  # fmt: skip


def _seen(row: Proposal, actor: Actor, now: datetime) -> ProposalRef:
    account = row.account or (row.grant.account if row.grant else None)
    post = row.post or (row.grant.post if row.grant else None)
    is_late = row.state in OPEN and row.lapses_at <= now
    state = Proposal.State.LAPSED if is_late else Proposal.State(row.state)
    return ProposalRef(
        id=row.id,
        act=row.act,
        label=label_of(row.act),
        account_id=account.id if account else None,
        account_name=account.name if account else "",
        post_title=post.title if post else "",
        unit_name=post.unit.name if post else "",
        role_name=row.grant.role.name if row.grant else "",
        terms=row.terms,
        reason=row.reason,
        path=row.path,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        duty=Duty(row.duty),
        state=state.value,
        state_label=str(state.label),
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        lapses_at=row.lapses_at,
        version=row.version,
        may_decide=state is Proposal.State.PROPOSED and may_decide(row, actor, now),
        is_own=row.proposed_by_id == actor.id,
    )
