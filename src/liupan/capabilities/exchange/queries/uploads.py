"""A file before it is loaded: how it is written, and which of its headings the table knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.models import Service, Upload
from liupan.capabilities.exchange.policies import keeps, visible_services
from liupan.capabilities.exchange.queries.catalogued import columns_catalogued
from liupan.foundation.crypto.facade import SealedFolder
from liupan.foundation.tables.facade import (
    TYPES,
    Column,
    Form,
    LoadRef,
    Proposal,
    ProposedColumn,
    get_load,
    get_table,
    propose,
)
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

UPLOADS = SealedFolder("exchange-uploads")
LISTED = 5
CELL = 40
"""Signs of a value that a preview shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingLine:
    """A heading of the file with some of its values; `type_label` "" where no column has its
    name."""

    name: str
    type_label: str
    is_key: bool
    samples: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadView:
    """A file that was chosen, beside the table it is for.

    `unknown`: headings without a column; `lacking`: columns that must be there; `left`: columns
    that stay empty. `is_new`: there is no table yet, one is made of these columns.
    """

    id: UUID
    service_id: UUID
    code: str
    title: str
    file_name: str
    size: int
    form: Form
    headings: Sequence[HeadingLine]
    unknown: Sequence[str]
    lacking: Sequence[str]
    left: Sequence[str]
    has_key: bool
    is_new: bool

    @property
    def written(self) -> str:
        """How the file is written, in short."""
        is_book = self.form.kind == "xlsx"
        return "XLSX" if is_book else f"CSV, {self.form.encoding.upper()}"

    @property
    def is_fit(self) -> bool:
        """Whether it can be loaded."""
        return not (self.unknown or self.lacking)


def find_upload(actor: Actor, upload_id: UUID) -> Upload:
    """An upload to a service that the actor keeps. Raises `Missing`."""
    upload = Upload.objects.select_related("service").filter(id=upload_id).first()
    if upload is None or not _is_kept(actor, upload.service_id):
        raise Missing(_("There is no such file."))
    return upload


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLine:
    """A file that was uploaded; `waits`: it is to be looked through and loaded yet."""

    id: UUID
    file_name: str
    size: int
    made_at: datetime
    waits: bool


def list_uploads(actor: Actor, service_id: UUID) -> list[UploadLine]:
    """The latest files for a service that the actor keeps, but those that were thrown away."""
    if not _is_kept(actor, service_id):
        return []
    rows = Upload.objects.filter(service_id=service_id).exclude(state=Upload.State.DROPPED)
    return [
        UploadLine(
            id=one.id, file_name=one.file_name, size=one.size, made_at=one.made_at,
            waits=one.state == Upload.State.KEPT,
        )
        for one in rows.order_by("-made_at", "-id")[:LISTED]
    ]  # fmt: skip


def load_of(actor: Actor, upload_id: UUID) -> LoadRef | None:
    """What became of it, once it is loaded. Raises `Missing`."""
    upload = find_upload(actor, upload_id)
    return get_load(upload.load_id) if upload.load_id else None


def get_upload(actor: Actor, upload_id: UUID, *, encoding: str = "", sheet: str = "") -> UploadView:
    """The file as it would be loaded. Raises `Missing`, `UnreadableFile`."""
    upload = find_upload(actor, upload_id)
    if upload.state != Upload.State.KEPT:
        raise Missing(_("This file was loaded or thrown away."))
    return _view(upload, looked_at(upload, encoding=encoding, sheet=sheet))


def looked_at(upload: Upload, *, encoding: str = "", sheet: str = "") -> Proposal:
    """How it is written and what its columns seem to be. Raises `UnreadableFile`."""
    return propose(lambda: content_of(upload), encoding=encoding or upload.encoding, sheet=sheet)


def content_of(upload: Upload) -> Iterable[bytes]:
    """Its bytes, from the beginning."""
    return UPLOADS.read(upload.id, upload.made_by, upload.sealed_key)


def columns_for(service: Service, found: Proposal) -> tuple[Column, ...]:
    """Of a table that is made for the file: types as the catalogue has them, else as they seem."""
    known = columns_catalogued(service.resource_id)
    return tuple(known.get(one.column.name, one.column) for one in found.columns)


def _is_kept(actor: Actor, service_id: UUID) -> bool:
    service = Service.objects.filter(visible_services(actor), id=service_id).first()
    return service is not None and keeps(actor, service)


def _view(upload: Upload, found: Proposal) -> UploadView:
    service: Service = upload.service
    table_id = service.table_id
    columns = get_table(table_id).columns if table_id else columns_for(service, found)
    by_name = {one.name: one for one in columns}
    names = [one.column.name for one in found.columns]
    absent = [one for one in columns if one.name not in names]
    return UploadView(
        id=upload.id, service_id=service.id, code=service.code, title=service.title,
        file_name=upload.file_name, size=upload.size, form=found.form, is_new=table_id is None,
        headings=[_line(one, by_name.get(one.column.name)) for one in found.columns],
        unknown=[name for name in names if name not in by_name],
        lacking=[one.name for one in absent if one.is_required or one.key],
        left=[one.name for one in absent if not (one.is_required or one.key)],
        has_key=any(one.key for one in columns),
    )  # fmt: skip


def _line(found: ProposedColumn, column: Column | None) -> HeadingLine:
    return HeadingLine(
        name=found.column.name,
        type_label=str(TYPES[column.type]) if column else "",
        is_key=bool(column and column.key),
        samples=[one if len(one) <= CELL else f"{one[:CELL]}…" for one in found.samples[:3]],
    )
