"""What may be done with a doubt about a record (疑义), in which state, by which side."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """Where a doubt stands."""

    FLAGGED = "flagged"  # 待核查
    ASKED_BACK = "asked_back"  # 待补充说明
    FIXED = "fixed"  # 已更正，待确认
    REJECTED = "rejected"  # 不予更正，待确认
    DISPUTED = "disputed"  # 待裁定
    ORDERED = "ordered"  # 裁定更正
    CLOSED = "closed"  # 已办结
    WITHDRAWN = "withdrawn"  # 已撤回


class Act(StrEnum):
    """What somebody does with a doubt. Each leaves a step of this kind (办理记录)."""

    FLAG = "flag"  # 提出疑义
    ASK_BACK = "ask_back"  # 要求补充说明
    SUPPLEMENT = "supplement"  # 补充说明
    FIX = "fix"  # 更正
    REJECT = "reject"  # 不予更正
    CONFIRM = "confirm"  # 确认
    DISPUTE = "dispute"  # 提请裁定
    UPHOLD = "uphold"  # 裁定更正
    DISMISS = "dismiss"  # 裁定维持
    WITHDRAW = "withdraw"  # 撤回


class Side(StrEnum):
    """Who acts: the unit that flagged, the provider, the data authority."""

    FLAGGER = "flagger"
    PROVIDER = "provider"
    AUTHORITY = "authority"


S = State
TRANSITIONS: Mapping[Act, Mapping[State, State]] = {
    Act.ASK_BACK: {S.FLAGGED: S.ASKED_BACK},
    Act.SUPPLEMENT: {S.ASKED_BACK: S.FLAGGED},
    Act.FIX: {S.FLAGGED: S.FIXED, S.ORDERED: S.FIXED},
    Act.REJECT: {S.FLAGGED: S.REJECTED},
    Act.CONFIRM: {S.FIXED: S.CLOSED, S.REJECTED: S.CLOSED},
    Act.DISPUTE: {S.FIXED: S.DISPUTED, S.REJECTED: S.DISPUTED},
    Act.UPHOLD: {S.DISPUTED: S.ORDERED},
    Act.DISMISS: {S.DISPUTED: S.CLOSED},
    Act.WITHDRAW: {S.FLAGGED: S.WITHDRAWN, S.ASKED_BACK: S.WITHDRAWN},
}
"""Act and state to the state that comes of it. `FLAG` makes a doubt and has no line."""

SIDES: Mapping[Act, Side] = {
    Act.FLAG: Side.FLAGGER,
    Act.SUPPLEMENT: Side.FLAGGER,
    Act.CONFIRM: Side.FLAGGER,
    Act.DISPUTE: Side.FLAGGER,
    Act.WITHDRAW: Side.FLAGGER,
    Act.ASK_BACK: Side.PROVIDER,
    Act.FIX: Side.PROVIDER,
    Act.REJECT: Side.PROVIDER,
    Act.UPHOLD: Side.AUTHORITY,
    Act.DISMISS: Side.AUTHORITY,
}
OPEN = frozenset(S) - {S.CLOSED, S.WITHDRAWN}
RUNNING = frozenset({S.FLAGGED, S.ORDERED})
"""Where the provider's limit runs."""


class Outcome(StrEnum):
    """How a doubt ended."""

    CORRECTED = "corrected"  # 已更正
    STANDS = "stands"  # 维持原记录
    WITHDRAWN = "withdrawn"  # 已撤回


def may_act(act: Act, state: State) -> bool:
    """Whether the act is possible in this state."""
    return state in TRANSITIONS.get(act, {})


def possible(state: State) -> tuple[Act, ...]:
    """What is possible in this state."""
    return tuple(act for act in TRANSITIONS if may_act(act, state))


def after(act: Act, state: State) -> State:
    """The state that comes of it. Raises `KeyError` when the act is not possible."""
    return TRANSITIONS[act][state]


def outcome(act: Act, state: State) -> Outcome | None:
    """How a doubt in this state ends by this act; None while it goes on."""
    if act is Act.WITHDRAW:
        return Outcome.WITHDRAWN
    if act is Act.DISMISS:
        return Outcome.STANDS
    if act is Act.CONFIRM:
        return Outcome.CORRECTED if state is S.FIXED else Outcome.STANDS
    return None


def is_of_the_other_side(
    act: Act, actor_id: UUID, *, flagged_by: UUID, answered_by: UUID | None
) -> bool:
    """Whether the actor spoke for another side: nobody answers or rules on their own doubt."""
    before = {
        Side.PROVIDER: (flagged_by,),
        Side.AUTHORITY: (flagged_by, answered_by),
        Side.FLAGGER: (answered_by,),
    }
    return actor_id in before[SIDES[act]]
