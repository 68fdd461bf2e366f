"""What secrecy marks add to the work list: requests to decide over."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.correspondence.queries.marks import list_waiting_changes
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, place, register


@register
class MarksToDecide(WorkSource):
    """Somebody asks for another mark of a document."""

    kind = "correspondence.marks"
    label = _("Secrecy marks of documents to decide")
    glyph = "密"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place(f"correspondence:{one.way}-mark", one.document_id),
                verb=pgettext_lazy("act", "Decide"),
                meta=(one.change,),
                arrived_at=one.asked_at,
                is_document=True,
            )
            for one in list_waiting_changes(actor)[:limit]
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return len(list_waiting_changes(actor))
