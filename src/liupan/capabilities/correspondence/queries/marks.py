"""State secrets and the changes of their marks, as far as somebody may see their documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter

from liupan.capabilities.correspondence.models import Incoming, MarkChange, Outgoing, StateSecret
from liupan.capabilities.correspondence.policies import visible_incoming, visible_outgoing
from liupan.capabilities.correspondence.rules.marks import (
    RELEASE,
    RULE_SET,
    WARN,
    Standing,
    standing_on,
)
from liupan.foundation.access.facade import rows as reached
from liupan.foundation.calendar.facade import add_working_days
from liupan.foundation.design.facade import FilterSet, Page, QueryRows
from liupan.foundation.documents.facade import DECIDE_MARKS
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.rulesets.facade import find_rule
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import CEILING, WORDS, Secrecy
from liupan.kernel.work import place

STANDINGS = (
    (Standing.SOON, pgettext_lazy("secrecy period", "ends soon")),
    (Standing.ENDED, pgettext_lazy("secrecy period", "has ended, to be reviewed")),
    (Standing.RUNS, pgettext_lazy("secrecy period", "runs")),
    (Standing.RELEASED, pgettext_lazy("secrecy period", "released")),
)
LABELS = dict(STANDINGS)


@dataclass(frozen=True, slots=True)
class SecretLine:
    """A state secret as a row of the register."""

    id: UUID
    document_id: UUID
    title: str
    number: str
    unit: str
    mark: str
    since: date
    ends_on: date
    standing: Standing
    is_outgoing: bool

    @property
    def url(self) -> str:
        """The page of its document."""
        way = "outgoing" if self.is_outgoing else "incoming"
        return place(f"correspondence:{way}", self.document_id)

    @property
    def standing_label(self) -> str:
        """In words."""
        return str(LABELS[self.standing])


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of a document's mark with the names of those who asked and decided."""

    id: UUID
    kind: str
    before: str
    after: str
    reason: str
    state: str
    state_label: str
    asked_at: datetime
    asked_by: UUID
    asker: str
    decided_at: datetime | None
    decider: str
    answer: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for a decision; which way its document went, and its name."""

    change_id: UUID
    title: str
    change: str
    asked_at: datetime
    way: str
    document_id: UUID


@dataclass(frozen=True)
class SecretRows(QueryRows[SecretLine]):
    """Rows that are shaped a page at once: names of units come for many."""

    today: date = field(default_factory=clock.today)

    def filtered(self, choices: QueryDict) -> "SecretRows":
        found = super().filtered(choices)
        return SecretRows(found.queryset, found.filters, found.shape, found.bound, self.today)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[SecretLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        lines = _lines(found.rows, self.today)
        return Page(lines, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[SecretLine]:
        rows: Iterator[Any] = super().every(sort=sort)
        yield from _lines(list(rows), self.today)


def list_secrets(actor: Actor, *, now: datetime) -> SecretRows:
    """The register of state secrets (国家秘密事项) the actor may see.

    Choices: q (number or title), standing (runs, soon, ended, released), level, way (sent,
    received). Sort by ends_on, since, level. Three queries a page.
    """
    sent = Outgoing.objects.filter(visible_outgoing(actor)).values("id")
    came = Incoming.objects.filter(visible_incoming(actor)).values("id")
    rows = StateSecret.objects.select_related("outgoing", "incoming").filter(
        Q(outgoing_id__in=sent) | Q(incoming_id__in=came), level__lte=actor.clearance
    )
    today = clock.on(now)
    return SecretRows(rows, _filters(today), today=today)


def count_ending(actor: Actor, *, now: datetime) -> int:
    """How many secrets the actor sees end soon or have ended."""
    today = clock.on(now)
    return list_secrets(actor, now=now).queryset.filter(_soon(today)).count()


def changes_of(
    *, outgoing_id: UUID | None = None, incoming_id: UUID | None = None
) -> list[ChangeView]:
    """What became of a document's mark, the newest first. Two queries, one where nothing did."""
    key = {"outgoing_id": outgoing_id} if outgoing_id else {"incoming_id": incoming_id}
    rows = list(MarkChange.objects.filter(**key).order_by("-asked_at", "-id"))
    if not rows:
        return []
    people = list_accounts({p for row in rows for p in (row.asked_by, row.decided_by) if p})

    def named(person: UUID | None) -> str:
        return people[person].name if person in people else ""

    return [
        ChangeView(
            row.id, row.kind, row.before, row.after, row.reason, row.state,
            str(row.get_state_display()), row.asked_at, row.asked_by, named(row.asked_by),
            row.decided_at, named(row.decided_by), row.answer,
        )
        for row in rows
    ]  # fmt: skip


def list_waiting_changes(actor: Actor) -> list[Waiting]:
    """Requests for other marks that the actor may decide over, the oldest first. Two queries."""
    if not actor.rights.get(DECIDE_MARKS.code):
        return []
    rows = MarkChange.objects.select_related("outgoing", "incoming").filter(
        state=MarkChange.State.ASKED, before_level__lte=actor.clearance,
    ).exclude(asked_by=actor.id)  # fmt: skip
    seen = Q(outgoing__in=Outgoing.objects.filter(visible_outgoing(actor)).values("id")) | Q(
        incoming__in=Incoming.objects.filter(visible_incoming(actor)).values("id")
    )
    over = reached(actor, DECIDE_MARKS, unit="outgoing__issuing_unit_id") | reached(
        actor, DECIDE_MARKS, unit="incoming__unit_id"
    )
    found = rows.filter(seen, over if actor_is_narrow(actor) else Q()).order_by("asked_at")[:500]
    return [_waiting(row) for row in found]


