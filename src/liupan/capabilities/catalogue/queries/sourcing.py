"""Data items with their source and who collects them, and arbitrations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import BooleanFilter, CharFilter, MultipleChoiceFilter

from liupan.capabilities.catalogue.models import Arbitration, Collecting, DataItem, Edition
from liupan.capabilities.catalogue.policies import EDIT, READ, RULE, visible
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.places import At, may_wait
from liupan.capabilities.catalogue.queries.rows import ShapedRows
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.foundation.access.facade import rows
from liupan.foundation.calendar.facade import ClockReading, describe_many
from liupan.foundation.design.facade import FilterSet
from liupan.foundation.organisations.facade import UnitsFilter
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Permission, may
from liupan.kernel.errors import Missing

OPEN = (Arbitration.State.OPEN.value, Arbitration.State.STATED.value)
MARKS = {
    Arbitration.State.OPEN.value: "run",
    Arbitration.State.STATED.value: "check",
    Arbitration.State.RULED.value: "done",
    Arbitration.State.LAPSED.value: "none",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataItemLine:
    """A data item: its source, and how many units collect it."""

    id: UUID
    name: str
    category: str
    source: str
    units: int
    is_disputed: bool
    bound_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectingView:
    """One resource that holds a data item."""

    unit: str
    code: str
    title: str
    name: str
    resource_id: UUID
    since: date
    is_source: bool
    claims: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataItemView:
    """A data item with all who collect it. `others`: data items it can be bound to."""

    line: DataItemLine
    category_name: str
    bound_to: tuple[str, UUID] | None
    bound: tuple[tuple[str, str, UUID], ...]
    collecting: tuple[CollectingView, ...]
    arbitrations: tuple["ArbitrationLine", ...]
    may_bind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArbitrationLine:
    """An arbitration as a list shows it."""

    id: UUID
    item_id: UUID
    item: str
    first: str
    second: str
    state: str
    state_label: str
    mark: str
    opened_on: date
    winner: str
    was_late: bool
    clock: ClockReading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the two: its resource and grounds."""

    unit: str
    resource_id: UUID
    code: str
    title: str
    grounds: str
    stated_at: datetime | None
    is_winner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArbitrationView:
    """An arbitration with both parties, and what the actor can do."""

    line: ArbitrationLine
    first: Party
    second: Party
    ruling: str
    ended_at: datetime | None
    may_state: bool
    own_grounds: str
    may_rule: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSource:
    """Whose a data item of an edition is."""

    name: str
    unit: str
    code: str
    resource_id: UUID
    item_id: UUID
    is_own: bool
    is_disputed: bool
    units: int


class DataItemFilters(FilterSet):
    """What can be chosen of data items."""

    q = CharFilter(label=gettext_lazy("Name of the item"), method="by_words")
    unit = UnitsFilter(label=gettext_lazy("Collected by"), method="by_unit")
    twice = BooleanFilter(label=gettext_lazy("Collected by several units"), method="by_twice")
    unsourced = BooleanFilter(label=gettext_lazy("Without a source"), method="by_unsourced")
    disputed = BooleanFilter(label=gettext_lazy("Disputed"), method="by_disputed")

    class Meta:
        model = DataItem
        fields: tuple[str, ...] = ()

    def by_words(self, found: QuerySet[DataItem], _name: str, value: str) -> QuerySet[DataItem]:
        for word in value.replace("\0", "").split():
            found = found.filter(name__icontains=word)
        return found

    def by_unit(self, found: QuerySet[DataItem], _name: str, value: Any) -> QuerySet[DataItem]:
        if value is None:
            return found
        live = Collecting.objects.filter(ended_at__isnull=True, unit_id__in=value)
        return found.filter(id__in=live.values("item_id"))

    def by_twice(self, found: QuerySet[DataItem], _name: str, value: bool) -> QuerySet[DataItem]:
        return found.filter(Q(units__gt=1)) if value else found

    def by_unsourced(
        self, found: QuerySet[DataItem], _name: str, value: bool
    ) -> QuerySet[DataItem]:
        return found.filter(~Exists(_source_of())) if value else found

    def by_disputed(self, found: QuerySet[DataItem], _name: str, value: bool) -> QuerySet[DataItem]:
        return found.filter(Exists(_dispute_of())) if value else found


