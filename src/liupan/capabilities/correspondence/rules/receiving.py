"""Where an incoming document (收文) stands, and what may be done with it (条例 art. 24)."""

from enum import StrEnum


class State(StrEnum):
    """States of an incoming document."""

    ARRIVED = "arrived"
    """待签收"""
    SIGNED_FOR = "signed_for"
    """待登记"""
    REGISTERED = "registered"
    """待初审"""
    PROPOSING = "proposing"
    """拟办: an opinion is proposed to a leader."""
    INSTRUCTING = "instructing"
    """待批示"""
    HANDLING = "handling"
    """办理中"""
    READING = "reading"
    """传阅中"""
    DONE = "done"
    """已办结"""
    ARCHIVED = "archived"
    """已归档"""
    RETURNED = "returned"
    """已退文: sent back with a reason, before it was accepted."""


class Purpose(StrEnum):
    """For action (办件) or for reading (阅件)."""

    ACTION = "action"
    READING = "reading"


OF_STEP = {
    "propose": State.PROPOSING,
    "instruct": State.INSTRUCTING,
    "handle": State.HANDLING,
}
"""Elements of `processes/receiving.bpmn`."""

BEFORE_ACCEPTED = frozenset({State.ARRIVED, State.SIGNED_FOR, State.REGISTERED})
"""Where a unit may send it back; afterwards it is the unit's own to handle."""

ACCEPTED = frozenset(
    {State.PROPOSING, State.INSTRUCTING, State.HANDLING, State.READING, State.DONE}
)
"""Where it may be put before people."""

OPEN = frozenset(State) - {State.DONE, State.ARCHIVED, State.RETURNED}

_URGENCIES = {"特急": "handle_flash", "加急": "handle_express"}
_TYPES = {"请示": "handle_request", "函": "handle_letter"}


def handle_key(document_type: str, urgency: str) -> str:
    """The row of `limits.correspondence` that says how long handling may take."""
    return _URGENCIES.get(urgency) or _TYPES.get(document_type, "handle")


class Act(StrEnum):
    """What somebody may do with an incoming document; also the last word of its address."""

    SIGN_FOR = "sign-for"
    REGISTER = "register"
    REVIEW = "review"
    PROPOSE = "propose"
    INSTRUCT = "instruct"
    FINISH = "finish"
    READ = "read"
    CIRCULATE = "circulate"
    URGE = "urge"
    HAND_OVER = "hand-over"
    GIVE_BACK = "give-back"
    SEND_BACK = "send-back"
