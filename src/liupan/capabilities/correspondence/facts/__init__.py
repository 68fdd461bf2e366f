"""Texts to begin with that come along: one for each of the fifteen types, in our own words.

Structure after 党政机关公文处理工作条例 art. 8 and GB/T 9704-2012. What stands in 〔〕 is what the
drafter fills in.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from liupan.capabilities.correspondence.rules.composing import read_text
from liupan.kernel.factfiles import STRICT, read_yaml

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """A text to begin with. `body` is in the notation of `rules.composing`."""

    __pydantic_config__ = STRICT
    name: str
    type: str
    hint: str
    title: str
    body: str
    form: str = "common"
    addressees: tuple[str, ...] = ()
    note: str | None = None
    attendance: tuple[tuple[str, str], ...] = ()

    def source(self) -> dict[str, Any]:
        """The source of an official document, without who issues it."""
        return {
            "type": self.type,
            "form": self.form,
            "issuers": [],
            "title": self.title,
            "body": read_text(self.body),
            "addressees": list(self.addressees),
            "note": self.note or "",
            "attendance": [{"word": word, "people": people} for word, people in self.attendance],
        }


@dataclass(frozen=True, kw_only=True)
class Skeletons:
    """All of them."""

    __pydantic_config__ = STRICT
    templates: tuple[Skeleton, ...]


@cache
def skeletons() -> tuple[Skeleton, ...]:
    """The shipped templates."""
    return read_yaml(HERE / "templates.yaml", Skeletons).templates
