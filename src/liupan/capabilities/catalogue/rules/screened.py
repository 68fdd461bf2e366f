"""What the automatic screening of a request finds by the items' own marks and names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from liupan.capabilities.catalogue.rules.permits import Mask


class Why(StrEnum):
    """What stands out in an item or in a text of the request."""

    SENSITIVE = "sensitive"  # 敏感信息项未脱敏
    PERSONAL = "personal"  # 个人标识类信息项未脱敏
    NOT_SHARED = "not_shared"  # 目录标为不共享
    CLASSIFIED = "classified"  # 目录条目有密级
    WORDS = "words"  # 文字中有敏感内容


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing found. `blocks`: as long as it stands, the review cannot pass."""

    why: Why
    what: str
    says: str = ""
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item as it would be delivered."""

    name: str
    is_sensitive: bool
    is_shared: bool
    mask: Mask


def item_flags(items: Iterable[AskedItem], words: Mapping[str, str]) -> list[Flag]:
    """What stands out; `words` are parts of names that tell personal numbers, by what they are."""
    found: list[Flag] = []
    for item in items:
        plain = item.mask is Mask.NONE
        personal = next((what for word, what in words.items() if word in item.name), "")
        if personal and plain:
            found.append(Flag(Why.PERSONAL, item.name, personal))
        elif item.is_sensitive and plain:
            found.append(Flag(Why.SENSITIVE, item.name))
        if not item.is_shared:
            found.append(Flag(Why.NOT_SHARED, item.name))
    return found


def written(flags: Sequence[Flag]) -> list[dict[str, object]]:
    """As a review keeps it."""
    return [
        {"why": one.why.value, "what": one.what, "says": one.says, "blocks": one.blocks}
        for one in flags
    ]
