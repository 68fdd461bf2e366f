"""Who may do what with seals and certificates, and which of them somebody sees.

A right is asked over the seal's unit. The right to keep a seal is a post's: whoever holds the post
today that keeps it, and the right through any post of theirs, may use it; nobody else.
"""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.facade import rows
from liupan.foundation.organisations.facade import list_posts_held
from liupan.foundation.seals.models import Seal, Use
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Duty, Permission, declare, may

READ = declare("seals.seal.read", _("see the seals of units"))
APPLY = declare("seals.seal.apply", _("apply for seals of the unit"))
APPROVE = declare("seals.seal.approve", _("approve, make, suspend, revoke and destroy seals"))
KEEP = declare("seals.seal.keep", _("keep seals and seal approved documents"))
REQUEST = declare("seals.use.request", _("ask to have documents sealed"))
APPROVE_USE = declare("seals.use.approve", _("approve uses of seals"))
AUDIT = declare("seals.use.audit", _("read every use of seals"), duty=Duty.AUDIT)
MANAGE_CERTIFICATES = declare(
    "seals.certificate.manage",
    _("keep the trust list, certificates and revocation lists"),
    duty=Duty.SECURITY,
)
TEND = declare(
    "seals.certificate.tend",
    _("warn of certificates that expire, unattended"),
    duty=Duty.SYSTEM,
)

READING = (READ, APPLY, APPROVE, KEEP, REQUEST, APPROVE_USE)
"""Any of these over its unit lets somebody see a seal."""
LOG = (APPROVE, KEEP, APPROVE_USE)
"""Any of these over the seal's unit lets somebody see its uses; one's own requests always."""


def over_any(actor: Actor, permissions: tuple[Permission, ...], *, unit: str) -> Q:
    """Rows over whose unit the actor holds any of these; none without one, an empty Q for all."""
    found = Q(pk__in=[])
    for permission in permissions:
        if actor.rights.get(permission.code):
            reached = rows(actor, permission, unit=unit)
            if not reached:
                return reached
            found |= reached
    return found


def visible(actor: Actor) -> Q:
    """The seals the actor sees."""
    if may(actor, AUDIT):
        return Q()
    return over_any(actor, READING, unit="unit_id")


def visible_uses(actor: Actor) -> Q:
    """The uses the actor sees."""
    if may(actor, AUDIT):
        return Q()
    kept = over_any(actor, LOG, unit="seal__unit_id")
    return kept | Q(requested_by=actor.id) if kept else kept


def sees(actor: Actor, seal: Seal) -> bool:
    """Whether `visible` holds for this seal. A query at most for each right that reaches another
    unit."""
    return may(actor, AUDIT) or _may_any(actor, READING, seal.unit_id)


def sees_use(actor: Actor, use: Use) -> bool:
    """Whether `visible_uses` holds for this use; its seal is at hand."""
    return (
        may(actor, AUDIT) or use.requested_by == actor.id or _may_any(actor, LOG, use.seal.unit_id)
    )


def _may_any(actor: Actor, permissions: tuple[Permission, ...], unit_id: UUID) -> bool:
    return any(may(actor, one, unit_id=unit_id) for one in permissions)


def keeps(actor: Actor, seal: Seal) -> bool:
    """Whether the seal is in the actor's keeping today."""
    if not may(actor, KEEP, unit_id=seal.unit_id):
        return False
    held = list_posts_held(actor.id, clock.today())
    return any(post.post_id == seal.keeper_post_id for post in held)


def may_decide_use(actor: Actor, use: Use) -> bool:
    """Whether the actor may approve this request: by right, and never their own."""
    return use.requested_by != actor.id and may(actor, APPROVE_USE, unit_id=use.seal.unit_id)
