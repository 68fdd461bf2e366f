"""Files of a grant: asked for, written, taken. What may be in them is asked of `allow` each time,
and again and again while they are written or taken."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from liupan.capabilities.exchange.events.files import (
    FileAsked,
    FileMade,
    FileRemoved,
    FileStopped,
    FileTaken,
)
from liupan.capabilities.exchange.models import SharedFile
from liupan.capabilities.exchange.operations.telling import Telling, counted, telling
from liupan.capabilities.exchange.policies import SWEEP_FILES, TAKE_FILES
from liupan.capabilities.exchange.queries.allowing import Allowed, allow
from liupan.capabilities.exchange.queries.exporting import (
    FILES,
    asking_again,
    call_of,
    export_of,
    grant_changed,
    table_of,
)
from liupan.capabilities.exchange.queries.files import is_being_made
from liupan.capabilities.exchange.queries.paging import FAILED
from liupan.capabilities.exchange.rules import files as rules
from liupan.capabilities.exchange.rules.calls import Call
from liupan.capabilities.exchange.rules.files import MEDIA, WHOLE, Form, Span, State, watched
from liupan.capabilities.exchange.rules.services import Kind
from liupan.foundation.crypto.facade import new_file_key, running_sm3
from liupan.foundation.jobs.facade import Progress, cancel_job, start_job, worker_actor
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.foundation.tables.facade import get_table, ranged
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.filenames import safe_name
from liupan.kernel.ids import uuid7

JOB = "exchange.make_file"


class NotReady(Refusal):
    """The file is still being made, was stopped, or its time is over."""


class AskedTwice(Refusal):
    """The same request came twice at the same moment."""


class BeingMade(Refusal):
    """One file of a grant at a time is asked of a provider's system."""


class NotMade(Refusal):
    """What the file was to be made of did not come."""


class OutOfRange(Refusal):
    """Nothing of the file lies where the rest was asked for."""

    status = 416


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file, or a part of it, on its way out. `size` is that of the whole where it is known;
    `chunks` are to be read once."""

    name: str
    media_type: str
    etag: str
    span: Span
    size: int | None
    chunks: Iterator[bytes]


@operation
def start_file(*, call: Call, form: str, actor: Actor, now: datetime) -> UUID:
    """Have a file made of what a grant gives (生成数据文件): a large one by a job. Its id.

    The same request of the same caller is the same file. Raises what `allow` does, `BeingMade`,
    `InvalidInput`, `NotAuthorised`.
    """
    if call.unit_id is not None:
        require(actor, TAKE_FILES, unit_id=call.unit_id)
    allowed = allow(call, now=now)
    require(actor, TAKE_FILES, unit_id=allowed.consumer_id)
    if form not in SharedFile.Form.values:
        raise InvalidInput(_("This form is not known."), fields={"form": [_("Not known.")]})
    same = SharedFile.objects.filter(asked_by=actor.id, request_id=call.request_id).first()
    if same:
        nothing_changed()
        return same.id
    file = _new(call, allowed, form, actor, now)
    if _is_large(allowed):
        file.state = State.WAITING
        file.job_id = _begin(file, actor, now)
    with refused_when_taken(AskedTwice(_("The same request came twice at once."))):
        file.save(force_insert=True)
    record(FileAsked(**about(file), form=form, case=file.case), actor=actor, now=now)
    return file.id


def write_file(progress: Progress, *, file_id: UUID) -> None:
    """Write a large file, from its beginning; nothing of a run that was killed is left.

    A file whose grant ends meanwhile is stopped within a second, and what was written is removed.
    Raises `NotMade` and what else the job's owner is told.
    """
    file = _of(file_id)
    if file.state != State.WAITING:
        return
    call = call_of(file)
    try:
        with telling(call, door="job", method="WRITE", asked=str(file.id)) as told:
            told.allowed = allow(call, now=progress.now())
            _write(progress, file, call, told)
    except (Refusal, Missing, *FAILED) as no:
        reason = f"{no.message} {no.next_step}".strip()
        stop_file(file_id=file_id, reason=reason, actor=progress.actor, now=progress.now())
        if isinstance(no, Refusal):
            raise
        raise NotMade(no.message, next_step=no.next_step) from no  # once more would help nobody


@operation
def keep_file(
    *, file_id: UUID, content_id: UUID, sealed_key: str, rows: int, size: int, digest: str,
    grant_version: int, actor: Actor, now: datetime,
) -> bool:  # fmt: skip
    """A job wrote the file: it can be taken from now on. False when it was stopped meanwhile."""
    file = _locked(file_id)
    require(actor, TAKE_FILES, unit_id=file.consumer_id)
    if file.state != State.WAITING:
        nothing_changed()
        return False
    file.state, file.made_at = State.READY, now
    file.kept_until = now + timedelta(days=rules.KEPT_DAYS)
    file.content_id, file.sealed_key = content_id, sealed_key
    file.rows, file.size, file.digest = rows, size, digest
    file.grant_version = grant_version
    file.save()
    record(FileMade(**about(file), rows=rows, size=size), actor=actor, now=now)
    return True


@operation
def stop_file(*, file_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """A file is not made any further; who asked for it may stop it too."""
    file = _locked(file_id)
    require(actor, TAKE_FILES, unit_id=file.consumer_id)
    if file.state != State.WAITING:
        nothing_changed()
        return
    file.state, file.reason = State.STOPPED, reason
    file.save(update_fields=["state", "reason"])
    record(FileStopped(**about(file), reason=reason), actor=actor, now=now)


@operation
def cancel_file(*, file_id: UUID, actor: Actor, now: datetime) -> None:
    """Who asked for a file wants it no longer; the job ends at its next step."""
    nothing_changed()  # both acts are recorded by themselves
    file = _mine(file_id, actor)
    stop_file(file_id=file_id, reason=_("Cancelled."), actor=actor, now=now)
    if file.job_id:
        owner = actor if actor.kind is ActorKind.STAFF else worker_actor()
        cancel_job(job_id=file.job_id, actor=owner, now=now)


@operation
def take_file(
    *, file_id: UUID, door: str, actor: Actor, now: datetime, part: str = "", if_range: str = ""
) -> Taken:
    """A file on its way out (下载), as a whole or from where it broke off.

    Args:
        part: the header `Range`; `if_range`: the tag of which the rest is wanted, or "".

    The message is written down when the stream ends. What was kept before the grant was narrowed
    is not given any more. Raises what `allow` does, `NotReady`, `GrantChanged`, `OutOfRange`,
    `Missing`, `NotAuthorised`.
    """
    file = _mine(file_id, actor)
    if file.state not in (State.LIVE, State.READY):
        raise NotReady(
            _("The file is not there: %(state)s.") % {"state": file.get_state_display()},
            next_step=file.reason or _("Wait until it is made, or ask for it anew."),
        )
    call = call_of(file)
    allowed = allow(call, now=now)
    if not _is_still(file, allowed):
        raise grant_changed()
    taken = _taken(file, call, allowed, door, part, if_range)
    record(FileTaken(**about(file), first=taken.span.first), actor=actor, now=now)
    return taken


@operation
def remove_file(*, file_id: UUID, actor: Actor, now: datetime) -> None:
    """A file's time is over: its content goes, that it was stays."""
    require(actor, SWEEP_FILES)
    file = _locked(file_id)
    if file.state != State.READY or file.kept_until is None or file.kept_until > now:
        nothing_changed()
        return
    file.state = State.GONE
    file.save(update_fields=["state"])
    record(FileRemoved(**about(file)), actor=actor, now=now)


