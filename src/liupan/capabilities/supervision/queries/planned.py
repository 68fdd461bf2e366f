"""Key tasks of plans in force that no item carries out yet, with the units their words name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from liupan.capabilities.plan.facade import EditionView, KeyTaskRef, list_in_force, list_key_tasks
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.policies import SUPERVISE
from liupan.capabilities.supervision.queries.offering import list_open_units
from liupan.capabilities.supervision.rules.naming import Namebook
from liupan.capabilities.supervision.rules.states import State
from liupan.foundation.organisations.facade import UnitRef, list_divisions
from liupan.kernel.authority import Actor, may
from liupan.kernel.statements import asked


@dataclass(frozen=True, slots=True)
class UntakenTask:
    """A key task without an item. `unknown`: names in it that no unit, or more than one, has."""

    task: KeyTaskRef
    lead: UnitRef | None
    assisting: tuple[UnitRef, ...]
    unknown: tuple[str, ...]


def list_plans(day: date) -> list[EditionView]:
    """The plans of the city and its counties in force, the city's first. One query."""
    return [plan for plan in list_in_force(day) if plan.level != "region"]


def list_untaken(plan_code: str, day: date) -> list[UntakenTask]:
    """Key tasks of this plan that no item carries out, in the plan's order. Five queries."""
    tasks = _without_item(list_key_tasks(plan_code=plan_code))
    if not tasks:
        return []
    book = Namebook(list_open_units(day), [one.name for one in list_divisions(day)])
    return [_named(task, book) for task in tasks]


def count_untaken(actor: Actor) -> int:
    """How many key tasks of the city's plan wait to be registered by this actor. Three queries;
    none without the right."""
    return len(_without_item(list_key_tasks())) if may(actor, SUPERVISE) else 0


def taken(plan_code: str, codes: Sequence[str], *, besides: Iterable[UUID] = ()) -> set[str]:
    """Those of these key tasks that an item carries out, other than `besides`. One query."""
    without = set(besides)
    return {code for code, root_id in _live(plan_code, list(codes)) if root_id not in without}


@asked
def _live(plan_code: str, codes: list[str]) -> QuerySet[Item, tuple[str, UUID]]:
    rows = Item.objects.filter(plan_code=plan_code, task_code__any_of=codes)
    return rows.exclude(state=State.WITHDRAWN.value).values_list("task_code", "root_id")


def _without_item(tasks: Sequence[KeyTaskRef]) -> list[KeyTaskRef]:
    if not tasks:
        return []
    done = taken(tasks[0].plan_code, [task.code for task in tasks])
    return [task for task in tasks if task.code not in done]


def _named(task: KeyTaskRef, book: Namebook[UnitRef]) -> UntakenTask:
    lead = book.unit(task.lead)
    found = [(words, book.unit(words)) for words in task.assisting]
    assisting = tuple(dict.fromkeys(unit for _words, unit in found if unit))
    unknown = [task.lead] if task.lead and lead is None else []
    unknown += [words for words, unit in found if unit is None]
    return UntakenTask(task, lead, assisting, tuple(unknown))
