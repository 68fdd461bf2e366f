"""Doubts locked for a write; and what every act leaves: a step, a fact, the provider's limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Doubt, DoubtStep
from liupan.capabilities.catalogue.operations.locking import NotNow, SameHands
from liupan.capabilities.catalogue.policies import require_side, sides_of
from liupan.capabilities.catalogue.queries.doubts.sealed import seal_one
from liupan.capabilities.catalogue.rules.doubts import (
    SIDES,
    Act,
    Side,
    after,
    is_of_the_other_side,
    may_act,
    possible,
)
from liupan.capabilities.catalogue.rules.lists import DOUBT_LIMIT
from liupan.foundation.access.facade import list_holders
from liupan.foundation.calendar.facade import (
    last_day_of,
    limit_from,
    start_clock,
    working_days_between,
)
from liupan.foundation.documents.facade import keep_file
from liupan.foundation.journal.facade import record
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.errors import Missing
from liupan.kernel.facts import Fact
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place

TYPE = "catalogue.doubt"
CLOCK = "catalogue.doubt"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that comes with an act; `content` is open for seeking."""

    name: str
    content: BinaryIO | bytes


def locked_doubt(doubt_id: UUID, actor: Actor) -> Doubt:
    """The doubt, locked, if the actor stands on one of its sides. Raises `Missing`."""
    doubt = Doubt.objects.select_for_update().filter(id=doubt_id).first()
    if doubt is None or not sides_of(actor, doubt):
        raise Missing(_("There is no such doubt."))
    return doubt


def begin(doubt_id: UUID, act: Act, words: str, by: By, *, is_said: bool = True) -> Doubt:
    """The doubt, locked, in the state that comes of the act (unsaved).

    Raises `Missing`, `NotAuthorised`, `NotNow`, `SameHands`, `InvalidInput`.
    """
    doubt = locked_doubt(doubt_id, by.actor)
    require_side(by.actor, SIDES[act], doubt)
    require_possible(doubt, act)
    require_other_side(doubt, act, by)
    if is_said:
        require_said(words=words)
    doubt.state = after(act, doubt.standing).value
    doubt.changed_at = by.now
    return doubt


def require_possible(doubt: Doubt, act: Act) -> None:
    """Raises `NotNow` naming what would be possible."""
    if may_act(act, doubt.standing):
        return
    words = [str(DoubtStep.Kind(one).label) for one in possible(doubt.standing)]
    raise NotNow(
        _("%(number)s is “%(state)s”: this is not possible now.")
        % {"number": doubt.number, "state": doubt.get_state_display()},
        next_step=_("Possible now: %(acts)s.") % {"acts": ", ".join(words)} if words else "",
    )


def require_other_side(doubt: Doubt, act: Act, by: By) -> None:
    """Raises `SameHands` when the actor spoke for another side."""
    if is_of_the_other_side(
        act, by.actor.id, flagged_by=doubt.flagged_by, answered_by=doubt.answered_by
    ):
        raise SameHands(
            _("You spoke for another side on %(number)s.") % {"number": doubt.number},
            next_step=_("Somebody else of the office does this step."),
        )


def keep(doubt: Doubt, act: Act, words: str, by: By) -> None:
    """Write what was done; the words lie sealed under the record's key."""
    DoubtStep(
        doubt=doubt,
        kind=act.value,
        actor_id=by.actor.id,
        actor_unit_id=by.unit_id,
        words=seal_one(doubt.record_id, words.strip()),
        at=by.now,
    ).save(force_insert=True)


def finish(doubt: Doubt, act: Act, words: str, by: By, fact: Fact, *fields: str) -> None:
    """Save these fields and the state, write the step, record the fact."""
    doubt.version += 1
    doubt.save(update_fields=["state", "version", "changed_at", *fields])
    keep(doubt, act, words, by)
    record(fact, actor=by.actor, now=by.now)


def about(doubt: Doubt, words: str, by: By) -> dict[str, Any]:
    """What every fact carries of the doubt."""
    return {
        "thing_id": doubt.id,
        "concerned": (doubt.resource_id,),
        "secrecy": Secrecy(doubt.secrecy),
        "number": doubt.number,
        "resource_id": doubt.resource_id,
        "resource_code": doubt.code,
        "unit_id": doubt.unit_id,
        "flagger_unit_id": doubt.flagger_unit_id,
        "record_id": doubt.record_id,
        "state": doubt.state,
        "due_on": doubt.due_on,
        "on": by.today,
        "words": words.strip(),
    }


def start_limit(doubt: Doubt, permission: Permission, by: By) -> None:
    """The provider's limit begins; `due_on` is its last day (unsaved)."""
    set_code, key = DOUBT_LIMIT
    doubt.clock_id = start_clock(
        of_type=TYPE,
        of_id=doubt.id,
        kind=CLOCK,
        title=doubt.number,
        unit_id=doubt.unit_id,
        limit=limit_from(set_code, key, on=by.today),
        actor=by.actor,
        now=by.now,
        responsible=list_holders(permission, by.today, unit_id=doubt.unit_id),
        url=page_of(doubt),
    )
    take_due(doubt, by.now)


def take_due(doubt: Doubt, now: datetime) -> None:
    """The limit's last day as it now is (unsaved)."""
    assert doubt.clock_id
    doubt.due_on = last_day_of(doubt.clock_id)


def days_since(doubt: Doubt, by: By) -> int:
    """Working days since it was flagged."""
    return working_days_between(clock.on(doubt.flagged_at), by.today)


def keep_evidence(doubt: Doubt, files: Sequence[Evidence], unit_id: UUID, by: By) -> None:
    """Attach files of one side."""
    for one in files:
        keep_file(
            name=one.name, content=one.content, owner_unit_id=unit_id, of_type=TYPE,
            of_id=doubt.id, secrecy=Secrecy(doubt.secrecy), actor=by.actor, now=by.now,
        )  # fmt: skip


def page_of(doubt: Doubt) -> str:
    """The page of the doubt."""
    return place("catalogue:doubt", doubt.id)


def unit_of(doubt: Doubt, side: Side) -> UUID:
    """The unit that speaks on a side; for the data authority the provider's."""
    return doubt.flagger_unit_id if side is Side.FLAGGER else doubt.unit_id
