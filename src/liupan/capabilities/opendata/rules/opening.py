"""How a dataset is opened, and what it is on its way to everybody."""

from collections.abc import Mapping
from enum import StrEnum


class Openness(StrEnum):
    """How data are opened (开放类型)."""

    OPEN = "open"  # 无条件开放
    CONDITIONAL = "conditional"  # 有条件开放
    NOT = "not"  # 不予开放


class State(StrEnum):
    """What a dataset is (数据集状态)."""

    DRAFT = "draft"  # 起草
    CHECKING = "checking"  # 发布审核中
    RETURNED = "returned"  # 退回修改
    PUBLISHED = "published"  # 已发布
    WITHDRAWN = "withdrawn"  # 已下架


class Act(StrEnum):
    """What is done with a dataset."""

    HAND_IN = "hand_in"  # 提交审核
    RETURN = "return"  # 退回
    RELEASE = "release"  # 发布
    WITHDRAW = "withdraw"  # 下架
    REVISE = "revise"  # 修改


POSSIBLE: Mapping[Act, frozenset[State]] = {
    Act.REVISE: frozenset({State.DRAFT, State.RETURNED}),
    Act.HAND_IN: frozenset({State.DRAFT, State.RETURNED}),
    Act.RETURN: frozenset({State.CHECKING}),
    Act.RELEASE: frozenset({State.CHECKING}),
    Act.WITHDRAW: frozenset({State.PUBLISHED}),
}


def may_act(act: Act, state: State) -> bool:
    """Whether the act is possible with a dataset in this state."""
    return state in POSSIBLE[act]
