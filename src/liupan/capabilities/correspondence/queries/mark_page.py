"""The page of a document's secrecy mark: what it is, until when, what was changed, who may what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.policies import (
    may_ask_mark,
    may_decide_mark,
    visible_incoming,
)
from liupan.capabilities.correspondence.queries.marks import (
    ChangeView,
    SecretLine,
    changes_of,
    period_of,
)
from liupan.capabilities.correspondence.queries.outgoing_page import find_visible
from liupan.capabilities.correspondence.rules import receiving
from liupan.capabilities.correspondence.rules.sending import MARKABLE
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import WORDS, Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """A document's mark with its history. `why_not`: why nobody can ask for another one now."""

    document_id: UUID
    is_outgoing: bool
    title: str
    number: str
    secrecy: Secrecy
    mark: str
    secret: SecretLine | None
    changes: tuple[ChangeView, ...]
    may_ask: bool
    may_decide: bool
    why_not: str

    @property
    def asked(self) -> ChangeView | None:
        """The request that waits for a decision."""
        return next((one for one in self.changes if one.state == "asked"), None)


def mark_of_outgoing(actor: Actor, document_id: UUID, *, now: datetime) -> MarkView:
    """The mark of a document that is sent. Raises `Missing`."""
    row = find_visible(actor, document_id)
    markable = row.standing in MARKABLE
    why = "" if markable else _(
        "It is on its way between sign-off and dispatch: have it returned, then the mark of the"
        " draft can be changed."
    )  # fmt: skip
    return _view(row, actor, row.issuing_unit_id, row.drafter_id, why, now)


def mark_of_incoming(actor: Actor, incoming_id: UUID, *, now: datetime) -> MarkView:
    """The mark of a document that was received. Raises `Missing`."""
    row = Incoming.objects.filter(visible_incoming(actor), id=incoming_id).first()
    if row is None:
        raise Missing(_("There is no such document."))
    why = ""
    if row.outgoing_id:
        why = _("Its mark was determined by %(unit)s: when it changes there, it changes here.")
        why %= {"unit": row.from_name}
    elif row.standing is receiving.State.RETURNED:
        why = _("It was sent back: it has no mark here.")
    return _view(row, actor, row.unit_id, row.handler_id, why, now)


def _view(
    row: Outgoing | Incoming,
    actor: Actor,
    unit_id: UUID,
    person_id: UUID | None,
    why: str,
    now: datetime,
) -> MarkView:
    is_outgoing = isinstance(row, Outgoing)
    of_it = row.id if isinstance(row, Outgoing) or not row.outgoing_id else row.outgoing_id
    sent = isinstance(row, Outgoing) or row.outgoing_id is not None
    changes = changes_of(outgoing_id=of_it) if sent else changes_of(incoming_id=of_it)
    level = Secrecy(row.secrecy)
    return MarkView(
        document_id=row.id,
        is_outgoing=is_outgoing,
        title=row.title,
        number=row.number,
        secrecy=level,
        mark=row.mark or WORDS[level],
        secret=period_of(of_it, now=now),
        changes=tuple(changes),
        may_ask=not why and may_ask_mark(actor, unit_id, row.secrecy, person_id),
        may_decide=not why and may_decide_mark(actor, unit_id, row.secrecy),
        why_not=why,
    )
