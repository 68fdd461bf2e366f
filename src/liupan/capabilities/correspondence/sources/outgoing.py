"""Who reads the files of documents."""

from collections.abc import Collection
from uuid import UUID

from liupan.capabilities.correspondence.operations.drafting import TYPE
from liupan.capabilities.correspondence.queries.files import list_readable
from liupan.foundation.documents.facade import FileGuard, guards
from liupan.kernel.authority import Actor


@guards
class OutgoingFiles(FileGuard):
    """Finished files are read by who sees the document, and by who received it."""

    of_type = TYPE

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_readable(actor, of_ids)
