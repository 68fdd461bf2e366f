"""What incoming documents add to the work list and to the rights of files."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.correspondence.operations.receiving.keeping import TYPE
from liupan.capabilities.correspondence.queries.files import list_takeable_incoming
from liupan.capabilities.correspondence.queries.incoming import list_visible_incoming
from liupan.capabilities.correspondence.queries.incoming_work import (
    WaitingDocument,
    count_to_do,
    count_to_read,
    list_to_do,
    list_to_read,
)
from liupan.capabilities.correspondence.rules.receiving import State
from liupan.foundation.documents.facade import FileGuard, guards
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register


@guards
class IncomingFiles(FileGuard):
    """What was entered with a document is read by those who may see it."""

    of_type = TYPE
    marks_follow = True

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_visible_incoming(actor, of_ids)

    def may_take(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_takeable_incoming(actor, of_ids)


class _OfRegistry(WorkSource):
    """What waits for the registry in one state."""

    state: ClassVar[State]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [_work(one, self.verb) for one in list_to_do(actor, self.state, limit=limit)]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_to_do(actor, self.state)


@register
class ToSignFor(_OfRegistry):
    """Documents that arrived."""

    kind = "correspondence.to_sign_for"
    label = _("Documents to sign for")
    glyph = "签"
    state, verb = State.ARRIVED, pgettext_lazy("document", "Sign for")


@register
class ToRegister(_OfRegistry):
    """Documents that were signed for."""

    kind = "correspondence.to_register"
    label = _("Documents to register")
    glyph = "登"
    state, verb = State.SIGNED_FOR, pgettext_lazy("document", "Register")


@register
class ToReview(_OfRegistry):
    """Documents that were registered."""

    kind = "correspondence.to_review"
    label = _("Documents to review")
    glyph = "审"
    state, verb = State.REGISTERED, pgettext_lazy("document", "Review")


@register
class ToRead(WorkSource):
    """Documents put before the actor."""

    kind = "correspondence.to_read"
    label = _("Documents to read")
    glyph = "阅"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        verb = pgettext_lazy("document", "Read")
        return [_work(one, verb) for one in list_to_read(actor, limit=limit)]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_to_read(actor)


def _work(one: WaitingDocument, verb: Text) -> WorkItem:
    waits: date | None = one.due_on if one.clock_id else None
    return WorkItem(
        title=one.title,
        url=place("correspondence:incoming", one.id),
        verb=verb,
        meta=tuple(part for part in (one.from_name, one.urgency) if part),
        due_on=waits,
        arrived_at=one.since,
        clock_id=one.clock_id,
        is_document=True,
    )
