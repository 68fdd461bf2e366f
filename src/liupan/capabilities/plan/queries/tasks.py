"""The key tasks of the plan in force, for offices that carry them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.capabilities.plan.models import KeyTask
from liupan.capabilities.plan.queries.editions import find_edition
from liupan.foundation.changes.facade import remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTaskRef:
    """A key task as other offices see it. `lead` and `assisting` are names, as the plan writes."""

    id: UUID
    plan_code: str
    code: str
    name: str
    end_state: str
    lead: str
    assisting: tuple[str, ...]
    due_on: date
    clause_code: str
    clause_name: str
    plan_title: str


@remembered("plan", most=64)
def list_key_tasks(*, plan_code: str = "", day: date | None = None) -> Sequence[KeyTaskRef]:
    """The key tasks of the edition in force, in its order; the city's plan without `plan_code`.

    `day`: the edition that was in force at its end. Nothing when none is. Two queries, remembered.
    """
    edition = find_edition(plan_code, day)
    if edition is None:
        return ()
    rows = KeyTask.objects.filter(clause__section__edition=edition).select_related("clause")
    return tuple(
        KeyTaskRef(
            id=row.id,
            plan_code=edition.plan.code,
            code=row.code,
            name=row.name,
            end_state=row.end_state,
            lead=row.lead,
            assisting=tuple(row.assisting),
            due_on=row.due_on,
            clause_code=row.clause.code,
            clause_name=row.clause.name,
            plan_title=edition.title,
        )
        for row in rows.order_by("order")
    )
