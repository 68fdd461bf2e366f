"""Some targets of the plan as figure cards, computed by the plan office."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liupan.capabilities.plan.facade import Board, Standing, TargetView
from liupan.foundation.design.facade import Figure, amount, short_day

MOST: Final = 5

STATES: Mapping[Standing, tuple[str, Promise]] = {
    Standing.ON_TRACK: ("run", _lazy("on track")),
    Standing.AT_RISK: ("risk", _lazy("at risk")),
    Standing.REACHED: ("done", _lazy("reached")),
    Standing.MISSED: ("late", _lazy("missed")),
    Standing.NOT_MEASURED: ("none", _lazy("not yet measured")),
}


def figures(board: Board) -> list[Figure]:
    """At most five, the measured ones first; what is not measured says so."""
    order = sorted(board.targets, key=lambda target: target.value is None)
    return [_figure(target) for target in order[:MOST]]


def latest_day(board: Board) -> date | None:
    """The day the newest of the values describes."""
    return max((t.as_of for t in board.targets if t.as_of), default=None)


def _figure(target: TargetView) -> Figure:
    kind, label = STATES[target.verdict.standing]
    english = (get_language() or "").startswith("en")
    return Figure(
        name=target.name_en if english and target.name_en else target.name,
        value=target.value,
        unit=target.unit,
        target=target.threshold,
        step=target.step.figure if target.step else None,
        full=100 if target.unit == "%" else _full(target),
        state=kind,
        state_label=label if target.value is not None else _("waiting for data"),
        foot=_goal(target) if target.value is not None else _from(target),
        as_of=short_day(target.as_of) if target.as_of else "",
        url=f"/plan/targets/{target.code}/",
    )


def _full(target: TargetView) -> float:
    """The end of the bullet for a figure that is no share: room beyond value and target."""
    numbers = [float(n) for n in (target.value, target.threshold) if n is not None]
    return max(numbers, default=0) * 1.2 or 1


def _from(target: TargetView) -> str:
    return _("to come from %(office)s") % {"office": target.office_name or target.office}


def _goal(target: TargetView) -> str:
    if target.threshold is None:
        return _("by %(day)s") % {"day": short_day(target.deadline_on)}
    return _("target %(value)s") % {"value": amount(target.threshold, target.unit)}
