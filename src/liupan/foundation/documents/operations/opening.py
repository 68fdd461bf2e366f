"""Files go out: whole, all of a thing, or page by page. Who may is asked each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import FileLost, open_sealed
from liupan.foundation.documents import gateways
from liupan.foundation.documents.events import FileOpened, PageViewed
from liupan.foundation.documents.guarding import takeable
from liupan.foundation.documents.models import File, Scan
from liupan.foundation.documents.operations.keeping import HoldsVirus
from liupan.foundation.documents.queries import FileRef, pieces_of, ref, told, visible, visible_one
from liupan.foundation.documents.stores import FILES
from liupan.foundation.documents.viewing import Words
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, anyone
from liupan.kernel.errors import Missing, NotAuthorised, Refusal
from liupan.kernel.secrecy import Secrecy


class BeingChecked(Refusal):
    """The virus scanner has not seen the file yet."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file on its way out; `content` in pieces, to be read once."""

    ref: FileRef
    content: Iterator[bytes]


@operation
def open_file(*, file_id: UUID, actor: Actor, now: datetime) -> OpenedFile:
    """Let somebody take a file. Raises `Missing`, `BeingChecked`, `HoldsVirus`, `FileLost`."""
    anyone(actor)  # the thing's own guard says who may read it
    files = visible_one(file_id, actor)
    if not files:
        raise Missing(_("There is no such file."))
    require_checked(files[0])
    [opened] = _opened(files, actor, now)
    return opened


@operation
def open_files(*, of_id: UUID, actor: Actor, now: datetime) -> list[OpenedFile]:
    """Let somebody take all files of a thing that they may read. Raises `Missing`, `FileLost`.

    What waits for the virus scanner, or did not pass it, is left out.
    """
    anyone(actor)  # the thing's own guard says who may read them
    files = visible(File.objects.filter(of_id=of_id), actor)
    if not files:
        raise Missing(_("There are no such files."))
    passed = [file for file in files if file.content.scan in (Scan.CLEAN, Scan.UNSCANNED)]
    if not passed:
        require_checked(files[0])
    return _opened(passed, actor, now)


class NotToBeTaken(NotAuthorised):
    """The file may be read here, and does not leave the system with everybody."""


@operation
def take_file(*, file_id: UUID, actor: Actor, now: datetime) -> OpenedFile:
    """Let a person take a file along. Raises as `open_file`, and `NotToBeTaken`."""
    anyone(actor)  # the thing's own guard says who may take it
    _require_takeable(visible_one(file_id, actor), actor)
    nothing_changed()  # beside the fact of opening it
    return open_file(file_id=file_id, actor=actor, now=now)


@operation
def take_files(*, of_id: UUID, actor: Actor, now: datetime) -> list[OpenedFile]:
    """Let a person take all files of a thing along. Raises as `open_files`, and `NotToBeTaken`."""
    anyone(actor)  # the thing's own guard says who may take them
    _require_takeable(visible(File.objects.filter(of_id=of_id), actor), actor)
    nothing_changed()  # beside the fact of opening them
    return open_files(of_id=of_id, actor=actor, now=now)


@operation
def copy_file(
    *, file_id: UUID, watermark: str, actor: Actor, now: datetime
) -> tuple[FileRef, bytes]:
    """A copy to read and print, with the watermark on every page; the original stays as it is.

    Of a PDF or a picture. Raises as `take_file`, and `NoPreview`.
    """
    anyone(actor)  # asked where it is taken
    nothing_changed()  # beside the fact of opening it
    opened = take_file(file_id=file_id, actor=actor, now=now)
    head = _("Copy for reading; the original alone is valid")
    return opened.ref, gateways.copied(opened.ref.media_type, opened.content, watermark, head)


def _require_takeable(files: list[File], actor: Actor) -> None:
    for of_type in {file.of_type for file in files}:
        of_ids = {file.of_id for file in files if file.of_type == of_type}
        if of_ids - takeable(actor, of_type, of_ids):
            raise NotToBeTaken(
                _("You may read this here, but not take it along."),
                next_step=_("Who may print and take out secrets makes a counted copy."),
            )


