"""What may be had: items with their masks, rows, ways, a term, so much a day; and what is wider.

Every step on the way to a grant, and every change of it, gives the same or less.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from liupan.capabilities.catalogue.rules.scopes import Rows, is_narrower_or_same


class Mask(StrEnum):
    """How a value is shown, from plain to not at all (脱敏方式)."""

    NONE = "none"  # 不脱敏
    KEEP = "keep"  # 保留首尾
    HASH = "hash"  # 摘要
    HIDE = "hide"  # 隐去


STRENGTH = {Mask.NONE: 0, Mask.KEEP: 1, Mask.HASH: 2, Mask.HIDE: 3}


@dataclass(frozen=True, slots=True)
class MaskPolicy:
    """How one item is masked; `first` and `last` characters are kept by `KEEP` alone."""

    mask: Mask = Mask.NONE
    first: int = 0
    last: int = 0

    def is_as_strong_as(self, other: "MaskPolicy") -> bool:
        """Whether it shows no more than the other."""
        if self.mask is Mask.KEEP and other.mask is Mask.KEEP:
            return self.first <= other.first and self.last <= other.last
        return STRENGTH[self.mask] >= STRENGTH[other.mask]


PLAIN = MaskPolicy()


class Mode(StrEnum):
    """How data are had (使用方式)."""

    QUERY = "query"  # 接口查询
    FILE = "file"  # 文件下载
    FEED = "feed"  # 变更推送


Modes = frozenset[Mode]


def read_modes(written: Iterable[str]) -> Modes:
    """Ways of use as they are kept."""
    return frozenset(map(Mode, written))


def write_modes(modes: Collection[Mode]) -> list[str]:
    """Ways of use as they are kept: each once, always in the same order."""
    return [one.value for one in Mode if one in modes]


class PurposeKind(StrEnum):
    """What data are used for (使用用途): the four of 51号 (K)."""

    BASIS = "basis"  # 行政依据
    REFERENCE = "reference"  # 工作参考
    CHECKING = "checking"  # 数据校核
    CO_OPERATION = "co_operation"  # 业务协同


class Outcome(StrEnum):
    """What the provider or the data authority decides."""

    ALL = "all"
    PART = "part"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """What may be had: masks by item, rows, ways of use, first and last day, so much a day."""

    items: Mapping[UUID, MaskPolicy]
    rows: Rows
    valid_from: date
    valid_until: date
    quota: int
    modes: Modes


class Wider(StrEnum):
    """In what one permit gives more than another."""

    ITEMS = "items"
    MASKS = "masks"
    ROWS = "rows"
    TERM = "term"
    QUOTA = "quota"
    MODES = "modes"


def wider(permit: Permit, than: Permit) -> tuple[Wider, ...]:
    """In what a permit gives more; nothing: it gives the same or less."""
    shared = permit.items.keys() & than.items.keys()
    excess = {
        Wider.ITEMS: bool(permit.items.keys() - than.items.keys()),
        Wider.MASKS: any(not permit.items[i].is_as_strong_as(than.items[i]) for i in shared),
        Wider.ROWS: not is_narrower_or_same(permit.rows, than.rows),
        Wider.TERM: permit.valid_from < than.valid_from or permit.valid_until > than.valid_until,
        Wider.QUOTA: permit.quota > than.quota,
        Wider.MODES: not permit.modes <= than.modes,
    }
    return tuple(one for one, is_wider in excess.items() if is_wider)


def is_same(one: Permit, other: Permit) -> bool:
    """Whether neither gives more than the other."""
    return not wider(one, other) and not wider(other, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request says."""

    purpose_kind: PurposeKind
    business: str
    purpose: str
    legal_basis: str
    item_ids: tuple[UUID, ...]
    valid_from: date
    valid_until: date
    modes: Modes
    quota: int
    rows: Rows = field(default=())

    @property
    def permit(self) -> Permit:
        """What would be had if all were agreed to."""
        return Permit(
            items=dict.fromkeys(self.item_ids, PLAIN), rows=self.rows,
            valid_from=self.valid_from, valid_until=self.valid_until, quota=self.quota,
            modes=self.modes,
        )  # fmt: skip
