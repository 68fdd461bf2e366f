"""The life of a seal and of a request to use one, as tables (印章状态、用印状态)."""

from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a seal stands."""

    APPLIED = "applied"
    REFUSED = "refused"
    APPROVED = "approved"
    MADE = "made"
    IN_USE = "in_use"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    DESTROYED = "destroyed"


class Act(StrEnum):
    """What can be done with a seal."""

    APPROVE = "approve"
    REFUSE = "refuse"
    MAKE = "make"
    TAKE = "take"
    PASS_ON = "pass-on"  # noqa: S105  no password
    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"
    DESTROY = "destroy"


class UseState(StrEnum):
    """Where a request to use a seal stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    USED = "used"


class UseAct(StrEnum):
    """What can be done with a request to use a seal."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    USE = "use"


ACTS = MappingProxyType(
    {
        Act.APPROVE: ({State.APPLIED}, State.APPROVED),
        Act.REFUSE: ({State.APPLIED}, State.REFUSED),
        Act.MAKE: ({State.APPROVED}, State.MADE),
        Act.TAKE: ({State.MADE}, State.IN_USE),
        Act.PASS_ON: ({State.MADE, State.IN_USE}, State.MADE),
        Act.SUSPEND: ({State.IN_USE}, State.SUSPENDED),
        Act.RESUME: ({State.SUSPENDED}, State.IN_USE),
        Act.REVOKE: ({State.MADE, State.IN_USE, State.SUSPENDED}, State.REVOKED),
        Act.DESTROY: ({State.REVOKED}, State.DESTROYED),
    }
)
"""Act: the states in which it is possible, and the one that follows."""

USE_ACTS = MappingProxyType(
    {
        UseAct.APPROVE: ({UseState.REQUESTED}, UseState.APPROVED),
        UseAct.REFUSE: ({UseState.REQUESTED}, UseState.REFUSED),
        UseAct.WITHDRAW: ({UseState.REQUESTED, UseState.APPROVED}, UseState.WITHDRAWN),
        UseAct.USE: ({UseState.APPROVED}, UseState.USED),
    }
)
"""The same for requests; what was used, refused or withdrawn stays so for ever."""


def may_act(act: Act, state: State) -> bool:
    """Whether the act is possible in the state."""
    return state in ACTS[act][0]


def after(act: Act) -> State:
    """The state that comes of an act."""
    return ACTS[act][1]


def possible(state: State) -> list[Act]:
    """What can be done in a state, in the order of the table."""
    return [act for act in ACTS if may_act(act, state)]


def may_act_on_use(act: UseAct, state: UseState) -> bool:
    """Whether the act is possible in the state of the request."""
    return state in USE_ACTS[act][0]


def after_use(act: UseAct) -> UseState:
    """The state of the request that comes of an act."""
    return USE_ACTS[act][1]