class ArbitrationFilters(FilterSet):
    """What can be chosen of arbitrations."""

    q = CharFilter(label=gettext_lazy("Name of the item"), field_name="item__name",
                   lookup_expr="icontains")  # fmt: skip
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), distinct=False, method="by_state",
        choices=[("live", pgettext_lazy("arbitrations", "not decided")),
                 *Arbitration.State.choices],
    )  # fmt: skip
    unit = UnitsFilter(label=pgettext_lazy("arbitration", "Unit"), method="by_unit")

    class Meta:
        model = Arbitration
        fields: tuple[str, ...] = ()

    def by_state(
        self, found: QuerySet[Arbitration], _name: str, values: list[str]
    ) -> QuerySet[Arbitration]:
        wanted = [one for value in values for one in (OPEN if value == "live" else [value])]
        return found.filter(state__in=wanted) if wanted else found

    def by_unit(
        self, found: QuerySet[Arbitration], _name: str, value: Any
    ) -> QuerySet[Arbitration]:
        if value is None:
            return found
        return found.filter(Q(first_unit_id__in=value) | Q(second_unit_id__in=value))


def list_data_items(actor: Actor) -> ShapedRows[DataItemLine]:
    """Data items that published entries hold, for a list page."""
    seen = DataItem.objects.filter(bound_to__isnull=True).annotate(units=_units())
    found = seen.filter(units__gt=0) if may(actor, READ) else DataItem.objects.none()
    return ShapedRows(found, DataItemFilters, many=_item_lines)


def list_arbitrations(actor: Actor, *, now: datetime) -> ShapedRows[ArbitrationLine]:
    """All arbitrations, for a list page."""
    seen = Arbitration.objects.select_related("item")
    found = seen if may(actor, READ) else seen.none()
    return ShapedRows(found, ArbitrationFilters, many=partial(_arbitration_lines, now=now))


def get_data_item(actor: Actor, item_id: UUID, *, now: datetime) -> DataItemView:
    """A data item with who collects it. Constant queries. Raises `Missing`."""
    items = DataItem.objects.annotate(units=_units()).select_related("bound_to")
    item = items.filter(id=item_id).first() if may(actor, READ) else None
    if item is None:
        raise Missing(_("There is no such data item."))
    live = Collecting.objects.filter(ended_at__isnull=True)
    held = live.filter(Q(item=item) | Q(named=item)).order_by("-is_source", "since_at", "id")
    titles = _titles(actor, [row.resource_id for row in held])
    units = unit_names(row.unit_id for row in held)
    disputes = Arbitration.objects.filter(item=item).select_related("item").order_by("-opened_at")
    bound = DataItem.objects.filter(bound_to=item).order_by("name")
    return DataItemView(
        line=_item_lines([item])[0],
        category_name=code_lists(clock.on(now)).way(item.category),
        bound_to=(item.bound_to.name, item.bound_to.id) if item.bound_to else None,
        bound=tuple((one.name, one.category, one.id) for one in bound),
        collecting=tuple(
            CollectingView(
                unit=units.get(row.unit_id, ""),
                code=titles.get(row.resource_id, ("", ""))[0],
                title=titles.get(row.resource_id, ("", ""))[1],
                name=row.name,
                resource_id=row.resource_id,
                since=clock.on(row.since_at),
                is_source=row.is_source and row.item_id == item.id,
                claims=row.claims,
            )
            for row in held
        ),
        arbitrations=tuple(_arbitration_lines(list(disputes), now=now)),
        may_bind=may(actor, RULE),
    )


