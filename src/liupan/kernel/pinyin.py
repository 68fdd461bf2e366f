"""Chinese words in Latin letters, by which people find names on any keyboard."""


def syllables(text: str) -> list[str]:
    """固原 is ["gu", "yuan"]; what is not Chinese stays as it is."""
    # Its dictionary takes half a second and 50 MB, which only those who write names need carry.
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)


def initials(text: str) -> list[str]:
    """固原 is ["g", "y"]."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.FIRST_LETTER)
