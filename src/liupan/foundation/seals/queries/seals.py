"""Seals in lists, on their page, and to choose from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, CharFilter, MultipleChoiceFilter

from liupan.foundation.design.facade import FilterSet
from liupan.foundation.organisations.facade import (
    UnitsFilter,
    list_holders,
    list_posts,
    list_posts_held,
    list_units,
)
from liupan.foundation.seals.models import Seal
from liupan.foundation.seals.policies import APPLY, APPROVE, REQUEST, keeps, over_any, visible
from liupan.foundation.seals.queries.naming import PagedRows, names
from liupan.foundation.seals.rules.states import Act, State, may_act
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing

KINDS = tuple(Seal.Kind.choices)
STATES = tuple(Seal.State.choices)
CAUSES = tuple(Seal.Cause.choices)
"""Values and their names for people."""

MOST = 200
"""So many seals are offered in a form."""
UNREAD = ("picture", "data")
KEPT = (State.IN_USE, State.MADE, State.SUSPENDED)
"""States of a seal that a post keeps, the one that counts first."""
"""Columns that lists do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLine:
    """A seal in a list."""

    id: UUID
    es_id: str
    name: str
    kind: str
    kind_label: str
    unit: str
    keeper_post: str
    state: str
    state_label: str
    applied_at: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealView:
    """A seal on its page; `acts` are those that this actor can do now."""

    line: SealLine
    unit_id: UUID
    keeper_post_id: UUID
    keepers: tuple[str, ...]
    width_mm: int
    height_mm: int
    applied_by: str
    decided_by: str
    decided_at: datetime | None
    made_at: datetime | None
    valid_from: datetime | None
    revoked_at: datetime | None
    cause_label: str
    certificate_id: UUID | None
    certificate_serial: str
    sm3: str
    acts: tuple[Act, ...]
    may_request: bool


class SealFilters(FilterSet):
    """What can be chosen of seals."""

    q = CharFilter(label=gettext_lazy("Name or code"), method="by_words")
    state = MultipleChoiceFilter(label=gettext_lazy("State"), choices=STATES, distinct=False)
    kind = MultipleChoiceFilter(label=gettext_lazy("Kind"), choices=KINDS, distinct=False)
    unit = UnitsFilter(label=gettext_lazy("Unit"), field_name="unit_id")

    class Meta:
        model = Seal
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Seal], _name: str, value: str) -> QuerySet[Seal]:
        for word in value.replace("\0", "").split():
            rows = rows.filter(
                Q(name__icontains=word) | Q(line__icontains=word) | Q(es_id__icontains=word)
            )
        return rows


@dataclass(frozen=True)
class SealRows(PagedRows):
    """Seals as lines. Three queries a page."""

    def lines(self, rows: Sequence[Seal]) -> list[SealLine]:
        called = names(
            units=(row.unit_id for row in rows), posts=(row.keeper_post_id for row in rows)
        )
        return [
            _line(row, called.unit(row.unit_id), called.post(row.keeper_post_id)) for row in rows
        ]


def list_seals(actor: Actor) -> SealRows:
    """The seals the actor may see: q, state, kind, unit, mine. Sort by any field."""
    held = [post.post_id for post in list_posts_held(actor.id, clock.today())]

    def mine(rows: QuerySet[Seal], _name: str, value: bool) -> QuerySet[Seal]:
        return rows.filter(keeper_post_id__in=held) if value else rows

    own = BooleanFilter(label=gettext_lazy("In my keeping"), method=mine)
    filters = type("SealFiltersOfActor", (SealFilters,), {"mine": own})
    return SealRows(Seal.objects.filter(visible(actor)).defer(*UNREAD), filters)


def get_seal(actor: Actor, seal_id: UUID) -> SealView:
    """A seal as its page shows it. Raises `Missing`."""
    seal = find_visible(actor, seal_id)
    called = names(
        units=[seal.unit_id], posts=[seal.keeper_post_id], people=[seal.applied_by, seal.decided_by]
    )
    holders = list_holders([seal.keeper_post_id], clock.today())
    certificate = seal.certificate
    return SealView(
        line=_line(seal, called.unit(seal.unit_id), called.post(seal.keeper_post_id)),
        unit_id=seal.unit_id,
        keeper_post_id=seal.keeper_post_id,
        keepers=tuple(holder.name for holder in holders),
        width_mm=seal.width_mm,
        height_mm=seal.height_mm,
        applied_by=called.person(seal.applied_by),
        decided_by=called.person(seal.decided_by),
        decided_at=seal.decided_at,
        made_at=seal.made_at,
        valid_from=seal.valid_from,
        revoked_at=seal.revoked_at,
        cause_label=str(seal.get_revoked_for_display()) if seal.revoked_for else "",
        certificate_id=seal.certificate_id,
        certificate_serial=certificate.serial if certificate else "",
        sm3=certificate.sm3 if certificate else "",
        acts=_acts(actor, seal),
        may_request=seal.standing is State.IN_USE and may(actor, REQUEST, unit_id=seal.unit_id),
    )


