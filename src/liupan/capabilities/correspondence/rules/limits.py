"""How soon a document is issued and signed for, by its urgency; how often somebody is urged."""

RULE_SET = "limits.correspondence"
URGE_AGAIN = "urge_again"
"""The row that says after how many hours the same is urged again."""

_SUFFIXES = {"": "", "加急": "_express", "特急": "_flash"}


def issue_key(urgency: str) -> str:
    """The row that says how soon a document is issued after it was first handed on."""
    return f"issue{_SUFFIXES[urgency]}"


def sign_key(urgency: str) -> str:
    """The row that says how soon a unit signs for it."""
    return f"sign_for{_SUFFIXES[urgency]}"
