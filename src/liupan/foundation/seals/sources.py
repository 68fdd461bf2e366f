"""What seals add to navigation and to the work list; who reads the files of requests."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.documents.facade import FileGuard, guards
from liupan.foundation.seals.operations.uses import OF_TYPE
from liupan.foundation.seals.policies import (
    APPLY,
    APPROVE,
    APPROVE_USE,
    AUDIT,
    KEEP,
    LOG,
    MANAGE_CERTIFICATES,
    READ,
    REQUEST,
)
from liupan.foundation.seals.queries import work
from liupan.foundation.seals.queries.uses import list_readable
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register

for key, label, icon, url_name, where, order, permissions in (
    ("seals.list", _("Seals"), "seal", "seals:list", Place.WORK, 40, (READ, APPLY, APPROVE, KEEP)),
    ("seals.uses", _("Use log"), "book", "seals:uses", Place.WORK, 41, (*LOG, REQUEST)),
    ("seals.log", _("Uses of seals"), "book", "seals:uses", Place.ADMINISTRATION, 40, (AUDIT,)),
    ("seals.certificates", _("Certificates and trust"), "key", "seals:certificates",
     Place.ADMINISTRATION, 41, (MANAGE_CERTIFICATES,)),
):  # fmt: skip
    navigation.add(
        Entry(
            key=key,
            label=label,
            icon=icon,
            url_name=url_name,
            place=where,
            order=order,
            permissions=permissions,
        )
    )


@guards
class UseFiles(FileGuard):
    """The files of a request are read by those who may see the request."""

    of_type = OF_TYPE

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_readable(actor, of_ids)


class _Waits(WorkSource):
    """Seals or requests that wait for one act of the actor."""

    verb: ClassVar[Text]
    needs: ClassVar[Permission]
    since: ClassVar[str]
    url_name: ClassVar[str]

    @staticmethod
    def rows(actor: Actor) -> QuerySet[Any]:
        """The oldest first."""
        raise NotImplementedError

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        if not actor.rights.get(self.needs.code):
            return ()
        return [
            WorkItem(
                title=one.title,
                url=place(self.url_name, one.id),
                verb=self.verb,
                meta=(one.number,),
                arrived_at=one.since,
            )
            for one in work.list_waiting(self.rows, self.since, actor, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return self.rows(actor).count() if actor.rights.get(self.needs.code) else 0


class _Seals(_Waits):
    url_name = "seals:seal"


class _Uses(_Waits):
    url_name = "seals:use"


@register
class SealsToApprove(_Seals):
    """Applications for seals."""

    kind, label, glyph = "seals.to_approve", _("Seals to approve"), "章"
    verb, needs, since = pgettext_lazy("seal", "Approve"), APPROVE, "applied_at"
    rows = staticmethod(work.seals_to_approve)


@register
class SealsToMake(_Seals):
    """Seals that are approved."""

    kind, label, glyph = "seals.to_make", _("Seals to make"), "章"
    verb, needs, since = pgettext_lazy("seal", "Make it"), APPROVE, "decided_at"
    rows = staticmethod(work.seals_to_make)


@register
class SealsToTake(_Seals):
    """Seals for the actor's keeping."""

    kind, label, glyph = "seals.to_take", _("Seals to take"), "章"
    verb, needs, since = _("Take into custody"), KEEP, "made_at"
    rows = staticmethod(work.seals_to_take)


@register
class UsesToApprove(_Uses):
    """Requests to use seals."""

    kind, label, glyph = "seals.use_to_approve", _("Uses of seals to approve"), "印"
    verb, needs, since = pgettext_lazy("use of a seal", "Approve"), APPROVE_USE, "requested_at"
    rows = staticmethod(work.uses_to_approve)


@register
class UsesToSeal(_Uses):
    """Documents that the actor's seals shall be set on."""

    kind, label, glyph = "seals.use_to_seal", _("Documents to seal"), "印"
    verb, needs, since = _("Seal it"), KEEP, "decided_at"
    rows = staticmethod(work.uses_to_seal)
