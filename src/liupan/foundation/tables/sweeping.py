"""What was replaced goes when nobody reads it; files of loads go when those ended."""

from datetime import datetime
from uuid import UUID

from liupan.foundation.tables.models import Load
from liupan.foundation.tables.operations import FILES, removable, remove_content
from liupan.kernel.authority import Actor


def sweep(*, actor: Actor, now: datetime) -> int:
    """Remove them; how many contents went."""
    gone = sum(remove_content(number=each, actor=actor, now=now) for each in removable(now))
    FILES.sweep(_known)
    return gone


def _known(load_ids: set[UUID]) -> set[UUID]:
    rows = Load.objects.filter(id__in=load_ids, state=Load.State.WAITING)
    return set(rows.values_list("id", flat=True))
