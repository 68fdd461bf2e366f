"""Requests and uses: the log, a request's page (用印登记)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    DateFilter,
    MultipleChoiceFilter,
)

from liupan.foundation.access.facade import asked_by
from liupan.foundation.design.facade import DateInput, FilterSet
from liupan.foundation.documents.facade import FileRef, list_files
from liupan.foundation.organisations.facade import UnitsFilter
from liupan.foundation.seals.formats.beside import ENDING
from liupan.foundation.seals.models import Seal, Use
from liupan.foundation.seals.policies import keeps, may_decide_use, visible, visible_uses
from liupan.foundation.seals.queries.naming import PagedRows, names
from liupan.foundation.seals.rules.states import State, UseAct, may_act_on_use
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

USE_STATES = tuple(Use.State.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLine:
    """A request in the log."""

    id: UUID
    number: str
    document: str
    seal_id: UUID
    seal: str
    unit: str
    copies: int
    purpose: str
    state: str
    state_label: str
    requested_by: str
    requested_at: datetime
    decided_by: str
    decided_at: datetime | None
    used_by: str
    used_at: datetime | None
    sm3: str
    sealed_sm3: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseView:
    """A request on its page; `acts` are those that this actor can do now."""

    line: UseLine
    opinion: str
    unit_id: UUID
    of_type: str
    of_id: UUID | None
    file: FileRef | None
    sealed: FileRef | None
    copy: FileRef | None
    seal_state: str
    seal_state_label: str
    keeper_post: str
    acts: tuple[UseAct, ...]


class UseFilters(FilterSet):
    """What can be chosen of the log."""

    q = CharFilter(label=gettext_lazy("Number, document, seal or purpose"), method="by_words")
    state = MultipleChoiceFilter(label=gettext_lazy("State"), choices=USE_STATES, distinct=False)
    unit = UnitsFilter(label=gettext_lazy("Unit"), field_name="seal__unit_id")
    used_from = DateFilter(
        label=gettext_lazy("Sealed from"), field_name="used_at", lookup_expr="date__gte",
        widget=DateInput,
    )  # fmt: skip
    used_to = DateFilter(
        label=gettext_lazy("Sealed until"), field_name="used_at", lookup_expr="date__lte",
        widget=DateInput,
    )  # fmt: skip

    class Meta:
        model = Use
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Use], _name: str, value: str) -> QuerySet[Use]:
        for word in value.replace("\0", "").split():
            rows = rows.filter(
                Q(number__icontains=word)
                | Q(document__icontains=word)
                | Q(seal__name__icontains=word)
                | Q(purpose__icontains=word)
            )
        return rows


@dataclass(frozen=True)
class UseRows(PagedRows):
    """Uses as lines. Three queries a page."""

    def lines(self, rows: Sequence[Use]) -> list[UseLine]:
        people = {p for row in rows for p in (row.requested_by, row.decided_by, row.used_by)}
        called = names(units=(row.seal.unit_id for row in rows), people=people)
        return [
            UseLine(
                id=row.id,
                number=row.number,
                document=row.document,
                seal_id=row.seal_id,
                seal=f"{row.seal.name}{row.seal.line}",
                unit=called.unit(row.seal.unit_id),
                copies=row.copies,
                purpose=row.purpose,
                state=row.state,
                state_label=str(row.get_state_display()),
                requested_by=called.person(row.requested_by),
                requested_at=row.requested_at,
                decided_by=called.person(row.decided_by),
                decided_at=row.decided_at,
                used_by=called.person(row.used_by),
                used_at=row.used_at,
                sm3=row.sm3,
                sealed_sm3=row.sealed_sm3,
            )
            for row in rows
        ]


def list_uses(actor: Actor) -> UseRows:
    """The requests and uses the actor may see: q, state, seal, unit, used_from, used_to, mine.

    Sort by any field.
    """

    def mine(rows: QuerySet[Use], _name: str, value: bool) -> QuerySet[Use]:
        return rows.filter(requested_by=actor.id) if value else rows

    @cache
    def seals() -> list[tuple[str, str]]:
        return [(str(seal_id), name) for seal_id, name in _seals(actor)]

    chosen = {
        "mine": BooleanFilter(label=gettext_lazy("Asked for by me"), method=mine),
        "seal": ChoiceFilter(label=gettext_lazy("Seal"), choices=seals),
    }
    filters = type("UseFiltersOfActor", (UseFilters,), chosen)
    return UseRows(_rows(actor), filters)


@asked_by
def _seals(actor: Actor) -> QuerySet[Seal, tuple[UUID, str]]:
    return Seal.objects.filter(visible(actor)).order_by("name", "id").values_list("id", "name")


def uses_of_seal(actor: Actor, seal_id: UUID, *, limit: int) -> list[UseLine]:
    """The newest requests for a seal that the actor may see."""
    rows = list(_rows(actor).filter(seal_id=seal_id).order_by("-requested_at", "-id")[:limit])
    return UseRows(Use.objects.none()).lines(rows)


def get_use(actor: Actor, use_id: UUID) -> UseView:
    """A request as its page shows it. Raises `Missing`."""
    use = _rows(actor).filter(id=use_id).first()
    if use is None:
        raise Missing(_("There is no such request."))
    [line] = UseRows(Use.objects.none()).lines([use])
    files = {file.id: file for file in list_files([use.id], actor).get(use.id, ())}
    seal = use.seal
    return UseView(
        line=line,
        opinion=use.opinion,
        unit_id=seal.unit_id,
        of_type=use.of_type,
        of_id=use.of_id,
        file=files.get(use.file_id) if use.file_id else None,
        sealed=files.get(use.sealed_file_id) if use.sealed_file_id else None,
        copy=files.get(use.copy_file_id) if use.copy_file_id else None,
        seal_state=seal.state,
        seal_state_label=str(seal.get_state_display()),
        keeper_post=names(posts=[seal.keeper_post_id]).post(seal.keeper_post_id),
        acts=_acts(actor, use),
    )


def get_copy_signature(actor: Actor, use_id: UUID) -> tuple[str, bytes]:
    """The SM2 signature beside the sealed PDF copy, and the name of its file. Raises `Missing`."""
    use = _rows(actor).filter(id=use_id, copied_at__isnull=False).first()
    copy = get_use(actor, use_id).copy
    if use is None or copy is None:
        raise Missing(_("There is no such file."))
    return f"{copy.name}{ENDING}", bytes(use.copy_signature or b"")


def list_readable(actor: Actor, use_ids: Collection[UUID]) -> set[UUID]:
    """Those of the requests that the actor may see."""
    return set(_rows(actor).filter(id__in=use_ids).values_list("id", flat=True))


def _rows(actor: Actor) -> QuerySet[Use]:
    rows = Use.objects.filter(visible_uses(actor), secrecy__lte=actor.clearance)
    return rows.select_related("seal").defer("seal__picture", "seal__data", "copy_signature")


def _acts(actor: Actor, use: Use) -> tuple[UseAct, ...]:
    decides, usable = may_decide_use(actor, use), use.seal.standing is State.IN_USE
    allowed = {
        UseAct.APPROVE: decides and usable,
        UseAct.REFUSE: decides,
        UseAct.WITHDRAW: use.requested_by == actor.id,
        UseAct.USE: usable and use.file_id is not None and keeps(actor, use.seal),
    }
    return tuple(act for act in UseAct if may_act_on_use(act, use.standing) and allowed[act])
