"""Facts of files that a provider's clerk loads into a service's table (数据上传)."""

from dataclasses import dataclass
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutUpload(Fact):
    """What every fact carries of an upload; `thing_id` is the upload."""

    service: str
    service_id: UUID
    file_name: str


@dataclass(frozen=True, kw_only=True)
class FileUploaded(AboutUpload, code="exchange.upload.kept"):
    """A file was taken in to be looked at; nothing is loaded yet."""

    size: int


@dataclass(frozen=True, kw_only=True)
class UploadLoaded(AboutUpload, code="exchange.upload.loaded"):
    """A job began to load the file as somebody confirmed it."""

    mode: str
    load_id: UUID


@dataclass(frozen=True, kw_only=True)
class UploadDropped(AboutUpload, code="exchange.upload.dropped"):
    """The file was thrown away unloaded, by a person or after its day."""
