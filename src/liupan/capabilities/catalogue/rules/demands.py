"""The states of a demand (需求), the acts that lead from one to the next, and whose turn it is."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

RULES = "catalogue.demands"
"""The rule set of a demand's limits."""
WHOLE = "whole"


class State(IntEnum):
    """Where a demand stands."""

    REGISTERED = 10
    DECLINED = 15
    ALLOTTED = 20
    CLAIMED = 30
    CATALOGUED = 40
    REQUESTED = 50
    MET = 60
    CLOSED = 70


class Act(StrEnum):
    """What can be done with a demand."""

    REGISTER = "register"
    ALLOT = "allot"
    CLAIM = "claim"
    DECLINE = "decline"
    CATALOGUE = "catalogue"
    REQUEST = "request"
    REFUSE = "refuse"
    MEET = "meet"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """Whose turn it is: the data authority, the duty unit, or who needs the data."""

    AUTHORITY = "authority"
    DUTY = "duty"
    NEEDING = "needing"


LIVE = frozenset(state for state in State if state < State.MET)
ENDED = frozenset({State.MET, State.CLOSED})

_EVERYWHERE = dict.fromkeys(sorted(LIVE), State.CLOSED)
TRANSITIONS: Mapping[Act, Mapping[State, State]] = {
    Act.ALLOT: {State.REGISTERED: State.ALLOTTED, State.DECLINED: State.ALLOTTED},
    Act.CLAIM: {State.ALLOTTED: State.CLAIMED},
    Act.DECLINE: {State.ALLOTTED: State.DECLINED},
    Act.CATALOGUE: dict.fromkeys(
        (State.REGISTERED, State.DECLINED, State.CLAIMED), State.CATALOGUED
    ),
    Act.REQUEST: {State.CATALOGUED: State.REQUESTED},
    Act.REFUSE: {State.REQUESTED: State.CATALOGUED},
    Act.MEET: {State.CATALOGUED: State.MET, State.REQUESTED: State.MET},
    Act.CLOSE: _EVERYWHERE,
    Act.WITHDRAW: _EVERYWHERE,
}
TURN: Mapping[State, Side] = {
    State.REGISTERED: Side.AUTHORITY,
    State.DECLINED: Side.AUTHORITY,
    State.ALLOTTED: Side.DUTY,
    State.CLAIMED: Side.DUTY,
    State.CATALOGUED: Side.NEEDING,
    State.REQUESTED: Side.DUTY,
}
STAGES: Mapping[State, str] = {
    State.REGISTERED: "check",
    State.DECLINED: "rule",
    State.ALLOTTED: "claim",
    State.CLAIMED: "catalogue",
    State.CATALOGUED: "request",
    State.REQUESTED: "grant",
}
"""The key of each state's own limit in the rule set."""


def may_act(act: Act, state: State) -> bool:
    """Whether the act is possible in this state."""
    return state in TRANSITIONS.get(act, {})


def after(act: Act, state: State) -> State:
    """The state that comes of it. Raises `KeyError` when the act is not possible."""
    return TRANSITIONS[act][state]
