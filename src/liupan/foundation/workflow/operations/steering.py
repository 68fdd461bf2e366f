"""Suspending, resuming and cancelling a process, by whoever steers the unit's."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.workflow.events import (
    InstanceCancelled,
    InstanceResumed,
    InstanceSuspended,
)
from liupan.foundation.workflow.models import Instance, Item
from liupan.foundation.workflow.operations.running import tell_pending
from liupan.foundation.workflow.operations.steps import (
    Locked,
    about,
    lock_instance,
    take_back,
)
from liupan.foundation.workflow.policies import STEER
from liupan.foundation.workflow.refusals import NotRunning
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import InvalidInput


@operation
def suspend_process(*, instance_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Let nobody act on a process until it is resumed. Messages that come are kept for then.

    Raises `Missing`, `NotAuthorised`, `NotRunning`, `InvalidInput`.
    """
    locked = lock_instance(instance_id, actor, now)
    require(actor, STEER, unit_id=locked.instance.unit_id)
    _require_reason(reason)
    _become(locked, Instance.State.SUSPENDED)
    record(InstanceSuspended(**about(locked.instance), reason=reason), actor=actor, now=now)


@operation
def resume_process(*, instance_id: UUID, actor: Actor, now: datetime) -> None:
    """Let a suspended process go on. Raises `Missing`, `NotAuthorised`, `NotRunning`."""
    locked = lock_instance(instance_id, actor, now, running=False)
    require(actor, STEER, unit_id=locked.instance.unit_id)
    if locked.instance.state == Instance.State.RUNNING:
        nothing_changed()
        return
    if locked.instance.state != Instance.State.SUSPENDED:
        raise NotRunning(_("The process is over."))
    _become(locked, Instance.State.RUNNING)
    tell_pending(locked)
    record(InstanceResumed(**about(locked.instance)), actor=actor, now=now)


@operation
def cancel_process(*, instance_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """End a process before its end (撤销). Open steps are taken back; what was done stays to be
    read. Whoever steers the unit's processes may, and whoever started it while nobody else has
    done anything in it.

    Raises `Missing`, `NotAuthorised`, `NotRunning`, `InvalidInput`.
    """
    locked = lock_instance(instance_id, actor, now, running=False)
    if _is_only_ours(locked):
        own(actor, locked.instance.started_by)
    else:
        require(actor, STEER, unit_id=locked.instance.unit_id)
    _require_reason(reason)
    end_process(locked, reason)


def end_process(locked: Locked, reason: str) -> None:
    """Cancel, for whoever was asked already."""
    instance = locked.instance
    if instance.state not in (Instance.State.RUNNING, Instance.State.SUSPENDED):
        raise NotRunning(_("The process is over."))
    open_ones = Item.objects.filter(instance=instance, state=Item.State.OPEN)
    take_back(locked, list(open_ones.values_list("id", flat=True)))
    instance.marking, instance.ended_at = {"tokens": []}, locked.now
    _become(locked, Instance.State.CANCELLED)
    record(InstanceCancelled(**about(instance), reason=reason), actor=locked.actor, now=locked.now)


def stop_process(*, instance_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Cancel a process because its office gives up the thing it runs for; part of the office's
    operation, which has asked whether the actor may. Raises `Missing`, `NotRunning`."""
    end_process(lock_instance(instance_id, actor, now, running=False), reason)


def _become(locked: Locked, state: Instance.State) -> None:
    instance = locked.instance
    instance.state = state
    instance.version += 1
    instance.save(update_fields=["state", "version", "marking", "ended_at"])


def _is_only_ours(locked: Locked) -> bool:
    if locked.instance.started_by != locked.actor.id:
        return False
    done = Item.objects.filter(instance=locked.instance, done_by__isnull=False)
    return not done.exclude(done_by=locked.actor.id).exists()


def _require_reason(reason: str) -> None:
    if not reason.strip():
        words = _("Say why.")
        raise InvalidInput(words, fields={"reason": [words]})
