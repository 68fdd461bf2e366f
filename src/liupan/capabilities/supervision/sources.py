"""What supervision adds to navigation, to search and to the work list."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.supervision.policies import NOTE, READ
from liupan.capabilities.supervision.queries.items import list_visible
from liupan.capabilities.supervision.queries.searchable import TYPE, list_searchable
from liupan.capabilities.supervision.queries.shapes import Waiting
from liupan.capabilities.supervision.queries.work import (
    count_for,
    count_waiting,
    list_sheet_proposals,
    list_waiting,
)
from liupan.capabilities.supervision.rules.states import Act
from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.documents.facade import FileGuard, guards
from liupan.foundation.search.facade import IndexEntry, source
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register

navigation.add(
    Entry(
        key="supervision.list",
        label=_("Supervision"),
        icon="flag",
        url_name="supervision:list",
        place=Place.WORK,
        order=20,
        permissions=(READ,),
        counter=count_for,
        on_phone=True,
    )
)
navigation.add(
    Entry(
        key="supervision.mine",
        label=_("My items"),
        icon="check",
        url_name="supervision:mine",
        place=Place.MINE,
        order=20,
        permissions=(READ,),
    )
)
navigation.add(
    Entry(
        key="supervision.scores",
        label=_("Scores"),
        icon="trend",
        url_name="supervision:scores",
        place=Place.WORK,
        order=22,
        permissions=(READ,),
    )
)
navigation.add(
    Entry(
        key="supervision.leader",
        label=_("Leader's view"),
        icon="eye",
        url_name="supervision:leader",
        place=Place.MINE,
        order=25,
        permissions=(NOTE,),
        on_phone=True,
    )
)


@source(TYPE, label=_("Item of supervision"))
def items() -> Iterator[IndexEntry]:
    """All items."""
    return list_searchable()


@guards
class ItemFiles(FileGuard):
    """Evidence is read by those who may see the item."""

    of_type = TYPE

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_visible(actor, of_ids)


class _Waiting(WorkSource):
    """What waits for one act of the actor."""

    act: Act
    verb: Text

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        found = list_waiting(actor, self.act, now=now, limit=limit)
        return [_as_work(one, self.verb) for one in found]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting(actor, self.act)


@register
class ToSignFor(_Waiting):
    """Items handed to the unit."""

    kind = "supervision.sign_for"
    label = pgettext_lazy("work", "To sign for")
    glyph = "签"
    act = Act.SIGN_FOR
    verb = pgettext_lazy("work", "Sign for")


@register
class ToReport(_Waiting):
    """Items the unit works on."""

    kind = "supervision.report"
    label = pgettext_lazy("work", "To report on")
    glyph = "督"
    act = Act.REPORT
    verb = pgettext_lazy("work", "Report")


@register
class ToEndorse(_Waiting):
    """Reports that wait for the unit's leader."""

    kind = "supervision.endorse"
    label = pgettext_lazy("work", "To endorse")
    glyph = "审"
    act = Act.ENDORSE
    verb = pgettext_lazy("work", "Endorse")


@register
class ToVerify(_Waiting):
    """Reports that wait for verification."""

    kind = "supervision.verify"
    label = pgettext_lazy("work", "To verify")
    glyph = "核"
    act = Act.CLOSE
    verb = pgettext_lazy("work", "Verify")


@register
class ToDecide(_Waiting):
    """Requests for more time or a pause."""

    kind = "supervision.decide"
    label = pgettext_lazy("work", "Requests to decide")
    glyph = "批"
    act = Act.GRANT
    verb = pgettext_lazy("work", "Decide")


@register
class ToAnswer(_Waiting):
    """Sheets the unit has to answer."""

    kind = "supervision.answer"
    label = pgettext_lazy("work", "Sheets to answer")
    glyph = "单"
    act = Act.ANSWER
    verb = pgettext_lazy("work", "Answer")


@register
class ToIssue(WorkSource):
    """Sheets that a rule calls for and a person issues."""

    kind = "supervision.issue"
    label = pgettext_lazy("work", "Sheets to issue")
    glyph = "发"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place("supervision:item", one.item_id),
                verb=pgettext_lazy("work", "Issue"),
                meta=(one.number, one.colour_label),
                due_on=one.due_on,
            )
            for one in list_sheet_proposals(actor, now=now, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return len(list_sheet_proposals(actor, now=now, limit=1000))


def _as_work(one: Waiting, verb: Text) -> WorkItem:
    return WorkItem(
        title=one.title,
        url=place("supervision:item", one.item_id),
        verb=verb,
        meta=(one.number, one.lead_unit),
        due_on=one.due_on,
        arrived_at=one.since,
        used_percent=one.clock.percent if one.clock else None,
    )


navigation.add(
    Entry(
        key="supervision.plan",
        label=_("Key tasks: how far"),
        url_name="supervision:plan",
        place=Place.OPENNESS,
        order=42,
    )
)
