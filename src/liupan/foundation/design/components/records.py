"""Values that larger parts of a page are drawn from: figures, work rows, timelines, trees, jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.safestring import SafeString

from liupan.foundation.design.components.clocks import Clock
from liupan.foundation.design.components.marks import Text

Number = int | float | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A named figure (指标): its value, where it should be, how it stands.

    `value` None is "not yet measured", never 0. `state` and `state_label` as for `{% state %}`.
    `share`, `target_share`, `step_share` are per cents on the bullet; for a figure in per cent
    they may be left out. `foot` is target and step in words; `as_of` the day of the value.
    """

    name: Text
    value: Number | None
    unit: str = "%"
    digits: int = 1
    state: str = ""
    state_label: Text = ""
    target: Number | None = None
    step: Number | None = None
    full: Number = 100
    foot: Text = ""
    foot_is_late: bool = False
    as_of: Text = ""
    url: str = ""

    @property
    def bullet_kind(self) -> str:
        return self.state if self.state in ("risk", "done") else ""

    def on_bullet(self, number: Number | None) -> float | None:
        """Where a number stands on the bullet, in per cent of `full`."""
        return None if number is None else float(number) / float(self.full) * 100

    @property
    def shares(self) -> tuple[float | None, float | None, float | None]:
        """Value, target and step in per cent of `full`."""
        return (
            self.on_bullet(self.value),
            self.on_bullet(self.target),
            self.on_bullet(self.step),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One thing to do: what kind, what about, until when, and the one verb.

    `glyph` is one character for the kind; `is_document` draws it in the red of documents.
    """

    title: Text
    url: str
    verb: Text
    glyph: Text = ""
    is_document: bool = False
    meta: tuple[Text, ...] = ()
    clock: Clock | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to open: `size` in words, `kind` names its icon (file, doc, photo).

    `sm3` is the digest of its content in hexadecimal; shown short, whole on demand. `view_url` is
    the page that shows it; `notes` are few words each: version, mark, what the scanner said.
    """

    name: str
    url: str
    size: str = ""
    kind: str = "file"
    sm3: str = ""
    view_url: str = ""
    notes: tuple[Text, ...] = ()

    @property
    def short_sm3(self) -> str:
        return f"{self.sm3[:4]}…{self.sm3[-4:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of a timeline.

    `kind`: "" or act, now, back, late, sheet-blue, sheet-orange, sheet-red, sys, next. `said` is
    what somebody wrote; `by_leader` sets it in handwriting. `at` may be a moment, a day or words
    (今日到期).
    """

    act: Text
    who: Text = ""
    at: datetime | date | str = ""
    kind: str = ""
    said: Text = ""
    text: Text = ""
    by_leader: bool = False
    files: tuple[File, ...] = ()

    @property
    def when_is_words(self) -> bool:
        return isinstance(self.at, str)

    @property
    def when_is_moment(self) -> bool:
        return isinstance(self.at, datetime)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """One row of a tree that is read as a table. `cells` stand right of the name.

    `level` 0 to 2. Whether branches go on below is found by `tree_rows`.
    """

    name: Text
    level: int
    cells: tuple[Text, ...] = ()
    number: str = ""
    url: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Long work: can be left, found again, cancelled.

    `kind`: "" (waiting or running), "done" or "fail". `done` of `total` steps.
    """

    title: Text
    done: int
    total: int
    words: Text
    kind: str = ""
    link_label: Text = ""
    link_url: str = ""
    more: Text = ""
    poll_url: str = ""
    cancel_url: str = ""

    @property
    def share(self) -> int:
        return round(self.done * 100 / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A tree row with the classes that draw its branches, and those of its cells."""

    row: TreeRow
    classes: str
    kinds: Sequence[str] = ()

    @property
    def cells(self) -> list[tuple[Text, str]]:
        """Each cell with its class."""
        return [
            (cell, self.kinds[place] if place < len(self.kinds) else "")
            for place, cell in enumerate(self.row.cells)
        ]


def tree_rows(rows: Sequence[TreeRow], kinds: Sequence[str] = ()) -> list[DrawnRow]:
    """Rows in the order they are read, with `has-next` and `is-mid` where branches go on."""
    return [
        DrawnRow(row, _branches(row, rows[place + 1 :]), kinds) for place, row in enumerate(rows)
    ]


def _branches(row: TreeRow, below: Sequence[TreeRow]) -> str:
    classes = ["is-root" if row.level == 0 else f"is-lv{row.level}"]
    if row.level and _comes_again(1, below):
        classes.append("has-next")
    if row.level == 2 and _comes_again(2, below):
        classes.append("is-mid")
    if row.is_here:
        classes.append("is-here")
    return " ".join(classes)


def _comes_again(level: int, below: Sequence[TreeRow]) -> bool:
    """Whether a row of `level` follows before the branch above it ends."""
    for row in below:
        if row.level < level:
            return False
        if row.level == level:
            return True
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a definition list; `value` may be marked-up."""

    name: Text
    value: Text | SafeString
