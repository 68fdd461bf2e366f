"""Who may do what with documents, and which documents somebody sees.

Steps of a process are for whom the process names; everything else is a right over the issuing or
receiving unit. An outgoing document is seen by who may read at a unit that takes part in it (units
that sign or issue it jointly: once it was handed in) and by who takes part in its process, an
incoming one by who may read at the unit that received it or that handles it; both only as far as
the clearance goes. Whoever received a document sees its finished files, never how it came about.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.models import Incoming, Outgoing, Party, Reader
from liupan.foundation.access.facade import rows
from liupan.foundation.documents.facade import CHANGE_MARKS, DECIDE_MARKS
from liupan.foundation.workflow.facade import takes_part
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, Duty, Permission, declare, may, require
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked

READ = declare("correspondence.document.read", _("see the documents of units"))
DRAFT = declare("correspondence.outgoing.draft", _("draft documents for units"))
REVIEW = declare("correspondence.outgoing.review", _("review drafts (step 核稿)"))
LEGALITY = declare("correspondence.outgoing.legality", _("review the legality of documents"))
SIGN_OFF = declare("correspondence.outgoing.sign_off", _("sign documents off"))
REGISTRY = declare(
    "correspondence.document.registry",
    _("re-check, number and dispatch documents; sign for, register and circulate them"),
)
HANDLE = declare("correspondence.incoming.handle", _("handle documents received"))
INSTRUCT = declare("correspondence.incoming.instruct", _("give instructions on documents received"))
FILE = declare("correspondence.record.file", _("put documents on file"))
EXPORT = declare("correspondence.document.export", _("print and take out documents above internal"))
MANAGE = declare(
    "correspondence.office.manage", _("look after codes, templates, circles and filing plans")
)
TEND = declare(
    "correspondence.document.tend",
    _("typeset documents, mark lateness, unattended"),
    duty=Duty.SYSTEM,
)


def require_over(actor: Actor, permission: Permission, unit_id: UUID, secrecy: int) -> None:
    """Raises `NotAuthorised` unless the actor has the right over the unit, at this level."""
    require(actor, permission, unit_id=unit_id, secrecy=Secrecy(secrecy))


def is_over(actor: Actor, permission: Permission, unit_id: UUID, secrecy: int) -> bool:
    """Whether the actor has the right over the unit, at this level."""
    return may(actor, permission, unit_id=unit_id, secrecy=Secrecy(secrecy))


def visible_outgoing(actor: Actor) -> Q:
    """The outgoing documents the actor sees. Those of units that sign or issue it jointly see it
    once it was handed in: before, it is a matter of its drafters and of who issues it. Whoever may
    read in the whole city joins nothing."""
    own = Q(drafter_id=actor.id)
    level = Q(secrecy__lte=actor.clearance)
    if not actor.rights.get(READ.code):
        return level & own
    everywhere = rows(actor, READ)
    if not everywhere:
        return level
    taking_part = Party.objects.filter(everywhere).values("document_id")
    jointly = Q(submitted_at__isnull=False, id__in=taking_part)
    at_home = rows(actor, READ, unit="issuing_unit_id") | rows(actor, READ, unit="drafting_unit_id")
    return level & (own | jointly | at_home)


def find_outgoing(rows: QuerySet[Outgoing], document_id: UUID, actor: Actor) -> Outgoing | None:
    """The document among the rows, if the actor sees it: by right, or because they take part in
    its process, asked to sign, to seal, to prepare something or to read. Whatever they do with it
    is asked for besides. One query by right."""
    found = rows.filter(visible_outgoing(actor), id=document_id).first()
    if found is not None:
        return found
    other = rows.filter(id=document_id, secrecy__lte=actor.clearance).first()
    if other is None or other.instance_id is None:
        return None
    return other if takes_part(other.instance_id, actor, clock.now()) else None


def sees_outgoing(actor: Actor, document: Outgoing, *, taking_part: bool = False) -> bool:
    """Whether `visible_outgoing` holds for this document, or the actor is `taking_part` in its
    process. No query for who may read in the whole city, else at most one for its units and one for
    each of them."""
    if document.secrecy > actor.clearance:
        return False
    tops = actor.rights.get(READ.code, ())
    if ANYWHERE in tops or document.drafter_id == actor.id:
        return True
    if tops and any(may(actor, READ, unit_id=one) for one in _units_that_see(document)):
        return True
    if not taking_part or document.instance_id is None:
        return False
    return takes_part(document.instance_id, actor, clock.now())


def _units_that_see(document: Outgoing) -> Iterator[UUID]:
    """Whose readers see it; those that sign or issue it jointly only once it was handed in."""
    home = dict.fromkeys([document.issuing_unit_id, document.drafting_unit_id])
    yield from home
    if document.submitted_at is not None:
        yield from set(_units_in(document.id)) - home.keys()


@asked
def _units_in(document_id: UUID) -> QuerySet[Party, UUID]:
    return Party.objects.filter(document_id=document_id).values_list("unit_id", flat=True)


def visible_incoming(actor: Actor) -> Q:
    """The incoming documents the actor sees."""
    read = Reader.objects.filter(person_id=actor.id).values("incoming_id")
    own = Q(handler_id=actor.id) | Q(leader_id=actor.id) | Q(id__in=read)
    level = Q(secrecy__lte=actor.clearance)
    if not actor.rights.get(READ.code):
        return level & own
    if not rows(actor, READ):
        return level
    at_unit = rows(actor, READ, unit="unit_id") | rows(actor, READ, unit="lead_unit_id")
    return level & (own | at_unit)


def sees_incoming(actor: Actor, incoming: Incoming) -> bool:
    """Whether `visible_incoming` holds for this document. At most a query for each of its units,
    and one for its readers: none for who may read in the whole city."""
    if incoming.secrecy > actor.clearance:
        return False
    units = {incoming.unit_id, incoming.lead_unit_id or incoming.unit_id}
    return (
        ANYWHERE in actor.rights.get(READ.code, ())
        or actor.id in (incoming.handler_id, incoming.leader_id)
        or any(may(actor, READ, unit_id=one) for one in units)
        or bool(_put_before(incoming.id, actor.id))
    )


@asked
def _put_before(incoming_id: UUID, person_id: UUID) -> QuerySet[Reader]:
    return Reader.objects.filter(incoming_id=incoming_id, person_id=person_id)


def over_incoming(actor: Actor, permission: Permission) -> Q:
    """The incoming documents over which the actor holds a right; none without it."""
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit="unit_id", secrecy="secrecy")


def over_outgoing(actor: Actor, permission: Permission) -> Q:
    """The outgoing documents over whose issuing unit the actor holds a right."""
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit="issuing_unit_id", secrecy="secrecy")


def may_ask_mark(actor: Actor, unit_id: UUID, secrecy: int, person_id: UUID | None) -> bool:
    """Whether the actor may ask for another mark of a document of the unit.

    `person_id`, who drafted or handles it, the registry, and whoever cares for marks of the unit.
    """
    if actor.id == person_id:
        return True
    return any(is_over(actor, one, unit_id, secrecy) for one in (REGISTRY, CHANGE_MARKS))


def may_decide_mark(actor: Actor, unit_id: UUID, secrecy: int) -> bool:
    """Whether the actor may decide over marks of the unit's documents (定密责任人)."""
    return is_over(actor, DECIDE_MARKS, unit_id, secrecy)


def may_register(actor: Actor, document: Outgoing | Incoming) -> bool:
    """Whether the actor keeps the registry of the unit the document belongs to."""
    unit = document.issuing_unit_id if isinstance(document, Outgoing) else document.unit_id
    return is_over(actor, REGISTRY, unit, document.secrecy)
