"""Clock badge 时钟: the share of time used as a ring, what is left in words."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liupan.foundation.design.components.marks import icon


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    DUE_TODAY = "due_today"
    LATE = "late"
    PAUSED = "paused"
    DONE = "done"
    DONE_LATE = "done_late"
    WITHDRAWN = "withdrawn"


class ClockUnit(StrEnum):
    """What is counted."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock as a badge shows it.

    `used` is the share of the time used, 1.0 when it has run out. `amount` is what is left while
    running, how late when late or done late (0: less than a whole unit), the how-manieth day when
    paused.
    """

    state: ClockState
    used: float = 0.0
    amount: int = 0
    unit: ClockUnit = ClockUnit.WORKING_DAYS


CLASSES = {
    ClockState.DUE_TODAY: "is-100",
    ClockState.LATE: "is-late",
    ClockState.PAUSED: "is-paused",
    ClockState.DONE: "is-done",
    ClockState.DONE_LATE: "is-done-late",
    ClockState.WITHDRAWN: "is-done",
}
ICONS = {
    ClockState.DUE_TODAY: "clock",
    ClockState.LATE: "late",
    ClockState.PAUSED: "pause",
    ClockState.DONE: "check",
    ClockState.DONE_LATE: "check",
    ClockState.WITHDRAWN: "back",
}


def clock(value: Clock | None) -> SafeString:
    """The badge; nothing where no clock runs."""
    if value is None:
        return SafeString("")
    if value.state is not ClockState.RUNNING:
        return format_html(
            '<span class="lp-clock {}">{}{}</span>',
            CLASSES[value.state],
            icon(ICONS[value.state]),
            words(value),
        )
    share = min(max(round(value.used * 100), 0), 100)
    level = " is-80" if value.used >= 0.8 else " is-50" if value.used >= 0.5 else ""
    return format_html(
        '<span class="lp-clock{}"><svg class="lp-ring" viewBox="0 0 16 16" aria-hidden="true">'
        '<circle class="lp-ring__track" cx="8" cy="8" r="6"/><circle class="lp-ring__arc" cx="8"'
        ' cy="8" r="6" pathLength="100" stroke-dasharray="{} 100"/></svg>{}'
        '<span class="visually-hidden">{}</span></span>',
        level,
        share,
        words(value),
        _(", %(share)s%% of the time used") % {"share": share},
    )


def words(value: Clock) -> str:
    """What the badge says."""
    match value.state:
        case ClockState.RUNNING:
            return _("%(amount)s left") % {"amount": _amount(value)}
        case ClockState.DUE_TODAY:
            return _("due today")
        case ClockState.LATE:
            if not value.amount:  # a day off follows the last day
                return _("late")
            return _("%(amount)s late") % {"amount": _amount(value)}
        case ClockState.PAUSED:
            return _("paused, day %(day)s") % {"day": value.amount}
        case ClockState.DONE:
            return _("done in time")
        case ClockState.WITHDRAWN:
            return _("withdrawn")
        case ClockState.DONE_LATE:
            if not value.amount:
                return _("done late")
            return _("done %(amount)s late") % {"amount": _amount(value)}


def _amount(value: Clock) -> str:
    count = {"n": value.amount}
    match value.unit:
        case ClockUnit.WORKING_DAYS:
            return ngettext("%(n)s working day", "%(n)s working days", value.amount) % count
        case ClockUnit.WORKING_HOURS:
            return ngettext("%(n)s working hour", "%(n)s working hours", value.amount) % count
        case ClockUnit.HOURS:
            return ngettext("%(n)s hour", "%(n)s hours", value.amount) % count
        case ClockUnit.DAYS:
            return ngettext("%(n)s calendar day", "%(n)s calendar days", value.amount) % count
