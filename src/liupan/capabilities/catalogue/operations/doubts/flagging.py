"""The side of the unit that doubts a record: it flags, says more, confirms, disputes, withdraws."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.events import (
    CorrectionTaken,
    DoubtConfirmed,
    DoubtDisputed,
    DoubtFlagged,
    DoubtSupplemented,
    DoubtWithdrawn,
)
from liupan.capabilities.catalogue.models import Correction, Doubt, Edition, Resource
from liupan.capabilities.catalogue.operations.doubts import telling
from liupan.capabilities.catalogue.operations.doubts.keeping import (
    Evidence,
    about,
    begin,
    finish,
    keep,
    keep_evidence,
    start_limit,
    take_due,
)
from liupan.capabilities.catalogue.operations.doubts.numbering import take_doubt_number
from liupan.capabilities.catalogue.operations.locking import NotNow
from liupan.capabilities.catalogue.policies import ANSWER, FLAG, visible_corrections
from liupan.capabilities.catalogue.queries.doubts.holdings import Holding, list_holdings
from liupan.capabilities.catalogue.queries.doubts.sealed import (
    Record,
    as_text,
    record_id_of,
    seal_one,
)
from liupan.capabilities.catalogue.queries.searchable import shown_edition
from liupan.capabilities.catalogue.rules.doubts import Act, Side, outcome
from liupan.foundation.calendar.facade import (
    ClockState,
    cancel_clock,
    describe,
    resume_clock,
)
from liupan.foundation.journal.facade import nothing_changed, operation, record, refused_when_taken
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Secrecy


class NotGranted(Refusal):
    """Only who holds a live grant on a resource doubts its records."""


class AlreadyFlagged(Refusal):
    """A form that was sent twice at once: the other one made the doubt."""


@operation
def flag_record(
    *,
    grant_id: UUID,
    told: Record,
    words: str,
    actor: Actor,
    now: datetime,
    files: Sequence[Evidence] = (),
    once: UUID | None = None,
) -> UUID:
    """Doubt a record that a live grant lets the unit use (提出疑义); the provider's limit runs.

    Returns the doubt's id. `once`: a key of the form, so that a form sent twice makes one.
    Raises `NotGranted`, `InvalidInput`, `NotAuthorised`.
    """
    if once and Doubt.objects.filter(id=once).exists():
        require(actor, FLAG)
        nothing_changed()
        return once
    by = By(actor, now)
    holding = _holding(grant_id, by)
    resource = Resource.objects.get(id=holding.resource_id)
    edition = shown_edition(resource.editions.all())
    require(actor, FLAG, unit_id=holding.unit_id, secrecy=Secrecy(edition.secrecy))
    _require_told(told, holding, words)
    doubt = _made(once or uuid7(), edition, holding, told, by)
    start_limit(doubt, ANSWER, by)
    with refused_when_taken(AlreadyFlagged(_("This doubt was raised already."))):
        doubt.save(force_insert=True)
    keep(doubt, Act.FLAG, words, by)
    keep_evidence(doubt, files, doubt.flagger_unit_id, by)
    fact = DoubtFlagged(
        **about(doubt, words, by),
        items=tuple(doubt.items),
        grant_id=grant_id,
        record=as_text(told),
    )
    record(fact, actor=actor, now=now)
    title = gettext_lazy("To check: a record is doubted")
    telling.tell_side(doubt, Side.PROVIDER, telling.TO_ANSWER, title, by)
    return doubt.id


@operation
def supplement_doubt(
    *, doubt_id: UUID, words: str, actor: Actor, now: datetime, files: Sequence[Evidence] = ()
) -> UUID:
    """Say more, as the provider asked (补充说明); the limit runs on. Raises `NotNow`."""
    by = By(actor, now)
    doubt = begin(doubt_id, Act.SUPPLEMENT, words, by)
    assert doubt.clock_id
    if describe(doubt.clock_id, now=now).state is ClockState.PAUSED:
        resume_clock(clock_id=doubt.clock_id, actor=actor, now=now)
        take_due(doubt, now)
    keep_evidence(doubt, files, doubt.flagger_unit_id, by)
    fact = DoubtSupplemented(**about(doubt, words, by))
    finish(doubt, Act.SUPPLEMENT, words, by, fact, "due_on")
    title = gettext_lazy("To check: the doubt was supplemented")
    telling.tell_side(doubt, Side.PROVIDER, telling.TO_ANSWER, title, by)
    return doubt.id


@operation
def confirm_answer(*, doubt_id: UUID, actor: Actor, now: datetime, words: str = "") -> UUID:
    """Accept the provider's answer (确认): the doubt is closed. Raises `NotNow`, `SameHands`."""
    by = By(actor, now)
    was = Doubt.objects.filter(id=doubt_id).first()
    doubt = begin(doubt_id, Act.CONFIRM, words, by, is_said=False)
    assert was
    came = outcome(Act.CONFIRM, was.standing)
    assert came
    doubt.outcome, doubt.closed_at = came.value, now
    fact = DoubtConfirmed(**about(doubt, words, by), outcome=came.value)
    finish(doubt, Act.CONFIRM, words, by, fact, "outcome", "closed_at")
    title = gettext_lazy("Closed: the answer to a doubt was accepted")
    telling.tell_side(doubt, Side.PROVIDER, telling.ANSWERED, title, by)
    return doubt.id


