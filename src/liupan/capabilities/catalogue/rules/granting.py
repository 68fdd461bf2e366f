"""What a grant is on a day, and what may be done with it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What a grant is on a day (授权状态); the first four can stand, `ENDED` comes by date."""

    NOT_YET = "not_yet"  # 未生效
    IN_FORCE = "in_force"  # 生效
    SUSPENDED = "suspended"  # 中止
    REVOKED = "revoked"  # 撤销
    ENDED = "ended"  # 到期


S = Standing


class Act(StrEnum):
    """What is done with a grant. Each leaves a step of this kind."""

    ISSUE = "issue"  # 授权
    NARROW = "narrow"  # 缩减
    SUSPEND = "suspend"  # 中止
    RESUME = "resume"  # 恢复
    REVOKE = "revoke"  # 撤销


LASTING = frozenset({S.NOT_YET, S.IN_FORCE, S.SUSPENDED})
POSSIBLE: Mapping[Act, frozenset[Standing]] = {
    Act.NARROW: LASTING,
    Act.SUSPEND: frozenset({S.NOT_YET, S.IN_FORCE}),
    Act.RESUME: frozenset({S.SUSPENDED}),
    Act.REVOKE: LASTING,
}


def standing(state: Standing, valid_from: date, valid_until: date, day: date) -> Standing:
    """What a grant of this stored state and term is on a day."""
    if state is S.REVOKED:
        return state
    if valid_until < day:
        return S.ENDED
    if state is S.IN_FORCE and day < valid_from:
        return S.NOT_YET
    return state


def may_act(act: Act, stands: Standing) -> bool:
    """Whether the act is possible with a grant that stands so."""
    return stands in POSSIBLE.get(act, frozenset())
