"""Mending a process whose steps and tokens have come apart, or which nobody can act on."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.workflow.engine import Opened
from liupan.foundation.workflow.events import InstanceMended
from liupan.foundation.workflow.models import Candidate, Item, Signer
from liupan.foundation.workflow.operations.steps import (
    Locked,
    about,
    hold,
    lock_instance,
    may_act,
    open_items,
    take_back,
)
from liupan.foundation.workflow.policies import MEND
from liupan.foundation.workflow.queries.candidates import named_by
from liupan.foundation.workflow.queries.stuck import Ailment, Kind, ailments_of
from liupan.foundation.workflow.refusals import NotStuck
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput


@operation
def mend_process(
    *, instance_id: UUID, reason: str, actor: Actor, now: datetime, give_to: UUID | None = None
) -> tuple[str, ...]:
    """Bring steps in line with the engine's tokens and name anew who may do those that nobody can;
    what was mended.

    Missing steps are opened, those without a token taken back. Where still nobody is found, the
    step goes to `give_to`. A process whose tokens all wait for each other is no case for this:
    whoever steers it moves it. Raises `Missing`, `NotAuthorised`, `NotRunning`, `NotStuck`.
    """
    require(actor, MEND)
    locked = lock_instance(instance_id, actor, now)
    if not reason.strip():
        words = _("Say why.")
        raise InvalidInput(words, fields={"reason": [words]})
    found = ailments_of(locked.instance, clock.on(now))
    curable = [one for one in found if one.kind != Kind.DEADLOCK]
    if not curable:
        raise NotStuck(
            _("Nothing has come apart here."),
            next_step=_("If its steps wait for each other, whoever steers it can move it."),
        )
    opened = _open_missing(locked, curable)
    closed = [one for one in curable if one.kind == Kind.NO_TOKEN]
    take_back(locked, [one.token for one in closed], open_only=True)
    _name_anew(locked, [one.token for one in curable if one.kind == Kind.NOBODY], give_to)
    record(
        InstanceMended(
            **about(locked.instance), opened=tuple(opened),
            closed=tuple(one.element for one in closed), reason=reason,
        ),
        actor=actor, now=now,
    )  # fmt: skip
    return tuple(str(one.kind) for one in curable)


def _open_missing(locked: Locked, found: Iterable[Ailment]) -> list[str]:
    missing = [one for one in found if one.kind == Kind.NO_STEP]
    known = {i.id: i for i in Item.objects.filter(id__in=[one.token for one in missing])}
    for item in known.values():  # it was closed while its token stood: open it again
        item.state, item.closed_at, item.done_by = Item.State.OPEN, None, None
        item.save(update_fields=["state", "closed_at", "done_by"])
    new = [one for one in missing if one.token not in known]
    steps = locked.loaded.steps
    open_items(
        locked,
        [
            Opened(one.token, one.element, not steps[one.element].is_task, one.causes, ())
            for one in new
        ],
    )
    _name_anew(locked, list(known), None)
    return [one.element for one in missing]


def _name_anew(locked: Locked, item_ids: Iterable[UUID], give_to: UUID | None) -> None:
    day = clock.on(locked.now)
    for item in Item.objects.filter(id__in=list(item_ids)):
        step = locked.loaded.steps[item.element]
        keys = named_by(step, locked.instance, locked.loaded, day)
        if give_to is not None:
            keys = [give_to]
        if item.signing:
            _name_signers(locked, item, keys)
        elif give_to is not None:
            item.owner_id = None
            hold(locked, item, give_to)
        else:
            _name_candidates(locked, item, keys)


def _name_candidates(locked: Locked, item: Item, keys: Iterable[UUID]) -> None:
    item.owner_id = item.holder_id = None
    item.save(update_fields=["owner_id", "holder_id"])
    Candidate.objects.filter(item=item).update(is_open=False)
    may_act(locked, item, keys, since=item.opened_at)


def _name_signers(locked: Locked, item: Item, keys: Iterable[UUID]) -> None:
    known = set(Signer.objects.filter(item=item, removed_at=None).values_list("key", flat=True))
    last = Signer.objects.filter(item=item).count()
    new = [
        Signer(item=item, key=key, order=last + n, added_by=locked.actor.id)
        for n, key in enumerate((k for k in keys if k not in known), 1)
    ]
    Signer.objects.bulk_create(new)
    may_act(locked, item, new, since=item.opened_at)
