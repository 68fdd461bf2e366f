"""What may be done with an edition of an entry, in which state, by whom, and what comes of it."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from uuid import UUID


class State(IntEnum):
    """Where an edition stands; the numbers are those of catalogues elsewhere (目录状态)."""

    DRAFT = 0  # 草稿
    RETURNED = 1  # 退回修改
    REGISTRATION_REJECTED = 2  # 登记审核未通过
    REGISTERING = 10  # 待登记审核
    REGISTERED = 19  # 已登记
    PUBLISHING = 20  # 待发布审核
    PUBLICATION_REJECTED = 22  # 发布审核未通过
    WITHDRAWN = 23  # 已撤销
    PUBLISHED = 29  # 已发布


S = State
EDITABLE = frozenset({S.DRAFT, S.RETURNED, S.REGISTRATION_REJECTED, S.PUBLICATION_REJECTED})
"""Where the unit may change what the edition says."""
WORKING = EDITABLE | {S.REGISTERING, S.REGISTERED, S.PUBLISHING}
"""On the way to publication; a resource has one such edition at most."""
GROUNDED = frozenset({S.REGISTERING, S.REGISTERED, S.PUBLISHING, S.PUBLISHED})
"""Where conditions of type 2 and the article of type 3 must stand."""


class Act(StrEnum):
    """What somebody does with an edition. Each leaves a step of this kind (办理记录)."""

    REGISTER = "register"  # 编制
    REVISE = "revise"  # 修改
    HAND_IN = "hand_in"  # 提交登记
    PASS = "pass"  # noqa: S105  登记审核通过
    RETURN = "return"  # 退回修改
    REJECT = "reject"  # 登记审核不通过
    ASK = "ask"  # 申请发布
    PUBLISH = "publish"  # 发布
    REFUSE = "refuse"  # 不予发布
    RECALL = "recall"  # 撤回
    WITHDRAW = "withdraw"  # 撤销
    REPLACE = "replace"  # 由新版本取代


TRANSITIONS: Mapping[Act, Mapping[State, State]] = {
    Act.REVISE: {state: state for state in EDITABLE},
    Act.HAND_IN: dict.fromkeys(EDITABLE, S.REGISTERING),
    Act.PASS: {S.REGISTERING: S.REGISTERED},
    Act.RETURN: {S.REGISTERING: S.RETURNED},
    Act.REJECT: {S.REGISTERING: S.REGISTRATION_REJECTED},
    Act.ASK: {S.REGISTERED: S.PUBLISHING},
    Act.PUBLISH: {S.PUBLISHING: S.PUBLISHED},
    Act.REFUSE: {S.PUBLISHING: S.PUBLICATION_REJECTED},
    Act.RECALL: {S.REGISTERING: S.DRAFT, S.REGISTERED: S.DRAFT, S.PUBLISHING: S.REGISTERED},
    Act.WITHDRAW: dict.fromkeys({*EDITABLE, S.REGISTERED, S.PUBLISHED}, S.WITHDRAWN),
    Act.REPLACE: {S.PUBLISHED: S.WITHDRAWN},
}
"""Act and state to the state that comes of it. `REGISTER` makes an edition and has no line."""

DECIDE_REGISTRATION = frozenset({Act.PASS, Act.RETURN, Act.REJECT})
DECIDE_PUBLICATION = frozenset({Act.PUBLISH, Act.REFUSE})


def may_act(act: Act, state: State) -> bool:
    """Whether the act is possible in this state."""
    return state in TRANSITIONS.get(act, {})


def possible(state: State) -> tuple[Act, ...]:
    """What is possible in this state, for the refusal of what is not."""
    return tuple(act for act in Act if act is not Act.REPLACE and may_act(act, state))


def after(act: Act, state: State) -> State:
    """The state that comes of it. Raises `KeyError` when the act is not possible."""
    return TRANSITIONS[act][state]


def has_done_the_step_before(
    act: Act,
    actor_id: UUID,
    *,
    handed_in_by: UUID | None,
    registered_by: UUID | None,
    asked_by: UUID | None,
) -> bool:
    """Whether the actor took the step before this one: nobody holds two successive steps.

    The two reviews follow each other too, whoever asked for publication between them.
    """
    before = {
        **dict.fromkeys(DECIDE_REGISTRATION, (handed_in_by,)),
        Act.ASK: (registered_by,),
        **dict.fromkeys(DECIDE_PUBLICATION, (asked_by, registered_by)),
    }
    return actor_id in before.get(act, ())
