"""Copy to (抄送) with read receipt, and urge (催办)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.access.facade import list_cleared
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging.facade import notify
from liupan.foundation.workflow.events import CopyRead, CopySent, StepUrged
from liupan.foundation.workflow.kinds import COPIED, URGED
from liupan.foundation.workflow.models import Copy, Instance
from liupan.foundation.workflow.operations.steps import (
    about,
    about_step,
    lock_instance,
    lock_open_item,
    require_cleared,
)
from liupan.foundation.workflow.policies import STEER
from liupan.foundation.workflow.queries.reading import Involvement, involvement_in, persons_of
from liupan.kernel import clock
from liupan.kernel.authority import Actor, own, require
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy


@operation
def copy_process(
    *, instance_id: UUID, account_ids: Collection[UUID], actor: Actor, now: datetime
) -> int:
    """Show a process to people for information; how many had not been shown it before.

    Whoever acts in it may; who has a copy passes it on to nobody. Raises `Missing`,
    `NotAuthorised`, `InvalidInput` for people who may not see things of its level.
    """
    locked = lock_instance(instance_id, actor, now, running=False)
    instance = locked.instance
    _require_part(instance, actor, now, {Involvement.ACTS})
    require_cleared(account_ids, instance)
    known = set(Copy.objects.filter(instance=instance).values_list("account_id", flat=True))
    new = [one for one in dict.fromkeys(account_ids) if one not in known]
    if not new:
        nothing_changed()
        return 0
    Copy.objects.bulk_create(
        Copy(instance=instance, account_id=one, sent_by=actor.id, sent_at=now) for one in new
    )
    notify(
        set(new), title=_("Copied to you: %(title)s") % {"title": instance.title},
        url=instance.url, kind=COPIED.code, now=now, group=str(instance.id),
    )  # fmt: skip
    record(
        CopySent(
            **about(instance), instance_id=instance.id, account_ids=tuple(new),
            concerned=tuple(new),
        ),
        actor=actor, now=now,
    )  # fmt: skip
    return len(new)


@operation
def read_copy(*, instance_id: UUID, actor: Actor, now: datetime) -> None:
    """Note that a copy was looked at. Once more changes nothing. Raises `Missing`."""
    row = (
        Copy.objects.select_for_update(of=("self",))
        .select_related("instance")
        .filter(instance_id=instance_id, account_id=actor.id)
        .first()
    )
    if row is None:
        raise Missing(_("There is no such process."))
    own(actor, row.account_id)
    if row.read_at is not None:
        nothing_changed()
        return
    row.read_at = now
    row.save(update_fields=["read_at"])
    record(CopyRead(**about(row.instance), instance_id=instance_id), actor=actor, now=now)


@operation
def urge_step(*, item_id: UUID, actor: Actor, now: datetime, note: str = "") -> int:
    """Ask whoever has to act on a step to hurry; how many people were told.

    Whoever takes part may. Raises `Missing`, `AlreadyDone`, `NotRunning`, `NotAuthorised`.
    """
    locked, item = lock_open_item(item_id, actor, now)
    _require_part(locked.instance, actor, now, {Involvement.ACTS, Involvement.READS})
    asked = persons_of([item.id], clock.on(now)) - {actor.id}
    people = list_cleared(asked, Secrecy(locked.instance.secrecy))
    notify(
        people, title=_("Please hurry: %(title)s") % {"title": locked.instance.title},
        body=note, url=locked.instance.url, kind=URGED.code, now=now, group=str(item.id),
    )  # fmt: skip
    record(
        StepUrged(**about_step(locked.instance, item), note=note, concerned=tuple(sorted(people))),
        actor=actor, now=now,
    )  # fmt: skip
    return len(people)


def _require_part(
    instance: Instance, actor: Actor, now: datetime, parts: Collection[Involvement]
) -> None:
    if involvement_in(instance.id, actor, now) in parts:
        own(actor, actor.id)
    else:
        require(actor, STEER, unit_id=instance.unit_id)
