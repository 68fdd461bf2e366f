"""Secrecy levels (密级) and network zones (网络区域): words that every storey uses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any, Self


class Secrecy(IntEnum):
    """Level of a thing, and clearance of a person (公开, 内部, 秘密, 机密, 绝密)."""

    PUBLIC = 0
    INTERNAL = 1
    SECRET = 2
    CONFIDENTIAL = 3
    TOP_SECRET = 4


class Zone(StrEnum):
    """The network an installation serves (互联网, 电子政务外网, 电子政务内网)."""

    INTERNET = "internet"
    EXTRANET = "extranet"
    INTRANET = "intranet"


CEILING = {
    Zone.INTERNET: Secrecy.PUBLIC,
    Zone.EXTRANET: Secrecy.INTERNAL,
    Zone.INTRANET: Secrecy.CONFIDENTIAL,
}
"""The highest level a zone may hold. State secrets never touch the extranet (保密法)."""

LONGEST_YEARS = {Secrecy.SECRET: 10, Secrecy.CONFIDENTIAL: 20, Secrecy.TOP_SECRET: 30}
"""Years a state secret of the level may be kept at most (保守国家秘密法 art. 20)."""
WORDS = {
    Secrecy.PUBLIC: "公开",
    Secrecy.INTERNAL: "内部",
    Secrecy.SECRET: "秘密",
    Secrecy.CONFIDENTIAL: "机密",
    Secrecy.TOP_SECRET: "绝密",
}
"""What is printed on a document, in whatever language the page is."""
STAR = "★"


class ImpossibleMark(ValueError):
    """A mark that the law does not know. Its argument is the reason: `level`, `both`, `long`,
    `since` or `form`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A secrecy mark (密级标识): level ★ period, from the day the secret was determined.

    The period is years, or a last day and a condition, each alone or together: it ends when the
    day has passed and the condition has come. Without any it is the longest of the level. What is
    no state secret has no period. Raises `ImpossibleMark`.
    """

    level: Secrecy
    since: date | None = None
    years: int | None = None
    until: date | None = None
    condition: str = ""

    def __post_init__(self) -> None:
        has_period = bool(self.years is not None or self.until or self.condition)
        if self.level not in LONGEST_YEARS:
            if has_period or self.since:
                raise ImpossibleMark("level")
            return
        if self.since is None:
            raise ImpossibleMark("since")
        if self.years is not None and (self.until or self.condition):
            raise ImpossibleMark("both")
        if self.years is not None and not 0 < self.years <= LONGEST_YEARS[self.level]:
            raise ImpossibleMark("long")
        if self.until and not self.since < self.until <= self.latest_end:
            raise ImpossibleMark("long")

    @property
    def latest_end(self) -> date:
        """The last day on which the level's longest period ends. Only of a state secret."""
        return _years_after(self.since or date.min, LONGEST_YEARS[self.level])

    @property
    def ends_on(self) -> date | None:
        """The day on which the period has passed; None of what is no state secret.

        A condition may come earlier than this day, never later: no law lets a secret outlast it.
        """
        if self.since is None:
            return None
        if self.years is not None:
            return _years_after(self.since, self.years)
        if self.condition:
            return self.latest_end
        return self.until or self.latest_end

    def protects_no_less_than(self, other: "Mark") -> bool:
        """Whether nobody could read anything earlier than under `other`."""
        if self.level != other.level:
            return self.level > other.level
        ends = (self.ends_on or date.min, other.ends_on or date.min)
        return ends[0] >= ends[1] and self.condition == other.condition

    def __str__(self) -> str:
        word = WORDS[self.level]
        if self.years is not None:
            return f"{word}{STAR}{self.years}年"
        period = "，".join(filter(None, [_written(self.until), self.condition]))
        return f"{word}{STAR}{period}" if period else word

    @classmethod
    def parse(cls, words: str, *, since: date | None) -> Self:
        """The mark as it is written: 内部, 秘密★1年, 机密★2020年1月1日, 绝密★谈判结束后."""
        name, _star, period = (part.strip() for part in words.strip().partition(STAR))
        level = next((level for level, word in WORDS.items() if word == name), None)
        if level is None:
            raise ImpossibleMark("form")
        said = dict[str, Any]()
        if found := _YEARS.fullmatch(period):
            said["years"] = int(found[1])
        elif found := _DAY.match(period):
            said["until"] = _day(found)
            said["condition"] = period[found.end() :].strip(" ，,")
        else:
            said["condition"] = period
        return cls(level=level, since=since if level in LONGEST_YEARS else None, **said)


def highest_of(marks: Iterable[Mark]) -> Mark:
    """The mark of a thing made of parts: the highest level and the longest period of its parts.

    Conditions of parts are joined: all must have come. Without parts it is public.
    """
    parts = list(marks)
    level = max((part.level for part in parts), default=Secrecy.PUBLIC)
    secret = [part for part in parts if part.level in LONGEST_YEARS]
    if not secret:
        return Mark(level=level)
    alike = {(part.since, part.years, part.until, part.condition) for part in secret}
    if len(alike) == 1 and (secret[0].years or secret[0].until or secret[0].condition):
        return replace(secret[0], level=level)
    conditions = "且".join(dict.fromkeys(part.condition for part in secret if part.condition))
    return Mark(
        level=level,
        since=max(part.since for part in secret if part.since),
        until=max(part.until or part.ends_on for part in secret if part.ends_on),
        condition=conditions,
    )


_YEARS = re.compile(r"(\d{1,3})\s*年")
_DAY = re.compile(r"至?(\d{4})年(\d{1,2})月(\d{1,2})日")


def _day(found: "re.Match[str]") -> date:
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise ImpossibleMark("form") from error


def _written(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
