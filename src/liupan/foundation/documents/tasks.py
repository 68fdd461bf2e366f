"""Standing work of `documents`: sweeping, scanning, watching how long marks hold."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.access.facade import list_holders
from liupan.foundation.documents import gateways
from liupan.foundation.documents.operations.keeping import SCAN_TASK
from liupan.foundation.documents.operations.scanning import note_scan
from liupan.foundation.documents.operations.uploading import drop_stale_uploads
from liupan.foundation.documents.policies import CHANGE_MARKS, SCAN
from liupan.foundation.documents.queries import checking, known, list_checking, list_ending
from liupan.foundation.documents.stores import FILES
from liupan.foundation.documents.uploads import UPLOADS, known_parts
from liupan.foundation.jobs.facade import periodic, task
from liupan.foundation.messaging.facade import declare_kind, notify
from liupan.kernel import clock
from liupan.kernel.authority import Actor

AHEAD = timedelta(days=30)
"""People are told so long before the period of a state secret ends."""
AT_ONCE = 200
ENDING = declare_kind("documents.mark_ends", gettext_lazy("A secrecy period ends"))


@periodic("documents.sweep", cron="40 3 * * *", permits=(SCAN,))
def sweep(*, actor: Actor, now: datetime) -> None:
    """Remove what a transaction that was undone, or a kill, left on the disk a day ago, and
    uploads that nobody went on with."""
    drop_stale_uploads(actor=actor, now=now)
    UPLOADS.sweep(known_parts)
    FILES.sweep(known)  # last: object storage that is silent keeps nothing else from being swept


@task(SCAN_TASK, permits=(SCAN,))
def scan_content(*, actor: Actor, now: datetime, content_id: str) -> None:
    """Have one content scanned, as soon as it is kept."""
    _scan(UUID(content_id), actor, now)


@periodic("documents.scan_waiting", cron="*/5 * * * *", permits=(SCAN,))
def scan_waiting(*, actor: Actor, now: datetime) -> None:
    """Have scanned what waits because the scanner was silent."""
    for content_id in list_checking(AT_ONCE) if settings.LIUPAN_CLAMD else ():
        _scan(content_id, actor, now)


@periodic("documents.watch_marks", cron="10 8 * * *")
def watch_marks(*, actor: Actor, now: datetime) -> None:
    """Tell who may change marks that a period ends within a month, and again when it has ended.

    Nothing is released by itself: that is a person's act.
    """
    today = clock.on(now)
    for one in list_ending(today + AHEAD):
        has_ended = one.ends_on <= today
        title = _("The period of a secret file has ended: %(mark)s")
        if not has_ended:
            title = _("The period of a secret file ends within a month: %(mark)s")
        notify(
            list_holders(CHANGE_MARKS, today, unit_id=one.owner_unit_id),
            title=title % {"mark": one.mark},
            body=_("Look whether the file can be released, or have its period made longer."),
            url=reverse("documents:page", args=[one.file_id]),
            kind=ENDING.code,
            now=now,
            key=f"documents.mark.{one.file_id}.{one.ends_on}.{has_ended}",
        )


def _scan(content_id: UUID, actor: Actor, now: datetime) -> None:
    content = checking(content_id)
    if content is not None:
        note_scan(content_id=content_id, finding=gateways.scan(content), actor=actor, now=now)
