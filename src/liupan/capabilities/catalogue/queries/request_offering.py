"""What can be chosen in the forms of requests: units, items, masks, modes, purposes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from liupan.capabilities.catalogue.models import Edition, Item, Request
from liupan.capabilities.catalogue.models.requests import Masks, Modes, Purposes
from liupan.capabilities.catalogue.policies import ASK, visible
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.rules.elements import NOT_SHARED
from liupan.capabilities.catalogue.rules.states import State
from liupan.foundation.access.facade import reach
from liupan.foundation.organisations.facade import list_posts_held, list_units_on
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

MASKS = Masks.choices
MODES = Modes.choices
PURPOSES = Purposes.choices


BRIEFLY = {
    Modes.QUERY.value: pgettext_lazy("mode of use, in a list", "query"),
    Modes.FILE.value: pgettext_lazy("mode of use, in a list", "file"),
    Modes.FEED.value: pgettext_lazy("mode of use, in a list", "changes"),
}
"""A list of grants has ten columns."""


def modes_briefly(written: Iterable[str]) -> str:
    """Ways of use as a list shows them."""
    return pgettext("between chosen values", ", ").join(str(BRIEFLY[one]) for one in written)


def modes_words(written: Iterable[str]) -> str:
    """Ways of use as a fact shows them."""
    labels = dict(MODES)
    return pgettext("between chosen values", ", ").join(str(labels[one]) for one in written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """A published resource as a form of a request offers it: items that can be asked for, and all
    whose values rows can be chosen by."""

    resource_id: UUID
    code: str
    title: str
    provider_id: UUID
    provider: str
    publish_on: date
    share_type: str
    share_label: str
    share_condition: str
    items: Sequence[tuple[str, str]]
    names: Sequence[str]


def get_askable(actor: Actor, resource_id: UUID, today: date) -> Askable:
    """What can be asked of a resource. Two queries. Raises `Missing` where it is not published or
    not seen."""
    rows = Edition.objects.filter(
        visible(actor), resource_id=resource_id, state=State.PUBLISHED.value
    )
    edition = rows.prefetch_related("items").first()
    if edition is None:
        raise Missing(_("There is no such entry."))
    items = list(edition.items.all())
    by_law = edition.share_type == NOT_SHARED
    return Askable(
        resource_id=resource_id,
        code=edition.code,
        title=edition.title,
        provider_id=edition.unit_id,
        provider=edition.provider_name,
        publish_on=edition.publish_on or today,
        share_type=edition.share_type,
        share_label=code_lists(today).name("share_type", edition.share_type),
        share_condition=edition.share_condition,
        items=[(str(one.id), one.name) for one in items if one.is_shared or by_law],
        names=[one.name for one in items],
    )


def units_to_ask_for(actor: Actor, day: date, but: UUID) -> list[tuple[str, str]]:
    """Units for which the actor asks, their own first; not the provider. Two queries."""
    within = reach(actor.rights.get(ASK.code, frozenset()))
    own = {post.unit_id for post in list_posts_held(actor.id, day)}
    units = [u for u in list_units_on(day) if (within is None or u.id in within) and u.id != but]
    units.sort(key=lambda u: u.id not in own)
    return [(str(u.id), u.name) for u in units]


def units_of(actor: Actor, day: date) -> frozenset[UUID]:
    """The units of the actor's posts."""
    return frozenset(post.unit_id for post in list_posts_held(actor.id, day))


def get_row_names(request_id: UUID) -> list[str]:
    """Items by which rows of a request's resource can be chosen. One query."""
    rows = Item.objects.filter(edition__in=Request.objects.filter(id=request_id).values("edition"))
    return list(rows.values_list("name", flat=True))
