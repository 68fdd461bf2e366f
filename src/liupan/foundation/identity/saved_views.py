"""Views of lists, kept for `design`: one's own convenience, so no fact for the journal."""

from collections.abc import Sequence

from django.db import transaction

from liupan.foundation.design.facade import KeptView
from liupan.foundation.identity.models import SavedView
from liupan.kernel.authority import Actor


class SavedViews:
    """Keeps them by account; they go when the person is erased."""

    def read(self, actor: Actor, key: str) -> list[KeptView]:
        rows = SavedView.objects.filter(account_id=actor.id, list_key=key).order_by("id")
        return [KeptView(row.name, row.query) for row in rows]

    def write(self, actor: Actor, key: str, kept: Sequence[KeptView]) -> None:
        with transaction.atomic():
            SavedView.objects.filter(account_id=actor.id, list_key=key).delete()
            SavedView.objects.bulk_create(
                SavedView(account_id=actor.id, list_key=key, name=view.name, query=view.query)
                for view in kept
            )
