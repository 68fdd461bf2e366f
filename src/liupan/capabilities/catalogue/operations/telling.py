"""Whom an act concerns is told, in the act's transaction."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.queries.searchable import page_of
from liupan.foundation.access.facade import list_holders, list_holders_over
from liupan.foundation.messaging.facade import Kind, declare_kind, is_quiet, notify
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Permission
from liupan.kernel.work import place

TO_REGISTER = declare_kind("catalogue.to_register", _("An entry waits for registration review"))
TO_PUBLISH = declare_kind("catalogue.to_publish", _("An entry waits for publication review"))
DECIDED = declare_kind("catalogue.decided", _("An entry was reviewed"))
TAKEN_OUT = declare_kind("catalogue.taken_out", _("A published entry was withdrawn"))


def tell_holders(
    permission: Permission, kind: Kind, editions: Sequence[Edition], by: By, title: str | Promise
) -> None:
    """Tell who holds the right over the entries' units; each person once, however many."""
    if is_quiet():
        return
    units = {one.unit_id for one in editions}
    over = list_holders_over(permission, by.today, unit_ids=units)
    _tell_each([(one, over[one.unit_id]) for one in editions], kind, by, title)


def tell_authors(
    kind: Kind, editions: Sequence[Edition], by: By, title: str | Promise, body: str = ""
) -> None:
    """Tell who handed the entries in and who asked for their publication; each person once."""
    pairs = [
        (one, {person for person in (one.asked_by, one.handed_in_by) if person}) for one in editions
    ]
    _tell_each(pairs, kind, by, title, body)


def _tell_each(
    pairs: Sequence[tuple[Edition, Collection[UUID]]], kind: Kind, by: By, title: str | Promise,
    body: str = "",
) -> None:  # fmt: skip
    """One notice for each person: of the entry, or, where there are several, how many."""
    if is_quiet():
        return
    of: dict[UUID, list[Edition]] = {}
    for edition, people in pairs:
        for person in people:
            of.setdefault(person, []).append(edition)
    several: dict[int, list[UUID]] = {}
    for edition, people in pairs:
        tell([one for one in people if len(of[one]) == 1], kind, edition, by, title, body)
    for person, editions in of.items():
        if len(editions) > 1:
            several.setdefault(len(editions), []).append(person)
    for many, people in several.items():
        said = _("%(title)s (%(n)d entries)") % {"title": title, "n": many}
        url = f"{place('catalogue:list')}?state={int(pairs[0][0].state)}"
        notify(
            set(people) - {by.actor.id}, title=said, kind=kind.code, now=by.now, body=body, url=url
        )


def tell(
    people: Iterable[UUID | None],
    kind: Kind,
    edition: Edition,
    by: By,
    title: str | Promise,
    body: str = "",
) -> None:
    """Tell people about an act on an entry; who acts is not told."""
    whom = {person for person in people if person} - {by.actor.id}
    if not whom or is_quiet():
        return
    notify(
        whom, title=title, kind=kind.code, now=by.now, body=body, url=page_of(edition),
        group=str(edition.resource_id),
    )  # fmt: skip


def tell_at(
    people: Iterable[UUID | None],
    kind: Kind,
    by: By,
    title: str | Promise,
    *,
    url: str,
    group: UUID,
    body: str | Promise = "",
) -> None:
    """Tell people about anything else of the office; who acts is not told."""
    notify(
        {person for person in people if person} - {by.actor.id},
        title=title,
        kind=kind.code,
        now=by.now,
        body=body,
        url=url,
        group=str(group),
    )


def holders(permission: Permission, by: By, unit_id: UUID | None = None) -> frozenset[UUID]:
    """Who holds a right over the unit, to be told; nobody while it is quiet."""
    return frozenset() if is_quiet() else list_holders(permission, by.today, unit_id=unit_id)
