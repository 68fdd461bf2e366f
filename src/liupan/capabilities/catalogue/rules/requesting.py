"""What may be done with a request for access (数据使用申请), in which state, and by whose hands.

draft → conformity check by the data authority → the provider's decision → two reviews → grant.
What is returned begins anew: whatever was checked, decided or reviewed is of the round before.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """Where a request stands (申请状态)."""

    DRAFT = "draft"  # 草稿
    RETURNED = "returned"  # 退回补正
    CHECKING = "checking"  # 待合规性审核
    REJECTED = "rejected"  # 合规性审核不通过
    DECIDING = "deciding"  # 待提供方答复
    ANSWERED = "answered"  # 部分同意或不同意，待申请方确认
    NEGOTIATING = "negotiating"  # 协商中
    REVIEWING = "reviewing"  # 待安全审查和保密审查
    NOT_PASSED = "not_passed"  # 审查不通过
    GRANTED = "granted"  # 已授权
    REFUSED = "refused"  # 不予共享
    WITHDRAWN = "withdrawn"  # 已撤回


S = State
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
"""Where the requester may change what is asked for."""
OVER = frozenset({S.REJECTED, S.NOT_PASSED, S.GRANTED, S.REFUSED, S.WITHDRAWN})
LIVE = frozenset(S) - OVER


class Act(StrEnum):
    """What somebody does with a request. Each leaves a step of this kind (办理记录)."""

    BEGIN = "begin"  # 起草
    REVISE = "revise"  # 修改
    HAND_IN = "hand_in"  # 提交
    PASS_CHECK = "pass_check"  # noqa: S105  合规性审核通过
    RETURN_CHECK = "return_check"  # 合规性审核退回
    REJECT_CHECK = "reject_check"  # 合规性审核不通过
    AGREE = "agree"  # 同意
    AGREE_IN_PART = "agree_in_part"  # 部分同意
    REFUSE = "refuse"  # 不同意
    ACCEPT = "accept"  # 接受答复
    OBJECT = "object"  # 提出异议
    SAY = "say"  # 陈述意见
    RULE_FOR = "rule_for"  # 裁定共享
    RULE_IN_PART = "rule_in_part"  # 裁定部分共享
    RULE_AGAINST = "rule_against"  # 裁定不予共享
    PASS_SECURITY = "pass_security"  # noqa: S105  安全审查通过
    RETURN_SECURITY = "return_security"  # 安全审查退回
    REJECT_SECURITY = "reject_security"  # 安全审查不通过
    PASS_SECRECY = "pass_secrecy"  # noqa: S105  保密审查通过
    RETURN_SECRECY = "return_secrecy"  # 保密审查退回
    REJECT_SECRECY = "reject_secrecy"  # 保密审查不通过
    WITHDRAW = "withdraw"  # 撤回


A = Act
REQUESTING = frozenset({A.BEGIN, A.REVISE, A.HAND_IN, A.ACCEPT, A.OBJECT, A.WITHDRAW})
CHECKS = frozenset({A.PASS_CHECK, A.RETURN_CHECK, A.REJECT_CHECK})
DECISIONS = frozenset({A.AGREE, A.AGREE_IN_PART, A.REFUSE})
RULINGS = frozenset({A.RULE_FOR, A.RULE_IN_PART, A.RULE_AGAINST})
SECURITY = frozenset({A.PASS_SECURITY, A.RETURN_SECURITY, A.REJECT_SECURITY})
SECRECY = frozenset({A.PASS_SECRECY, A.RETURN_SECRECY, A.REJECT_SECRECY})
REVIEWS = SECURITY | SECRECY

POSSIBLE: Mapping[Act, frozenset[State]] = {
    **dict.fromkeys((A.REVISE, A.HAND_IN), EDITABLE),
    **dict.fromkeys(CHECKS, frozenset({S.CHECKING})),
    **dict.fromkeys((A.AGREE, A.AGREE_IN_PART), frozenset({S.DECIDING, S.NEGOTIATING})),
    A.REFUSE: frozenset({S.DECIDING}),
    **dict.fromkeys((A.ACCEPT, A.OBJECT), frozenset({S.ANSWERED})),
    A.SAY: frozenset({S.NEGOTIATING}),
    **dict.fromkeys(RULINGS, frozenset({S.NEGOTIATING})),
    **dict.fromkeys(REVIEWS, frozenset({S.REVIEWING})),
    A.WITHDRAW: LIVE,
}
"""Act to the states in which it is possible. `BEGIN` makes a request and has no line."""

APART: Mapping[Act, frozenset[Act]] = {
    **dict.fromkeys(CHECKS, REQUESTING),
    **dict.fromkeys(DECISIONS, REQUESTING | CHECKS),
    **dict.fromkeys(RULINGS, REQUESTING | DECISIONS | {A.SAY}),
    **dict.fromkeys(SECURITY, frozenset(Act) - SECURITY),
    **dict.fromkeys(SECRECY, frozenset(Act) - SECRECY),
}
"""Act to the acts after which one may not do it on the same request, in whatever round: nobody
decides what they asked for, nobody reviews what they asked for, checked, decided or reviewed by
the other review."""


def may_act(act: Act, state: State) -> bool:
    """Whether the act is possible in this state."""
    return state in POSSIBLE.get(act, frozenset())


def possible(state: State) -> tuple[Act, ...]:
    """What is possible in this state, for the refusal of what is not."""
    return tuple(act for act in Act if may_act(act, state))


def is_barred(act: Act, actor: UUID, steps: Iterable[tuple[str, UUID]]) -> bool:
    """Whether the actor did something before, by kind and actor of steps, that bars them."""
    before = APART.get(act, frozenset())
    return any(one == actor and kind in before for kind, one in steps)


class Gate(StrEnum):
    """The two reviews that a request passes (审查类别)."""

    SECURITY = "security"  # 安全审查
    SECRECY = "secrecy"  # 保密审查


class Verdict(StrEnum):
    """What a review comes to."""

    PASSED = "passed"
    RETURNED = "returned"
    REJECTED = "rejected"


REVIEW_ACTS: Mapping[tuple[Gate, Verdict], Act] = {
    (Gate.SECURITY, Verdict.PASSED): A.PASS_SECURITY,
    (Gate.SECURITY, Verdict.RETURNED): A.RETURN_SECURITY,
    (Gate.SECURITY, Verdict.REJECTED): A.REJECT_SECURITY,
    (Gate.SECRECY, Verdict.PASSED): A.PASS_SECRECY,
    (Gate.SECRECY, Verdict.RETURNED): A.RETURN_SECRECY,
    (Gate.SECRECY, Verdict.REJECTED): A.REJECT_SECRECY,
}


class Side(StrEnum):
    """Who speaks in a negotiation."""

    CONSUMER = "consumer"
    PROVIDER = "provider"


def both_are_heard(said: Collection[str]) -> bool:
    """Whether both sides have spoken since the negotiation began."""
    return {Side.CONSUMER.value, Side.PROVIDER.value} <= set(said)
