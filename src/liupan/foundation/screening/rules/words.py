"""Many words found in one pass (Aho and Corasick, 1975)."""

from collections import deque
from collections.abc import Iterable, Iterator

SHORTEST, LONGEST = 2, 60
"""Signs of a word that is looked for: one alone would be found everywhere."""


class _Node(dict[str, "_Node"]):
    """Where the next sign leads, and the longest word that ends here."""

    __slots__ = ("word",)

    def __init__(self) -> None:
        super().__init__()
        self.word = ""


class WordFinder:
    """Finds words of a list in a plain text; the work grows with the text, not with the list."""

    def __init__(self, words: Iterable[str]) -> None:
        self._root = _Node()
        for word in words:
            if SHORTEST <= len(word) <= LONGEST:
                self._put(word)
        self._link()

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and word of whatever is found; of words within one another the longest."""
        reached = -1
        for start, end, word in sorted(self._all(text), key=lambda hit: (hit[0], -hit[1])):
            if end > reached:
                reached = end
                yield start, end, word

    def _all(self, text: str) -> Iterator[tuple[int, int, str]]:
        root = node = self._root
        for end, sign in enumerate(text, 1):
            following = node.get(sign)
            if following is None:
                node = root.get(sign, root)  # one sign deep: no word is that short
            else:
                node = following
                if node.word:
                    yield end - len(node.word), end, node.word

    def _put(self, word: str) -> None:
        node = self._root
        for sign in word:
            node = node.setdefault(sign, _Node())
        node.word = word

    def _link(self) -> None:
        """Let every node know what its longest end leads to, so that no sign is read twice.

        What leads on from the root stays there: it is asked when nothing else leads on.
        """
        waiting = deque((node, self._root) for node in self._root.values())
        while waiting:
            node, end = waiting.popleft()
            for sign, below in node.items():
                leads = end.get(sign)
                waiting.append(
                    (below, self._root.get(sign, self._root) if leads is None else leads)
                )
            if end is not self._root:
                for sign, other in end.items():
                    node.setdefault(sign, other)
                node.word = node.word or end.word
