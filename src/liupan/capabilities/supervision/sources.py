"""What supervision adds to navigation, to search and to the work list."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from liupan.capabilities.supervision.labels import WAITS
from liupan.capabilities.supervision.policies import NOTE, READ
from liupan.capabilities.supervision.queries.items import list_visible
from liupan.capabilities.supervision.queries.planned import count_untaken
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
from liupan.kernel import clock
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


class _Called(WorkSource):
    """Work that is called as `labels.WAITS` says."""

    act: ClassVar[Act]

    def __init_subclass__(cls, *, act: Act | None = None) -> None:
        super().__init_subclass__()
        if act is not None:
            wait = WAITS[act]
            cls.act, cls.kind = act, f"supervision.{wait.kind}"
            cls.label, cls.glyph = wait.label, wait.glyph


class _Waiting(_Called):
    """What waits for one act of the actor."""

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        found = list_waiting(actor, self.act, limit=limit)
        return [_as_work(one, WAITS[self.act].verb) for one in found]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting(actor, self.act)


@register
class ToSignFor(_Waiting, act=Act.SIGN_FOR):
    """Items handed to the unit."""


@register
class ToReport(_Waiting, act=Act.REPORT):
    """Items the unit works on."""


@register
class ToEndorse(_Waiting, act=Act.ENDORSE):
    """Reports that wait for the unit's leader."""


@register
class ToVerify(_Waiting, act=Act.CLOSE):
    """Reports that wait for verification."""


@register
class ToDecide(_Waiting, act=Act.GRANT):
    """Requests for more time or a pause."""


@register
class ToAnswer(_Waiting, act=Act.ANSWER):
    """Sheets the unit has to answer."""


@register
class ToIssue(_Called, act=Act.SHEET):
    """Sheets that a rule calls for and a person issues."""

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place("supervision:item", one.item_id),
                verb=WAITS[self.act].verb,
                meta=(one.number, one.colour_label),
                due_on=one.due_on,
            )
            for one in list_sheet_proposals(actor, now=now, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return len(list_sheet_proposals(actor, now=now, limit=1000))


@register
class ToRegister(WorkSource):
    """Key tasks of the city's plan that no item carries out."""

    kind = "supervision.to_register"
    label = _("Key tasks to register")
    glyph = "立"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        found = count_untaken(actor)
        if not found:
            return ()
        title = ngettext(
            "%(n)s key task of the plan has no item", "%(n)s key tasks of the plan have no item",
            found,
        )  # fmt: skip
        work = WorkItem(
            title=title % {"n": found},
            url=place("supervision:from-plan"),
            verb=pgettext_lazy("act", "Register"),
        )
        return (work,)

    def count(self, actor: Actor, *, now: datetime) -> int:
        return int(bool(count_untaken(actor)))


def _as_work(one: Waiting, verb: Text) -> WorkItem:
    return WorkItem(
        title=one.title,
        url=place("supervision:item", one.item_id),
        verb=verb,
        meta=(one.number, one.lead_unit),
        due_on=None if one.stands_still and one.due_on < clock.today() else one.due_on,
        arrived_at=one.since,
        clock_id=one.clock_id,
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
