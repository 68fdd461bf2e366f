"""A document that waits for a seal waits for whoever keeps the seal now (印章移交)."""

from datetime import datetime
from uuid import UUID

from liupan.capabilities.correspondence.events import SealingPassedOn
from liupan.capabilities.correspondence.models import Outgoing, Party
from liupan.capabilities.correspondence.operations.keeping import about, announce, keep
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.parties import keeper_posts
from liupan.capabilities.correspondence.rules.sending import State
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By, list_posts_by_id
from liupan.foundation.workflow.facade import open_steps, set_signers
from liupan.kernel.authority import Actor, require


@operation
def follow_custody(*, unit_id: UUID, actor: Actor, now: datetime) -> int:
    """Have every document that waits for the unit's seal wait for the post that keeps it now; how
    many were moved. Idempotent. Heard from `seals`."""
    require(actor, TEND)
    unsealed = Party.objects.filter(unit_id=unit_id, part=Party.Part.ISSUER, sealed_at=None)
    rows = Outgoing.objects.select_for_update(of=("self",)).filter(
        state=State.SEALING.value, id__in=unsealed.values("document_id")
    )
    moved = sum(_follow(document, unit_id, By(actor, now)) for document in rows.order_by("id"))
    if not moved:
        nothing_changed()
    return moved


def _follow(document: Outgoing, unit_id: UUID, by: By) -> bool:
    assert document.instance_id
    waiting = document.parties.filter(part=Party.Part.ISSUER, sealed_at=None).order_by("order")
    keepers = keeper_posts(list(waiting.values_list("unit_id", flat=True)))
    step = next(one for one in open_steps(document.instance_id) if one.element == "seal")
    if not set_signers(item_id=step.id, keys=keepers, actor=by.actor, now=by.now):
        return False
    (post_id,) = keeper_posts([unit_id])
    post = list_posts_by_id([post_id]).get(post_id)
    keeper = f"{post.unit_name} {post.title}" if post else ""
    keep(document, "sealing_passed_on", by, unit_id=str(unit_id), keeper=keeper)
    announce(SealingPassedOn(**about(document, by), unit_id=unit_id, keeper_post_id=post_id), by)
    return True
