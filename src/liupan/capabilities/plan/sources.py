"""What the plan office adds to navigation, and the work it offers."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.capabilities.plan.queries.board import TargetView, list_targets_of
from liupan.capabilities.plan.queries.editions import list_looked_after
from liupan.capabilities.plan.queries.searchable import list_searchable_in_force
from liupan.capabilities.plan.rules import Standing
from liupan.foundation.design.facade import Entry, Place, amount, navigation
from liupan.foundation.search.facade import IndexEntry, source
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.work import WorkItem, WorkSource, place, register

navigation.add(
    Entry(
        key="plan.public",
        label=_("Plan progress"),
        url_name="plan:board",
        place=Place.PORTAL,
        order=40,
    )
)
navigation.add(
    Entry(
        key="plan.tasks",
        label=_("Key tasks"),
        url_name="plan:tasks",
        place=Place.PORTAL,
        order=41,
    )
)
navigation.add(
    Entry(
        key="plan.map",
        label=_("From words to system"),
        url_name="plan:map",
        place=Place.OPENNESS,
        order=40,
    )
)
navigation.add(
    Entry(
        key="plan.levels",
        label=_("Plans by level"),
        url_name="plan:levels",
        place=Place.OPENNESS,
        order=41,
    )
)
navigation.add(
    Entry(
        key="plan.board",
        label=_("Plan targets"),
        icon="target",
        url_name="plan:board",
        place=Place.WORK,
        order=10,
        on_phone=True,
    )
)
navigation.add(
    Entry(
        key="plan.manage",
        label=_("Plans and editions"),
        icon="book",
        url_name="plan:manage",
        place=Place.ADMINISTRATION,
        order=40,
        permissions=(MANAGE_PLAN,),
    )
)


@register
class TargetsAtRisk(WorkSource):
    """Targets at risk or missed, for who looks after their plan; due when the next step is."""

    kind = "plan.target"
    label = _("Targets at risk")
    glyph = "规"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        if not may(actor, MANAGE_PLAN):
            return ()
        today = clock.on(now)
        worrying = (Standing.AT_RISK, Standing.MISSED)
        targets = list_targets_of(list_looked_after(actor, today), today)
        return [_as_work(t) for t in targets if t.verdict.standing in worrying][:limit]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return len(self.items(actor, now=now, limit=1000))


def _as_work(target: TargetView) -> WorkItem:
    english = (get_language() or "").startswith("en")
    step = target.next_step
    return WorkItem(
        title=target.name_en if english and target.name_en else target.name,
        url=f"{place('plan:target', target.code)}?plan={target.plan_code}",
        verb=_("See the gap"),
        meta=(amount(target.value, target.unit), target.lead),
        due_on=step.day if step else target.deadline_on,
    )


def _of_type(thing_type: str) -> Iterator[IndexEntry]:
    return (e for e in list_searchable_in_force() if e.thing_type == thing_type)


@source("plan.target", label=_("Plan target"))
def targets() -> Iterator[IndexEntry]:
    """The targets in force."""
    return _of_type("plan.target")


@source("plan.clause", label=_("Clause of the plan"))
def clauses() -> Iterator[IndexEntry]:
    """The clauses in force."""
    return _of_type("plan.clause")


@source("plan.task", label=_("Key task"))
def tasks() -> Iterator[IndexEntry]:
    """The key tasks in force."""
    return _of_type("plan.task")
