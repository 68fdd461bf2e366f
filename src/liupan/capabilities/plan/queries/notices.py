"""Notices and what they propose, for those who look after the plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from liupan.capabilities.plan.models import Notice, ProposedPart
from liupan.capabilities.plan.notices.editions import Reviewed, codes_of
from liupan.capabilities.plan.policies import kept_by
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

Kind = ProposedPart.Kind
RANKS = {kind: n for n, kind in enumerate(Kind.values)}
LATEST = 20
"""Notices that the page of plans shows."""


@dataclass(frozen=True, slots=True)
class ProposedView:
    """A proposed part. `code` is what it gets, or has, in the draft."""

    id: UUID
    kind: str
    said: Mapping[str, Any]
    places: Sequence[tuple[int, int]]
    is_dropped: bool
    is_checked: bool
    version: int
    code: str = ""

    @property
    def name(self) -> str:
        said = self.said
        return str(said.get("name") or said.get("title") or said.get("document_number") or "")

    @property
    def is_looked_at(self) -> bool:
        return self.is_checked or self.is_dropped


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice with everything it proposes."""

    id: UUID
    file_name: str
    text: str
    state: str
    level: str
    edition_id: UUID | None
    is_draft: bool
    version: int
    undo: Mapping[str, Any] | None
    parts: tuple[ProposedView, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        return self.state == Notice.State.PROPOSED

    @property
    def head(self) -> ProposedView:
        return next(p for p in self.parts if p.kind == Kind.HEAD)

    @property
    def looked_at(self) -> int:
        return sum(p.is_looked_at for p in self.parts)

    def of(self, kind: str) -> list[ProposedView]:
        """The parts of a kind, in the order of the text."""
        return [p for p in self.parts if p.kind == kind]

    def under(self, section: ProposedView | None) -> list[ProposedView]:
        """The key tasks of a section; of none, those whose section is not there."""
        ids = {str(s.id) for s in self.of(Kind.SECTION)}
        wanted = str(section.id) if section else ""
        return [
            p
            for p in self.of(Kind.TASK)
            if (p.said.get("section") if p.said.get("section") in ids else "") == wanted
        ]

    @property
    def in_reading_order(self) -> list[ProposedView]:
        """As the page shows them: head, papers, targets, then section by section its tasks."""
        found = [*self.of(Kind.HEAD), *self.of(Kind.PAPER), *self.of(Kind.TARGET)]
        for section in self.of(Kind.SECTION):
            found += [section, *self.under(section)]
        return [*found, *self.under(None)]

    def after(self, part_id: UUID) -> ProposedView | None:
        """What to look at next: the first unseen part behind this one, else the first at all."""
        ordered = self.in_reading_order
        places = {p.id: n for n, p in enumerate(ordered)}
        unseen = [p for p in ordered if not p.is_looked_at and p.id != part_id]
        behind = [p for p in unseen if places[p.id] > places.get(part_id, -1)]
        return next(iter([*behind, *unseen]), None)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in a list."""

    id: UUID
    file_name: str
    state: str
    read_at: datetime
    edition_id: UUID | None
    parts: int
    looked_at: int


def get_notice(notice_id: UUID, actor: Actor) -> NoticeView:
    """A notice whose plan the actor looks after. Two queries. Raises `Missing`."""
    rows = Notice.objects.filter(kept_by(actor, unit="unit_id"), id=notice_id)
    row = rows.select_related("edition").first()
    if row is None:
        raise Missing(_("There is no such notice."))
    return NoticeView(
        id=row.id,
        file_name=row.file_name,
        text=row.text,
        state=row.state,
        level=row.level,
        edition_id=row.edition_id,
        is_draft=row.edition is not None and row.edition.state == row.edition.State.DRAFT,
        version=row.version,
        undo=row.undo,
        parts=_views(in_order(row.parts.all())),
    )


def find_notice_of(part_id: UUID) -> UUID:
    """The notice that a part belongs to. Raises `Missing`."""
    found = ProposedPart.objects.filter(id=part_id).values_list("notice_id", flat=True).first()
    if found is None:
        raise Missing(_("There is no such part."))
    return found


def list_notices(actor: Actor) -> list[NoticeLine]:
    """The newest notices that are open or confirmed. One query."""
    rows = Notice.objects.filter(kept_by(actor, unit="unit_id")).exclude(
        state=Notice.State.DISCARDED
    )
    seen = Q(parts__is_checked=True) | Q(parts__is_dropped=True)
    counted = rows.annotate(n=Count("parts"), seen=Count("parts", filter=seen))
    return [
        NoticeLine(r.id, r.file_name, r.state, r.read_at, r.edition_id, r.n, r.seen)
        for r in counted.order_by("-read_at")[:LATEST]
    ]


def words_behind(edition_id: UUID) -> dict[str, tuple[UUID, UUID]]:
    """Code of a part of a draft → notice and proposed part it came from. One query."""
    rows = ProposedPart.objects.filter(notice__edition_id=edition_id).exclude(code="")
    return {
        code: (notice, part) for code, notice, part in rows.values_list("code", "notice_id", "id")
    }


def find_notice_behind(edition_id: UUID) -> UUID | None:
    """The notice that a draft came from. One query."""
    return Notice.objects.filter(edition_id=edition_id).values_list("id", flat=True).first()


def in_order(rows: Iterable[ProposedPart]) -> list[ProposedPart]:
    """Head, papers, sections, targets, tasks; each in the order of the text, what has no place in
    it last."""
    found = list(rows)
    starts = {p.id: p.places[0][0] if p.places else None for p in found}
    return sorted(
        found, key=lambda p: (RANKS[p.kind], starts[p.id] is None, starts[p.id] or 0, p.id)
    )


def _views(rows: Sequence[ProposedPart]) -> tuple[ProposedView, ...]:
    kept = [Reviewed(str(p.id), p.kind, p.said) for p in rows if not p.is_dropped]
    codes = codes_of(kept)
    return tuple(
        ProposedView(
            id=p.id,
            kind=p.kind,
            said=p.said,
            places=[(start, end) for start, end in p.places],
            is_dropped=p.is_dropped,
            is_checked=p.is_checked,
            version=p.version,
            code=p.code or codes.get(str(p.id), ""),
        )
        for p in rows
    )
