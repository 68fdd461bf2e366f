"""The same is urged again only after some hours (催办、催收), as the rule set of limits says."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Entry, Incoming, Outgoing
from liupan.capabilities.correspondence.rules.limits import RULE_SET, URGE_AGAIN
from liupan.foundation.design.facade import city_moment
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.rulesets.facade import find_rule
from liupan.kernel import clock
from liupan.kernel.errors import Refusal

STEP_URGED, URGED = "step_urged", "incoming.urged"


class UrgedAlready(Refusal):
    """It was urged a short while ago."""


def require_step_unurged(document: Outgoing, item_id: UUID, now: datetime) -> None:
    """Raises `UrgedAlready` where somebody urged this step lately."""
    rows = document.entries.filter(act=f"outgoing.{STEP_URGED}", values__item_id=str(item_id))
    if last := rows.filter(at__gt=now - pause(clock.on(now))).order_by("-at").first():
        raise urged_already(last, now)


def require_unurged(incoming: Incoming, now: datetime) -> None:
    """Raises `UrgedAlready` where it was urged lately as it stands; what has gone on since waits
    for others."""
    last = last_urges([incoming.id], now).get(incoming.id)
    if last is not None and last.values.get("state") == str(incoming.state):
        raise urged_already(last, now)


def last_urges(incoming_ids: Collection[UUID], now: datetime) -> dict[UUID, Entry]:
    """The last urge of each that was urged lately. One query, and the rule's."""
    rows = Entry.objects.filter(
        incoming_id__in=incoming_ids, act=URGED, at__gt=now - pause(clock.on(now))
    )
    return {one.incoming_id: one for one in rows.order_by("at", "id") if one.incoming_id}


def pause(day: date) -> timedelta:
    """How long after an urge the same is not urged again; no time where no rule says so."""
    rule = find_rule(RULE_SET, URGE_AGAIN, on=day)
    return timedelta(hours=float(rule.value)) if rule and rule.value else timedelta()


def urged_already(last: Entry, now: datetime) -> UrgedAlready:
    """Who urged when, and when it may be urged again."""
    account = list_accounts([last.actor_id]).get(last.actor_id)
    said = {
        "who": account.name if account else "",
        "when": city_moment(last.at),
        "again": city_moment(last.at + pause(clock.on(now))),
    }
    return UrgedAlready(
        _("%(who)s urged it already, %(when)s.") % said,
        next_step=_("It can be urged again from %(again)s.") % said,
    )
