"""The automatic check before release, as decisions: what blocks, and what a table about persons
must be like (k-匿名)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

BLOCKED = frozenset(
    {"identity", "old_identity", "bank_card", "mobile", "passport", "secrecy_mark", "secrecy"}
)
"""Kinds of findings that block a column of values whatever the rule set weighs in texts; what the
rule set itself blocks on publication does so too."""
TOGETHER = 3
"""Columns whose combinations are looked through for the one that fails."""


@dataclass(frozen=True, slots=True)
class Count:
    """Groups of rows alike in some columns: the smallest, how many rows stand in groups below k."""

    least: int
    groups: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What would mend it: `generalise` a column so, `hide` it, or `remove` so many rows."""

    kind: str
    column: str = ""
    how: str = ""
    rows_left: int = 0
    """Rows that would still stand in groups below k."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Whether persons can be told apart: the whole set of quasi-identifiers, what fails first."""

    columns: tuple[str, ...]
    whole: Count
    culprit: tuple[str, ...] = ()
    found: Count | None = None
    ways: tuple[Way, ...] = ()

    @property
    def holds(self) -> bool:
        """Every group has at least k people."""
        return self.whole.rows == 0


Counter = Callable[[Sequence[str], str, str], Count]
"""Counts groups of columns, one of them made coarser: columns, that column or "", how."""


def examine(columns: Sequence[str], finer: Mapping[str, Sequence[str]], count: Counter) -> Privacy:
    """Look at the quasi-identifiers together; where they fail, name the smallest set that fails,
    of equals the one with the most rows in small groups, and what would mend the whole.

    `finer` says how each column can be made coarser. Counts at most all small combinations.
    """
    names = tuple(columns)
    whole = count(names, "", "")
    if not whole.rows:
        return Privacy(columns=names, whole=whole)
    culprit, found = _culprit(names, count, whole)
    ways = sorted(_ways(names, culprit, finer, count), key=lambda way: way.rows_left > 0)
    remove = Way(kind="remove", rows_left=0, how=str(whole.rows))
    return Privacy(
        columns=names, whole=whole, culprit=culprit, found=found, ways=(*ways, remove)
    )  # fmt: skip


def _culprit(names: tuple[str, ...], count: Counter, whole: Count) -> tuple[tuple[str, ...], Count]:
    """Groups only get smaller with more columns, so the first size that fails is the smallest."""
    for size in range(1, min(TOGETHER, len(names) - 1) + 1):
        failing = [
            (some, found)
            for some in combinations(names, size)
            if (found := count(some, "", "")).rows
        ]
        if failing:
            return max(failing, key=lambda one: one[1].rows)
    return names, whole


def _ways(
    names: tuple[str, ...],
    culprit: tuple[str, ...],
    finer: Mapping[str, Sequence[str]],
    count: Counter,
) -> Iterator[Way]:
    for column in culprit:
        for how in finer.get(column, ()):
            left = count(names, column, how).rows
            yield Way(kind="generalise", column=column, how=how, rows_left=left)
        rest = tuple(one for one in names if one != column)
        left = count(rest, "", "").rows if rest else 0
        yield Way(kind="hide", column=column, rows_left=left)
