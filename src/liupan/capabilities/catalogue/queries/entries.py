"""One resource with an edition of its entry, and two editions side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Edition, Resource, Step
from liupan.capabilities.catalogue.policies import EDIT, PUBLISH, REVIEW, holds, is_public, visible
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.shapes import EditionRef, EntryView, StepView
from liupan.capabilities.catalogue.queries.showing import MARKS, line_of, unit_names
from liupan.capabilities.catalogue.rules.comparing import Changed, changes
from liupan.capabilities.catalogue.rules.elements import check
from liupan.capabilities.catalogue.rules.states import (
    DECIDE_PUBLICATION,
    DECIDE_REGISTRATION,
    WORKING,
    Act,
    State,
    has_done_the_step_before,
    may_act,
)
from liupan.foundation.identity.facade import list_accounts
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy

RIGHTS: dict[Act, Permission] = {
    **dict.fromkeys((Act.REVISE, Act.HAND_IN, Act.ASK, Act.RECALL, Act.WITHDRAW), EDIT),
    **dict.fromkeys(DECIDE_REGISTRATION, REVIEW),
    **dict.fromkeys(DECIDE_PUBLICATION, PUBLISH),
}


def right_for(act: Act, state: State) -> Permission:
    """The right an act needs in a state: what is published is taken out by the data authority."""
    is_taken_out = act is Act.WITHDRAW and state is State.PUBLISHED
    return PUBLISH if is_taken_out else RIGHTS[act]


def get_entry(
    actor: Actor, resource_id: UUID, *, now: datetime, number: int | None = None
) -> EntryView:
    """A resource with the edition asked for; else the one on its way, else the published, else the
    latest, as far as the actor sees them. Constant queries. Raises `Missing`.
    """
    seen = list(
        Edition.objects.filter(visible(actor), resource_id=resource_id)
        .order_by("-number")
        .prefetch_related("items")
    )
    edition = _chosen(seen, number)
    if edition is None:
        raise Missing(_("There is no such entry."))
    steps = list(Step.objects.filter(edition__in=seen).order_by("-at", "-id"))
    said = edition.said
    lists = code_lists(clock.on(now))
    units = unit_names({edition.unit_id} | {s.actor_unit_id for s in steps if s.actor_unit_id})
    may, barred = _acts(edition, actor)
    is_working = any(one.standing in WORKING for one in seen)
    return EntryView(
        line=line_of(edition, units.get(edition.unit_id, ""), lists),
        said=said,
        provider_name=edition.provider_name,
        secrecy=Secrecy(edition.secrecy),
        version=edition.version,
        editions=tuple(_ref(one) for one in seen),
        steps=tuple(_steps(steps, seen, units)),
        findings=check(said, lists.limits) if edition.standing in WORKING else (),
        may=may,
        barred=barred,
        may_begin=not is_working and holds(actor, EDIT, edition),
        is_public=is_public(edition),
        related=_related(actor, said.related_codes),
    )


def find_by_code(actor: Actor, code: str) -> UUID | None:
    """The resource of this code, if the actor sees an edition of it. One query."""
    found = Edition.objects.filter(visible(actor), code=code.strip())
    return found.values_list("resource_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions of one resource and what differs."""

    before: EditionRef
    after: EditionRef
    editions: Sequence[EditionRef]
    code: str
    title: str
    changed: Sequence[Changed]


def compare_editions(
    actor: Actor, resource_id: UUID, *, before: int | None = None, after: int | None = None
) -> Comparison:
    """Two editions side by side; by default the latest and the one before. Raises `Missing`."""
    seen = list(
        Edition.objects.filter(visible(actor), resource_id=resource_id)
        .order_by("number")
        .prefetch_related("items")
    )
    if not seen:
        raise Missing(_("There is no such entry."))
    by_number = {one.number: one for one in seen}
    later = by_number.get(after or 0, seen[-1])
    older = [one for one in seen if one.number < later.number]
    earlier = by_number.get(before or 0, older[-1] if older else later)
    return Comparison(
        before=_ref(earlier),
        after=_ref(later),
        editions=[_ref(one) for one in seen],
        code=later.code,
        title=later.title,
        changed=changes(earlier.said, later.said),
    )


def _chosen(seen: Sequence[Edition], number: int | None) -> Edition | None:
    if number is not None:
        return next((one for one in seen if one.number == number), None)
    working = next((one for one in seen if one.standing in WORKING), None)
    published = next((one for one in seen if one.standing is State.PUBLISHED), None)
    return working or published or next(iter(seen), None)


def _acts(edition: Edition, actor: Actor) -> tuple[frozenset[Act], frozenset[Act]]:
    """What the actor can do, and what they could had they not taken the step before."""
    state = edition.standing
    able = {
        act
        for act in RIGHTS
        if may_act(act, state) and holds(actor, right_for(act, state), edition)
    }
    barred = {act for act in able if took_the_step_before(edition, act, actor)}
    return frozenset(able - barred), frozenset(barred)


def took_the_step_before(edition: Edition, act: Act, actor: Actor) -> bool:
    """Whether the actor took the step before this one."""
    return has_done_the_step_before(
        act,
        actor.id,
        handed_in_by=edition.handed_in_by,
        registered_by=edition.registered_by,
        asked_by=edition.asked_by,
    )


def _ref(edition: Edition) -> EditionRef:
    return EditionRef(
        id=edition.id,
        number=edition.number,
        state=edition.standing,
        state_label=str(edition.get_state_display()),
        mark=MARKS[edition.standing],
        publish_on=edition.publish_on,
    )


def _steps(
    steps: Sequence[Step], editions: Iterable[Edition], units: dict[UUID, str]
) -> list[StepView]:
    numbers = {edition.id: edition.number for edition in editions}
    people = {a.id: a.name for a in list_accounts({s.actor_id for s in steps}).values()}
    return [
        StepView(
            kind=Act(step.kind),
            label=str(step.get_kind_display()),
            edition=numbers[step.edition_id],
            actor_id=step.actor_id,
            actor=people.get(step.actor_id, _("by rule")),
            unit=units.get(step.actor_unit_id, "") if step.actor_unit_id else "",
            opinion=step.opinion,
            changed=tuple(step.values.get("changed", ())),
            at=step.at,
        )
        for step in steps
    ]


def _related(actor: Actor, codes: Sequence[str]) -> tuple[tuple[str, str, UUID], ...]:
    if not codes:
        return ()
    rows = Edition.objects.filter(visible(actor), code__in=codes).order_by("code", "number")
    found = {e.code: (e.code, e.title, e.resource_id) for e in rows}
    return tuple(found.values())


def known_codes(codes: Iterable[str]) -> set[str]:
    """Those of the codes that resources bear. One query."""
    return set(Resource.objects.filter(code__in=set(codes)).values_list("code", flat=True))
