"""Who reads the files of documents."""

from collections.abc import Collection, Mapping
from uuid import UUID

from liupan.capabilities.correspondence.operations.drafting import TYPE
from liupan.capabilities.correspondence.queries.files import (
    list_finished,
    list_readable,
    list_received,
    list_seen,
    list_takeable,
)
from liupan.foundation.documents.facade import FileGuard, guards
from liupan.kernel.authority import Actor


@guards
class OutgoingFiles(FileGuard):
    """Finished files are read by who sees the document, and by who received it."""

    of_type = TYPE
    marks_follow = True

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_readable(actor, of_ids)

    def may_read_files(self, actor: Actor, files: Mapping[UUID, UUID]) -> set[UUID]:
        """Whoever received it reads what was sent, and nothing of how it came about."""
        seen = list_seen(actor, set(files.values()))
        rest = list_received(actor, set(files.values()) - seen)
        return {one for one, of_id in files.items() if of_id in seen} | list_finished(rest)

    def may_take(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_takeable(actor, of_ids)
