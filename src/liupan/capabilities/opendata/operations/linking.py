"""The watch over addresses elsewhere (链接监测): those of the gallery, and those of licences that
released datasets are under. Whoever answers for open data hears once of each that died, and once
when it is well again."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.opendata.events.public_acts import LinkDied, LinkRecovered
from liupan.capabilities.opendata.gateways.links import what_is_wrong
from liupan.capabilities.opendata.models import Link
from liupan.capabilities.opendata.operations.keeping import holders, tell
from liupan.capabilities.opendata.policies import MODERATE, WATCH
from liupan.capabilities.opendata.queries.links import addresses_elsewhere
from liupan.capabilities.opendata.queries.lists import figure
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.links import Standing, after_look, host_of
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging.facade import declare_kind
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, require
from liupan.kernel.work import place

LINK = declare_kind("opendata.link", gettext_lazy("An address elsewhere does not answer"))
LOG = logging.getLogger(__name__)
AT_ONCE, OF_A_SITE = 300, 5
"""Addresses of a night, and of one site: we are guests there."""


def look_at_links(
    *, actor: Actor, moment: datetime, look: Callable[[str], str] = what_is_wrong
) -> int:  # fmt: skip
    """Look at every address once, the longest unseen first; how many are dead.

    Nothing is held while others are waited for. Where nobody answers at all it is our own way out
    that is shut: that night says nothing of anybody.
    """
    keep_addresses(actor=actor, now=moment)
    turn = _turn(Link.objects.order_by(F("looked_at").asc(nulls_first=True), "id"))
    found = {address: _looked(look, address) for address in turn}
    if len(found) > 1 and all(found.values()):
        LOG.warning("no address elsewhere answers; nothing is concluded")
        found = {}
    for address, wrong in found.items():
        keep_look(address=address, wrong=wrong, actor=actor, now=moment)
    return Link.objects.filter(dead_since__isnull=False).count()


@operation
def keep_addresses(*, actor: Actor, now: datetime) -> None:
    """The addresses that are looked at are those that stand somewhere now."""
    require(actor, WATCH)
    nothing_changed()  # which addresses there are stands in what was shown
    wanted = addresses_elsewhere(now=now)
    Link.objects.exclude(address__in=wanted).delete()
    Link.objects.bulk_create((Link(address=one) for one in wanted), ignore_conflicts=True)


@operation
def keep_look(*, address: str, wrong: str, actor: Actor, now: datetime) -> None:
    """What a look found: died, is well again, or as before."""
    require(actor, WATCH)
    by = By(actor, now)
    link = Link.objects.select_for_update().filter(address=address).first()
    nothing_changed()  # but what `record` says below
    if link is None:
        return
    before = Standing(link.failures, link.failing_since, link.dead_since)
    patience = figure(lists.WATCH, lists.LINK_FAILURES, by.today, 3)
    after = after_look(before, answers=not wrong, at=now, patience=patience)
    link.failures, link.failing_since = after.failures, after.first_failed_at
    link.dead_since, link.looked_at, link.said = after.dead_since, now, wrong[:300]
    link.save()
    if bool(after.dead_since) != bool(before.dead_since):
        _tell(link, by)


def _tell(link: Link, by: By) -> None:
    fact = LinkDied if link.dead_since else LinkRecovered
    record(fact(thing_id=link.id, address=link.address, said=link.said),
           actor=by.actor, now=by.now)  # fmt: skip
    title = _("An address does not answer: %s") if link.dead_since else _("It answers again: %s")
    people = holders(MODERATE, by)
    tell(people, LINK, by, title % link.address, url=place("opendata:links"), group=link.id,
         body=link.said)  # fmt: skip


def _looked(look: Callable[[str], str], address: str) -> str:
    """One address that nobody foresaw must not end the night of all others."""
    try:
        return look(address)
    except Exception:
        LOG.exception("an address could not be looked at: %s", address)
        return _("It cannot be looked at.")


def _turn(links: Iterable[Link]) -> list[str]:
    """So many of this night, few of any site."""
    found: list[str] = []
    sites: dict[str, int] = defaultdict(int)
    for link in links:
        site = host_of(link.address)
        sites[site] += 1
        if sites[site] <= OF_A_SITE and len(found) < AT_ONCE:
            found.append(link.address)
    return found