def find_visible(actor: Actor, seal_id: UUID) -> Seal:
    """The seal, if the actor may see it. Raises `Missing`."""
    rows = Seal.objects.select_related("certificate").filter(visible(actor), id=seal_id)
    seal = rows.defer(*UNREAD, "certificate__der").first()
    if seal is None:
        raise Missing(_("There is no such seal."))
    return seal


def picture_of(actor: Actor, seal_id: UUID) -> bytes:
    """The seal's picture as PNG. Raises `Missing`."""
    found = Seal.objects.filter(visible(actor), id=seal_id).values_list("picture", flat=True)
    picture = found.first()
    if picture is None:
        raise Missing(_("There is no such seal."))
    return bytes(picture)


def units_to_apply_for(actor: Actor) -> list[tuple[str, str]]:
    """Ids and names of the units for which the actor may apply: of those they work in."""
    held = list_posts_held(actor.id, clock.today())
    ids = {post.unit_id for post in held if may(actor, APPLY, unit_id=post.unit_id)}
    return [(str(unit.id), unit.name) for unit in list_units(ids).values()]


def posts_to_keep(unit_ids: Sequence[UUID]) -> list[tuple[str, str]]:
    """Ids and titles of the posts that may keep a seal of these units."""
    return [(str(post.id), post.title) for post in list_posts(unit_ids, clock.today())]


def usable_seals(actor: Actor) -> list[tuple[str, str]]:
    """Ids and names of the seals whose use the actor may ask for."""
    rows = Seal.objects.filter(over_any(actor, (REQUEST,), unit="unit_id"), state="in_use")
    named = rows.order_by("unit__order", "name", "id").values_list("id", "name", "line")
    return [(str(seal_id), f"{name}{line}") for seal_id, name, line in named[:MOST]]


def _acts(actor: Actor, seal: Seal) -> tuple[Act, ...]:
    """What the actor can do with the seal as it stands."""
    approves, keeping = may(actor, APPROVE, unit_id=seal.unit_id), keeps(actor, seal)
    allowed = {
        Act.TAKE: keeping,
        Act.SUSPEND: keeping or approves,
        Act.APPROVE: approves and seal.applied_by != actor.id,
        Act.REFUSE: approves and seal.applied_by != actor.id,
    }
    return tuple(act for act in Act if may_act(act, seal.standing) and allowed.get(act, approves))


def _line(seal: Seal, unit: str, keeper_post: str) -> SealLine:
    return SealLine(
        id=seal.id,
        es_id=seal.es_id,
        name=f"{seal.name}{seal.line}",
        kind=seal.kind,
        kind_label=str(seal.get_kind_display()),
        unit=unit,
        keeper_post=keeper_post,
        state=seal.state,
        state_label=str(seal.get_state_display()),
        applied_at=seal.applied_at,
        valid_to=seal.valid_to,
    )


@dataclass(frozen=True, slots=True)
class UnitSeal:
    """A seal that a unit can have set on a document today, and the post that keeps it."""

    id: UUID
    name: str
    kind: str
    unit_id: UUID
    keeper_post_id: UUID


def keepers_of(unit_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The post that keeps each unit's seal: of several that of the one in use, the statutory one
    first; else of the one that is passed on, made or suspended. One query."""
    kinds = (Seal.Kind.STATUTORY, Seal.Kind.SPECIAL)
    rows = Seal.objects.filter(unit_id__in=unit_ids, kind__in=kinds, state__in=KEPT)
    found = rows.order_by("-kind", "applied_at", "id")
    kept = sorted(
        found.values_list("unit_id", "keeper_post_id", "state"), key=lambda one: KEPT.index(one[2])
    )
    return {unit: post for unit, post, _state in reversed(kept)}


def is_seal_of(unit_id: UUID, seal_id: UUID) -> bool:
    """Whether the seal is the unit's own, in use or not; a leader's signature seal is not. One
    query."""
    kinds = (Seal.Kind.STATUTORY, Seal.Kind.SPECIAL)
    return Seal.objects.filter(id=seal_id, unit_id=unit_id, kind__in=kinds).exists()


def seals_in_use(unit_ids: Sequence[UUID]) -> dict[UUID, list[UnitSeal]]:
    """Seals in use by unit, the statutory one first, for an office that has a document sealed.
    Leaders' signature seals are not among them. One query."""
    found: dict[UUID, list[UnitSeal]] = {}
    kinds = (Seal.Kind.STATUTORY, Seal.Kind.SPECIAL)
    rows = Seal.objects.filter(unit_id__in=unit_ids, kind__in=kinds, state=State.IN_USE)
    for row in rows.defer(*UNREAD).order_by("-kind", "applied_at", "id"):
        one = UnitSeal(row.id, row.name, row.kind, row.unit_id, row.keeper_post_id)
        found.setdefault(row.unit_id, []).append(one)
    return found
