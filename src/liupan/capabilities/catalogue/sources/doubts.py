"""Doubts and corrections that wait for somebody; who reads their files."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.queries.doubts.page import list_readable
from liupan.capabilities.catalogue.queries.doubts.work import (
    WaitingDoubt,
    count_untaken,
    count_waiting_doubts,
    list_untaken,
    list_waiting_doubts,
)
from liupan.capabilities.catalogue.rules.doubts import Act as DoubtAct
from liupan.foundation.documents.facade import FileGuard, guards
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register


@guards
class DoubtFiles(FileGuard):
    """Evidence is read by who stands on a side of the doubt."""

    of_type = "catalogue.doubt"

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_readable(actor, of_ids)


class _WaitingDoubt(WorkSource):
    """Doubts that wait for one act of the actor."""

    act: ClassVar[DoubtAct]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        found = list_waiting_doubts(actor, self.act, limit=limit)
        return [_work(one, place("catalogue:doubt", one.id), self.verb) for one in found]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting_doubts(actor, self.act)


@register
class ToAnswer(_WaitingDoubt):
    """Doubts that the provider is to check."""

    kind, act, glyph = "catalogue.doubt_answer", DoubtAct.FIX, "核"
    label = pgettext_lazy("work", "Doubts to check")
    verb = pgettext_lazy("work", "Check")


@register
class ToSupplement(_WaitingDoubt):
    """Doubts about which the provider asked back."""

    kind, act, glyph = "catalogue.doubt_supplement", DoubtAct.SUPPLEMENT, "补"
    label = pgettext_lazy("work", "Doubts to supplement")
    verb = pgettext_lazy("work", "Supplement")


@register
class ToConfirm(_WaitingDoubt):
    """Doubts that were answered."""

    kind, act, glyph = "catalogue.doubt_confirm", DoubtAct.CONFIRM, "认"
    label = pgettext_lazy("work", "Answers to doubts to confirm")
    verb = pgettext_lazy("work", "Confirm")


@register
class ToRuleDoubt(_WaitingDoubt):
    """Disputed doubts."""

    kind, act, glyph = "catalogue.doubt_ruling", DoubtAct.UPHOLD, "裁"
    label = pgettext_lazy("work", "Disputed doubts to rule on")
    verb = pgettext_lazy("work", "Rule")


@register
class ToTakeOver(WorkSource):
    """Corrections of records that the unit uses."""

    kind, glyph = "catalogue.correction", "更"
    label = pgettext_lazy("work", "Corrections to take over")

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        verb = pgettext_lazy("work", "Take over")
        found = list_untaken(actor, limit=limit)
        return [_work(one, place("catalogue:correction", one.id), verb) for one in found]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_untaken(actor)


def _work(one: WaitingDoubt, url: str, verb: Text) -> WorkItem:
    return WorkItem(
        title=one.title, url=url, verb=verb, meta=(one.number, one.unit), due_on=one.due_on,
        arrived_at=one.since, clock_id=one.clock_id,
    )  # fmt: skip
