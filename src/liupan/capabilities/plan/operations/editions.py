"""Editions: entered, drafted anew or as a copy, adopted, given up."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from liupan.capabilities.plan.events import (
    DraftDiscarded,
    EditionAdopted,
    EditionEntered,
    HeadRevised,
)
from liupan.capabilities.plan.facts import guyuan_2015
from liupan.capabilities.plan.facts.texts import EditionText, HeadText, shipped_text
from liupan.capabilities.plan.models import Edition, Notice, Plan
from liupan.capabilities.plan.operations.conflicts import check_version, fields_of
from liupan.capabilities.plan.operations.filling import check, fill
from liupan.capabilities.plan.operations.locking import (
    Value,
    applied,
    government_of,
    locked_draft,
    require_division,
    touch,
)
from liupan.capabilities.plan.policies import require_keeper
from liupan.capabilities.plan.queries.searchable import list_searchable
from liupan.capabilities.plan.queries.texts import text_of
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import UnitRef
from liupan.foundation.search.facade import index, unindex
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, Refusal

HEAD = frozenset(
    {
        "title", "title_en", "document_number", "issuer", "issued_on", "starts_on", "ends_on",
        "summary", "note", "is_example",
    }
)  # fmt: skip
"""What a draft's head may say; code, level and division are the plan's for good."""


class AnotherPlan(InvalidInput):
    """The code belongs to a plan of another level or division."""


class NothingInIt(Refusal):
    """An edition without a single target or clause cannot come into force."""


@operation
def enter_edition(*, text: EditionText, actor: Actor, now: datetime) -> UUID:
    """Enter a plan's edition with all it says, as a draft (录入规划). The plan is made when it is
    new. Raises `FaultyText`, `AnotherPlan`."""
    unit = government_of(text.plan.division, now)
    require_keeper(actor, unit.id if unit else None)
    return _entered(text, unit, actor, now)


def enter_shipped_plan(*, actor: Actor, now: datetime) -> UUID:
    """Enter the plan that ships with the project: Guyuan, 2015. See `enter_edition`."""
    return enter_edition(text=shipped_text(guyuan_2015()), actor=actor, now=now)


@operation
def draft_plan(*, head: HeadText, actor: Actor, now: datetime) -> UUID:
    """Begin a new plan with an empty draft (新建规划). Raises `InvalidInput`."""
    unit = government_of(head.division, now)
    require_keeper(actor, unit.id if unit else None)
    require_division(head.division, now)
    if Plan.objects.filter(code=head.code).exists():
        raise InvalidInput(
            _("There is a plan %(code)s already.") % {"code": head.code},
            fields={"code": [_("Choose another code, or draft its next edition.")]},
        )
    return _entered(EditionText(plan=head), unit, actor, now)


@operation
def draft_next_edition(*, edition_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Draft a plan's next edition as a copy of this one (以现行版本为底稿). Raises `Missing`."""
    edition = Edition.objects.select_related("plan").filter(id=edition_id).first()
    require_keeper(actor, edition.plan.unit_id if edition else None)
    if edition is None:
        raise Missing(_("There is no such edition."))
    return _entered(text_of(edition.id), government_of(edition.plan.division_code, now), actor, now)