def items_to_bind_to(item_id: UUID) -> list[tuple[str, str]]:
    """Data items of the same division as choices: those of the same name first. Two queries."""
    item = DataItem.objects.filter(id=item_id).first()
    if item is None:
        return []
    found = DataItem.objects.filter(division=item.division, bound_to__isnull=True)
    near = sorted(
        found.exclude(id=item.id), key=lambda one: (one.key != item.key, one.name, one.category)
    )
    return [(str(one.id), f"{one.name}（{one.category}）") for one in near]


def get_arbitration(actor: Actor, arbitration_id: UUID, *, now: datetime) -> ArbitrationView:
    """Both parties with their grounds. Constant queries. Raises `Missing`."""
    rows_of = Arbitration.objects.select_related("item", "first", "second")
    one = rows_of.filter(id=arbitration_id).first() if may(actor, READ) else None
    if one is None:
        raise Missing(_("There is no such arbitration."))
    titles = _titles(actor, [one.first_id, one.second_id])
    units = unit_names([one.first_unit_id, one.second_unit_id])
    line = _arbitration_lines([one], now=now)[0]
    is_open = one.state in OPEN
    sides = {
        side for side in ("second", "first")
        if may(actor, EDIT, unit_id=getattr(one, f"{side}_unit_id"))
    }  # fmt: skip
    rules = all(may(actor, RULE, unit_id=u) for u in (one.first_unit_id, one.second_unit_id))
    is_ripe = one.state == Arbitration.State.STATED or bool(line.clock and line.clock.is_late)
    mine = "second" if "second" in sides else "first"
    has_stated = actor.id in (one.first_stated_by, one.second_stated_by)
    return ArbitrationView(
        line=line,
        first=_party(one, "first", titles, units),
        second=_party(one, "second", titles, units),
        ruling=one.ruling,
        ended_at=one.ended_at,
        may_state=is_open and bool(sides),
        own_grounds=getattr(one, f"{mine}_grounds") if sides else "",
        may_rule=is_open and rules and is_ripe and not has_stated,
    )


def sources_of(resource_id: UUID) -> list[ItemSource]:
    """For the items of an edition that another resource is the source of, or that are disputed:
    whose they are. Three queries at most."""
    held = list(
        Collecting.objects.filter(resource_id=resource_id, ended_at__isnull=True).annotate(
            units=_units("item_id")
        )
    )
    open_for = Q(second_id=resource_id) | Q(first_id=resource_id)
    disputes = list(Arbitration.objects.filter(open_for, state__in=OPEN).select_related("item"))
    if not held and not disputes:
        return []
    items = {row.item_id for row in held} | {one.item_id for one in disputes}
    sources = {
        row.item_id: row
        for row in Collecting.objects.filter(
            item__in=items, is_source=True, ended_at__isnull=True
        ).select_related("resource")
    }
    units = unit_names(row.unit_id for row in sources.values())
    named = {row.item_id: (row.name, row.units) for row in held}
    for one in disputes:
        named.setdefault(one.item_id, (one.item.name, 0))
    disputed = {one.item_id for one in disputes}
    return [
        ItemSource(
            name=name,
            unit=units.get(sources[item].unit_id, ""),
            code=sources[item].resource.code,
            resource_id=sources[item].resource_id,
            item_id=item,
            is_own=sources[item].resource_id == resource_id,
            is_disputed=item in disputed,
            units=count,
        )
        for item, (name, count) in named.items()
        if item in sources
    ]


def list_waiting_arbitrations(
    actor: Actor, permission: Permission, *, limit: int, now: datetime
) -> list[ArbitrationLine]:
    """Arbitrations that wait for the actor's grounds (`EDIT`) or ruling (`RULE`)."""
    if not may_wait(actor, permission, dict.fromkeys((At.FIRST, At.SECOND), OPEN)):
        return []
    found = _waiting(actor, permission, now).select_related("item").order_by("opened_at", "id")
    return _arbitration_lines(list(found[:limit]), now=now)


