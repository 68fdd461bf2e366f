"""Editions locked for a write, and the refusals that every write may meet.

An edition is locked together with its resource, so that of two acts on one resource one waits.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import F, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Edition, Step
from liupan.capabilities.catalogue.policies import require_over, sees, visible
from liupan.capabilities.catalogue.queries.entries import right_for, took_the_step_before
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.wording import in_words
from liupan.capabilities.catalogue.rules.elements import Elements, Limits, check
from liupan.capabilities.catalogue.rules.states import Act, after, may_act, possible
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.said import require_said
from liupan.kernel.statements import asked

COMPLETE = frozenset({Act.HAND_IN, Act.PASS, Act.PUBLISH})
"""Before these, everything that is asked for must be there."""
SENDS_BACK = frozenset({Act.RETURN, Act.REJECT, Act.REFUSE})
"""These say why."""


class NotNow(Refusal):
    """The act is not possible in the edition's state; the next step names what is."""


class SameHands(Refusal):
    """Nobody takes two successive steps on one entry."""


class Incomplete(InvalidInput):
    """Elements are missing or wrong; `fields` names each, by its Chinese name in the sentence."""


def locked_edition(edition_id: UUID, actor: Actor) -> Edition:
    """The edition, locked with its resource, if the actor sees it. One query.

    Raises `Missing`.
    """
    edition = _locked.first(edition_id)
    if edition is None or not sees(actor, edition):
        raise Missing(_("There is no such entry."))
    return edition


@asked
def _locked(edition_id: UUID) -> QuerySet[Edition]:
    rows = Edition.objects.select_related("resource").select_for_update(of=("resource", "self"))
    return rows.filter(id=edition_id)


def locked_editions(edition_ids: Iterable[UUID], actor: Actor) -> list[Edition]:
    """Those of the editions that the actor sees, with their items, locked with their resources in
    one order, so that of two who take many at once neither waits for the other. Two queries."""
    rows = Edition.objects.select_related("resource").select_for_update(of=("resource", "self"))
    seen = rows.filter(visible(actor), id__in=set(edition_ids)).order_by("resource_id", "id")
    return list(seen.prefetch_related("items"))


def fitting(act: Act, opinion: str, by: By) -> Callable[[Edition], None]:
    """What refuses an edition unless the actor may take this step on it, now, with these words,
    and what it says is complete where that is looked at.

    It raises `NotAuthorised`, `NotNow`, `SameHands`, `InvalidInput`, `Incomplete`.
    """
    limits = code_lists(by.today).limits if act in COMPLETE else None

    def require_fit(edition: Edition) -> None:
        require_act(by.actor, act, edition)
        if act in SENDS_BACK:
            require_said(opinion=opinion)
        if limits is not None:
            prefetch_related_objects([edition], "items")
            require_complete(edition.said, limits)

    return require_fit


def require_act(actor: Actor, act: Act, edition: Edition) -> None:
    """Refuse unless the actor may do this, now, and did not take the step before.

    Raises `NotAuthorised`, `NotNow`, `SameHands`.
    """
    require_over(actor, right_for(act, edition.standing), edition)
    require_possible(edition, act)
    if took_the_step_before(edition, act, actor):
        raise SameHands(
            _("You took the step before this one on %(code)s.") % {"code": edition.code},
            next_step=_("Somebody else of the same office does this step."),
        )


def require_possible(edition: Edition, act: Act) -> None:
    """Raises `NotNow` naming what would be possible."""
    if may_act(act, edition.standing):
        return
    words = [str(Step.Kind(one).label) for one in possible(edition.standing)]
    raise NotNow(
        _("%(code)s is “%(state)s”: this is not possible now.")
        % {"code": edition.code, "state": edition.get_state_display()},
        next_step=_("Possible now: %(acts)s.") % {"acts": ", ".join(words)} if words else "",
    )


def require_complete(said: Elements, limits: Limits) -> None:
    """Raises `Incomplete` naming every element that is missing or wrong."""
    wrong = [one for one in check(said, limits) if one.blocks]
    if not wrong:
        return
    fields: dict[str, list[str]] = {}
    for one in wrong:
        fields.setdefault(one.element, []).append(in_words(one))
    names = "、".join(dict.fromkeys(one.name for one in wrong))
    raise Incomplete(
        _("These elements are missing or wrong: %(names)s.") % {"names": names},
        fields=fields,
        next_step=_("Complete the entry, then hand it in."),
    )


def require_version(edition: Edition, version: int, theirs: Mapping[str, object]) -> None:
    """Raises `StaleVersion` when somebody changed the edition since it was read."""
    if edition.version != version:
        raise StaleVersion(
            _("Somebody changed this entry meanwhile."),
            theirs=dict(theirs),
            next_step=_("Look at what it says now and decide again."),
        )


def move(edition: Edition, act: Act) -> None:
    """Put the edition, unsaved, into the state that comes of the act. Raises `NotNow`."""
    require_possible(edition, act)
    edition.state = after(act, edition.standing)


def save(edition: Edition, *fields: str) -> None:
    """Save these fields and the state, and count the version up."""
    edition.version += 1
    edition.save(update_fields=["state", "version", *fields])


def save_all(editions: Sequence[Edition], *fields: str) -> None:
    """The same for editions that one act brought into one state. One statement."""
    first = editions[0]
    values = {name: getattr(first, name) for name in ("state", *fields)}
    ids = [one.id for one in editions]
    Edition.objects.filter(id__in=ids).update(version=F("version") + 1, **values)
    for one in editions:
        one.version += 1
