"""How words are found in entries: by single characters and pairs of them. Pure."""

from itertools import pairwise


def words_of(query: str) -> list[str]:
    """The words of a query, as the database folds them; each is to be found as it stands."""
    return query.replace("\0", "").lower().split()


def grams(word: str) -> list[str]:
    """The fewest pairs (of one character, itself) that every text with the word holds."""
    return [word] if len(word) == 1 else list(dict.fromkeys(map("".join, pairwise(word))))