@operation
def revise_head(
    *,
    edition_id: UUID,
    changes: Mapping[str, Value],
    version: int,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Change title, issuer, number, days or words of a draft. Raises `NotADraft`."""
    edition = locked_draft(edition_id, actor)
    check_version(edition, version, actor, lambda: fields_of(edition, changes))
    changed = applied(edition, changes, HEAD)
    if edition.starts_on >= edition.ends_on:
        raise InvalidInput(
            _("The plan ends before it starts."), fields={"ends_on": [_("Check the days.")]}
        )
    if not changed:
        nothing_changed()
        return edition.id
    touch(edition, *changed)
    fact = HeadRevised(thing_id=edition.id, plan_code=edition.plan.code, changed=changed)
    record(fact, actor=actor, now=now)
    return edition.id


@operation
def adopt_edition(*, edition_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Bring a draft into force; the edition in force until now is superseded (发布).

    Raises `NothingInIt`, `FaultyText`.
    """
    edition = locked_draft(edition_id, actor)
    _check_whole(edition)
    former = Edition.objects.select_for_update().filter(
        plan=edition.plan, state=Edition.State.IN_FORCE
    )
    supersedes = former.values_list("id", flat=True).first()
    former.update(state=Edition.State.SUPERSEDED)
    edition.state = Edition.State.IN_FORCE
    edition.adopted_at = now
    touch(edition, "state", "adopted_at")
    if supersedes:
        _unindex(supersedes)
    index(*list_searchable(edition.id))
    fact = EditionAdopted(
        thing_id=edition.id,
        concerned=tuple(x for x in (edition.plan_id, supersedes) if x),
        plan_code=edition.plan.code,
        number=edition.number,
        supersedes=supersedes,
    )
    record(fact, actor=actor, now=now)
    return edition.id


@operation
def discard_draft(*, edition_id: UUID, actor: Actor, now: datetime) -> None:
    """Give a draft up. What was in force stays; a plan that never had another goes with it; a
    notice it came from can be confirmed anew."""
    edition = locked_draft(edition_id, actor)
    plan = edition.plan
    fact = DraftDiscarded(thing_id=edition.id, plan_code=plan.code, number=edition.number)
    edition.notices.update(state=Notice.State.PROPOSED)
    edition.delete()
    if not plan.editions.exists() and not plan.below.exists():
        plan.delete()
    record(fact, actor=actor, now=now)


def _entered(text: EditionText, unit: UnitRef | None, actor: Actor, now: datetime) -> UUID:
    check(text)
    plan = _plan_of(text.plan, unit.id if unit else None)
    edition = _drafted(plan, text)
    fact = EditionEntered(
        thing_id=edition.id,
        concerned=(plan.id,),
        plan_code=plan.code,
        number=edition.number,
        title=edition.title,
        targets=len(text.targets),
        key_tasks=len(text.tasks),
    )
    record(fact, actor=actor, now=now)
    return edition.id


def _unindex(edition_id: UUID) -> None:
    """Take an edition out of the search: one statement for each kind of part."""
    gone: dict[str, list[UUID]] = {}
    for entry in list_searchable(edition_id):
        gone.setdefault(entry.thing_type, []).append(entry.thing_id)
    for thing_type, ids in gone.items():
        unindex(thing_type, *ids)


def _check_whole(edition: Edition) -> None:
    text = text_of(edition.id)
    if not text.clauses:
        raise NothingInIt(
            _("This draft has no clause yet."),
            next_step=_("Add sections, clauses and targets first."),
        )
    check(text)


def _plan_of(head: HeadText, unit_id: UUID | None) -> Plan:
    above = Plan.objects.filter(code=head.above).first() if head.above else None
    if head.above and above is None:
        raise InvalidInput(
            _("There is no plan %(code)s.") % {"code": head.above},
            fields={"above": [_("Choose a plan that is here.")]},
        )
    plan, _created = Plan.objects.get_or_create(
        code=head.code,
        defaults={
            "level": head.level.value,
            "division_code": head.division,
            "unit_id": unit_id,
            "above": above,
        },
    )
    if (plan.level, plan.division_code) != (head.level.value, head.division):
        raise AnotherPlan(
            _("%(code)s is a plan of another level or division.") % {"code": head.code},
            fields={"code": [_("Choose another code.")]},
        )
    return plan


def _drafted(plan: Plan, text: EditionText) -> Edition:
    head = text.plan
    edition = Edition.objects.create(
        plan=plan,
        number=_next_number(plan),
        title=head.title,
        title_en=head.title_en,
        document_number=head.document_number,
        issuer=head.issuer,
        issued_on=head.issued_on,
        starts_on=head.starts_on,
        ends_on=head.ends_on,
        summary=head.summary,
        note=head.note,
        is_example=head.is_example,
    )
    fill(edition, text)
    return edition


def _next_number(plan: Plan) -> int:
    Plan.objects.select_for_update().get(id=plan.id)
    highest: int | None = plan.editions.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
