"""What a copy is made of, and the copies of a state secret that were printed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import (
    Draft,
    Incoming,
    Outgoing,
    PrintedCopy,
    Rendition,
)
from liupan.capabilities.correspondence.policies import EXPORT, is_over, visible_incoming
from liupan.capabilities.correspondence.queries.outgoing_page import find_visible
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.capabilities.correspondence.rules.marks import is_counted
from liupan.foundation.documents.facade import COPIED, list_files, render_pdf
from liupan.foundation.identity.facade import list_accounts
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy

PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A document to be copied: its file, or the draft as it would be printed.

    `unit_id`: over which the right is needed; `page_id`: on whose page it was asked for.
    """

    page_id: UUID
    outgoing_id: UUID | None
    incoming_id: UUID | None
    unit_id: UUID
    title: str
    number: str
    secrecy: int
    mark: str
    file_id: UUID | None
    draft: bytes = b""


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy that was printed."""

    number: int
    mark: str
    purpose: str
    who: str
    printed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintView:
    """What the page of printing shows."""

    page_id: UUID
    is_outgoing: bool
    title: str
    number: str
    secrecy: Secrecy
    mark: str
    is_counted: bool
    may_print: bool
    copies: tuple[CopyLine, ...]


def original_of_outgoing(actor: Actor, document_id: UUID, *, now: datetime) -> Original:
    """What is printed of a document that is sent: the finished file, before that the draft.

    Raises `Missing`.
    """
    row = find_visible(actor, document_id)
    file_id = _last_pdf(row.id)
    draft = b""
    if file_id is None and (last := Draft.objects.filter(document=row).order_by("-n").first()):
        draft = render_pdf(source_of(row, last)).pdf
    return Original(
        page_id=row.id, outgoing_id=row.id, incoming_id=None, unit_id=row.issuing_unit_id,
        title=row.title, number=row.number, secrecy=row.secrecy, mark=row.mark, file_id=file_id,
        draft=draft,
    )  # fmt: skip


def original_of_incoming(actor: Actor, incoming_id: UUID) -> Original:
    """What is printed of a document that was received. Raises `Missing`."""
    row = _received(actor, incoming_id)
    file_id = _last_pdf(row.outgoing_id) if row.outgoing_id else _first_drawn(actor, row.id)
    return Original(
        page_id=row.id, outgoing_id=row.outgoing_id, incoming_id=row.id, unit_id=row.unit_id,
        title=row.title, number=row.their_number, secrecy=row.secrecy, mark=row.mark,
        file_id=file_id,
    )  # fmt: skip


def print_of_outgoing(actor: Actor, document_id: UUID, *, now: datetime) -> PrintView:
    """The page of printing a document that is sent. Raises `Missing`."""
    row = find_visible(actor, document_id)
    may = is_over(actor, EXPORT, row.issuing_unit_id, row.secrecy)
    copies = PrintedCopy.objects.filter(outgoing=row)
    return _view(row, row.number, may, list(copies.order_by("-copy_number")[:200]))


def print_of_incoming(actor: Actor, incoming_id: UUID) -> PrintView:
    """The page of printing a document that was received. Raises `Missing`."""
    row = _received(actor, incoming_id)
    may = is_over(actor, EXPORT, row.unit_id, row.secrecy)
    copies = PrintedCopy.objects.filter(incoming=row)
    return _view(row, row.their_number, may, list(copies.order_by("-copy_number")[:200]))


def _view(row: Outgoing | Incoming, number: str, may: bool, copies: list[PrintedCopy]) -> PrintView:
    level = Secrecy(row.secrecy)
    counted = is_counted(level)
    people = list_accounts({one.printed_by for one in copies}) if copies else {}
    return PrintView(
        page_id=row.id, is_outgoing=isinstance(row, Outgoing), title=row.title, number=number,
        secrecy=level, mark=row.mark, is_counted=counted, may_print=may or not counted,
        copies=tuple(
            CopyLine(
                one.copy_number, one.mark, one.purpose,
                people[one.printed_by].name if one.printed_by in people else "", one.printed_at,
            )
            for one in (copies if may else ())
        ),
    )  # fmt: skip


def _received(actor: Actor, incoming_id: UUID) -> Incoming:
    row = Incoming.objects.filter(visible_incoming(actor), id=incoming_id).first()
    if row is None:
        raise Missing(_("There is no such document."))
    return row


def _last_pdf(document_id: UUID) -> UUID | None:
    rows = Rendition.objects.filter(document_id=document_id, kind=Rendition.Kind.PDF)
    return rows.order_by("-n").values_list("file_id", flat=True).first()


def _first_drawn(actor: Actor, incoming_id: UUID) -> UUID | None:
    files = list_files([incoming_id], actor).get(incoming_id, ())
    return next((one.id for one in files if one.media_type in COPIED), None)
