"""Numbers of doubts: the year and a running number; they say nothing of the record."""

from uuid import UUID

from liupan.foundation.numbering.facade import take_number
from liupan.foundation.organisations.facade import By

DOUBTS = "catalogue.doubt"


def take_doubt_number(doubt_id: UUID, by: By) -> str:
    """The next number of the year, in the caller's transaction."""
    return take_number(series=DOUBTS, actor=by.actor, now=by.now, user_id=doubt_id)
