"""What forms offer: origins, urgencies with their day, units, who supervises, key tasks."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.plan.facade import KeyTaskRef, list_key_tasks
from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.policies import SUPERVISE
from liupan.capabilities.supervision.rules.limits import RULE_SET, limit_key
from liupan.capabilities.supervision.rules.states import Finding
from liupan.foundation.access.facade import who_can
from liupan.foundation.calendar.facade import due_of, limit_from, pause_reasons
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import (
    CATEGORIES,
    UnitRef,
    list_posts_held,
    list_posts_of,
    list_tree,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Refusal
from liupan.kernel.secrecy import Secrecy

ORIGINS = tuple(Item.Origin.choices)
URGENCIES = tuple(Item.Urgency.choices)
FINDINGS = {
    Finding.AS_REPORTED.value: pgettext_lazy("finding", "As reported"),
    Finding.PARTLY.value: pgettext_lazy("finding", "Partly so"),
    Finding.NOT_DONE.value: pgettext_lazy("finding", "Not as reported"),
}
"""What a check on the spot may find."""
COLOURS = dict(Sheet.Colour.choices)
Choices = list[tuple[str, str]]


VERIFICATION = "verification"
"""The row of `calendar.pauses` by which a limit stands still while a report is verified."""


def stands_still(day: date) -> bool:
    """Whether the limit of an item stands still while its report waits for verification."""
    return VERIFICATION in pause_reasons(day)


def reasons_to_ask(day: date) -> dict[str, str]:
    """Reasons for which a unit may ask for a pause, by key, in words."""
    return {key: words for key, words in pause_reasons(day).items() if key != VERIFICATION}


class NobodySupervises(Refusal):
    """No supervision office reaches this unit."""


def secrecy_words(level: Secrecy) -> str:
    """公开, 内部, ... as an office says it."""
    words = {
        Secrecy.PUBLIC: _("public"),
        Secrecy.INTERNAL: _("internal"),
        Secrecy.SECRET: _("secret"),
        Secrecy.CONFIDENTIAL: _("confidential"),
        Secrecy.TOP_SECRET: _("top secret"),
    }
    return words[level]


def levels(actor: Actor) -> Choices:
    """The levels an item of this actor may have."""
    return [(str(one.value), secrecy_words(one)) for one in Secrecy if one <= actor.clearance]


def limit_of_note(urgency: str, now: datetime) -> date:
    """The day on which an item from a leader's note of this urgency would be due."""
    limit = limit_from(RULE_SET, limit_key(Item.Origin.NOTE, urgency), on=clock.on(now))
    return due_of(limit, started_at=now).due_on


def list_open_units(day: date) -> list[UnitRef]:
    """Every unit of the day in reading order. One query."""
    return [branch.unit for branch in list_tree(day)]


def units_by_kind(day: date) -> list[tuple[str, Choices]]:
    """Every unit, in groups by what it is. One query."""
    units = list_open_units(day)
    groups = [
        (str(label), [(str(u.id), u.name) for u in units if u.category == key])
        for key, label in CATEGORIES
    ]
    return [group for group in groups if group[1]]


def own_units(actor: Actor, day: date) -> Choices:
    """The units on whose behalf the actor supervises: those of their posts. One query."""
    held = list_posts_held(actor.id, day)
    found = [(str(post.unit_id), post.unit_name) for post in held]
    return [one for one in dict.fromkeys(found) if may(actor, SUPERVISE, unit_id=UUID(one[0]))]


def list_supervisors(unit_id: UUID, day: date) -> Choices:
    """People who may supervise over the unit, by name."""
    ids = _supervising(unit_id, day)
    found = [(str(one.id), one.name) for one in list_accounts(ids).values()]
    return sorted(found, key=lambda one: one[1])


def find_supervising_unit(lead_unit_id: UUID, day: date) -> UUID:
    """The unit whose people supervise the lead unit. Raises `NobodySupervises`."""
    posts = list_posts_of(sorted(_supervising(lead_unit_id, day)), day)
    for held in posts.values():
        return held[0].unit_id
    raise NobodySupervises(
        _("Nobody supervises this unit."),
        next_step=_("Ask the security administrator who supervises it."),
    )


def list_tasks_to_choose() -> Sequence[KeyTaskRef]:
    """Key tasks of the city's plan in force."""
    return list_key_tasks()


def _supervising(unit_id: UUID, day: date) -> set[UUID]:
    found = who_can(SUPERVISE.code, day, unit_id=unit_id)
    return {reason.account_id for reason in found if reason.is_effective}
