"""Receipts of a document that was dispatched (签收情况): who signed for it, who not yet."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter

from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.queries.outgoing_page import find_visible
from liupan.foundation.design.facade import FilterSet, QueryRows
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor

STATES = (
    ("missing", pgettext_lazy("receipt", "not yet signed for")),
    ("late", pgettext_lazy("receipt", "late")),
    ("signed", pgettext_lazy("receipt", "signed for")),
    ("returned", pgettext_lazy("receipt", "sent back")),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A unit that received it."""

    id: UUID
    unit: str
    kind_label: str
    mark: str
    state_label: str
    sign_by: date | None
    signed_for_at: datetime | None
    signed_for_by: str
    return_reason: str


class ReceiptFilters(FilterSet):
    """What can be chosen of receipts."""

    q = CharFilter(label=pgettext_lazy("receipt", "Unit"), field_name="unit__name",
                   lookup_expr="icontains")  # fmt: skip
    state = ChoiceFilter(label=_("State"), choices=STATES, method="by_state")

    class Meta:
        model = Incoming
        fields: tuple[str, ...] = ()

    def by_state(self, rows: QuerySet[Incoming], _name: str, value: str) -> QuerySet[Incoming]:
        arrived = Incoming.State.ARRIVED
        match value:
            case "missing":
                return rows.filter(state=arrived)
            case "late":
                return rows.filter(state=arrived, sign_by__lt=clock.today())
            case "returned":
                return rows.filter(state=Incoming.State.RETURNED)
        return rows.filter(signed_for_at__isnull=False)


@dataclass(frozen=True)
class ReceiptRows(QueryRows[Receipt]):
    """Rows with names: of units and people of one document."""

    today: date = field(default_factory=clock.today)

    def filtered(self, choices: QueryDict) -> "ReceiptRows":
        found = super().filtered(choices)
        return ReceiptRows(found.queryset, found.filters, found.shape, found.bound, self.today)


def list_receipts(actor: Actor, document_id: UUID, *, now: datetime) -> ReceiptRows:
    """Receipts of a document the actor may see. Choices: q, state. Raises `Missing`."""
    row = find_visible(actor, document_id)
    rows = Incoming.objects.filter(outgoing=row)
    facts = list(rows.values_list("unit_id", "signed_for_by"))
    units = list_units({unit for unit, _who in facts})
    people = list_accounts({who for _unit, who in facts if who})
    today = clock.on(now)

    def shape(one: Any) -> Receipt:
        who = people.get(one.signed_for_by)
        return Receipt(
            id=one.id,
            unit=units[one.unit_id].name,
            kind_label=str(one.get_kind_display()),
            mark=_mark(one, today),
            state_label=str(_words(one, today)),
            sign_by=one.sign_by,
            signed_for_at=one.signed_for_at,
            signed_for_by=who.name if who else "",
            return_reason=one.return_reason,
        )

    return ReceiptRows(rows, ReceiptFilters, shape, today=today)


def _mark(one: Incoming, today: date) -> str:
    if one.state == Incoming.State.RETURNED:
        return "back"
    if one.signed_for_at is not None:
        return "done"
    return "late" if one.sign_by and one.sign_by < today else "open"


def _words(one: Incoming, today: date) -> Any:
    key = {"back": "returned", "done": "signed", "late": "late"}.get(_mark(one, today), "missing")
    return dict(STATES)[key]
