"""Records: the list, one record, those whose retention ends; what waits to be filed; the plan."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import (
    CharFilter,
    ChoiceFilter,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
    NumberFilter,
)

from liupan.capabilities.correspondence.models import FilingClass, Incoming, Outgoing, Record
from liupan.capabilities.correspondence.policies import (
    FILE,
    READ,
    over_incoming,
    over_outgoing,
    visible_incoming,
    visible_outgoing,
)
from liupan.capabilities.correspondence.rules import receiving, sending
from liupan.capabilities.correspondence.rules.filing import suggested
from liupan.foundation.access.facade import rows
from liupan.foundation.design.facade import FilterSet, Page, QueryRows
from liupan.foundation.documents.facade import FileRef, list_files
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import UnitsFilter, list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

CHUNK = 500
AHEAD = 90
"""Days before the end of its retention that a record is listed for appraisal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record in a list."""

    id: UUID
    item_number: str
    title: str
    class_name: str
    retention_label: str
    unit: str
    year: int
    pages: int
    filed_at: datetime
    due_for_appraisal_on: date | None
    direction_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A record whole; `package` only for who may read it."""

    line: RecordLine
    document_id: UUID
    is_outgoing: bool
    number: str
    secrecy: int
    mark: str
    filed_by: str
    sm3: str
    package: FileRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFile:
    """A finished document that is not on file yet, and the class its type suggests."""

    id: str
    document_id: UUID
    is_outgoing: bool
    number: str
    title: str
    type: str
    unit: str
    ended_at: datetime
    class_id: UUID | None
    class_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A class of the filing plan."""

    id: UUID
    code: str
    name: str
    scope: str
    retention: str
    retention_label: str
    unit_id: UUID | None
    unit: str
    is_active: bool
    version: int


def visible_records(actor: Actor) -> Q:
    """The records the actor sees: of units at which they may read, as far as the clearance goes."""
    if not actor.rights.get(READ.code):
        return Q(pk__in=[])
    return rows(actor, READ, unit="unit_id") & Q(secrecy__lte=actor.clearance)


# --- Lists ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RecordRows(QueryRows[RecordLine]):
    """Records as lines; units are named a page at a time."""

    def filtered(self, choices: Any) -> "RecordRows":
        found = super().filtered(choices)
        return RecordRows(found.queryset, found.filters, found.shape, found.bound)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[RecordLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        lines = _lines(found.rows)
        return Page(lines, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[RecordLine]:
        found: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(found, CHUNK)):
            yield from _lines(chunk)


class RecordFilters(FilterSet):
    """What can be chosen of records."""

    q = CharFilter(label=gettext_lazy("Number or title"), method="by_words")
    year = NumberFilter(label=gettext_lazy("Year"), min_value=1949, max_value=2999)
    filing_class = ModelMultipleChoiceFilter(
        label=pgettext_lazy("filing", "Class"),
        queryset=FilingClass.objects.order_by("code", "id"),
        distinct=False,
    )
    retention = MultipleChoiceFilter(
        label=gettext_lazy("Retention"), choices=FilingClass.Retention.choices, distinct=False
    )
    unit = UnitsFilter(label=gettext_lazy("Unit"), field_name="unit_id")
    direction = ChoiceFilter(
        label=pgettext_lazy("document", "Direction"),
        choices=(("out", pgettext_lazy("document", "outgoing")),
                 ("in", pgettext_lazy("document", "incoming"))),
        method="by_direction",
    )  # fmt: skip
    due = ChoiceFilter(
        label=gettext_lazy("Appraisal"),
        choices=(("now", gettext_lazy("retention has ended")),
                 ("soon", gettext_lazy("ends within 90 days"))),
        method="by_due",
    )  # fmt: skip

    class Meta:
        model = Record
        fields: tuple[str, ...] = ()

    def by_words(self, found: QuerySet[Record], _name: str, value: str) -> QuerySet[Record]:
        for word in value.replace("\0", "").split():
            found = found.filter(
                Q(item_number__icontains=word)
                | Q(title__icontains=word)
                | Q(outgoing__number__icontains=word)
                | Q(incoming__their_number__icontains=word)
            )
        return found

    def by_direction(self, found: QuerySet[Record], _name: str, value: str) -> QuerySet[Record]:
        return found.filter(incoming__isnull=value == "out")

    def by_due(self, found: QuerySet[Record], _name: str, value: str) -> QuerySet[Record]:
        today = clock.today()
        until = today if value == "now" else today + timedelta(days=AHEAD)
        return found.filter(due_for_appraisal_on__lte=until)


def list_records(actor: Actor) -> RecordRows:
    """The records the actor may see, for a list page. Four queries a page.

    Choices: q, year, filing_class (many), retention (many), unit (many), direction (out, in), due
    (now, soon). Sort by item_number, filed_at, year, due_for_appraisal_on.
    """
    found = Record.objects.filter(visible_records(actor)).select_related("filing_class")
    return RecordRows(found, RecordFilters)


def _lines(found: Sequence[Record]) -> list[RecordLine]:
    units = list_units(one.unit_id for one in found)
    return [
        RecordLine(
            id=one.id,
            item_number=one.item_number,
            title=one.title,
            class_name=f"{one.filing_class.code} {one.filing_class.name}",
            retention_label=str(FilingClass.Retention(one.retention).label),
            unit=units[one.unit_id].name,
            year=one.year,
            pages=one.pages,
            filed_at=one.filed_at,
            due_for_appraisal_on=one.due_for_appraisal_on,
            direction_label=direction_of(is_outgoing=one.outgoing_id is not None),
        )
        for one in found
    ]


def direction_of(*, is_outgoing: bool) -> str:
    """发文 or 收文."""
    label = (
        pgettext_lazy("document", "outgoing")
        if is_outgoing
        else pgettext_lazy("document", "incoming")
    )
    return str(label)


def get_record(actor: Actor, record_id: UUID) -> RecordView:
    """A record whole. Raises `Missing`."""
    related = ("filing_class", "outgoing", "incoming")
    found = Record.objects.select_related(*related).filter(visible_records(actor))
    one = found.filter(id=record_id).first()
    if one is None:
        raise Missing(_("There is no such record."))
    issued, received = one.outgoing, one.incoming
    people = list_accounts([one.filed_by])
    files = list_files([one.id], actor).get(one.id, ())
    return RecordView(
        line=_lines([one])[0],
        document_id=one.outgoing_id or one.incoming_id or one.id,
        is_outgoing=issued is not None,
        number=issued.number if issued else received.their_number if received else "",
        secrecy=one.secrecy,
        mark=issued.mark if issued else received.mark if received else "",
        filed_by=people[one.filed_by].name if one.filed_by in people else "",
        sm3=one.sm3,
        package=next(iter(files), None),
    )


def list_visible_records(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Those of the records that the actor sees. One query."""
    found = Record.objects.filter(visible_records(actor), id__in=ids)
    return set(found.values_list("id", flat=True))


