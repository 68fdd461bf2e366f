"""What waits for an actor, by kind; none is read for those whom it cannot concern."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from liupan.foundation.changes.facade import remembered
from liupan.foundation.organisations.facade import list_posts_held
from liupan.foundation.seals.models import Seal, Use
from liupan.foundation.seals.policies import APPROVE, APPROVE_USE, KEEP, over_any
from liupan.kernel import clock
from liupan.kernel.authority import Actor

TOPIC = "seals.waiting"
"""Changes with every seal and every request to use one."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A seal or a request that waits: what about, a number, since when."""

    id: UUID
    title: str
    number: str
    since: datetime | None


def seals_to_approve(actor: Actor) -> QuerySet[Seal]:
    """Applications of others that wait for a decision."""
    rows = Seal.objects.filter(over_any(actor, (APPROVE,), unit="unit_id"), state="applied")
    return rows.exclude(applied_by=actor.id).order_by("applied_at", "id")


def seals_to_make(actor: Actor) -> QuerySet[Seal]:
    """Approved seals."""
    rows = Seal.objects.filter(over_any(actor, (APPROVE,), unit="unit_id"), state="approved")
    return rows.order_by("decided_at", "id")


def seals_to_take(actor: Actor) -> QuerySet[Seal]:
    """Seals that the actor's post shall keep."""
    rows = Seal.objects.filter(_kept(actor, ""), state="made")
    return rows.order_by("made_at", "id")


def uses_to_approve(actor: Actor) -> QuerySet[Use]:
    """Requests of others that wait for a decision."""
    rows = _uses(actor, over_any(actor, (APPROVE_USE,), unit="seal__unit_id"), "requested")
    return rows.exclude(requested_by=actor.id).order_by("requested_at", "id")


def uses_to_seal(actor: Actor) -> QuerySet[Use]:
    """Approved requests for seals in the actor's keeping."""
    rows = _uses(actor, _kept(actor, "seal__"), "approved")
    return rows.filter(seal__state="in_use", file_id__isnull=False).order_by("decided_at", "id")


def list_waiting(
    rows: Callable[[Actor], QuerySet[Any]], since: str, actor: Actor, *, limit: int
) -> Sequence[Waiting]:
    """The rows of one of these kinds as what waits. One query when a seal or a request, or what the
    actor may, has changed since; none else."""
    tops = tuple(actor.rights.get(one.code, frozenset()) for one in (APPROVE, APPROVE_USE, KEEP))
    return _listed(rows, since, actor, tops, clock.today(), limit)


@remembered(TOPIC, "access.rights", "organisations.units", "organisations.posts", most=2000)
def _listed(
    rows: Callable[[Actor], QuerySet[Any]],
    since: str,
    actor: Actor,
    _tops: tuple[frozenset[UUID], ...],
    _day: date,
    limit: int,
) -> tuple[Waiting, ...]:
    found = rows(actor)
    shape = _as_seals if found.model is Seal else _as_uses
    return tuple(shape(found, since, limit))


def _as_seals(rows: QuerySet[Any], since: str, limit: int) -> list[Waiting]:
    return [Waiting(i, f"{name}{line}", code, at) for i, name, line, code, at in
            rows.values_list("id", "name", "line", "es_id", since)[:limit]]  # fmt: skip


def _as_uses(rows: QuerySet[Any], since: str, limit: int) -> list[Waiting]:
    return [Waiting(*row) for row in rows.values_list("id", "document", "number", since)[:limit]]


def _uses(actor: Actor, condition: Q, state: str) -> QuerySet[Use]:
    return Use.objects.filter(condition, state=state, secrecy__lte=actor.clearance)


def _kept(actor: Actor, prefix: str) -> Q:
    if not actor.rights.get(KEEP.code):
        return Q(pk__in=[])
    held = [post.post_id for post in list_posts_held(actor.id, clock.today())]
    posts = RawSQL("SELECT unnest(%s::uuid[])", [held])  # one array, however many
    right = over_any(actor, (KEEP,), unit=f"{prefix}unit_id")
    return right & Q(**{f"{prefix}keeper_post_id__in": posts})
