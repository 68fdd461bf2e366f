"""Whom an act on a doubt concerns is told; nothing of the record stands in a notice."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.models import Correction, Doubt
from liupan.capabilities.catalogue.operations.doubts.keeping import page_of, unit_of
from liupan.capabilities.catalogue.policies import FLAG, SIDE_RIGHTS
from liupan.capabilities.catalogue.rules.doubts import Side
from liupan.foundation.access.facade import list_holders
from liupan.foundation.messaging.facade import Kind, declare_kind, is_quiet, notify
from liupan.foundation.organisations.facade import By
from liupan.kernel.work import place

TO_ANSWER = declare_kind("catalogue.to_answer", _("A doubt about a record waits for an answer"))
ANSWERED = declare_kind("catalogue.doubt_answered", _("A doubt about a record was answered"))
TO_RULE = declare_kind("catalogue.to_rule", _("A doubt about a record waits for a ruling"))
CORRECTED = declare_kind("catalogue.corrected", _("A record that the unit uses was corrected"))


def tell_side(doubt: Doubt, side: Side, kind: Kind, title: str | Promise, by: By) -> None:
    """Tell who speaks on this side of the doubt."""
    if is_quiet():
        return
    people = list_holders(SIDE_RIGHTS[side], by.today, unit_id=unit_of(doubt, side))
    _tell(people, kind, title, doubt, page_of(doubt), by)


def tell_users(doubt: Doubt, told: Mapping[UUID, Correction], title: str | Promise, by: By) -> None:
    """Tell the units that use the record of the fix, each of its own correction."""
    if is_quiet():
        return
    for unit_id, correction in told.items():
        people = list_holders(FLAG, by.today, unit_id=unit_id)
        _tell(people, CORRECTED, title, doubt, place("catalogue:correction", correction.id), by)


def _tell(
    people: Iterable[UUID], kind: Kind, title: str | Promise, doubt: Doubt, url: str, by: By
) -> None:
    notify(
        set(people) - {by.actor.id},
        title=title,
        kind=kind.code,
        now=by.now,
        body=f"{doubt.number} {doubt.title}",
        url=url,
        group=str(doubt.id),
    )