def actor_is_narrow(actor: Actor) -> bool:
    """Whether the right holds over some units only; over the whole city nothing is joined."""
    return bool(reached(actor, DECIDE_MARKS, unit="outgoing__issuing_unit_id"))


def document_of_change(actor: Actor, change_id: UUID) -> tuple[str, UUID]:
    """Which way the document of a request went, and its id. Raises `Missing`."""
    row = MarkChange.objects.filter(id=change_id, before_level__lte=actor.clearance).first()
    if row is None:
        raise Missing(str(_("There is no such request.")))
    if row.outgoing_id:
        return "outgoing", row.outgoing_id
    return "incoming", row.incoming_id or row.id


def soon_until(day: date) -> date:
    """The last day on which a secret ends that people are told of on this day."""
    rule = find_rule(RULE_SET, WARN, on=day)
    return add_working_days(day, int(rule.value or 0) if rule else 0)


def release_on(ends_on: date, day: date) -> date | None:
    """When a secret that ends then is released without anybody's act, by the rules of a day; None
    where only people release."""
    rule = find_rule(RULE_SET, RELEASE, on=day)
    if rule is None or rule.value is None:
        return None
    return add_working_days(ends_on, int(rule.value))


def period_of(document_id: UUID, *, now: datetime) -> SecretLine | None:
    """What the register says of a document, for its page. Two queries at most."""
    of_it = Q(outgoing_id=document_id) | Q(incoming_id=document_id)
    rows = StateSecret.objects.select_related("outgoing", "incoming").filter(of_it)
    lines = _lines(list(rows), clock.on(now))
    return lines[0] if lines else None


def _waiting(row: MarkChange) -> Waiting:
    way = "outgoing" if row.outgoing_id else "incoming"
    document = row.outgoing or row.incoming
    return Waiting(
        row.id, document.title if document else "", str(row), row.asked_at, way,
        row.outgoing_id or row.incoming_id or row.id,
    )  # fmt: skip


def _lines(rows: Sequence[StateSecret], today: date) -> list[SecretLine]:
    if not rows:
        return []
    units = list_units({row.unit_id for row in rows})
    warn_on = soon_until(today)
    return [_line(row, units[row.unit_id].name, today, warn_on) for row in rows]


def _line(row: StateSecret, unit: str, today: date, until: date) -> SecretLine:
    document = row.outgoing or row.incoming
    is_soon = row.ends_on <= until
    standing = standing_on(
        today, ends_on=row.ends_on, warn_on=today if is_soon else date.max,
        is_released=row.released_at is not None,
    )  # fmt: skip
    return SecretLine(
        row.id, row.outgoing_id or row.incoming_id or row.id, document.title if document else "",
        _number(document), unit, row.mark, row.since, row.ends_on, standing,
        row.outgoing_id is not None,
    )  # fmt: skip


def _number(document: Outgoing | Incoming | None) -> str:
    """The document's own; of what is not registered yet the sender's."""
    if isinstance(document, Incoming):
        return document.number or document.their_number
    return document.number if document else ""


def _soon(today: date) -> Q:
    return Q(released_at=None, ends_on__lte=soon_until(today))


class _SecretFilters(FilterSet):
    q = CharFilter(label=_("Number or title"), method="by_words")
    level = MultipleChoiceFilter(label=pgettext_lazy("secrecy", "Level"), distinct=False)
    way = ChoiceFilter(
        label=pgettext_lazy("document", "Direction"), method="by_way", empty_label=None,
        choices=(("sent", pgettext_lazy("documents", "Sent")),
                 ("received", pgettext_lazy("documents", "Received"))),
    )  # fmt: skip

    class Meta:
        model = StateSecret
        fields: tuple[str, ...] = ()

    def by_words(
        self, rows: QuerySet[StateSecret], _name: str, value: str
    ) -> QuerySet[StateSecret]:
        for word in value.replace("\0", "").split():
            rows = rows.filter(
                Q(outgoing__title__icontains=word) | Q(outgoing__number__icontains=word)
                | Q(incoming__title__icontains=word) | Q(incoming__number__icontains=word)
            )  # fmt: skip
        return rows

    def by_way(self, rows: QuerySet[StateSecret], _name: str, value: str) -> QuerySet[StateSecret]:
        return rows.filter(outgoing__isnull=value != "sent") if value else rows


def _filters(today: date) -> type[_SecretFilters]:
    chosen = {
        Standing.SOON: Q(released_at=None, ends_on__gt=today, ends_on__lte=soon_until(today)),
        Standing.ENDED: Q(released_at=None, ends_on__lte=today),
        Standing.RUNS: Q(released_at=None, ends_on__gt=soon_until(today)),
        Standing.RELEASED: Q(released_at__isnull=False),
    }

    def by_standing(rows: QuerySet[StateSecret], _name: str, values: list[str]) -> Any:
        wanted = Q()
        for value in values:
            wanted |= chosen[Standing(value)]
        return rows.filter(wanted)

    standing = MultipleChoiceFilter(
        label=pgettext_lazy("secrecy period", "State"), choices=STANDINGS, method=by_standing,
        distinct=False,
    )  # fmt: skip
    found: type[_SecretFilters] = type("SecretFilters", (_SecretFilters,), {"standing": standing})
    levels = [(one.value, WORDS[one]) for one in Secrecy if _is_here(one)]
    level = MultipleChoiceFilter(
        label=pgettext_lazy("secrecy", "Level"), choices=levels, distinct=False
    )
    return type("SecretFiltersHere", (found,), {"level": level})


def _is_here(level: Secrecy) -> bool:
    return Secrecy.INTERNAL < level <= CEILING[settings.LIUPAN_ZONE]
