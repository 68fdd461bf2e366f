"""A file of a grant: what it holds, in which form, with the marks of this very file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.models import SharedFile
from liupan.capabilities.exchange.queries.allowing import Allowed, allow
from liupan.capabilities.exchange.queries.paging import pages
from liupan.capabilities.exchange.queries.refusals import CallRefused
from liupan.capabilities.exchange.rules.calls import Call, Fault, Way
from liupan.capabilities.exchange.rules.files import ENCODINGS, Form
from liupan.capabilities.exchange.rules.services import Kind
from liupan.foundation.crypto.facade import SealedFolder
from liupan.foundation.identity.facade import keyed_id
from liupan.foundation.tables.facade import (
    Export,
    RowMark,
    csv_of,
    export_csv,
    export_parquet,
    export_xlsx,
    parquet_of,
    xlsx_of,
)
from liupan.kernel import clock

FILES = SealedFolder("exchange")


class NotHosted(CallRefused):
    """Changes are given of what is hosted here alone."""

    fault = Fault.PROVIDER


class GrantChanged(CallRefused):
    """What the grant gives changed while it was being delivered."""


def call_of(file: SharedFile, way: Way = Way.FILE) -> Call:
    """The call that a file answers, whenever it is asked anew."""
    return Call(
        request_id=file.request_id,
        system_id=file.system_id,
        service=file.service.code,
        way=way,
        grant=str(file.grant_id),
        case=file.case,
        unit_id=None if file.system_id else file.consumer_id,
    )


def table_of(allowed: Allowed) -> UUID:
    """Where the data stand. Raises `NotHosted`."""
    if allowed.table_id is None:
        raise NotHosted(
            _("This service asks the provider's system, which tells no changes."),
            next_step=_("Query it or take a file; changes are told of data that are hosted here."),
        )
    return allowed.table_id


def export_of(file: SharedFile, allowed: Allowed) -> Export:
    """The file's content as the grant allows it now; of a provider's system, page by page."""
    if allowed.kind is Kind.PROXIED:
        return _asked_for(file, allowed)
    table_id, form, mark = table_of(allowed), Form(file.form), RowMark(mark_key(file.id))
    if form is Form.XLSX:
        return export_xlsx(table_id, allowed.view, title=file.service.title, mark=mark)
    if form is Form.PARQUET:
        return export_parquet(table_id, allowed.view, mark=mark)
    return export_csv(table_id, allowed.view, encoding=ENCODINGS[form], mark=mark)


def _asked_for(file: SharedFile, allowed: Allowed) -> Export:
    form, mark = Form(file.form), RowMark(mark_key(file.id))
    rows: Any = pages(allowed, asking_again(call_of(file), allowed))
    if form is Form.XLSX:
        return xlsx_of(allowed.view.columns, rows, title=file.service.title, mark=mark)
    if form is Form.PARQUET:
        return parquet_of(allowed.view.columns, rows, mark=mark)
    return csv_of(allowed.view.columns, rows, encoding=ENCODINGS[form], mark=mark)


def mark_key(file_id: UUID) -> bytes:
    """With what a file's rows are marked. Made of its id and the installation's key: it is kept
    nowhere, and never lost while both are there."""
    return b"".join(keyed_id(f"exchange.mark.{n}", str(file_id)).bytes for n in (1, 2))


def asking_again(call: Call, allowed: Allowed) -> Callable[[], None]:
    """Asks whether the same may still be given. Raises what `allow` does, and `GrantChanged`."""

    def ask() -> None:
        again = allow(call, now=clock.now())
        if _what(again) != _what(allowed):
            raise grant_changed()

    return ask


def _what(allowed: Allowed) -> tuple[object, ...]:
    """What is given, and from where: a file is of one place."""
    return (allowed.grant.id, allowed.view, allowed.kind, allowed.address, allowed.table_id)


def grant_changed() -> GrantChanged:
    """The refusal."""
    return GrantChanged(_("What the grant gives has changed meanwhile."), next_step=_("Ask anew."))
