"""Datasets, applications and what the public sent in: where they stand, and who has to act."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.opendata.policies import ANSWER, EDIT, MODERATE, READ, RELEASE
from liupan.capabilities.opendata.queries.handling import count_waiting_acts, list_waiting_acts
from liupan.capabilities.opendata.queries.office import count_waiting, list_waiting
from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register

navigation.add(
    Entry(
        key="opendata.datasets", label=_("Open data of units"), icon="grid",
        url_name="opendata:staff-datasets", place=Place.WORK, order=60,
        permissions=(READ, EDIT, RELEASE),
    )
)  # fmt: skip
for key, label, icon, order, permissions in (
    ("uses", _("Use of open data"), "eye", 63, (READ, EDIT, RELEASE)),
    ("submissions", _("Sent in by the public"), "inbox", 61, (ANSWER, MODERATE)),
    ("links", _("Addresses elsewhere"), "link", 64, (MODERATE,)),
    ("applications", _("Applications for conditional data"), "check", 62, (ANSWER,)),
):
    navigation.add(
        Entry(
            key=f"opendata.{key}", within="opendata.datasets", label=label, icon=icon,
            url_name=f"opendata:{key}", place=Place.WORK, order=order, permissions=permissions,
        )
    )  # fmt: skip


@register
class DatasetsToBringOn(WorkSource):
    """Datasets that wait for release review, or were returned to their unit."""

    kind, glyph = "opendata.dataset", "开"
    label = pgettext_lazy("work", "Open data to review or mend")

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title, url=place("opendata:staff-dataset", one.id),
                verb=pgettext_lazy("work", "Review") if one.state == "checking"
                else pgettext_lazy("work", "Mend them"),
                meta=(one.unit,), arrived_at=one.changed_at,
            )
            for one in list_waiting(actor, limit=limit)
        ]  # fmt: skip

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting(actor)


class _OfThePublic(WorkSource):
    what: ClassVar[str]
    page: ClassVar[str]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title, url=place(self.page, one.id), verb=self.verb,
                meta=(one.number, one.kind_label), due_on=one.due_on, arrived_at=one.said_at,
            )
            for one in list_waiting_acts(actor, self.what, limit=limit)
        ]  # fmt: skip

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting_acts(actor, self.what)


@register
class ToAnswer(_OfThePublic):
    """What the public waits to have answered."""

    kind, glyph, what = "opendata.answer", "答", "answer"
    page, verb = "opendata:submission", pgettext_lazy("work", "Answer given")
    label = pgettext_lazy("work", "The public's questions and reports")


@register
class ToModerate(_OfThePublic):
    """What waits for a look before everybody sees it."""

    kind, glyph, what = "opendata.moderate", "审", "moderate"
    page, verb = "opendata:submission", pgettext_lazy("work", "Look at")
    label = pgettext_lazy("work", "The public's words to look at")


@register
class ToReply(_OfThePublic):
    """Applications for conditional data."""

    kind, glyph, what = "opendata.reply", "申", "reply"
    page, verb = "opendata:application", pgettext_lazy("work", "Reply to it")
    label = pgettext_lazy("work", "Applications for data")
