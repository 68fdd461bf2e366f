"""A county's plan is derived from the city's (县级落实)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from liupan.capabilities.plan.events import EditionDerived
from liupan.capabilities.plan.facts import Level
from liupan.capabilities.plan.facts.texts import EditionText, HeadText, for_county
from liupan.capabilities.plan.models import Edition, Plan
from liupan.capabilities.plan.operations.editions import enter_edition
from liupan.capabilities.plan.operations.locking import government_of
from liupan.capabilities.plan.policies import require_keeper
from liupan.capabilities.plan.queries.texts import text_of
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.facade import DivisionRef, find_division
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Refusal

COUNTY = 3
"""The level of a county among divisions."""


class AlreadyDrafted(Refusal):
    """The county has a draft that was not yet adopted or given up."""


class NothingForCounties(Refusal):
    """No task of the plan names the counties."""


@operation
def derive_county_edition(
    *, edition_id: UUID, division_code: str, is_example: bool = False, actor: Actor, now: datetime
) -> UUID:
    """Draft a county's edition from the city's edition in force: its clauses, targets and tasks
    that concern counties, each serving the one above it, with the same thresholds as proposals.

    Raises `InvalidInput`, `AlreadyDrafted`, `NothingForCounties`.
    """
    government = government_of(division_code, now)
    require_keeper(actor, government.id if government else None)
    city = _city_edition(edition_id)
    county = find_division(division_code, clock.on(now))
    if county is None or county.level != COUNTY:
        raise InvalidInput(
            _("There is no county %(code)s.") % {"code": division_code},
            fields={"division": [_("Choose a county of the city.")]},
        )
    _refuse_second_draft(city.plan, division_code)
    name = government.name if government else county.name
    head = _head(city, county, name, is_example, now)
    text = for_county(text_of(city.id), head=head, government=name)
    if not text.clauses:
        raise NothingForCounties(_("No task of this plan names the counties."))
    return _entered(city, text, actor, now)


def _entered(city: Edition, text: EditionText, actor: Actor, now: datetime) -> UUID:
    derived = enter_edition(text=text, actor=actor, now=now)
    fact = EditionDerived(
        thing_id=derived,
        concerned=(city.id, city.plan_id),
        plan_code=text.plan.code,
        division_code=text.plan.division,
        above_code=city.plan.code,
        above_number=city.number,
        targets=len(text.targets),
    )
    record(fact, actor=actor, now=now)
    return derived


def _city_edition(edition_id: UUID) -> Edition:
    found = (
        Edition.objects.select_related("plan")
        .filter(id=edition_id, state=Edition.State.IN_FORCE, plan__level=Plan.Level.CITY)
        .first()
    )
    if found is None:
        raise InvalidInput(_("Only the city's edition in force can be carried to its counties."))
    return found


def _refuse_second_draft(city: Plan, division_code: str) -> None:
    drafts = Edition.objects.filter(
        plan__above=city, plan__division_code=division_code, state=Edition.State.DRAFT
    )
    if drafts.exists():
        raise AlreadyDrafted(
            _("This county has a draft already."),
            next_step=_("Adopt it or discard it first."),
        )


def _head(
    city: Edition, county: DivisionRef, government: str, is_example: bool, now: datetime
) -> HeadText:
    today = clock.on(now)
    said = {"county": county.name, "title": city.title}
    with override("zh-hans"):  # titles are data, and the city's data are Chinese
        title = _("How %(county)s carries out “%(title)s”") % said
        note = _("Example, derived from the city's plan; no real paper of the county.")
    return HeadText(
        code=f"{city.plan.code}-{county.code}",
        level=Level.COUNTY,
        division=county.code,
        above=city.plan.code,
        title=title,
        issuer=government,
        issued_on=today,
        starts_on=max(today, city.starts_on),
        ends_on=city.ends_on,
        note=note if is_example else "",
        is_example=is_example,
    )