@operation
def view_page(*, file_id: UUID, page: int, watermark: str, actor: Actor, now: datetime) -> bytes:
    """A page of a PDF, or a picture, as PNG. Pages count from 1.

    Above public the watermark is drawn into it and the reading told in the journal. Raises as
    `open_file`, and `gateways.NoPreview`.
    """
    opened = _looked_at(file_id, page, actor, now)
    is_public = opened.ref.secrecy == Secrecy.PUBLIC
    return gateways.drawn(
        opened.ref.media_type, opened.content, page, "" if is_public else watermark
    )


@operation
def view_words(*, file_id: UUID, actor: Actor, now: datetime) -> Words:
    """The words of a text, a DOCX, a PDF or an OFD, line by line. Raises as `view_page`."""
    opened = _looked_at(file_id, 0, actor, now)
    return gateways.words(opened.ref.media_type, opened.content)


@operation
def compare_files(
    *, former_id: UUID, latter_id: UUID, actor: Actor, now: datetime
) -> tuple[FileRef, FileRef, gateways.Comparison]:
    """The words of two versions of one document side by side. Raises as `view_page`."""
    former = _looked_at(former_id, 0, actor, now)
    latter = _looked_at(latter_id, 0, actor, now)
    if former.ref.document_id != latter.ref.document_id:
        raise Missing(_("These are no versions of one document."))
    kinds = (former.ref.media_type, latter.ref.media_type)
    return former.ref, latter.ref, gateways.compared(kinds, former.content, latter.content)


def pages_of(file_id: UUID, actor: Actor) -> int:
    """How many pages of a file can be drawn; nothing of it is shown. Raises as `view_page`."""
    files = visible_one(file_id, actor)
    if not files:
        raise Missing(_("There is no such file."))
    require_checked(files[0])
    _require_there(files)
    content = files[0].content
    return gateways.count_pages(content.media_type, pieces_of(content))


def read_words(file_id: UUID, actor: Actor) -> Words:
    """The words of a file for a program that looks for something in them; nobody is shown them.

    TXT, DOCX, PDF and OFD. Raises as `view_page`.
    """
    files = visible_one(file_id, actor)
    if not files:
        raise Missing(_("There is no such file."))
    require_checked(files[0])
    _require_there(files)
    content = files[0].content
    return gateways.words(content.media_type, pieces_of(content))


def require_checked(file: File) -> None:
    """Raises `BeingChecked`, `HoldsVirus`."""
    if file.content.scan == Scan.CHECKING:
        raise BeingChecked(
            _("%(name)s is being checked for viruses.") % {"name": file.name},
            next_step=_("Come back in a few minutes."),
        )
    if file.content.scan == Scan.INFECTED:
        raise HoldsVirus(
            _("The virus scanner found %(name)s in this file.") % {"name": file.content.finding},
            next_step=_("It is kept as evidence and given to nobody."),
        )


def _looked_at(file_id: UUID, page: int, actor: Actor, now: datetime) -> OpenedFile:
    anyone(actor)  # the thing's own guard says who may read it
    files = visible_one(file_id, actor)
    if not files:
        raise Missing(_("There is no such file."))
    [file] = files
    require_checked(file)
    _require_there(files)
    if file.secrecy > Secrecy.PUBLIC:
        record(PageViewed(**told(file), page=page), actor=actor, now=now)
    else:
        nothing_changed()
    return OpenedFile(ref(file), pieces_of(file.content))


def _opened(files: list[File], actor: Actor, now: datetime) -> list[OpenedFile]:
    """Each file, whose content is opened when its turn comes; that it is there is seen before."""
    _require_there(files)
    keys = open_sealed((f.content.owner_unit_id, f.content.sealed_key) for f in files)
    recorded = [f for f in files if f.secrecy > Secrecy.PUBLIC]
    for file in recorded:
        record(FileOpened(**told(file)), actor=actor, now=now)
    if not recorded:
        nothing_changed()
    return [
        OpenedFile(ref(file), _pieces(file.content_id, key))
        for file, key in zip(files, keys, strict=True)
    ]


def _pieces(content_id: UUID, key: str | None) -> Iterator[bytes]:
    yield from FILES.opened(content_id, key)


def _require_there(files: list[File]) -> None:
    if lost := [file.name for file in files if not FILES.has(file.content_id)]:
        raise FileLost(
            _("%(name)s is not where it was kept any more.") % {"name": lost[0]},
            next_step=_("The system administrator can bring it back from a backup."),
        )
