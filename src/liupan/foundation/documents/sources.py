"""What `documents` adds to the work list: requests for lower marks."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.access.facade import reach
from liupan.foundation.documents.policies import DECIDE_MARKS
from liupan.foundation.documents.queries import Asked, list_asked
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, place, register


@register
class MarksToDecide(WorkSource):
    """Somebody asks that a file be protected less."""

    kind = "documents.mark"
    label = _("Secrecy marks to decide")
    glyph = "密"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.name,
                url=place("documents:page", one.file_id),
                verb=pgettext_lazy("act", "Decide"),
                meta=(f"{one.before} → {one.after}",),
                arrived_at=one.asked_at,
            )
            for one in _asked(actor)[:limit]
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return len(_asked(actor))


def _asked(actor: Actor) -> list[Asked]:
    tops = actor.rights.get(DECIDE_MARKS.code)
    return list_asked(actor, reach(tops)) if tops else []
