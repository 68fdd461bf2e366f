"""What correspondence adds to search and to the rights of files: the archive's part."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.queries import searchable
from liupan.capabilities.correspondence.queries.files import list_takeable_records
from liupan.capabilities.correspondence.queries.records import list_visible_records
from liupan.foundation.documents.facade import FileGuard, guards
from liupan.foundation.search.facade import IndexEntry, source
from liupan.kernel.authority import Actor


@source(searchable.OUTGOING, label=_("Outgoing document"))
def outgoing() -> Iterator[IndexEntry]:
    """All outgoing documents."""
    return searchable.list_outgoing()


@source(searchable.INCOMING, label=_("Incoming document"))
def incoming() -> Iterator[IndexEntry]:
    """All received documents."""
    return searchable.list_incoming()


@source(searchable.RECORD, label=_("Record of the archive"))
def records() -> Iterator[IndexEntry]:
    """All records."""
    return searchable.list_records()


@guards
class RecordFiles(FileGuard):
    """The package is read by those who see the record."""

    of_type = searchable.RECORD
    marks_follow = True

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_visible_records(actor, of_ids)

    def may_take(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_takeable_records(actor, of_ids)