@operation
def dispute_answer(
    *, doubt_id: UUID, words: str, actor: Actor, now: datetime, files: Sequence[Evidence] = ()
) -> UUID:
    """Bring the provider's answer before the data authority (提请裁定). Raises `NotNow`."""
    by = By(actor, now)
    doubt = begin(doubt_id, Act.DISPUTE, words, by)
    doubt.disputed_at = now
    keep_evidence(doubt, files, doubt.flagger_unit_id, by)
    fact = DoubtDisputed(**about(doubt, words, by))
    finish(doubt, Act.DISPUTE, words, by, fact, "disputed_at")
    title = gettext_lazy("To rule: the answer to a doubt is disputed")
    telling.tell_side(doubt, Side.AUTHORITY, telling.TO_RULE, title, by)
    return doubt.id


@operation
def withdraw_doubt(*, doubt_id: UUID, words: str, actor: Actor, now: datetime) -> UUID:
    """Take the doubt back before it was answered (撤回). Raises `NotNow`."""
    by = By(actor, now)
    doubt = begin(doubt_id, Act.WITHDRAW, words, by)
    assert doubt.clock_id
    why = _("The doubt was withdrawn.")
    cancel_clock(clock_id=doubt.clock_id, reason=why, actor=actor, now=now)
    doubt.outcome, doubt.closed_at = Doubt.Outcome.WITHDRAWN.value, now
    fact = DoubtWithdrawn(**about(doubt, words, by))
    finish(doubt, Act.WITHDRAW, words, by, fact, "outcome", "closed_at")
    title = gettext_lazy("Withdrawn: a doubt about a record")
    telling.tell_side(doubt, Side.PROVIDER, telling.ANSWERED, title, by)
    return doubt.id


@operation
def take_correction(*, correction_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Note that the unit took a correction over into its own records (已更正本单位数据)."""
    by = By(actor, now)
    rows = Correction.objects.filter(visible_corrections(actor)).select_for_update(of=("self",))
    found = rows.filter(id=correction_id).select_related("doubt").first()
    if found is None:
        raise Missing(_("There is no such correction."))
    require(actor, FLAG, unit_id=found.unit_id, secrecy=Secrecy(found.doubt.secrecy))
    if found.taken_at:
        nothing_changed()
        return found.id
    found.taken_at, found.taken_by = now, actor.id
    found.save(update_fields=["taken_at", "taken_by"])
    fact = CorrectionTaken(
        thing_id=found.id, concerned=(found.doubt_id,), secrecy=Secrecy(found.doubt.secrecy),
        doubt_id=found.doubt_id, number=found.doubt.number, unit_id=found.unit_id, fix=found.fix,
        on=by.today,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return found.id


def _holding(grant_id: UUID, by: By) -> Holding:
    held = list_holdings(by.today, grant_id=grant_id)
    if not held:
        raise NotGranted(
            _("This grant is not in force."),
            next_step=_("Doubt a record under a grant that is; or ask for one."),
        )
    return held[0]


def _require_told(told: Record, holding: Holding, words: str) -> None:
    require_said(words=words)
    wrong: dict[str, list[str]] = {}
    if not told.key:
        wrong["key"] = [_("Say by which values the record is found.")]
    if not told.found and not told.wanted:
        wrong["items"] = [_("Say which items are doubted.")]
    strange = {*told.key, *told.found, *told.wanted} - set(holding.items)
    if strange:
        names = "、".join(sorted(strange))
        wrong["items"] = [_("The grant does not cover %(names)s.") % {"names": names}]
    if wrong:
        raise InvalidInput(_("Something is missing."), fields=wrong)


def _made(doubt_id: UUID, edition: Edition, holding: Holding, told: Record, by: By) -> Doubt:
    if edition.unit_id == holding.unit_id:
        raise NotNow(_("The unit corrects its own records itself."))
    doubted = {*told.found, *told.wanted}
    record_id = record_id_of(edition.code, told.key)
    return Doubt(
        id=doubt_id,
        number=take_doubt_number(doubt_id, by),
        resource_id=edition.resource_id,
        code=edition.code,
        title=edition.title,
        unit_id=edition.unit_id,
        flagger_unit_id=holding.unit_id,
        grant_id=holding.grant_id,
        items=[name for name in holding.items if name in doubted],
        record_id=record_id,
        record=seal_one(record_id, as_text(told)),
        secrecy=edition.secrecy,
        flagged_at=by.now,
        flagged_by=by.actor.id,
        changed_at=by.now,
    )
