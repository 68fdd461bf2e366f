"""What is found of entries, and those that wait for somebody."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.queries.harvested import TYPE as ELSEWHERE
from liupan.capabilities.catalogue.queries.harvested import list_searchable_elsewhere
from liupan.capabilities.catalogue.queries.searchable import TYPE, list_searchable
from liupan.capabilities.catalogue.queries.work import count_waiting, list_waiting
from liupan.capabilities.catalogue.rules.states import Act
from liupan.foundation.search.facade import IndexEntry, source
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register


@source(TYPE, label=_("Information resource"))
def resources() -> Iterator[IndexEntry]:
    """All resources."""
    return list_searchable()


@source(ELSEWHERE, label=_("Resource in another catalogue"))
def elsewhere() -> Iterator[IndexEntry]:
    """All entries of other catalogues."""
    return list_searchable_elsewhere()


class _Waiting(WorkSource):
    """Entries that wait for one act of the actor."""

    act: ClassVar[Act]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place("catalogue:resource", one.resource_id),
                verb=self.verb,
                meta=(one.code, one.unit),
                arrived_at=one.since,
            )
            for one in list_waiting(actor, self.act, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting(actor, self.act)


@register
class ToCorrect(_Waiting):
    """Entries that came back."""

    kind, act, glyph = "catalogue.correct", Act.REVISE, "改"
    label = pgettext_lazy("work", "Entries to correct")
    verb = pgettext_lazy("work", "Correct")


@register
class ToAsk(_Waiting):
    """Registered entries whose publication nobody has asked for."""

    kind, act, glyph = "catalogue.ask", Act.ASK, "报"
    label = pgettext_lazy("work", "Entries to publish")
    verb = _("Ask for publication")


@register
class ToRegister(_Waiting):
    """Entries that wait for registration review."""

    kind, act, glyph = "catalogue.registration", Act.PASS, "登"
    label = pgettext_lazy("work", "Registrations to review")
    verb = pgettext_lazy("work", "Review")


@register
class ToPublish(_Waiting):
    """Entries that wait for publication review."""

    kind, act, glyph = "catalogue.publication", Act.PUBLISH, "发"
    label = pgettext_lazy("work", "Publications to review")
    verb = pgettext_lazy("work", "Review")
