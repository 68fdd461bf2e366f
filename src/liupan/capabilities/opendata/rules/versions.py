"""What changed from one version of a dataset to the next (版本变化)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What of a version is compared."""

    rows: int
    columns: Sequence[str]
    licence: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a version differs from the one before. `rows`: how many more, or fewer."""

    rows: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    licence: tuple[str, str] | None = None
    title: tuple[str, str] | None = None


def changed(before: State, after: State) -> Change:
    """What changed between two versions."""
    return Change(
        rows=after.rows - before.rows,
        added=tuple(one for one in after.columns if one not in before.columns),
        removed=tuple(one for one in before.columns if one not in after.columns),
        licence=_pair(before.licence, after.licence),
        title=_pair(before.title, after.title),
    )


def _pair(before: str, after: str) -> tuple[str, str] | None:
    return None if before == after else (before, after)
