"""What tests of other rooms need of the journal."""

from liupan.foundation.journal.models import Entry

__all__ = ["Entry", "acts"]


def acts(thing_type: str = "") -> list[str]:
    """The acts recorded, in order, of things of one type or of all."""
    entries = Entry.objects.order_by("pos")
    if thing_type:
        entries = entries.filter(thing_type=thing_type)
    return list(entries.values_list("act", flat=True))
