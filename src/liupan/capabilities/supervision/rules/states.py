"""What may be done with an item, in which state, and what comes of it."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where an item stands. Paused is no state but a flag beside `working`."""

    REGISTERED = "registered"  # 已立项
    HANDED_OVER = "handed_over"  # 待签收
    WORKING = "working"  # 办理中
    ENDORSING = "endorsing"  # 待审签
    VERIFYING = "verifying"  # 待核验
    CLOSED = "closed"  # 已销号
    ARCHIVED = "archived"  # 已归档
    WITHDRAWN = "withdrawn"  # 已撤销


OPEN = frozenset(
    {State.REGISTERED, State.HANDED_OVER, State.WORKING, State.ENDORSING, State.VERIFYING}
)
"""Not done and not given up (在办)."""
DONE = frozenset({State.CLOSED, State.ARCHIVED})
REPORTED = frozenset({State.ENDORSING, State.VERIFYING})
"""Reported done (已报结), not verified yet."""
RUNNING = frozenset({State.HANDED_OVER, State.WORKING, State.ENDORSING, State.VERIFYING})
"""States in which the clock runs, or is paused."""


class Act(StrEnum):
    """What somebody does with an item. Each leaves an entry of this kind (办理记录)."""

    REGISTER = "register"  # 立项
    DECOMPOSE = "decompose"  # 分解
    REVISE = "revise"  # 调整
    HAND_OVER = "hand_over"  # 交办
    SIGN_FOR = "sign_for"  # 签收
    URGE = "urge"  # 催办
    VISIT = "visit"  # 实地核查
    PROGRESS = "progress"  # 报送进展
    REPORT = "report"  # 报结
    ENDORSE = "endorse"  # 审签
    RETURN = "return"  # 退回
    CLOSE = "close"  # 核验销号
    ARCHIVE = "archive"  # 归档
    REOPEN = "reopen"  # 重新启动
    WITHDRAW = "withdraw"  # 撤销
    REASSIGN = "reassign"  # 移交
    ASK = "ask"  # 申请延期、暂停
    GRANT = "grant"  # 批准申请
    REFUSE = "refuse"  # 不批准申请
    RESUME = "resume"  # 恢复计时
    SHEET = "sheet"  # 发督办单
    ANSWER = "answer"  # 回应督办单
    LAPSE = "lapse"  # 督办单逾期未落实
    NOTE = "note"  # 批示
    LATE = "late"  # 逾期


S = State
_STAYS = {
    Act.DECOMPOSE: {S.REGISTERED, S.HANDED_OVER, S.WORKING},
    Act.REVISE: OPEN,
    Act.URGE: RUNNING,
    Act.VISIT: RUNNING | DONE,
    Act.PROGRESS: {S.WORKING},
    Act.REASSIGN: OPEN,
    Act.ASK: {S.HANDED_OVER, S.WORKING},
    Act.GRANT: RUNNING,
    Act.REFUSE: RUNNING,
    Act.RESUME: {S.WORKING},
    Act.SHEET: RUNNING,
    Act.ANSWER: RUNNING,
    Act.LAPSE: RUNNING,
    Act.NOTE: set(State) - {S.WITHDRAWN},
    Act.LATE: set(State) - {S.REGISTERED},
}
_MOVES: dict[Act, dict[State, State]] = {
    Act.HAND_OVER: {S.REGISTERED: S.HANDED_OVER},
    Act.SIGN_FOR: {S.HANDED_OVER: S.WORKING},
    Act.REPORT: {S.WORKING: S.ENDORSING},
    Act.ENDORSE: {S.ENDORSING: S.VERIFYING},
    Act.RETURN: {S.ENDORSING: S.WORKING, S.VERIFYING: S.WORKING},
    Act.CLOSE: {S.VERIFYING: S.CLOSED},
    Act.ARCHIVE: {S.CLOSED: S.ARCHIVED},
    Act.REOPEN: {S.CLOSED: S.WORKING, S.ARCHIVED: S.WORKING},
    Act.WITHDRAW: {S.REGISTERED: S.WITHDRAWN, S.HANDED_OVER: S.WITHDRAWN},
}
TRANSITIONS: Mapping[Act, Mapping[State, State]] = {
    **{act: {state: state for state in states} for act, states in _STAYS.items()},
    **_MOVES,
}
"""Act and state to the state that comes of it. `REGISTER` makes an item and has no line."""

WHILE_PAUSED = frozenset(
    {Act.RESUME, Act.NOTE, Act.VISIT, Act.REVISE, Act.DECOMPOSE, Act.REASSIGN, Act.REFUSE, Act.LATE}
)
"""What may be done while the clock is paused."""


def may_act(act: Act, state: State, *, is_paused: bool = False) -> bool:
    """Whether the act is possible in this state."""
    if is_paused:
        return act in WHILE_PAUSED and state in TRANSITIONS.get(act, {})
    return act is not Act.RESUME and state in TRANSITIONS.get(act, {})


def possible(state: State, *, is_paused: bool = False) -> tuple[Act, ...]:
    """What may be done now, for the refusal of what may not."""
    return tuple(act for act in Act if may_act(act, state, is_paused=is_paused))


def after(act: Act, state: State) -> State:
    """The state that comes of it. Raises `KeyError` when the act is not possible."""
    return TRANSITIONS[act][state]


class Finding(StrEnum):
    """How a matter stands on the spot, beside what was reported (核查结论)."""

    AS_REPORTED = "as_reported"  # 与报送一致
    PARTLY = "partly"  # 部分属实
    NOT_DONE = "not_done"  # 与报送不符


class Holder(StrEnum):
    """Who holds an item now (当前承办); always exactly one."""

    SUPERVISION = "supervision"
    UNIT = "unit"
    LEADER = "leader"
    NOBODY = "nobody"


HOLDERS: Mapping[State, Holder] = {
    S.REGISTERED: Holder.SUPERVISION,
    S.HANDED_OVER: Holder.UNIT,
    S.WORKING: Holder.UNIT,
    S.ENDORSING: Holder.LEADER,
    S.VERIFYING: Holder.SUPERVISION,
    S.CLOSED: Holder.SUPERVISION,
    S.ARCHIVED: Holder.NOBODY,
    S.WITHDRAWN: Holder.NOBODY,
}
