"""What a shared service is: where its data stand, and what state it is in."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """Where the data stand (数据位置)."""

    HOSTED = "hosted"  # 平台托管
    PROXIED = "proxied"  # 提供方系统代理


class State(StrEnum):
    """What a service is (服务状态)."""

    PREPARING = "preparing"  # 配置中
    ONLINE = "online"  # 在线
    PAUSED = "paused"  # 暂停
    ENDED = "ended"  # 下线


class Act(StrEnum):
    """What is done with a service."""

    OPEN = "open"  # 上线
    PAUSE = "pause"  # 暂停
    RESUME = "resume"  # 恢复
    END = "end"  # 下线


POSSIBLE: Mapping[Act, frozenset[State]] = {
    Act.OPEN: frozenset({State.PREPARING}),
    Act.PAUSE: frozenset({State.ONLINE}),
    Act.RESUME: frozenset({State.PAUSED}),
    Act.END: frozenset({State.PREPARING, State.ONLINE, State.PAUSED}),
}


def may_act(act: Act, state: State) -> bool:
    """Whether the act is possible with a service in this state."""
    return state in POSSIBLE[act]
