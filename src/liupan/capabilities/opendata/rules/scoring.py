"""How good a dataset is, point by point, after the dimensions of the EU's Metadata Quality
Assessment (405 points); data that are late lose some."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST = 405
EXCELLENT, GOOD, SUFFICIENT = 351, 221, 121
"""From so many points: the classes of the EU's assessment."""
LATE_POINTS, VERY_LATE_POINTS = 30, 60
"""What late data lose: from the days of the rule set on, and from a whole cycle on."""


class Dimension(StrEnum):
    """What the points are for."""

    FINDABILITY = "findability"  # 可发现
    ACCESSIBILITY = "accessibility"  # 可获取
    INTEROPERABILITY = "interoperability"  # 可互操作
    REUSABILITY = "reusability"  # 可复用
    CONTEXTUALITY = "contextuality"  # 背景信息
    FRESHNESS = "freshness"  # 时效扣分


class Item(StrEnum):
    """What is looked for, as the assessment names it."""

    KEYWORDS = "keywords"
    THEME = "theme"
    SPATIAL = "spatial"
    TEMPORAL = "temporal"
    ACCESS_URL = "access_url"
    DOWNLOAD_URL = "download_url"
    DOWNLOAD_WORKS = "download_works"
    FORMAT = "format"
    MEDIA_TYPE = "media_type"
    VOCABULARY = "vocabulary"
    NOT_PROPRIETARY = "not_proprietary"
    MACHINE_READABLE = "machine_readable"
    CONFORMS = "conforms"
    LICENCE = "licence"
    LICENCE_KNOWN = "licence_known"
    ACCESS_RIGHTS = "access_rights"
    ACCESS_RIGHTS_KNOWN = "access_rights_known"
    CONTACT = "contact"
    PUBLISHER = "publisher"
    RIGHTS = "rights"
    SIZE = "size"
    ISSUED = "issued"
    MODIFIED = "modified"
    LATE = "late"


D, I = Dimension, Item  # noqa: E741
POINTS: Mapping[Item, tuple[Dimension, int]] = {
    I.KEYWORDS: (D.FINDABILITY, 30), I.THEME: (D.FINDABILITY, 30),
    I.SPATIAL: (D.FINDABILITY, 20), I.TEMPORAL: (D.FINDABILITY, 20),
    I.ACCESS_URL: (D.ACCESSIBILITY, 50), I.DOWNLOAD_URL: (D.ACCESSIBILITY, 20),
    I.DOWNLOAD_WORKS: (D.ACCESSIBILITY, 30),
    I.FORMAT: (D.INTEROPERABILITY, 20), I.MEDIA_TYPE: (D.INTEROPERABILITY, 10),
    I.VOCABULARY: (D.INTEROPERABILITY, 10), I.NOT_PROPRIETARY: (D.INTEROPERABILITY, 20),
    I.MACHINE_READABLE: (D.INTEROPERABILITY, 20), I.CONFORMS: (D.INTEROPERABILITY, 30),
    I.LICENCE: (D.REUSABILITY, 20), I.LICENCE_KNOWN: (D.REUSABILITY, 10),
    I.ACCESS_RIGHTS: (D.REUSABILITY, 10), I.ACCESS_RIGHTS_KNOWN: (D.REUSABILITY, 5),
    I.CONTACT: (D.REUSABILITY, 20), I.PUBLISHER: (D.REUSABILITY, 10),
    I.RIGHTS: (D.CONTEXTUALITY, 5), I.SIZE: (D.CONTEXTUALITY, 5),
    I.ISSUED: (D.CONTEXTUALITY, 5), I.MODIFIED: (D.CONTEXTUALITY, 5),
}  # fmt: skip
"""The assessment's points; together `MOST`."""


@dataclass(frozen=True, slots=True)
class Part:
    """Points that one item gets of the most it can have."""

    dimension: Dimension
    item: Item
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Lateness:
    """When data are due, and how late they are."""

    due_on: date | None
    days: int


def lateness(data_on: date, cycle_days: int | None, today: date) -> Lateness:
    """Data are due a cycle after the last; those without a cycle never are (更新周期)."""
    if cycle_days is None:
        return Lateness(None, 0)
    due_on = data_on + timedelta(days=cycle_days)
    return Lateness(due_on, max(0, (today - due_on).days))


def score(
    met: Mapping[Item, bool], late: Lateness, cycle_days: int | None, patience: int
) -> list[Part]:
    """Every item with its points, what lateness takes away at the end."""
    parts = [
        Part(dimension, item, most if met.get(item) else 0, most)
        for item, (dimension, most) in POINTS.items()
    ]
    return [*parts, Part(D.FRESHNESS, I.LATE, -_taken(late, cycle_days, patience), 0)]


def _taken(late: Lateness, cycle_days: int | None, patience: int) -> int:
    if late.days < max(1, patience):
        return 0
    return VERY_LATE_POINTS if cycle_days and late.days >= cycle_days else LATE_POINTS


def total(parts: Sequence[Part]) -> int:
    """All points; never below none."""
    return max(0, sum(part.points for part in parts))
