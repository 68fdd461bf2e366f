"""One doubt as one of its sides sees it; one correction as a unit that uses the record does."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Correction, Doubt, DoubtStep
from liupan.capabilities.catalogue.policies import (
    FLAG,
    may_take,
    sides_of,
    visible_corrections,
    visible_doubts,
)
from liupan.capabilities.catalogue.queries.doubts.sealed import open_record, open_texts
from liupan.capabilities.catalogue.queries.doubts.shapes import (
    CorrectionView,
    DoubtLine,
    DoubtStepView,
    DoubtView,
    Told,
)
from liupan.capabilities.catalogue.queries.doubts.showing import correction_lines, doubt_lines
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.capabilities.catalogue.rules.doubts import (
    SIDES,
    Act,
    Side,
    is_of_the_other_side,
    possible,
)
from liupan.foundation.documents.facade import list_files
from liupan.foundation.identity.facade import list_accounts
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing

SAME = 10
"""So many other doubts about the same record are named."""


def get_doubt(actor: Actor, doubt_id: UUID, *, now: datetime) -> DoubtView:
    """The doubt with its record, steps and files. Some twelve queries. Raises `Missing`."""
    doubt = Doubt.objects.filter(id=doubt_id).first()
    sides = sides_of(actor, doubt) if doubt else frozenset()
    if doubt is None or not sides:
        raise Missing(_("There is no such doubt."))
    record, fixed = open_record(doubt)
    theirs = {act for act in possible(doubt.standing) if SIDES[act] in sides}
    barred = {act for act in theirs if _is_barred(doubt, act, actor)}
    return DoubtView(
        line=doubt_lines([doubt], now)[0],
        record=record,
        fixed=fixed,
        effective_on=doubt.effective_on,
        outcome=str(doubt.get_outcome_display()) if doubt.outcome else "",
        steps=_steps(doubt),
        files=list_files([doubt.id], actor).get(doubt.id, []),
        told=_told(doubt),
        same=_same(doubt, actor, now) if Side.PROVIDER in sides else (),
        sides=sides,
        may=frozenset(theirs - barred),
        barred=frozenset(barred),
    )


def list_readable(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Those of the doubts whose files the actor may read: who sees the doubt. One query."""
    rows = Doubt.objects.filter(visible_doubts(actor), id__in=ids)
    return set(rows.values_list("id", flat=True))


def get_correction(actor: Actor, correction_id: UUID) -> CorrectionView:
    """The correction with what the unit's grants show plain. Four queries. Raises `Missing`."""
    rows = Correction.objects.filter(visible_corrections(actor), id=correction_id)
    found = rows.select_related("doubt").first()
    if found is None:
        raise Missing(_("There is no such correction."))
    record, fixed = open_record(found.doubt)
    [line] = correction_lines([found])
    shown = () if line.is_replaced else found.items
    return CorrectionView(
        line=line,
        key={name: value for name, value in record.key.items() if name in shown},
        values={name: value for name, value in fixed.items() if name in shown},
        hidden=tuple(name for name in fixed if name not in shown),
        resource_id=found.doubt.resource_id,
        may_take=found.taken_at is None and not line.is_replaced and may_take(actor, found),
    )


def flags_for(actor: Actor) -> bool:
    """Whether the actor may doubt records of any unit's grants."""
    return may(actor, FLAG)


def _is_barred(doubt: Doubt, act: Act, actor: Actor) -> bool:
    return is_of_the_other_side(
        act, actor.id, flagged_by=doubt.flagged_by, answered_by=doubt.answered_by
    )


def _steps(doubt: Doubt) -> list[DoubtStepView]:
    steps = list(doubt.steps.order_by("-at", "-id"))
    words = open_texts(doubt.record_id, [step.words for step in steps])
    people = list_accounts({step.actor_id for step in steps})
    units = unit_names(step.actor_unit_id for step in steps if step.actor_unit_id)
    return [
        DoubtStepView(
            kind=Act(step.kind),
            label=str(DoubtStep.Kind(step.kind).label),
            actor_id=step.actor_id,
            actor=people[step.actor_id].name if step.actor_id in people else "",
            unit=units.get(step.actor_unit_id, "") if step.actor_unit_id else "",
            words=said,
            at=step.at,
        )
        for step, said in zip(steps, words, strict=True)
    ]


def _told(doubt: Doubt) -> list[Told]:
    rows = list(doubt.corrections.filter(fix=doubt.fixes).order_by("unit__order", "id"))
    called = unit_names(one.unit_id for one in rows)
    return [Told(unit=called.get(one.unit_id, ""), taken_at=one.taken_at) for one in rows]


def _same(doubt: Doubt, actor: Actor, now: datetime) -> list[DoubtLine]:
    rows = Doubt.objects.filter(visible_doubts(actor), record_id=doubt.record_id)
    others = rows.exclude(id=doubt.id).order_by("-flagged_at")[:SAME]
    return doubt_lines(list(others), now)