def sweep_files(*, actor: Actor, moment: datetime) -> int:
    """Remove what is kept no longer, and contents that nobody knows; how many files went."""
    due = SharedFile.objects.filter(state=State.READY, kept_until__lt=moment)
    found = list(due.values_list("id", "content_id"))
    for file_id, content_id in found:
        remove_file(file_id=file_id, actor=actor, now=moment)
        if content_id:
            FILES.remove(content_id)
    FILES.sweep(_known)
    return len(found)


def about(file: SharedFile) -> dict[str, Any]:
    """What every fact carries."""
    return {
        "thing_id": file.id,
        "service": file.service.code,
        "consumer_id": file.consumer_id,
        "grant_number": file.grant_number,
    }


def _new(call: Call, allowed: Allowed, form: str, actor: Actor, now: datetime) -> SharedFile:
    return SharedFile(
        service_id=allowed.service_id,
        consumer_id=allowed.consumer_id,
        system_id=allowed.system_id,
        grant_id=allowed.grant.id,
        grant_number=allowed.grant.number,
        grant_version=allowed.grant.version,
        request_id=call.request_id,
        case=call.case,
        form=form,
        state=State.LIVE,
        asked_by=actor.id,
        asked_by_name=actor.name,
        asked_at=now,
    )


def _is_still(file: SharedFile, allowed: Allowed) -> bool:
    """Whether it is what would be made now: a kept one is of the grant as it was, and one that is
    written when it is taken is of a table that stands here."""
    if file.state == State.READY:
        return file.grant_version == allowed.grant.version
    return allowed.kind is Kind.HOSTED


def _is_large(allowed: Allowed) -> bool:
    """Whether a job makes it: what a provider's system gives is never made while one waits."""
    if allowed.kind is Kind.HOSTED:
        return get_table(table_of(allowed)).rows > rules.LARGE
    _wait_for_turn(allowed.grant.id)
    if is_being_made(allowed.grant.id):
        raise BeingMade(
            _("A file of this grant is being made from the provider's system already."),
            next_step=_("Wait until it is there, or stop it."),
        )
    return True


