"""Checks of the whole chain: those that were asked for, and one a day unasked."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta

from django.db import connection

from liupan.foundation.journal.anchoring import other_files, own_anchors
from liupan.foundation.journal.models import Verification
from liupan.foundation.journal.verifying import NO_ANCHORS, Report, verify
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput

log = logging.getLogger(__name__)

UNASKED_AFTER = timedelta(days=1)
KEPT_FINDINGS = 100


def check_when_due() -> bool:
    """Do the check that was asked for, or the daily one; whether there was one to do.

    One at a time in all processes; a check that was killed begins again.
    """
    if not _is_due():
        return False
    with _alone() as mine:
        if mine:
            row = _waiting() or Verification.objects.create(asked_at=clock.real_now())
            row.started_at = clock.real_now()
            row.save(update_fields=["started_at"])
            _finish(row, _check())
            if others := other_files():
                log.warning("left out: anchors of other chains in %s", [p.name for p in others])
    return mine


def _check() -> Report:
    """The whole chain against the anchors; that these cannot be read is a finding too."""
    try:
        return verify(anchors=own_anchors(), deep=True)
    except InvalidInput as error:
        log.critical("%s", error.message)
        report = verify(deep=True)
        report.note(NO_ANCHORS)
        return report


def _is_due() -> bool:
    if _waiting():
        return True
    recent = Verification.objects.filter(asked_at__gt=clock.real_now() - UNASKED_AFTER)
    return not recent.exists()


def _waiting() -> Verification | None:
    return Verification.objects.filter(finished_at__isnull=True).order_by("asked_at").first()


def _finish(row: Verification, report: Report) -> None:
    row.finished_at = clock.real_now()
    row.last_seq, row.last_hash = report.last, bytes.fromhex(report.last_hash)
    row.entries = report.entries
    row.findings = [asdict(finding) for finding in report.findings[:KEPT_FINDINGS]]
    row.save()
    if not report.ok:
        log.critical("the journal does not verify: %s", row.findings[:10])


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process checks; the lock goes with the connection when killed."""
    lock = "(hashtext('liupan.journal.verify'))"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock{lock}")
        mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine:
                cursor.execute(f"SELECT pg_advisory_unlock{lock}")
