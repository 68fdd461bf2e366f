"""A doubt as its pages show it: the record as a table, what was done as a timeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.catalogue.queries.doubts.shapes import DoubtStepView, DoubtView
from liupan.capabilities.catalogue.rules.doubts import Act
from liupan.capabilities.catalogue.views.reading import Crumb, crumbs
from liupan.foundation.design.facade import Event

BACK = frozenset({Act.ASK_BACK, Act.REJECT, Act.DISPUTE, Act.DISMISS, Act.WITHDRAW})


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One item of the record: what it is found by, what stands, should stand, stands since."""

    item: str
    key: str
    found: str
    wanted: str
    fixed: str


def record_rows(doubt: DoubtView) -> list[RecordRow]:
    """The record as a table: its key first."""
    record = doubt.record
    names = dict.fromkeys([*record.key, *doubt.line.items])
    return [
        RecordRow(
            name,
            record.key.get(name, ""),
            record.found.get(name, ""),
            record.wanted.get(name, ""),
            doubt.fixed.get(name, ""),
        )
        for name in names
    ]


def events_of(steps: Sequence[DoubtStepView]) -> list[Event]:
    """What was done, the newest first."""
    between = pgettext("between name and unit", " ")
    return [
        Event(
            act=step.label,
            who=between.join(filter(None, (step.actor, step.unit))),
            at=step.at,
            kind="back" if step.kind in BACK else "act",
            said=step.words,
        )
        for step in steps
    ]


def crumbs_of(*further: Crumb) -> Sequence[Crumb]:
    """The way to a page of doubts."""
    return crumbs((_("Doubts"), reverse("catalogue:doubts")), *further)
