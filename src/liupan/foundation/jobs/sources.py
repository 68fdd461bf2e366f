"""Work that jobs offer: tables that passed the dry run and wait for a word."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liupan.foundation.access.facade import asked_by
from liupan.foundation.jobs.models import Job
from liupan.foundation.jobs.transferring import CHECK
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, place, register


@register
class CheckedImports(WorkSource):
    """Imports of one's own whose dry run found nothing wrong and that nobody confirmed yet."""

    kind = "jobs.import"
    label = _lazy("To confirm")
    glyph = "入"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        if not place("workbench:jobs"):
            return ()
        return [
            WorkItem(
                title=job.title,
                url=place("workbench:job", job.id) or place("workbench:jobs"),
                verb=_("Confirm"),
                meta=(_("checked, %(rows)s rows") % {"rows": job.outcome.get("rows", 0)},),
                arrived_at=job.finished_at,
                due_on=clock.on(job.keep_until) if job.keep_until else None,
            )
            for job in _oldest(actor, limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return _waiting(actor).count()


@asked_by
def _oldest(actor: Actor, limit: int) -> QuerySet[Job]:
    return _waiting(actor)[:limit]


def _waiting(actor: Actor) -> QuerySet[Job]:
    return (
        Job.objects.filter(owner_id=actor.id, name=CHECK, state=Job.State.DONE, outcome__errors=0)
        .exclude(outcome__has_key="applied_by")
        .order_by("finished_at")
    )
