"""Supervision for programs: the plan's key tasks, public; items, by right."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema

from liupan.capabilities.supervision.policies import READ
from liupan.capabilities.supervision.queries.items import list_items
from liupan.capabilities.supervision.queries.public import list_public_tasks
from liupan.capabilities.supervision.queries.shapes import ItemLine, PublicTask
from liupan.foundation.design.facade import public, requires
from liupan.kernel import clock
from liupan.kernel.work import place

PREFIX = "supervision/"
router = Router(tags=["supervision"])

LARGEST = 100


class TaskProgress(Schema):
    """A key task and how far it is; `percent` is null while nothing was handed over.

    `state` is that of its items, the least advanced; late stays true for ever.
    """

    code: str
    clause: str
    name: str
    end_state: str
    lead: str
    assisting: list[str]
    due: date
    state: str | None
    state_label: str
    percent: int | None
    is_late: bool
    late_since: date | None
    parts: int
    parts_closed: int
    url: str


class ItemOut(Schema):
    """An item of supervision. `percent` by the published formula; 100 only when closed."""

    id: UUID
    number: str
    title: str
    parent: UUID | None
    origin: str
    urgency: str
    lead_unit: UUID
    lead_unit_name: str
    state: str
    is_paused: bool
    percent: int
    due: date
    is_late: bool
    sheet: str | None
    registered: datetime
    url: str


class ItemPage(Schema):
    """Some items; `next` is the cursor of those that follow, null at the end."""

    items: list[ItemOut]
    next: str | None


@router.get(
    "tasks",
    response=list[TaskProgress],
    summary="Key tasks of the plan in force, and how far they are",
    url_name="supervision_tasks",
)
@public
def tasks(request: HttpRequest, plan: str = "") -> list[TaskProgress]:
    """All key tasks of the city's plan, or of `plan` (code), in the plan's order."""
    page = request.build_absolute_uri(reverse("supervision:plan"))
    found = list_public_tasks(now=clock.now(), plan_code=plan)
    return [_task(task, page) for task in found]


@router.get(
    "items", response=ItemPage, summary="Items of supervision", url_name="supervision_items"
)
@requires(READ)
def items(
    request: HttpRequest, after: str = "", limit: int = Query(50, ge=1, le=LARGEST)
) -> ItemPage:
    """The items the caller may see, the soonest due first, a page at a time.

    Narrowed by the parameters of the list page: state (open or a state; may stand several times),
    due (week, month, quarter, past), due_from, due_to, origin, lead (unit id), sheet, late, mine,
    parts, plan, clause, task, q. `after` is `next` of the page before.
    """
    rows = list_items(request.actor, now=clock.now()).filtered(request.GET)  # type: ignore[attr-defined]
    page = rows.page(sort="due_on", before="", after=after, size=limit)
    return ItemPage(items=[_item(request, line) for line in page.rows], next=page.after or None)


def _task(task: PublicTask, page: str) -> TaskProgress:
    return TaskProgress(
        code=task.task_code,
        clause=task.clause_code,
        name=task.title,
        end_state=task.end_state,
        lead=task.lead,
        assisting=list(task.assisting),
        due=task.due_on,
        state=task.state or None,
        state_label=str(task.state_label),
        percent=task.percent,
        is_late=task.is_late,
        late_since=task.late_since,
        parts=task.parts,
        parts_closed=task.parts_closed,
        url=f"{page}#{task.task_code}",
    )


def _item(request: HttpRequest, line: ItemLine) -> ItemOut:
    return ItemOut(
        id=line.id,
        number=line.number,
        title=line.title,
        parent=line.parent_id,
        origin=line.origin,
        urgency=line.urgency,
        lead_unit=line.lead_unit_id,
        lead_unit_name=line.lead_unit,
        state=line.state.value,
        is_paused=line.is_paused,
        percent=line.percent,
        due=line.due_on,
        is_late=line.is_late,
        sheet=line.sheet or None,
        registered=line.registered_at,
        url=request.build_absolute_uri(place("supervision:item", line.id)),
    )
