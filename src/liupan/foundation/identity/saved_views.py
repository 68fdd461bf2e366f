"""Views of lists, kept for `design`: one's own convenience, so no fact for the journal."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from liupan.foundation.design.facade import KeptView
from liupan.foundation.identity.models import SavedView
from liupan.kernel.authority import Actor
from liupan.kernel.statements import asked


@asked
def _kept(account_id: UUID, key: str) -> QuerySet[SavedView, tuple[str, str]]:
    rows = SavedView.objects.filter(account_id=account_id, list_key=key).order_by("id")
    return rows.values_list("name", "query")


class SavedViews:
    """Keeps them by account; they go when the person is erased."""

    def read(self, actor: Actor, key: str) -> list[KeptView]:
        return [KeptView(name, query) for name, query in _kept(actor.id, key)]

    def write(self, actor: Actor, key: str, kept: Sequence[KeptView]) -> None:
        with transaction.atomic():
            SavedView.objects.filter(account_id=actor.id, list_key=key).delete()
            SavedView.objects.bulk_create(
                SavedView(account_id=actor.id, list_key=key, name=view.name, query=view.query)
                for view in kept
            )
