"""The words of a parcel's parts are screened before it goes; nothing is kept but what was found."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from django.conf import settings

from liupan.foundation.crypto.facade import FileLost
from liupan.foundation.documents.facade import (
    BeingChecked,
    HoldsVirus,
    NoPreview,
    words_of_file,
)
from liupan.foundation.parcels.formats.contents import PartInfo
from liupan.foundation.screening.facade import (
    KINDS,
    LONGEST,
    Kind,
    NotClean,
    Passage,
    Purpose,
    Screening,
    Severity,
    require_clean,
    screen,
)
from liupan.kernel.secrecy import Secrecy

MEGABYTE = 1024 * 1024
PLAIN = {".txt", ".csv", ".json", ".xml", ".md", ".tsv", ".html"}
WORDED = {
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Screened:
    """What was found, as it may be told; names of what nobody could read; whether any blocks."""

    findings: tuple[dict[str, Any], ...]
    unread: tuple[str, ...]
    has_blocks: bool


def screen_parts(
    parts: Sequence[tuple[PartInfo, Callable[[], Iterator[bytes]]]],
    *,
    said: str,
    level: Secrecy,
    for_: Purpose,
    day: date,
) -> Screened:
    """Screen what was said of the parcel, names, titles, and the words of each part at its level.

    Raises `NotClean` for a secrecy mark above a part's own level: no opinion lets that go.
    """
    findings, unread, has_blocks = list[dict[str, Any]](), list[str](), False
    for info, content in parts:
        words = _words(info, content)
        if words is None:
            unread.append(info.name)
        passages = [Passage(info.name, f"{info.name}\n{info.title}\n{words or ''}")]
        found = screen(passages, for_=for_, day=day, level=info.mark.level)
        _refuse_marks(found)
        has_blocks |= found.hides_blocks or _blocks(found)
        findings += _told(found)
    own = screen([Passage("", said)], for_=for_, day=day, level=level)
    _refuse_marks(own)
    return Screened(
        (*_told(own), *findings), tuple(unread), has_blocks or own.hides_blocks or _blocks(own)
    )


def _blocks(found: Screening) -> bool:
    return any(one.severity is Severity.BLOCK for one in found.findings)


def _refuse_marks(found: Screening) -> None:
    """Raises `NotClean` where a mark says that the text is more secret than the part claims."""
    if any(
        one.kind is Kind.SECRECY_MARK and one.severity is Severity.BLOCK for one in found.findings
    ):
        require_clean(found)
        raise NotClean


def _told(found: Screening) -> list[dict[str, Any]]:
    return [
        {
            "place": found.place_of(one),
            "kind": str(KINDS[one.kind]),
            "severity": int(one.severity),
            "shown": one.shown,
            "advice": str(one.advice),
        }
        for one in found.findings
    ]


def _words(info: PartInfo, content: Callable[[], Iterator[bytes]]) -> str | None:
    """The words of a part; None where there are none to be read, or more than can be."""
    ending = PurePath(info.name).suffix.lower()
    if info.size > settings.LIUPAN_FILE_MB * MEGABYTE:
        return None
    if ending in PLAIN:
        return _plain(b"".join(content()))
    if ending not in WORDED:
        return None
    try:
        found = words_of_file(WORDED[ending], content())
    except (NoPreview, BeingChecked, HoldsVirus, FileLost):
        return None
    text = "\n".join(found.lines)
    return text if text.strip() and not found.is_cut and len(text) < LONGEST else None


def _plain(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if len(text) < LONGEST else None
    return None
