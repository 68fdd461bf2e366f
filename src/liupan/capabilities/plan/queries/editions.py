"""Plans and their editions: which is in force, on any day; the levels above and below."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.plan.models import Edition, Plan
from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.capabilities.plan.rules import share_of_time
from liupan.foundation.access.facade import reach
from liupan.foundation.changes.facade import remembered
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

LEVELS = (Plan.Level.NATION, Plan.Level.REGION, Plan.Level.CITY, Plan.Level.COUNTY)
"""From above to below."""

LEVEL_CHOICES = tuple((str(value), label) for value, label in Plan.Level.choices)


@dataclass(frozen=True, slots=True)
class SuperiorView:
    """A paper of a higher level that the plan carries out; what is not known is empty."""

    level: str
    title: str | None
    document_number: str
    issuer: str | None
    year: int | None
    note: str


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition of a plan, and how much of its time has passed."""

    id: UUID
    plan_id: UUID
    plan_code: str
    level: str
    division_code: str
    unit_id: UUID | None
    above_code: str | None
    number: int
    state: str
    title: str
    title_en: str
    document_number: str | None
    issuer: str
    issued_on: date
    starts_on: date
    ends_on: date
    summary: str
    note: str
    is_example: bool
    adopted_on: date | None
    version: int
    share_of_time: Decimal
    days_left: int

    @property
    def is_draft(self) -> bool:
        return self.state == Edition.State.DRAFT

    @property
    def is_in_force(self) -> bool:
        return self.state == Edition.State.IN_FORCE

    @property
    def is_county(self) -> bool:
        return self.level == Plan.Level.COUNTY


def in_force(day: date | None = None) -> QuerySet[Edition]:
    """The editions in force now, or those that were at the end of `day`; one for each plan."""
    rows = Edition.objects.select_related("plan__above")
    if day is None:
        return rows.filter(state=Edition.State.IN_FORCE)
    adopted = Edition.objects.filter(adopted_at__lt=clock.start_of(day + timedelta(days=1)))
    newest = adopted.order_by("plan_id", "-adopted_at", "-number").distinct("plan_id")
    return rows.filter(id__in=newest.values("id"))


@remembered("plan", most=64)
def describe_in_force(
    today: date, plan_code: str = "", day: date | None = None
) -> EditionView | None:
    """The edition that `find_edition` finds, described. One query when remembered."""
    found = find_edition(plan_code, day)
    return describe_edition(found, today) if found else None


def find_edition(plan_code: str = "", day: date | None = None) -> Edition | None:
    """The edition in force: of the plan with this code, else the city's newest. One query."""
    found = in_force(day)
    found = (
        found.filter(plan__code=plan_code)
        if plan_code
        else found.filter(plan__level=Plan.Level.CITY)
    )
    return found.order_by("-issued_on").first()


def get_edition(plan_code: str = "", day: date | None = None) -> Edition:
    """Like `find_edition`. Raises `Missing`."""
    edition = find_edition(plan_code, day)
    if edition is None:
        raise Missing(_("No plan is in force."))
    return edition


def list_in_force(
    today: date,
    *,
    day: date | None = None,
    plan: str = "",
    level: str = "",
    division: str = "",
) -> list[EditionView]:
    """The editions in force of these plans, from above to below. One query, remembered."""
    found = _all_in_force(today, day)
    if plan:
        found = tuple(one for one in found if one.plan_code == plan)
    if level:
        found = tuple(one for one in found if one.level == level)
    return [one for one in found if not division or one.division_code == division]


@remembered("plan", most=64)
def _all_in_force(today: date, day: date | None) -> tuple[EditionView, ...]:
    """There are as many as plans: some."""
    return tuple(sorted((describe_edition(row, today) for row in in_force(day)), key=_from_above))


def list_looked_after(actor: Actor, today: date) -> list[EditionView]:
    """The editions in force of the plans that the actor looks after. One query, remembered."""
    tops = actor.rights.get(MANAGE_PLAN.code)
    if not tops:
        return []
    units = reach(tops)
    return [one for one in list_in_force(today) if units is None or one.unit_id in units]


def list_editions(today: date, kept: Q | None = None) -> list[EditionView]:
    """All editions of all plans (of those that `kept` lets through), from above. One query."""
    rows = Edition.objects.filter(kept or Q()).select_related("plan__above")
    return sorted((describe_edition(row, today) for row in rows), key=_from_above)


def list_plans_above(level: str) -> list[tuple[str, str]]:
    """Code and newest title of the plans of higher levels that were adopted. One query."""
    rows = (
        Edition.objects.filter(plan__level__in=levels_above(level))
        .exclude(state=Edition.State.DRAFT)
        .order_by("plan__code", "-number")
        .distinct("plan__code")
    )
    return list(rows.values_list("plan__code", "title"))


def levels_above(level: str) -> tuple[Plan.Level, ...]:
    """The levels of plans above this one."""
    return LEVELS[: LEVELS.index(Plan.Level(level))]


def list_editions_of(plan_code: str, today: date) -> list[EditionView]:
    """All editions of a plan, the newest first. One query. Raises `Missing`."""
    rows = Edition.objects.filter(plan__code=plan_code).select_related("plan__above")
    found = [describe_edition(row, today) for row in rows.order_by("-number")]
    if not found:
        raise Missing(_("There is no such plan."))
    return found


def get_numbered(plan_code: str, number: int) -> Edition:
    """The edition of a plan with this number. Raises `Missing`."""
    rows = Edition.objects.filter(plan__code=plan_code, number=number)
    found = rows.select_related("plan__above").first()
    if found is None:
        raise Missing(_("There is no such edition."))
    return found


def list_superiors(edition_id: UUID) -> list[SuperiorView]:
    """The papers above an edition, from above. One query."""
    found = Edition.objects.get(id=edition_id).superiors.order_by("id")
    rows = [
        SuperiorView(r.level, r.title, r.document_number, r.issuer, r.year, r.note) for r in found
    ]
    return sorted(rows, key=lambda r: LEVELS.index(Plan.Level(r.level)))


def describe_edition(row: Edition, today: date) -> EditionView:
    """The edition as pages show it."""
    plan = row.plan
    return EditionView(
        id=row.id,
        plan_id=plan.id,
        plan_code=plan.code,
        level=plan.level,
        division_code=plan.division_code,
        unit_id=plan.unit_id,
        above_code=plan.above.code if plan.above else None,
        number=row.number,
        state=row.state,
        title=row.title,
        title_en=row.title_en,
        document_number=row.document_number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        summary=row.summary,
        note=row.note,
        is_example=row.is_example,
        adopted_on=clock.on(row.adopted_at) if row.adopted_at else None,
        version=row.version,
        share_of_time=share_of_time(row.starts_on, row.ends_on, today),
        days_left=(row.ends_on - today).days,
    )


def _from_above(edition: EditionView) -> tuple[int, str, str, int]:
    level = LEVELS.index(Plan.Level(edition.level))
    return level, edition.division_code, edition.plan_code, -edition.number