def _wait_for_turn(grant_id: UUID) -> None:
    """Who asks at the same moment looks when this one's file is there, or is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('liupan.exchange.file'), hashtext(%s))",
            [str(grant_id)],
        )


def _begin(file: SharedFile, actor: Actor, now: datetime) -> UUID:
    owner = actor if actor.kind is ActorKind.STAFF else worker_actor()
    title = _("File: %(title)s") % {"title": file.service.title}
    return start_job(JOB, {"file_id": str(file.id)}, title=title, owner=owner, now=now)


def _write(progress: Progress, file: SharedFile, call: Call, told: Telling) -> None:
    assert told.allowed
    ask = asking_again(call, told.allowed)
    export = export_of(file, told.allowed)
    content_id, (key, sealed) = uuid7(), new_file_key(file.consumer_id)
    writer, digest, size = FILES.write(content_id, key), running_sm3(), 0
    if told.allowed.table_id:  # how much a provider's system holds is not known
        progress.expect(get_table(told.allowed.table_id).rows, _("Writing rows"))
    try:
        for chunk in watched(export, ask, monotonic):
            writer.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            progress.advance(export.rows - told.rows)
            told.rows = export.rows
        ask()
        writer.close()
    finally:
        export.close()
        writer.abandon()
    kept = keep_file(
        file_id=file.id, content_id=content_id, sealed_key=sealed, rows=export.rows, size=size,
        digest=digest.finalize().hex(), grant_version=told.allowed.grant.version,
        actor=progress.actor, now=progress.now(),
    )  # fmt: skip
    if not kept:
        FILES.remove(content_id)
    told.rows = 0  # nothing has left yet: each download is a message with its rows and bytes
    progress.message = _("%(count)s rows were written.") % {"count": export.rows}


def _taken(
    file: SharedFile, call: Call, allowed: Allowed, door: str, part: str, if_range: str
) -> Taken:
    if file.state == State.READY:
        etag, size = file.digest, file.size
    else:
        etag, size = _measured(file, allowed, is_needed=bool(part))
    wanted = part if part and if_range.strip('"') in ("", etag) else ""
    span = rules.read_range(wanted, size)
    if span is None:
        raise OutOfRange(_("The file is not so long."), next_step=_("Take it from its beginning."))
    return Taken(
        name=safe_name(rules.name_of(file.service.title, clock.on(file.asked_at), Form(file.form))),
        media_type=MEDIA[Form(file.form)],
        etag=etag,
        span=span,
        size=size,
        chunks=_sent(file, call, allowed, door, span),
    )


def _measured(file: SharedFile, allowed: Allowed, *, is_needed: bool) -> tuple[str, int | None]:
    """The tag of what would be written now, and its size where a part of it is asked for."""
    export = export_of(file, allowed)
    try:
        return export.etag, sum(map(len, export)) if is_needed else None
    finally:
        export.close()


def _sent(
    file: SharedFile, call: Call, allowed: Allowed, door: str, span: Span
) -> Generator[bytes]:
    with telling(call, door=door, method="GET", asked=f"{file.id} {span}") as told:
        told.allowed = allowed
        told.status = 200 if span == WHOLE else 206
        export = None if file.state == State.READY else export_of(file, allowed)
        content = (
            FILES.read(file.content_id or file.id, file.consumer_id, file.sealed_key)
            if (export is None)
            else iter(export)
        )
        try:
            part = ranged(content, span.first, span.last)
            yield from counted(watched(part, asking_again(call, allowed), monotonic), told)
            if span.last is None or span.last + 1 == file.size:
                told.rows = export.rows if export else file.rows or 0
        finally:
            if export:
                export.close()


def _of(file_id: UUID) -> SharedFile:
    file = SharedFile.objects.select_related("service").filter(id=file_id).first()
    if file is None:
        raise Missing(_("There is no such file."))
    return file


def _locked(file_id: UUID) -> SharedFile:
    rows = SharedFile.objects.select_related("service").select_for_update(of=("self",))
    file = rows.filter(id=file_id).first()
    if file is None:
        raise Missing(_("There is no such file."))
    return file


def _mine(file_id: UUID, actor: Actor) -> SharedFile:
    """A file of a unit over which the actor may take files; a system sees its own alone."""
    file = _of(file_id)
    if actor.kind is ActorKind.MACHINE and file.system_id != actor.id:
        raise Missing(_("There is no such file."))
    if not actor.rights.get(TAKE_FILES.code):
        require(actor, TAKE_FILES, unit_id=file.consumer_id)
    try:
        require(actor, TAKE_FILES, unit_id=file.consumer_id)
    except Refusal as no:
        raise Missing(_("There is no such file.")) from no
    return file


def _known(content_ids: set[UUID]) -> set[UUID]:
    rows = SharedFile.objects.filter(content_id__in=content_ids, state=State.READY)
    return {content_id for content_id in rows.values_list("content_id", flat=True) if content_id}