def count_waiting_arbitrations(actor: Actor, permission: Permission, *, now: datetime) -> int:
    """How many wait in all. One query; none without the right."""
    return _waiting(actor, permission, now).count() if may(actor, permission) else 0


def _waiting(actor: Actor, permission: Permission, now: datetime) -> QuerySet[Arbitration]:
    first = rows(actor, permission, unit="first_unit_id")
    second = rows(actor, permission, unit="second_unit_id")
    if permission == EDIT:
        first = Q(first_grounds="") & first
        second = Q(second_grounds="") & second
        return Arbitration.objects.filter(first | second, state=Arbitration.State.OPEN)
    mine = Q(first_stated_by=actor.id) | Q(second_stated_by=actor.id)
    stated = Arbitration.objects.filter(state=Arbitration.State.STATED).exclude(mine)
    return stated.filter(first, second)


def _units(outer: str = "id") -> Any:
    """How many units collect the data item now."""
    live = Collecting.objects.filter(item_id=OuterRef(outer), ended_at__isnull=True)
    counted = live.order_by().values("item_id").annotate(n=Count("unit_id", distinct=True))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def _source_of() -> QuerySet[Collecting]:
    return Collecting.objects.filter(item=OuterRef("id"), is_source=True, ended_at__isnull=True)


def _dispute_of() -> QuerySet[Arbitration]:
    return Arbitration.objects.filter(item=OuterRef("id"), state__in=OPEN)


def _item_lines(items: Sequence[Any]) -> list[DataItemLine]:
    """Three queries, however many."""
    ids = [item.id for item in items]
    sources = {
        row.item_id: row.unit_id
        for row in Collecting.objects.filter(item__in=ids, is_source=True, ended_at__isnull=True)
    }
    disputed = set(
        Arbitration.objects.filter(item__in=ids, state__in=OPEN).values_list("item_id", flat=True)
    )
    units = unit_names(sources.values())
    lists = code_lists(clock.today())
    return [
        DataItemLine(
            id=item.id,
            name=item.name,
            category=lists.name("category", item.category),
            source=units.get(sources[item.id], "") if item.id in sources else "",
            units=item.units,
            is_disputed=item.id in disputed,
            bound_to=item.bound_to.name if item.bound_to_id else "",
        )
        for item in items
    ]


def _arbitration_lines(found: Sequence[Arbitration], *, now: datetime) -> list[ArbitrationLine]:
    if not found:
        return []
    units = unit_names(u for one in found for u in (one.first_unit_id, one.second_unit_id))
    clocks = describe_many((one.clock_id for one in found), now=now)
    lines = []
    for one in found:
        first, second = units.get(one.first_unit_id, ""), units.get(one.second_unit_id, "")
        winner = {one.first_id: first, one.second_id: second}.get(one.winner_id or one.id, "")
        lines.append(
            ArbitrationLine(
                id=one.id, item_id=one.item_id, item=one.item.name, first=first, second=second,
                state=one.state, state_label=str(one.get_state_display()), mark=MARKS[one.state],
                opened_on=clock.on(one.opened_at), winner=winner, was_late=one.was_late,
                clock=clocks.get(one.clock_id),
            )
        )  # fmt: skip
    return lines


def _party(
    one: Arbitration, side: str, titles: dict[UUID, tuple[str, str]], units: dict[UUID, str]
) -> Party:
    resource = getattr(one, side)
    code, title = titles.get(resource.id, (resource.code, ""))
    return Party(
        unit=units.get(getattr(one, f"{side}_unit_id"), ""),
        resource_id=resource.id,
        code=code,
        title=title,
        grounds=getattr(one, f"{side}_grounds"),
        stated_at=getattr(one, f"{side}_stated_at"),
        is_winner=one.winner_id == resource.id,
    )


def _titles(actor: Actor, resources: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Code and title of the resources that the actor sees. One query."""
    seen = Edition.objects.filter(visible(actor), resource_id__in=set(resources))
    found = seen.order_by("state", "number").values_list("resource_id", "code", "title")
    return {resource: (code, title) for resource, code, title in found}
