"""How long an item may take by its origin, and how soon it must be signed for."""

from liupan.capabilities.supervision.rules.states import State

RULE_SET = "limits.supervision_items"
SCORES = "supervision.scores"
SHEETS = "supervision.sheets"

_NOTES = {"ordinary": "note", "urgent": "note_urgent", "hard": "note_hard"}
_KEYS = {"meeting": "minutes", "document": "document", "proposal": "proposal", "press": "press"}


def limit_key(origin: str, urgency: str) -> str:
    """The row of `limits.supervision_items` that an origin and urgency ask for."""
    if origin == "note":
        return _NOTES[urgency]
    return _KEYS.get(origin, "plan")


def code_of(parent_code: str, ordinal: int) -> str:
    """86, 86-4, 86-4-2."""
    return f"{parent_code}-{ordinal}" if parent_code else str(ordinal)


def number_of(root_number: str, root_code: str, code: str) -> str:
    """固督〔2017〕86号 of the root becomes 固督〔2017〕86-4-2号 of a part."""
    head, sign, tail = root_number.rpartition(root_code)
    return f"{head}{code}{tail}" if sign else f"{root_number}-{code}"


def path_of(parent_path: str, ordinal: int, year: int = 0) -> str:
    """A path that sorts as a tree is read: 2017.00086.004.002."""
    return f"{parent_path}.{ordinal:03d}" if parent_path else f"{year:04d}.{ordinal:05d}"


def may_be_late(state: State) -> bool:
    """Whether an item in this state has a limit that can pass."""
    return state not in (State.REGISTERED, State.WITHDRAWN)
