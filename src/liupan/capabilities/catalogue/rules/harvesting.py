"""What another catalogue says of an entry, and what a run of harvesting may do. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from liupan.kernel.dcat import Dataset

LONGEST_ID = 2_000
"""Bytes: what an index of the database holds."""
LONGEST_TITLE, LONGEST_TEXT, MOST_FILES = 500, 10_000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry as its own catalogue tells it. `files`: name, format, address of each."""

    foreign_id: str
    title: str
    abstract: str = ""
    provider: str = ""
    url: str = ""
    keywords: tuple[str, ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()
    modified_on: date | None = None

    @property
    def digest(self) -> str:
        """Alike for the same things said, in whatever order files and keywords come."""
        told = asdict(self) | {"files": sorted(self.files), "keywords": sorted(self.keywords)}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
        return sha256(text.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Amiss:
    """An entry that cannot be taken in: its id as far as it is known, and why."""

    foreign_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of another catalogue. `next`: the place of the page after it; "" at the end."""

    told: Sequence[Told]
    amiss: Sequence[Amiss] = ()
    next: str = ""
    total: int | None = None


NO_ID, NO_TITLE, TOO_LONG = "no_id", "no_title", "too_long"
"""Why an entry cannot be taken in, as `Amiss.reason` has it."""


def by_dcat(dataset: Dataset) -> Told | Amiss:
    """A dataset of a DCAT catalogue; its address is its id, else its identifier."""
    return sound(
        Told(
            foreign_id=dataset.id,
            title=dataset.title,
            abstract=dataset.description,
            provider=dataset.publisher,
            url=dataset.page or dataset.id,
            keywords=dataset.keywords,
            files=tuple((d.title, d.format, d.url) for d in dataset.distributions),
            modified_on=dataset.modified,
        )
    )


def by_ckan(package: object, page: str) -> Told | Amiss:
    """A package of a CKAN site; `page` is the address its name stands behind."""
    if not isinstance(package, dict):
        return Amiss("", NO_ID)
    organisation = package.get("organization")
    return sound(
        Told(
            foreign_id=_text(package, "id"),
            title=_text(package, "title") or _text(package, "name"),
            abstract=_text(package, "notes"),
            provider=_text(organisation, "title") if isinstance(organisation, dict) else "",
            url=page + (_text(package, "name") or _text(package, "id")),
            keywords=tuple(_text(tag, "name") for tag in _dicts(package, "tags")),
            files=tuple(
                (_text(r, "name"), _text(r, "format"), _text(r, "url"))
                for r in _dicts(package, "resources")
            ),
            modified_on=_day(_text(package, "metadata_modified")),
        )
    )


def sound(told: Told) -> Told | Amiss:
    """What was told, with its texts cut to what is kept; or why it cannot be taken in."""
    if not told.foreign_id.strip():
        return Amiss("", NO_ID)
    if len(told.foreign_id.encode("utf-8", "replace")) > LONGEST_ID:
        return Amiss("", TOO_LONG)
    if not told.title.strip():
        return Amiss(told.foreign_id, NO_TITLE)
    return Told(
        foreign_id=_clean(told.foreign_id),
        title=_clean(told.title)[:LONGEST_TITLE],
        abstract=_clean(told.abstract)[:LONGEST_TEXT],
        provider=_clean(told.provider)[:LONGEST_TITLE],
        url=web(told.url),
        keywords=tuple(_clean(word)[:LONGEST_TITLE] for word in told.keywords[:MOST_FILES]),
        files=tuple(
            (_clean(name)[:LONGEST_TITLE], _clean(form)[:100], web(url))
            for name, form, url in told.files[:MOST_FILES]
        ),
        modified_on=told.modified_on,
    )


def web(address: str) -> str:
    """The address where it leads onto the web; nothing else is offered to be clicked."""
    address = _clean(address)[:2000]
    return address if address.lower().startswith(("http://", "https://")) else ""


def sorted_out(found: Sequence[Told | Amiss]) -> tuple[list[Told], list[Amiss]]:
    """What can be taken in, each entry once, and what cannot."""
    told = {one.foreign_id: one for one in found if isinstance(one, Told)}
    return list(told.values()), [one for one in found if isinstance(one, Amiss)]


def is_suspicious(gone: int, before: int, limit: int) -> bool:
    """Whether so many entries going of so many is more than `limit` percent."""
    return gone * 100 > before * limit


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    return value if isinstance(value, str) else ""


def _dicts(said: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    values = said.get(key)
    return [v for v in values if isinstance(v, dict)] if isinstance(values, list) else []


def _clean(text: str) -> str:
    """Without what the database cannot hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode().strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
