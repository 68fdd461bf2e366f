"""Drafting (拟稿): beginning a document, saying what it is, writing it, handing it on."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import (
    DocumentDescribed,
    DocumentDrafted,
    DocumentWithdrawn,
    DraftHandedOn,
)
from liupan.capabilities.correspondence.models import (
    Draft,
    Incoming,
    Outgoing,
    Party,
    Template,
    WorkingCopy,
)
from liupan.capabilities.correspondence.operations.keeping import about, announce, keep
from liupan.capabilities.correspondence.operations.limits import (
    cancel_limit,
    start_limit,
)
from liupan.capabilities.correspondence.operations.locking import (
    NotNow,
    SignedOff,
    locked_outgoing,
    require_ceiling,
    require_clock,
    require_state,
    require_version,
    save,
)
from liupan.capabilities.correspondence.operations.marks.putting import mark_borne
from liupan.capabilities.correspondence.operations.marks.sources import require_above_sources
from liupan.capabilities.correspondence.operations.particulars import (
    OF_ROW,
    Particulars,
    To,
    column,
    require_sound,
    write_addressees,
    write_parties,
)
from liupan.capabilities.correspondence.operations.searching import reclassify
from liupan.capabilities.correspondence.operations.settling import settle
from liupan.capabilities.correspondence.operations.telling import page_of
from liupan.capabilities.correspondence.policies import (
    DRAFT,
    LEGALITY,
    REGISTRY,
    REVIEW,
    require_over,
    visible_incoming,
    visible_outgoing,
)
from liupan.capabilities.correspondence.queries.drafts import last_draft
from liupan.capabilities.correspondence.queries.parties import holders, units_of
from liupan.capabilities.correspondence.queries.screening import screened
from liupan.capabilities.correspondence.queries.sources import as_json, merged, sm3_of, source_of
from liupan.capabilities.correspondence.rules.sending import EDITABLE, LOCKED, OVER, State
from liupan.capabilities.correspondence.rules.texts import FINAL
from liupan.foundation.access.facade import list_cleared
from liupan.foundation.documents.facade import (
    DocumentType,
    Form,
    OfficialDocument,
    missing_in,
    read_source,
    validate,
)
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.foundation.screening.facade import require_clean
from liupan.foundation.workflow.facade import (
    About,
    StepNow,
    complete_step,
    open_steps,
    remark_process,
    start_process,
    stop_process,
)
from liupan.kernel.authority import Actor, Permission, own
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import insert, update

__all__ = ["NobodyToDo", "NotReady", "Particulars", "To"]  # shapes come with the operations

TYPE = "correspondence.outgoing"
PROCESS = "correspondence.sending"
MOST_OF_A_COPY = 2_000_000
"""Characters of a working copy."""


class NotReady(InvalidInput):
    """The draft lacks something that it must have to be issued, place by place."""


class NobodyToDo(Refusal):
    """A step on the way has nobody who may do it."""


@operation
def begin_document(
    *,
    particulars: Particulars,
    actor: Actor,
    now: datetime,
    source: OfficialDocument | dict[str, Any] | None = None,
    template_id: UUID | None = None,
    from_document_id: UUID | None = None,
) -> UUID:
    """Begin a document (拟稿) with a text, from a template or from an earlier document; its id.

    Raises `InvalidInput`, `AboveCeiling`, `Missing`, `NotAuthorised`.
    """
    by = By(actor, now)
    said = particulars
    require_over(actor, DRAFT, said.drafting_unit_id, said.secrecy)
    require_sound(said, by)
    _require_answered(said, actor)
    text = _beginning(said, source, template_id, from_document_id, actor)
    document = Outgoing(drafter_id=actor.id, drafted_at=now)
    for name in OF_ROW:
        setattr(document, column(name), getattr(said, name))
    document.based_on_id = from_document_id
    require_above_sources(document, None, by)
    insert(document)
    write_parties(document, said)
    write_addressees(document, said)
    document.instance_id = start_process(
        code=PROCESS, about_thing=_thing(document), data=going_by(document), actor=actor, now=now
    )
    update(document, "instance_id")
    insert(WorkingCopy(
        document=document, person_id=actor.id, form=as_json(merged(document, text)), of_draft=0,
        saved_at=now,
    ))  # fmt: skip
    keep(document, "drafted", by)
    fact = DocumentDrafted(
        **about(document, by), title=document.title, in_reply_to=document.in_reply_to_id
    )
    announce(fact, by)
    return document.id


@operation
def describe_document(
    *, document_id: UUID, particulars: Particulars, version: int, actor: Actor, now: datetime
) -> None:
    """Change what is kept beside the text. Where a draft was handed on already, the changed
    particulars make a draft of their own.

    Raises `StaleVersion`, `SignedOff`, `NotNow`, `InvalidInput`, `AboveCeiling`.
    """
    by = By(actor, now)
    document = locked_outgoing(document_id, actor)
    _require_editor(document, by)
    require_sound(particulars, by)
    require_over(actor, DRAFT, particulars.drafting_unit_id, particulars.secrecy)
    before = {name: getattr(document, column(name)) for name in OF_ROW}
    require_version(document, version, before)
    changed = [name for name in OF_ROW if getattr(particulars, name) != before[name]]
    borne = mark_borne(document)
    for name in changed:
        setattr(document, column(name), getattr(particulars, name))
    if {"secrecy", "mark", "in_reply_to"} & set(changed):
        require_above_sources(document, None if "in_reply_to" in changed else borne, by)
    changed += ["issuers"] if write_parties(document, particulars) else []
    changed += ["addressees"] if write_addressees(document, particulars) else []
    if not changed:
        nothing_changed()
        return
    save(document, *(column(name) for name in OF_ROW))
    if document.instance_id:
        remark_process(instance_id=document.instance_id, secrecy=Secrecy(document.secrecy))
    if "secrecy" in changed:
        reclassify(document.id)
    keep(document, "described", by, changed=changed)
    announce(DocumentDescribed(**about(document, by), changed=tuple(changed)), by)
    keep_draft_anew(document, by)


def keep_draft_anew(document: Outgoing, by: By) -> None:
    """What was handed on before is a draft anew, with the particulars as they are now."""
    if last := _last_draft(document):
        _keep_draft(document, source_of(document, last), _("Particulars were changed."), by)


@operation
def keep_working_copy(
    *, document_id: UUID, form: dict[str, Any], revision: int, actor: Actor, now: datetime
) -> int:
    """Keep what somebody is writing and has not handed on; the copy's new revision.

    Raises `StaleVersion` when the same person wrote on elsewhere, `SignedOff`, `NotNow`.
    """
    document = locked_outgoing(document_id, actor)
    _require_editor(document, By(actor, now))
    if len(str(form)) > MOST_OF_A_COPY:
        raise InvalidInput(fields={"form": [_("The text is too long.")]})
    copy = WorkingCopy.objects.filter(document=document, person_id=actor.id).first()
    if copy and copy.revision != revision:
        raise StaleVersion(
            _("You wrote on in this text elsewhere."),
            theirs={"form": copy.form, "revision": copy.revision},
            next_step=_("Compare both and go on with one of them."),
        )
    if copy is None:
        copy = WorkingCopy(document=document, person_id=actor.id, revision=0)
    copy.form, copy.saved_at, copy.revision = form, now, copy.revision + 1
    copy.of_draft = document.draft_number
    copy.save()
    nothing_changed()  # what is typed is nobody's business before it is handed on
    return copy.revision


@operation
def hand_on_draft(
    *,
    document_id: UUID,
    source: OfficialDocument | dict[str, Any],
    note: str,
    actor: Actor,
    now: datetime,
    item_id: UUID | None = None,
    submit: bool = True,
    opinion: str = "",
) -> int:
    """Keep a draft and, when submitted, let it go to the next step; the draft's number.

    An unchanged text makes no new draft. Raises `NotReady`, `NotClean`, `NobodyToDo`, `SignedOff`,
    `NotNow`, and what `complete_step` refuses.
    """
    by = By(actor, now)
    document = locked_outgoing(document_id, actor)
    _require_editor(document, by)
    require_clock(document, now)
    require_ceiling(document.secrecy, actor)
    written = _read(source)
    document.title = "".join(written.title.splitlines()).strip() or document.title
    text = merged(document, written)
    if _keep_draft(document, text, note, by) is None:
        nothing_changed()
    if submit:
        require_complete(text, final=False)
        require_way(document)
        require_clean(screened(document, text, by.today), of_id=document.id)
        _submit(document, item_id, opinion, by)
    WorkingCopy.objects.filter(document=document, person_id=actor.id).delete()
    return document.draft_number


@operation
def withdraw_document(*, document_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Give a document up before it has a number (撤回). Its drafter may, and the registry.

    Raises `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    document = locked_outgoing(document_id, actor)
    if document.drafter_id == actor.id:
        own(actor, document.drafter_id)
    else:
        require_over(actor, REGISTRY, document.issuing_unit_id, document.secrecy)
    if document.standing is State.WITHDRAWN:
        nothing_changed()
        return
    require_state(document, frozenset(State) - OVER)
    if document.number:
        raise NotNow(
            _("It has the number %(number)s.") % {"number": document.number},
            next_step=_("Make it void: the number is void with it."),
        )
    require_said(reason=reason)
    if document.instance_id:
        stop_process(instance_id=document.instance_id, reason=reason, actor=actor, now=now)
    cancel_limit(document, reason, by)
    document.state, document.ended_at = State.WITHDRAWN.value, now
    save(document, "state", "ended_at")
    keep(document, "withdrawn", by, reason)
    announce(DocumentWithdrawn(**about(document, by), reason=reason), by)


def require_complete(source: OfficialDocument, *, final: bool) -> None:
    """Raises `NotReady` with everything that is missing or cannot be printed. Before it is signed
    off, what is filled in afterwards cannot be missing yet."""
    lacks = [one for one in validate(source) if final or one.place not in FINAL]
    fields: dict[str, list[str]] = {}
    for lack in lacks:
        fields.setdefault(lack.place, []).append(lack.message)
    for glyph in missing_in(source):
        if not glyph.used:
            words = _("No typeface here has “%(one)s”.") % {"one": glyph.character}
            fields.setdefault(glyph.place, []).append(words)
    if fields:
        raise NotReady(_("The document is not ready to be issued."), fields=fields)


def require_way(document: Outgoing) -> None:
    """Nobody is sent on a way on which a step has nobody. Raises `NotReady`, `NobodyToDo`."""
    if document.signer_id is None:
        raise NotReady(fields={"signer_id": [_("Choose who signs it off.")]})
    wanted = {REVIEW: _("review drafts"), REGISTRY: _("keep the registry")}
    if document.is_normative:
        wanted[LEGALITY] = _("review legality")
    for permission, words in wanted.items():
        if not _able(permission, document):
            raise NobodyToDo(
                _("Nobody of the issuing unit may %(act)s.") % {"act": words},
                next_step=_("The security and secrecy administrator grants this right."),
            )


def _able(permission: Permission, document: Outgoing) -> Collection[UUID]:
    """Who holds the right over the issuing unit and is cleared for the document."""
    people = holders(permission, document.issuing_unit_id)
    return list_cleared(people, Secrecy(document.secrecy))


def _require_editor(document: Outgoing, by: By) -> None:
    """The text is changed by its drafter, whoever drafts for the unit, or at review the reviewer.
    Raises `SignedOff`, `NotNow`, `NotAuthorised`."""
    if document.standing in LOCKED:
        raise SignedOff(
            _("It was signed off: the text cannot be changed any more."),
            next_step=_("Have it returned: then it is signed off anew."),
        )
    require_state(document, EDITABLE)
    if document.standing is State.REVIEWING:
        require_over(by.actor, REVIEW, document.issuing_unit_id, document.secrecy)
    elif document.drafter_id == by.actor.id:
        own(by.actor, document.drafter_id)
    else:
        require_over(by.actor, DRAFT, document.drafting_unit_id, document.secrecy)


def _keep_draft(document: Outgoing, source: OfficialDocument, note: str, by: By) -> Draft | None:
    """The next draft, or None when nothing of the text is new."""
    text = as_json(merged(document, source))
    digest, last = sm3_of(text), _last_draft(document)
    if last is not None and last.sm3 == digest:
        return None
    step = _step_of(document)
    draft = insert(Draft(
        document=document, n=document.draft_number + 1, source=text, sm3=digest,
        written_by=by.actor.id, written_at=by.now, step=step, note=note.strip(),
    ))  # fmt: skip
    document.draft_number = draft.n
    save(document, "draft_number", "title")
    keep(document, "handed_on", by, note, draft=draft.n)
    fact = DraftHandedOn(**about(document, by), draft=draft.n, sm3=digest, step=step)
    announce(fact, by)
    return draft


def _submit(document: Outgoing, item_id: UUID | None, opinion: str, by: By) -> None:
    step = _open_step(document)
    complete_step(
        item_id=item_id or step.id, opinion=opinion, data=going_by(document), actor=by.actor,
        now=by.now,
    )  # fmt: skip
    if document.submitted_at is None:
        document.submitted_at = by.now
        save(document, "submitted_at")
    start_limit(document, by)
    settle(document, by)


def _open_step(document: Outgoing) -> StepNow:
    steps = open_steps(document.instance_id) if document.instance_id else []
    if not steps:
        raise NotNow(_("The process of the document is over."))
    return steps[0]


def _step_of(document: Outgoing) -> str:
    return "review" if document.standing is State.REVIEWING else "draft"


def _last_draft(document: Outgoing) -> Draft | None:
    return last_draft(document.id)


def going_by(document: Outgoing) -> dict[str, Any]:
    """What the process goes by."""
    cosigners = len(units_of(document.id, Party.Part.COSIGNER))
    return {
        "会签数": cosigners,
        "规范性": document.is_normative,
        "签发人": str(document.signer_id or ""),
    }


def _thing(document: Outgoing) -> About:
    return About(
        of_type=TYPE, of_id=document.id, title=document.title, url=page_of(document),
        unit_id=document.issuing_unit_id, secrecy=Secrecy(document.secrecy),
    )  # fmt: skip


def _require_answered(said: Particulars, actor: Actor) -> None:
    if said.in_reply_to is None:
        return
    rows = Incoming.objects.filter(visible_incoming(actor), id=said.in_reply_to)
    if not rows.exists():
        raise Missing(_("There is no such document."))


def _beginning(
    said: Particulars,
    source: OfficialDocument | dict[str, Any] | None,
    template_id: UUID | None,
    from_document_id: UUID | None,
    actor: Actor,
) -> OfficialDocument:
    if source is not None:
        return _read(source)
    if template_id is not None:
        template = Template.objects.filter(id=template_id, is_active=True).first()
        if template is None:
            raise Missing(_("There is no such template."))
        return _read(template.source)
    if from_document_id is not None:
        earlier = Outgoing.objects.filter(visible_outgoing(actor), id=from_document_id).first()
        draft = _last_draft(earlier) if earlier else None
        if draft is None:
            raise Missing(_("There is no such document."))
        return _read(draft.source)
    return OfficialDocument(
        type=DocumentType(said.type), form=Form(said.form), issuers=(), title=said.title, body=(),
    )  # fmt: skip


def _read(source: OfficialDocument | dict[str, Any]) -> OfficialDocument:
    if isinstance(source, OfficialDocument):
        return source
    return read_source(json.dumps(source))
