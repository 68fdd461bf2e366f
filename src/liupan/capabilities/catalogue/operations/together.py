"""The same act on many entries at once (批量办理): what is refused spoils no other."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.operations.going_on import TOGETHER, go_on
from liupan.capabilities.catalogue.operations.locking import (
    SENDS_BACK,
    NotNow,
    fitting,
    locked_editions,
)
from liupan.capabilities.catalogue.queries.entries import RIGHTS
from liupan.capabilities.catalogue.rules.states import Act
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.said import require_said

MOST = 500
"""So many entries at once."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of many: done, or refused for a reason."""

    edition_id: UUID
    code: str = ""
    title: str = ""
    refusal: str = ""

    @property
    def is_done(self) -> bool:
        return not self.refusal


@operation
def act_on_entries(
    *, edition_ids: Collection[UUID], act: Act, actor: Actor, now: datetime, opinion: str = ""
) -> Sequence[Outcome]:
    """Take one step on many editions, in a handful of statements; what became of each, in the
    order given.

    Each is judged as if it came alone: the actor's right over it, its state, who took the step
    before, what is missing. Each that goes on leaves its own step and fact. Raises
    `NotAuthorised`, `InvalidInput`.
    """
    by = By(actor, now)
    if act not in TOGETHER:
        raise NotNow(_("This is done to one entry at a time."))
    require(actor, RIGHTS[act])
    if len(edition_ids) > MOST:
        words = _("Choose at most %(n)d entries.") % {"n": MOST}
        raise InvalidInput(words, fields={"edition_ids": [words]})
    if act in SENDS_BACK:
        require_said(opinion=opinion)
    nothing_changed()  # each entry leaves its own fact
    found = {one.id: one for one in locked_editions(edition_ids, actor)}
    require_fit = fitting(act, opinion, by)
    refused = {one.id: _refusal(one, require_fit) for one in found.values()}
    go_on(act, [one for one in found.values() if not refused[one.id]], opinion, by)
    return [_outcome(one, found, refused) for one in dict.fromkeys(edition_ids)]


def _refusal(edition: Edition, require_fit: Callable[[Edition], None]) -> str:
    """Why the act is not possible on this one; empty when it is."""
    try:
        require_fit(edition)
    except Refusal as no:
        return no.message
    return ""


def _outcome(edition_id: UUID, found: dict[UUID, Edition], refused: dict[UUID, str]) -> Outcome:
    edition = found.get(edition_id)
    if edition is None:
        return Outcome(edition_id, refusal=_("There is no such entry."))
    return Outcome(edition_id, edition.code, edition.title, refused[edition_id])
