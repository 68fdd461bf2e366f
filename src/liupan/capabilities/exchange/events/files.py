"""Facts of files of a grant (数据文件)."""

from dataclasses import dataclass
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutFile(Fact):
    """What every fact carries of a file; `thing_id` is the file."""

    service: str
    consumer_id: UUID
    grant_number: str


@dataclass(frozen=True, kw_only=True)
class FileAsked(AboutFile, code="exchange.file.asked"):
    """A file of a grant was asked for."""

    form: str
    case: str


@dataclass(frozen=True, kw_only=True)
class FileMade(AboutFile, code="exchange.file.made"):
    """A large file was written and is kept."""

    rows: int
    size: int


@dataclass(frozen=True, kw_only=True)
class FileStopped(AboutFile, code="exchange.file.stopped"):
    """A file was stopped while it was being made; nothing of it stays."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class FileTaken(AboutFile, code="exchange.file.taken"):
    """A file, or the rest of it, went out."""

    first: int


@dataclass(frozen=True, kw_only=True)
class FileRemoved(AboutFile, code="exchange.file.removed"):
    """A file's time was over, and its content was removed."""
