"""Whose files somebody may read."""

from collections.abc import Collection
from uuid import UUID

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.policies import visible_incoming, visible_outgoing
from liupan.kernel.authority import Actor


def list_readable(actor: Actor, document_ids: Collection[UUID]) -> set[UUID]:
    """Of outgoing documents those whose finished files the actor may read: of one's own units, and
    of what one's units received. Two queries."""
    seen = Outgoing.objects.filter(visible_outgoing(actor), id__in=document_ids)
    received = Incoming.objects.filter(
        visible_incoming(actor), outgoing_id__in=document_ids, returned_at=None
    )
    return set(seen.values_list("id", flat=True)) | set(
        received.values_list("outgoing_id", flat=True)
    )
