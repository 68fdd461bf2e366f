"""Preliminary review (初审): ours to handle? For action or for reading, by whom, until when."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import DocumentReviewed
from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.clearing import open_title
from liupan.capabilities.correspondence.operations.receiving.circulating import put_before
from liupan.capabilities.correspondence.operations.receiving.keeping import (
    HANDLING,
    TYPE,
    about,
    keep,
    locked,
    own_step,
    page_of,
    require_in,
    require_in_force,
    save,
)
from liupan.capabilities.correspondence.operations.receiving.way import Course, propose
from liupan.capabilities.correspondence.policies import REGISTRY, require_over
from liupan.capabilities.correspondence.queries.incoming_limits import handle_by
from liupan.capabilities.correspondence.rules.receiving import Purpose, State
from liupan.foundation.calendar.facade import limit_until, start_clock
from liupan.foundation.journal.facade import operation
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import About, start_process
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput
from liupan.kernel.secrecy import Secrecy

PROCESS = "correspondence.receiving"


@operation
def review_document(
    *,
    incoming_id: UUID,
    purpose: Purpose,
    proposal: str,
    lead_unit_id: UUID | None,
    leader_id: UUID | None,
    handler_id: UUID | None,
    due_on: date | None,
    readers: Collection[UUID],
    actor: Actor,
    now: datetime,
) -> None:
    """Accept a document (初审) for action or for reading.

    For action: a process begins; with a proposal it goes on at once to the leader, or to who
    handles it where none is asked. Without `due_on` the rule set's limit counts. For reading: it is
    put before the readers. What does not conform is sent back (`send_back_document`) instead.

    Raises `Missing`, `NotAuthorised`, `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require_over(actor, REGISTRY, incoming.unit_id, incoming.secrecy)
    require_in(incoming, State.REGISTERED)
    require_in_force(incoming)
    incoming.purpose, incoming.reviewed_at = purpose, now
    if purpose == Purpose.READING:
        _for_reading(incoming, readers, by)
        return
    if due_on and due_on < by.today:
        words = _("Choose today or a later day.")
        raise InvalidInput(words, fields={"due_on": [words]})
    course = Course(lead_unit_id or incoming.unit_id, leader_id, handler_id)
    course.require_possible(incoming, by)
    incoming.due_on = due_on or handle_by(incoming.type, incoming.urgency, by.today)
    _for_action(incoming, course, proposal, by)
    if readers:
        put_before(incoming, readers, by)


def _for_reading(incoming: Incoming, readers: Collection[UUID], by: By) -> None:
    if not readers:
        words = _("Name at least one reader.")
        raise InvalidInput(words, fields={"readers": [words]})
    incoming.state = State.READING
    save(incoming, "state", "purpose", "reviewed_at")
    _keep_reviewed(incoming, by)
    put_before(incoming, readers, by)


def _for_action(incoming: Incoming, course: Course, proposal: str, by: By) -> None:
    incoming.state = State.PROPOSING
    course.put(incoming)
    incoming.instance_id = start_process(
        code=PROCESS, about_thing=_thing(incoming), data=course.data(), actor=by.actor, now=by.now
    )
    incoming.clock_id = start_clock(
        of_type=TYPE, of_id=incoming.id, kind=HANDLING, title=open_title(incoming),
        unit_id=course.lead_unit_id, responsible=course.people(), url=page_of(incoming),
        limit=limit_until(incoming.due_on or by.today), actor=by.actor, now=by.now,
    )  # fmt: skip
    save(
        incoming, "state", "purpose", "reviewed_at", "lead_unit", "leader_id", "handler_id",
        "due_on", "instance_id", "clock_id",
    )  # fmt: skip
    _keep_reviewed(incoming, by)
    if proposal.strip():
        propose(incoming, own_step(incoming, "propose", by), course, proposal, by)


def _keep_reviewed(incoming: Incoming, by: By) -> None:
    fact = DocumentReviewed(
        **about(incoming, by), purpose=incoming.purpose, lead_unit_id=incoming.lead_unit_id,
        due_on=incoming.due_on,
    )  # fmt: skip
    day = incoming.due_on.isoformat() if incoming.due_on else ""
    keep(incoming, fact, by, values={"purpose": incoming.purpose, "due_on": day})


def _thing(incoming: Incoming) -> About:
    return About(
        of_type=TYPE, of_id=incoming.id, title=f"{incoming.number} {incoming.title}".strip(),
        url=page_of(incoming), unit_id=incoming.unit_id, secrecy=Secrecy(incoming.secrecy),
    )  # fmt: skip
