"""Key tasks of a plan that become items together (规划任务立项)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection
from django.utils.translation import gettext as _

from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.operations.drafts import NewItem
from liupan.capabilities.supervision.operations.handing import hand_over_item
from liupan.capabilities.supervision.operations.registering import register_item
from liupan.capabilities.supervision.policies import SUPERVISE
from liupan.capabilities.supervision.queries.planned import taken
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Refusal


class TasksTaken(Refusal):
    """Somebody registered one of these key tasks meanwhile."""


@operation
def register_tasks(
    *,
    tasks: Sequence[NewItem],
    actor: Actor,
    now: datetime,
    once: UUID,
    hand_over: bool = False,
    opinion: str = "",
) -> tuple[UUID, ...]:
    """Register key tasks of one plan as items, all or none; with `hand_over` each lead unit gets
    its item at once. Returns the items' ids in order.

    `once`: a key of the form, so that a form sent twice registers each task once. Raises
    `TasksTaken`, and `InvalidInput` whose fields name the task by its code.
    """
    require(actor, SUPERVISE)
    nothing_changed()  # each item leaves its own fact
    if not tasks:
        raise InvalidInput(_("Choose at least one key task."))
    _hold(tasks[0].plan_code)
    keys = {task.task_code: uuid5(once, task.task_code) for task in tasks}
    _require_untaken(tasks, keys)
    made = set(Item.objects.filter(id__in=keys.values()).values_list("id", flat=True))
    for task in tasks:
        key = keys[task.task_code]
        if key not in made:
            with _named(task):
                register_item(item=task, actor=actor, now=now, once=key)
                if hand_over:
                    hand_over_item(item_id=key, actor=actor, now=now, opinion=opinion)
    return tuple(keys.values())


@contextmanager
def _named(task: NewItem) -> Iterator[None]:
    """What is wrong within is said of this task."""
    try:
        yield
    except InvalidInput as wrong:
        said = [text for texts in wrong.fields.values() for text in texts] or [wrong.message]
        raise InvalidInput(wrong.message, fields={task.task_code: said}) from wrong


def _require_untaken(tasks: Sequence[NewItem], keys: Mapping[str, UUID]) -> None:
    codes = list(keys)
    if gone := sorted(taken(tasks[0].plan_code, codes, besides=keys.values())):
        raise TasksTaken(
            _("Registered already meanwhile: %(codes)s.") % {"codes": "、".join(gone)},
            next_step=_("They are left out now; look at the others and send again."),
        )


def _hold(plan_code: str) -> None:
    """Two who register tasks of one plan at once do so one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('liupan.supervision.tasks'), hashtext(%s))",
            [plan_code],
        )
