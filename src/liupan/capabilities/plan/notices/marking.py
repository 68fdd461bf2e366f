"""The text of a notice cut up so that the words of each proposed part can be shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from liupan.capabilities.plan.notices.drafting import Place


@dataclass(frozen=True, slots=True)
class Run:
    """Words that belong to the same parts. `first_of`: parts whose words begin here."""

    words: str
    of: tuple[str, ...] = ()
    first_of: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """The part with the fewest words here: what a click means."""
        return self.of[0] if self.of else ""


def paragraphs_of(text: str, places: Mapping[str, Sequence[Place]]) -> list[list[Run]]:
    """The text, paragraph by paragraph, as runs. Parts overlap: a target stands in a task."""
    whole = sorted(
        ((start, end, key) for key, spans in places.items() for start, end in spans),
        key=lambda place: place[1] - place[0],
    )
    shown: set[str] = set()
    found, at = [], 0
    for line in text.split("\n"):
        end = at + len(line)
        inside = [p for p in whole if p[0] < end and p[1] > at]
        found.append(list(_runs(text, at, end, inside, shown)))
        at = end + 1
    return found


def _runs(
    text: str, start: int, end: int, places: Sequence[tuple[int, int, str]], shown: set[str]
) -> Iterator[Run]:
    edges = {start, end}
    edges |= {min(max(x, start), end) for first, last, _key in places for x in (first, last)}
    ordered = sorted(edges)
    for left, right in pairwise(ordered):
        of = tuple(key for first, last, key in places if first <= left and last >= right)
        fresh = tuple(key for n, key in enumerate(of) if key not in shown and key not in of[:n])
        shown.update(fresh)
        yield Run(text[left:right], of, fresh)
