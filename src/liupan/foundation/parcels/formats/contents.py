"""What lies inside a parcel, encrypted: the list of its parts, then the parts one after another."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from liupan.foundation.parcels.formats.signed import canonical, read_object
from liupan.kernel.secrecy import ImpossibleMark, Mark, Secrecy, highest_of

MOST_PARTS = 1000
LONGEST_LIST = 1024 * 1024
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PartInfo:
    """A part as the list names it: `size` in bytes, `sm3` of its content in hexadecimal."""

    name: str
    title: str
    mark: Mark
    size: int
    sm3: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The list: what kind of parcel, what for, its parts; `data` is the kind's own."""

    kind: str
    purpose: str
    parts: tuple[PartInfo, ...]
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> Secrecy:
        """The highest level of the parts."""
        return highest_of(part.mark for part in self.parts).level

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(part.size for part in self.parts)

    def to_bytes(self) -> bytes:
        """The list as it is encrypted. Raises ValueError when it is too long."""
        parts = [
            {
                "name": part.name,
                "title": part.title,
                "mark": mark_values(part.mark),
                "size": part.size,
                "sm3": part.sm3,
            }
            for part in self.parts
        ]
        text = canonical(
            {"kind": self.kind, "purpose": self.purpose, "parts": parts, "data": self.data}
        )
        if len(text) > LONGEST_LIST:
            raise ValueError("the list is too long")
        return text

    @classmethod
    def from_bytes(cls, text: bytes) -> "Contents":
        """Raises ValueError for what is no list."""
        try:
            said = read_object(text)
            parts = tuple(_part(one) for one in said["parts"])
            data = said["data"]
            if not 0 < len(parts) <= MOST_PARTS or not isinstance(data, dict):
                raise ValueError("no parts, or too many")
            return cls(
                kind=_text(said["kind"]), purpose=_text(said["purpose"]), parts=parts, data=data
            )
        except (KeyError, TypeError, ImpossibleMark) as error:
            raise ValueError("no list of contents") from error


def mark_values(mark: Mark) -> dict[str, Any]:
    """A mark by value."""
    return {
        "level": int(mark.level),
        "since": mark.since.isoformat() if mark.since else None,
        "years": mark.years,
        "until": mark.until.isoformat() if mark.until else None,
        "condition": mark.condition,
    }


def mark_of(said: dict[str, Any]) -> Mark:
    """The mark of these values. Raises ValueError, `ImpossibleMark`."""
    level, years = said["level"], said["years"]
    if type(level) is not int or not (years is None or type(years) is int):
        raise ValueError("no mark")
    return Mark(
        level=Secrecy(level), since=_day(said["since"]), years=years, until=_day(said["until"]),
        condition=_text(said["condition"]),
    )  # fmt: skip


def _part(said: dict[str, Any]) -> PartInfo:
    size, sm3 = said["size"], _text(said["sm3"])
    if type(size) is not int or size < 0 or len(sm3) != 64:
        raise ValueError("no part")
    return PartInfo(
        name=_text(said["name"]), title=_text(said["title"]), mark=mark_of(said["mark"]),
        size=size, sm3=sm3,
    )  # fmt: skip


def _day(said: str | None) -> date | None:
    return None if said is None else date.fromisoformat(said)


def _text(said: object) -> str:
    if not isinstance(said, str) or len(said) > LONGEST_TEXT or "\0" in said:
        raise ValueError("no text")
    return said
