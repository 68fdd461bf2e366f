"""Files that a provider's clerk loads into the table of a service: kept, looked at, loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from liupan.capabilities.exchange.events.uploads import (
    FileUploaded,
    UploadDropped,
    UploadLoaded,
)
from liupan.capabilities.exchange.models import Service, Upload
from liupan.capabilities.exchange.operations.services import (
    NotNow,
    Place,
    about_part,
    change_service,
    kept_service,
)
from liupan.capabilities.exchange.policies import KEEP_SERVICES, SWEEP_FILES
from liupan.capabilities.exchange.queries.uploads import (
    UPLOADS,
    columns_for,
    content_of,
    find_upload,
    looked_at,
)
from liupan.capabilities.exchange.rules.services import Kind, State
from liupan.foundation.crypto.facade import new_file_key
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.tables.facade import Column, FileTooLarge, define_table, start_load
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput
from liupan.kernel.filenames import safe_name
from liupan.kernel.secrecy import Secrecy

LARGEST = 200 * 1024**2
"""Bytes of a file that comes by a page; the preview reads all of it."""
KEPT = timedelta(days=1)
WRONG = 1_000_000
"""Rows that a person may say may stay out."""


@operation
def keep_upload(
    *, service_id: UUID, file_name: str, content: Iterable[bytes], encoding: str = "",
    actor: Actor, now: datetime,
) -> UUID:  # fmt: skip
    """Take a file in to be looked at (数据上传); its id. Nothing is loaded yet.

    Raises `UnreadableFile` for what is no table, swells or is too wide, `FileTooLarge`, `NotNow`,
    `Missing`, `NotAuthorised`.
    """
    service = kept_service(service_id, actor)
    _require_hosted(service)
    upload = Upload(
        service=service, file_name=safe_name(file_name), encoding=encoding, size=0,
        made_by=actor.id, made_at=now,
    )  # fmt: skip
    upload.size, upload.sealed_key = keep_sealed(upload.id, content, actor.id)
    try:
        looked_at(upload)
    except Exception:
        UPLOADS.remove(upload.id)
        raise
    upload.save(force_insert=True)
    record(FileUploaded(**_about(upload), size=upload.size), actor=actor, now=now)
    return upload.id


@operation
def load_upload(
    *, upload_id: UUID, mode: str, encoding: str = "", sheet: str = "", key: str = "",
    allowed_wrong: int = 0, actor: Actor, now: datetime,
) -> UUID:  # fmt: skip
    """Have a job load the file; the load's id. Where the service has no table, one is made.

    Args:
        key: column that tells rows apart, of a table that is made.

    Raises what `tables.start_load` does, `UnfitColumns`, `UnreadableFile`, `NotNow`.
    """
    upload = _waiting(upload_id, actor)
    service = kept_service(upload.service_id, actor)
    _require_hosted(service)
    table_id = service.table_id or _make_table(upload, service, encoding, sheet, key, actor, now)
    load_id = start_load(
        table_id=table_id, mode=mode, file_name=upload.file_name, content=content_of(upload),
        encoding=encoding or upload.encoding, sheet=sheet,
        allowed_wrong=min(max(0, allowed_wrong), WRONG), actor=actor, now=now,
    )  # fmt: skip
    _end(upload, Upload.State.LOADED, load_id)
    fact = UploadLoaded(**_about(upload), mode=mode, load_id=load_id)
    record(fact, actor=actor, now=now)
    return load_id


@operation
def drop_upload(*, upload_id: UUID, actor: Actor, now: datetime) -> None:
    """Throw the file away unloaded. Raises `NotNow`, `Missing`."""
    upload = _waiting(upload_id, actor)
    kept_service(upload.service_id, actor)
    _end(upload, Upload.State.DROPPED)
    record(UploadDropped(**_about(upload)), actor=actor, now=now)


@operation
def forget_upload(*, upload_id: UUID, actor: Actor, now: datetime) -> None:
    """A file that nobody loaded within its day goes."""
    require(actor, SWEEP_FILES)
    upload = Upload.objects.select_for_update().get(id=upload_id)
    _end(upload, Upload.State.DROPPED)
    record(UploadDropped(**_about(upload)), actor=actor, now=now)


def sweep_uploads(*, actor: Actor, moment: datetime) -> int:
    """Files whose day is over, and contents that nobody knows, go; how many files."""
    due = Upload.objects.filter(state=Upload.State.KEPT, made_at__lt=moment - KEPT)
    found = list(due.values_list("id", flat=True))
    for upload_id in found:
        forget_upload(upload_id=upload_id, actor=actor, now=moment)
    UPLOADS.sweep(_known)
    return len(found)


def keep_sealed(
    file_id: UUID, content: Iterable[bytes], owner_id: UUID, *, most: int = LARGEST
) -> tuple[int, str]:
    """Write content sealed; its size and sealed key. Raises `FileTooLarge`."""
    key, sealed_key = new_file_key(owner_id)
    file = UPLOADS.write(file_id, key)
    try:
        for chunk in content:
            file.write(chunk)
            if file.size > most:
                raise FileTooLarge(
                    _("The file has more than %(limit)s MB.") % {"limit": most // 1024**2},
                    fields={"file": [_("Load it in parts: the first replaces, others append.")]},
                )
        file.close()
    finally:
        file.abandon()
    return file.size, sealed_key


def _make_table(
    upload: Upload, service: Service, encoding: str, sheet: str, key: str, actor: Actor,
    now: datetime,
) -> UUID:  # fmt: skip
    columns = columns_for(service, looked_at(upload, encoding=encoding, sheet=sheet))
    table_id = define_table(
        title=service.title, unit_id=service.provider_id, columns=_keyed(columns, key),
        secrecy=Secrecy(service.secrecy), actor=actor, now=now,
    )  # fmt: skip
    change_service(
        service_id=service.id, place=Place(kind=Kind.HOSTED, table_id=table_id,
        timeout_ms=service.timeout_ms), version=service.version, actor=actor, now=now,
    )  # fmt: skip
    return table_id


def _keyed(columns: Sequence[Column], key: str) -> list[Column]:
    if key and key not in {one.name for one in columns}:
        raise InvalidInput(fields={"key": [_("The file has no such column.")]})
    return [replace(one, key=int(one.name == key)) for one in columns]


def _require_hosted(service: Service) -> None:
    if service.kind != Kind.HOSTED or service.state == State.ENDED:
        raise NotNow(
            _("The data of this service are not hosted here."),
            next_step=_("Say first that they are, under where the data stand."),
        )


def _waiting(upload_id: UUID, actor: Actor) -> Upload:
    find_upload(actor, upload_id)
    upload = Upload.objects.select_for_update().get(id=upload_id)
    require(actor, KEEP_SERVICES, unit_id=upload.service.provider_id)
    if upload.state != Upload.State.KEPT:
        raise NotNow(_("This file was loaded or thrown away."))
    return upload


def _end(upload: Upload, state: str, load_id: UUID | None = None) -> None:
    upload.state, upload.load_id, upload.sealed_key = state, load_id, ""
    upload.save(update_fields=["state", "load_id", "sealed_key"])
    transaction.on_commit(lambda: UPLOADS.remove(upload.id))


def _known(ids: set[UUID]) -> set[UUID]:
    rows = Upload.objects.filter(id__in=ids, state=Upload.State.KEPT)
    return set(rows.values_list("id", flat=True))


def _about(upload: Upload) -> dict[str, Any]:
    return about_part(upload.service, upload.id) | {"file_name": upload.file_name}
