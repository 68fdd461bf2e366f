"""When two items are one: the same name, however it is written."""

import unicodedata


def key_of(name: str) -> str:
    """The name without spaces, punctuation, width and case: what it is compared by."""
    flat = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in flat if unicodedata.category(c)[0] not in "ZPSC")