# --- What waits to be filed ----------------------------------------------------------------------

MOST = 200


def list_to_file(actor: Actor) -> list[ToFile]:
    """Finished documents over which the actor holds the right to file, the oldest first; at most
    `MOST` of each kind. Four queries."""
    sent = list(
        Outgoing.objects.filter(
            over_outgoing(actor, FILE), visible_outgoing(actor), state=sending.State.DISPATCHED
        ).order_by("dispatched_at", "id")[:MOST]
    )
    received = list(
        Incoming.objects.filter(
            over_incoming(actor, FILE), visible_incoming(actor), state=receiving.State.DONE
        ).order_by("done_at", "id")[:MOST]
    )
    classes = _plan_by_unit()
    units = list_units([*(o.issuing_unit_id for o in sent), *(i.unit_id for i in received)])
    lines = [
        *(_waiting(one, one.issuing_unit_id, one.number, one.dispatched_at, units, classes)
          for one in sent),
        *(_waiting(one, one.unit_id, one.number, one.done_at, units, classes) for one in received),
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (one.ended_at, one.id))


def suggested_class(document: Outgoing | Incoming) -> UUID | None:
    """The class its type suggests, of its unit's own plan first. One query."""
    unit_id = document.issuing_unit_id if isinstance(document, Outgoing) else document.unit_id
    found = _suggested(document, unit_id, _plan_by_unit())
    return found.id if found else None


def _waiting(
    document: Outgoing | Incoming,
    unit_id: UUID,
    number: str,
    ended_at: datetime | None,
    units: Any,
    classes: dict[UUID | None, dict[str, FilingClass]],
) -> ToFile:
    found = _suggested(document, unit_id, classes)
    is_outgoing = isinstance(document, Outgoing)
    return ToFile(
        id=f"{'out' if is_outgoing else 'in'}:{document.id}",
        document_id=document.id,
        is_outgoing=is_outgoing,
        number=number,
        title=document.title,
        type=document.type,
        unit=units[unit_id].name,
        ended_at=ended_at or clock.now(),
        class_id=found.id if found else None,
        class_name=f"{found.code} {found.name}" if found else "",
    )


def _plan_by_unit() -> dict[UUID | None, dict[str, FilingClass]]:
    found: dict[UUID | None, dict[str, FilingClass]] = {}
    for one in FilingClass.objects.filter(is_active=True).order_by("code"):
        found.setdefault(one.unit_id, {})[one.code] = one
    return found


def _suggested(
    document: Outgoing | Incoming,
    unit_id: UUID,
    classes: dict[UUID | None, dict[str, FilingClass]],
) -> FilingClass | None:
    is_outgoing = isinstance(document, Outgoing)
    normative = isinstance(document, Outgoing) and document.is_normative
    code = suggested(document.type, is_outgoing=is_outgoing, is_normative=normative)
    return classes.get(unit_id, {}).get(code) or classes.get(None, {}).get(code)


# --- The plan ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClassRows(QueryRows[ClassLine]):
    """Classes as lines; units are named a page at a time."""

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[ClassLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        lines = _class_lines(found.rows)
        return Page(lines, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[ClassLine]:
        found: Iterator[Any] = super().every(sort=sort)
        yield from _class_lines(list(found))


def list_classes() -> ClassRows:
    """The filing plan: the city's classes and those of units. Two queries a page."""
    return ClassRows(FilingClass.objects.all())


def get_class(class_id: UUID) -> ClassLine:
    """A class of the plan. Raises `Missing`."""
    found = FilingClass.objects.filter(id=class_id).first()
    if found is None:
        raise Missing(_("There is no such class."))
    return _class_lines([found])[0]


def classes_for(actor: Actor) -> list[tuple[str, str]]:
    """What the actor may choose for documents, as value and words. One query."""
    wanted = Q(unit=None) | rows(actor, FILE)
    found = FilingClass.objects.filter(wanted, is_active=True).order_by("code", "id")
    return [(str(one.id), f"{one} · {FilingClass.Retention(one.retention).label}") for one in found]


def _class_lines(found: Sequence[FilingClass]) -> list[ClassLine]:
    units = list_units(one.unit_id for one in found if one.unit_id)
    return [
        ClassLine(
            id=one.id,
            code=one.code,
            name=one.name,
            scope=one.scope,
            retention=one.retention,
            retention_label=str(FilingClass.Retention(one.retention).label),
            unit_id=one.unit_id,
            unit=units[one.unit_id].name if one.unit_id else "",
            is_active=one.is_active,
            version=one.version,
        )
        for one in found
    ]
