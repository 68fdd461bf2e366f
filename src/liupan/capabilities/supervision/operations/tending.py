"""The round of the worker over the sheets."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.operations.sheets import issue_by_rule, lapse_unanswered
from liupan.capabilities.supervision.queries.sheets import (
    list_called_for,
    list_unanswered,
    sheet_rules,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor

log = logging.getLogger(__name__)


def tend_sheets(actor: Actor, now: datetime) -> tuple[int, int]:
    """Let sheets lapse, then issue what rules call for and may issue; how many of each.

    What fails is logged and tried again in the next round; the others do not wait for it.
    """
    today = clock.on(now)
    lapsed = sum(
        _alone(lambda sheet: lapse_unanswered(sheet_id=sheet, actor=actor, now=now), sheet_id)
        for sheet_id in list_unanswered(today)
    )
    automatic = sheet_rules(today).automatic
    called = list_called_for(now=now, rows=Item.objects.all(), colours=automatic)
    issued = sum(
        _alone(lambda item: issue_by_rule(item_id=item, actor=actor, now=now), one.item_id)
        for one in called
    )
    return lapsed, issued


def _alone(act: Callable[[UUID], object], thing_id: UUID) -> int:
    try:
        return int(bool(act(thing_id)))
    except Exception:
        log.exception("a sheet could not be tended")
        return 0
