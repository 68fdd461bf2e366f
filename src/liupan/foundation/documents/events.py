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


@dataclass(frozen=True, kw_only=True)
class PageViewed(Fact, code="documents.file.viewed", label=pgettext_lazy("act", "file looked at")):
    """Somebody looked at a page or the words of a file that is not public."""

    name: str
    of_type: str
    of_id: UUID
    page: int


@dataclass(frozen=True, kw_only=True)
class VirusFound(
    Fact, code="documents.file.found_infected", label=pgettext_lazy("act", "virus found in file")
):
    """The scanner found something in the file's content; nobody is given it any more."""

    name: str
    of_type: str
    of_id: UUID
    finding: str


@dataclass(frozen=True, kw_only=True)
class ContentScanned(
    Fact, code="documents.content.scanned", label=pgettext_lazy("act", "file found clean")
):
    """The scanner found nothing in a content."""


@dataclass(frozen=True, kw_only=True)
class MarkChanged(
    Fact, code="documents.file.marked", label=pgettext_lazy("act", "secrecy mark changed")
):
    """A file's mark is another now; `asked_by` is who asked, where somebody else approved."""

    name: str
    of_type: str
    of_id: UUID
    before: str
    after: str
    reason: str
    asked_by: UUID


@dataclass(frozen=True, kw_only=True)
class LoweringAsked(
    Fact, code="documents.file.lowering_asked", label=pgettext_lazy("act", "lower mark asked for")
):
    """Somebody asks that a file's mark protects less; nothing has changed yet."""

    name: str
    of_type: str
    of_id: UUID
    before: str
    after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LoweringRefused(
    Fact,
    code="documents.file.lowering_refused",
    label=pgettext_lazy("act", "lower mark refused"),
):
    """The mark stays as it was."""

    name: str
    of_type: str
    of_id: UUID
    before: str
    after: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class UploadBegun(Fact, code="documents.upload.begun", label=pgettext_lazy("act", "upload begun")):
    """Somebody announced a file that comes in parts; it is attached to nothing yet."""

    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class UploadDropped(
    Fact, code="documents.upload.dropped", label=pgettext_lazy("act", "upload dropped")
):
    """A file on its way in was given up, by its owner or because nobody went on with it."""

    name: str
    received: int
