"""Facts of `documents`."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FileKept(Fact, code="documents.file.kept", label=pgettext_lazy("act", "file kept")):
    """A file was attached to a thing; `sm3` is the digest of its content."""

    name: str
    media_type: str
    size: int
    sm3: str
    of_type: str
    of_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileOpened(Fact, code="documents.file.opened", label=pgettext_lazy("act", "file opened")):
    """Somebody took a file that is not public."""

    name: str
    of_type: str
    of_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileWithdrawn(
    Fact, code="documents.file.withdrawn", label=pgettext_lazy("act", "file withdrawn")
):
    """A file is no longer part of its thing; it stays kept."""

    name: str
    of_type: str
    of_id: UUID
    reason: str
