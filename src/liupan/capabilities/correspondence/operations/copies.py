"""Copies to read and print (复制件): each bears who made it and when; of a secret each is counted.

The sealed original is never altered; a copy says of itself that it is one.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import CopyPrinted
from liupan.capabilities.correspondence.models import Entry, Incoming, Outgoing, PrintedCopy
from liupan.capabilities.correspondence.operations.locking import require_ceiling
from liupan.capabilities.correspondence.policies import EXPORT, require_over
from liupan.capabilities.correspondence.queries.copies import (
    PDF,
    Original,
    original_of_incoming,
    original_of_outgoing,
)
from liupan.capabilities.correspondence.rules.marks import is_counted
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import copied, open_file, reader_line
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import Missing, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import WORDS, Secrecy
from liupan.kernel.statements import insert


class NothingToPrint(Refusal):
    """The document has nothing that can be printed here."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy on its way out; `number` is 0 for what is not counted."""

    name: str
    content: bytes
    number: int


@operation
def print_document(
    *,
    purpose: str,
    actor: Actor,
    now: datetime,
    outgoing_id: UUID | None = None,
    incoming_id: UUID | None = None,
) -> Copy:
    """A copy as PDF with the reader's name, unit and the time on every page.

    Of a state secret it needs `EXPORT` over the unit and a purpose, has the next copy number (份号)
    and is kept in the register of copies. Raises `Missing`, `NotAuthorised`, `InvalidInput`,
    `AboveCeiling`, `NothingToPrint`.
    """
    by = By(actor, now)
    own(actor, actor.id)  # who reads it may have a copy, unless it is counted
    found = _original(outgoing_id, incoming_id, by)
    require_ceiling(found.secrecy, actor)
    number = 0
    if is_counted(Secrecy(found.secrecy)):
        require_over(actor, EXPORT, found.unit_id, found.secrecy)
        require_said(purpose=purpose)
        number = _next_number(found)
    content = _copied(found, number, by)
    if number:
        insert(PrintedCopy(
            outgoing_id=found.outgoing_id, incoming_id=found.incoming_id, copy_number=number,
            mark=found.mark, purpose=purpose.strip(), printed_by=actor.id, printed_at=now,
            sm3=sm3(content).hex(),
        ))  # fmt: skip
        _enter(found, number, purpose, by)
    fact = CopyPrinted(
        thing_id=found.page_id, secrecy=Secrecy(found.secrecy), unit_id=found.unit_id,
        is_outgoing=outgoing_id is not None, copy_number=number, purpose=purpose.strip(),
        on=by.today,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return Copy(_name(found, number), content, number)


def _original(outgoing_id: UUID | None, incoming_id: UUID | None, by: By) -> Original:
    if outgoing_id:
        return original_of_outgoing(by.actor, outgoing_id, now=by.now)
    if incoming_id:
        return original_of_incoming(by.actor, incoming_id)
    raise Missing(_("There is no such document."))


def _next_number(found: Original) -> int:
    """After the numbers of the copies that were sent; two at once wait for one another."""
    if found.outgoing_id:
        Outgoing.objects.select_for_update(of=("self",)).get(id=found.outgoing_id)
        sent = Incoming.objects.filter(outgoing_id=found.outgoing_id)
        last = sent.aggregate(last=Max("copy_number"))["last"] or 1
        rows = PrintedCopy.objects.filter(outgoing_id=found.outgoing_id)
    else:
        Incoming.objects.select_for_update(of=("self",)).get(id=found.page_id)
        last = 0
        rows = PrintedCopy.objects.filter(incoming_id=found.page_id)
    return max(last, rows.aggregate(last=Max("copy_number"))["last"] or 0) + 1


def _copied(found: Original, number: int, by: By) -> bytes:
    content, media_type = found.draft, PDF
    if found.file_id:
        opened = open_file(file_id=found.file_id, actor=by.actor, now=by.now)
        content, media_type = b"".join(opened.content), opened.ref.media_type
    if not content:
        raise NothingToPrint(
            _("There is no page of it that can be printed here."),
            next_step=_("Read its words on its page; an OFD alone cannot be copied as PDF."),
        )
    return copied(media_type, [content], reader_line(by.actor, by.now), _head(found, number))


def _head(found: Original, number: int) -> str:
    """What stands above every page: that it is a copy, which one, and how it is marked now."""
    said = _("Copy for reading; the original alone is valid")
    if number:
        said = _("Copy No. %(number)06d, to be kept as the original") % {"number": number}
    mark = found.mark or WORDS[Secrecy(found.secrecy)]
    return f"{mark}　{said}"


def _name(found: Original, number: int) -> str:
    called = f"{found.number} {found.title}".strip()
    if number:
        return safe_name(_("%(name)s (copy No. %(n)s).pdf") % {"name": called, "n": number})
    return safe_name(_("%(name)s (copy for reading).pdf") % {"name": called})


def _enter(found: Original, number: int, purpose: str, by: By) -> None:
    way = "incoming" if found.incoming_id else "outgoing"
    insert(Entry(
        **{f"{way}_id": found.page_id}, act=f"{way}.copy_printed", actor_id=by.actor.id,
        actor_unit_id=by.unit_id, words=purpose.strip(), values={"copy": number}, at=by.now,
    ))  # fmt: skip
