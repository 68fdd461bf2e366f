"""Rows locked for a write, and the refusals that every write may meet."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.plan.models import Clause, Edition, KeyTask, Section, Target
from liupan.capabilities.plan.policies import require_keeper
from liupan.foundation.organisations.facade import UnitRef, find_division, list_units_on
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, Refusal

Row = Section | Clause | Target | KeyTask
Value = Decimal | date | str | bool | None
Changed = dict[str, tuple[str | None, str | None]]


class NotADraft(Refusal):
    """Only a draft may be changed so; what is in force is revised by a new edition."""


class NoSuchMeasure(InvalidInput):
    """No room declares this figure."""


class StepsDisordered(InvalidInput):
    """Steps must lie in time order, between baseline and deadline, towards the target."""


def locked_draft(edition_id: UUID, actor: Actor) -> Edition:
    """The draft, locked, for who may change it. Raises `Missing`, `NotADraft`."""
    edition = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("plan__above")
        .filter(id=edition_id)
        .first()
    )
    require_keeper(actor, edition.plan.unit_id if edition else None)
    if edition is None:
        raise Missing(_("There is no such edition."))
    if edition.state != Edition.State.DRAFT:
        raise not_a_draft()
    return edition


def locked_target(target_id: UUID, actor: Actor) -> Target:
    """The target, locked, for who may change it. Raises `Missing`."""
    target = (
        Target.objects.select_for_update(of=("self",))
        .select_related("clause__section__edition__plan")
        .filter(id=target_id)
        .first()
    )
    require_keeper(actor, target.clause.section.edition.plan.unit_id if target else None)
    if target is None:
        raise Missing(_("There is no such target."))
    return target


def applied(row: Row | Edition, changes: Mapping[str, Value], allowed: frozenset[str]) -> Changed:
    """Put the changes on the row, unsaved: field to (before, after). Raises `InvalidInput`."""
    if unknown := set(changes) - allowed:
        raise InvalidInput(_("These cannot be changed: %(names)s.") % {"names": sorted(unknown)})
    changed: Changed = {}
    for name, value in changes.items():
        before = getattr(row, name)
        if before != value:
            changed[name] = (text(before), text(value))
            setattr(row, name, value)
    return changed


def touch(row: Row | Edition, *fields: str) -> None:
    """Save these fields and count the row's version up."""
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def text(value: object) -> str | None:
    """As the journal keeps it."""
    return None if value is None else str(value)


def not_a_draft() -> NotADraft:
    return NotADraft(
        _("This edition is no draft."),
        next_step=_("Draft a new edition of the plan and change it there."),
    )


def government_of(division_code: str, now: datetime) -> UnitRef | None:
    """The government of a division, which answers for its plans. One query."""
    found = [u for u in list_units_on(clock.on(now)) if u.division_code == division_code]
    return next((u for u in found if u.category == "government"), None)


def require_division(code: str, now: datetime) -> None:
    """Raises `InvalidInput` when there is no such division."""
    if find_division(code, clock.on(now)) is None:
        raise InvalidInput(
            _("There is no division %(code)s.") % {"code": code},
            fields={"division": [_("Choose a division of the city.")]},
        )
