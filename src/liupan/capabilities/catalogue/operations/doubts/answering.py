"""The sides that answer: the provider corrects, rejects or asks back; the data authority rules."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.events import (
    DoubtAskedBack,
    DoubtFixed,
    DoubtRejected,
    DoubtRuled,
)
from liupan.capabilities.catalogue.models import Correction, Doubt
from liupan.capabilities.catalogue.operations.doubts import telling
from liupan.capabilities.catalogue.operations.doubts.keeping import (
    Evidence,
    about,
    begin,
    days_since,
    finish,
    keep_evidence,
    start_limit,
)
from liupan.capabilities.catalogue.policies import ANSWER
from liupan.capabilities.catalogue.queries.doubts.holdings import list_holdings
from liupan.capabilities.catalogue.queries.doubts.sealed import (
    open_record,
    seal_one,
    values_as_text,
)
from liupan.capabilities.catalogue.rules.doubts import Act, Side
from liupan.foundation.calendar.facade import describe, pause_clock, stop_clock
from liupan.foundation.journal.facade import operation
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput

SUPPLEMENT = "supplement"
"""The reason of `calendar.pauses` for which the limit rests."""
ANSWERED = ("answered_at", "answered_by", "in_time", "is_late")


@operation
def ask_back(*, doubt_id: UUID, words: str, actor: Actor, now: datetime) -> UUID:
    """Ask the flagger for more (要求补充说明); the limit rests, unless it was over already."""
    by = By(actor, now)
    doubt = begin(doubt_id, Act.ASK_BACK, words, by)
    assert doubt.clock_id
    is_paused = not describe(doubt.clock_id, now=now).is_late
    if is_paused:
        pause_clock(clock_id=doubt.clock_id, reason=SUPPLEMENT, actor=actor, now=now)
    fact = DoubtAskedBack(**about(doubt, words, by), is_paused=is_paused)
    finish(doubt, Act.ASK_BACK, words, by, fact)
    title = gettext_lazy("To supplement: the provider asks back")
    telling.tell_side(doubt, Side.FLAGGER, telling.ANSWERED, title, by)
    return doubt.id


@operation
def fix_record(
    *,
    doubt_id: UUID,
    values: Mapping[str, str],
    effective_on: date,
    words: str,
    actor: Actor,
    now: datetime,
    files: Sequence[Evidence] = (),
) -> UUID:
    """Say how the record was corrected and from when on (更正). Every unit that uses it hears.

    `values`: the values after the fix, by doubted item. Raises `NotNow`, `SameHands`,
    `InvalidInput`.
    """
    by = By(actor, now)
    doubt = begin(doubt_id, Act.FIX, words, by)
    _require_values(doubt, values)
    in_time = _answer(doubt, by)
    text = values_as_text(values)
    doubt.fix, doubt.effective_on = seal_one(doubt.record_id, text), effective_on
    days, doubt.fixes = days_since(doubt, by), doubt.fixes + 1
    if doubt.fixed_at is None:
        doubt.fixed_at, doubt.fix_days = now, days
    keep_evidence(doubt, files, doubt.unit_id, by)
    told = _corrections(doubt, values, by)
    fact = DoubtFixed(
        **about(doubt, words, by), fixed=text, effective_on=effective_on, in_time=in_time,
        days=days, fix=doubt.fixes, told=tuple(sorted(told)),
    )  # fmt: skip
    finish(
        doubt, Act.FIX, words, by, fact,
        *ANSWERED, "fix", "effective_on", "fixed_at", "fix_days", "fixes",
    )  # fmt: skip
    Correction.objects.bulk_create(told.values())
    title = gettext_lazy("Corrected: please confirm")
    telling.tell_side(doubt, Side.FLAGGER, telling.ANSWERED, title, by)
    telling.tell_users(doubt, told, gettext_lazy("A record that your unit uses was corrected"), by)
    return doubt.id


@operation
def reject_doubt(
    *, doubt_id: UUID, words: str, actor: Actor, now: datetime, files: Sequence[Evidence] = ()
) -> UUID:
    """Say why the record stands (不予更正). Raises `NotNow`, `SameHands`."""
    by = By(actor, now)
    doubt = begin(doubt_id, Act.REJECT, words, by)
    in_time = _answer(doubt, by)
    keep_evidence(doubt, files, doubt.unit_id, by)
    fact = DoubtRejected(**about(doubt, words, by), in_time=in_time, days=days_since(doubt, by))
    finish(doubt, Act.REJECT, words, by, fact, *ANSWERED)
    title = gettext_lazy("Not corrected: please confirm or dispute")
    telling.tell_side(doubt, Side.FLAGGER, telling.ANSWERED, title, by)
    return doubt.id


@operation
def uphold_doubt(*, doubt_id: UUID, words: str, actor: Actor, now: datetime) -> UUID:
    """Rule that the record is to be corrected (裁定更正); a limit runs anew. Raises `SameHands`."""
    by = By(actor, now)
    doubt = begin(doubt_id, Act.UPHOLD, words, by)
    start_limit(doubt, ANSWER, by)
    _rule(doubt, Act.UPHOLD, words, by, "clock_id", "due_on")
    return doubt.id


@operation
def dismiss_doubt(*, doubt_id: UUID, words: str, actor: Actor, now: datetime) -> UUID:
    """Rule that the answer stands (裁定维持): the doubt is closed. Raises `SameHands`."""
    by = By(actor, now)
    doubt = begin(doubt_id, Act.DISMISS, words, by)
    doubt.outcome, doubt.closed_at = Doubt.Outcome.STANDS.value, now
    _rule(doubt, Act.DISMISS, words, by, "outcome", "closed_at")
    return doubt.id


def _rule(doubt: Doubt, act: Act, words: str, by: By, *fields: str) -> None:
    doubt.ruled_at, doubt.ruled_by = by.now, by.actor.id
    fact = DoubtRuled(**about(doubt, words, by), is_upheld=act is Act.UPHOLD)
    finish(doubt, act, words, by, fact, "ruled_at", "ruled_by", *fields)
    title = gettext_lazy("Ruled: a disputed doubt about a record")
    for side in (Side.FLAGGER, Side.PROVIDER):
        telling.tell_side(doubt, side, telling.ANSWERED, title, by)


def _answer(doubt: Doubt, by: By) -> bool:
    """The limit ends; whether the answer came in time. Late stays late (unsaved)."""
    assert doubt.clock_id
    was_late = stop_clock(clock_id=doubt.clock_id, actor=by.actor, now=by.now)
    if doubt.answered_at is None:
        doubt.answered_at, doubt.in_time = by.now, not was_late
    doubt.answered_by = by.actor.id
    doubt.is_late = doubt.is_late or was_late
    return not was_late


def _require_values(doubt: Doubt, values: Mapping[str, str]) -> None:
    lacking = [name for name in doubt.items if not values.get(name, "").strip()]
    strange = set(values) - set(doubt.items)
    if lacking or strange:
        names = "、".join([*lacking, *sorted(strange)])
        told = _("Say the value after the fix of each doubted item: %(names)s.") % {"names": names}
        raise InvalidInput(told, fields={"values": [told]})


def _corrections(doubt: Doubt, values: Mapping[str, str], by: By) -> dict[UUID, Correction]:
    """One for each unit whose live grants cover a corrected item; the flagger hears otherwise."""
    record, _fixed = open_record(doubt)
    known = {**record.values, **values}
    found: dict[UUID, Correction] = {}
    for holding in list_holdings(by.today, resource_id=doubt.resource_id):
        if holding.unit_id == doubt.flagger_unit_id or not set(values) & set(holding.items):
            continue
        if not holding.covers(known):
            continue
        plain = [name for name in (*record.key, *values) if holding.items.get(name)]
        if not holding.is_certain(known):
            plain = []
        one = found.setdefault(
            holding.unit_id,
            Correction(doubt=doubt, fix=doubt.fixes, unit_id=holding.unit_id, items=[],
                       told_at=by.now),
        )  # fmt: skip
        one.items = list(dict.fromkeys([*one.items, *plain]))
    return found
