"""Checks of the whole chain: those that were asked for, and one a day unasked.

When the last one was is remembered beside the anchors: who only reaches the database can neither
put the daily check off nor pass off an outcome that this file does not know.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from liupan.foundation.journal.anchoring import genesis, known_anchors, other_files
from liupan.foundation.journal.models import Verification
from liupan.foundation.journal.verifying import Anchor, Finding, Report, verify
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

log = logging.getLogger(__name__)

UNASKED_AFTER = timedelta(days=1)
KEPT_FINDINGS = 100

_remembered: dict[str, datetime] = {}  # by beginning of the chain, where no file can be written


def check_when_due() -> bool:
    """Do the check that was asked for, or the daily one; whether there was one to do.

    One at a time in all processes; a check that was killed begins again.
    """
    if not _is_due():
        return False
    with _alone() as mine:
        if mine:
            id_ = _waiting() or ask_check(None)
            _call("journal_begin_check(%s)", id_)
            report = verify_installation(deep=True)
            _remember(report)
            _finish(id_, report)
            if others := other_files():
                log.warning("left out: anchors of other chains in %s", [p.name for p in others])
    return mine


def verify_installation(
    *, first: int = 1, last: int | None = None, given: Iterable[Anchor] = (), deep: bool = False
) -> Report:
    """Verify against the installation's own anchors and the given ones.

    A file of anchors that cannot be read, and a chain that was anchored here and was taken away
    without a reset or a restore, are findings too.
    """
    known = known_anchors()
    report = verify(first=first, last=last, anchors=[*known.own, *given], deep=deep)
    for name in known.unreadable:
        report.note(Finding("anchors", id=name))
    for former in known.strange:
        report.note(Finding("genesis", former.seq, id=former.genesis[:16]))
    return report


def ask_check(by: UUID | None) -> UUID:
    """Put a check on the worker's list."""
    id_ = uuid7()
    _call("journal_ask_check(%s, %s)", id_, by)
    return id_


def hold_asking() -> None:
    """Until the transaction ends nobody else asks for a check: of two at once the second sees."""
    _call("pg_advisory_xact_lock(hashtext(%s))", "liupan.journal.ask")


def is_ours(last_hash: str, *, has_findings: bool) -> bool:
    """Whether a check that is said to be the newest is one this machine remembers, if it does."""
    said = _read_memory()
    if said.get("genesis") != genesis():
        return True
    outcome = _outcome(last_hash, has_findings)
    return outcome in (said["outcome"], said["before"])  # being written down takes two steps


def _is_due() -> bool:
    if _waiting():
        return True
    since, now = _checked_at(), clock.real_now()
    return since is None or not now - UNASKED_AFTER < since <= now


def _waiting() -> UUID | None:
    waiting = Verification.objects.filter(finished_at__isnull=True).order_by("asked_at")
    return waiting.values_list("id", flat=True).first()


def _checked_at() -> datetime | None:
    beginning, said = genesis(), _read_memory()
    if said.get("genesis") == beginning:
        return datetime.fromisoformat(said["at"])
    return _remembered.get(beginning)


def _memory() -> Path:
    return Path(settings.LIUPAN_HOME) / "anchors" / "checked.json"


def _read_memory() -> dict[str, str]:
    try:
        said: dict[str, str] = json.loads(_memory().read_text(encoding="utf-8"))
        datetime.fromisoformat(said["at"])
        return {key: said[key] for key in ("at", "genesis", "outcome", "before")}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _remember(report: Report) -> None:
    beginning, now, old = genesis(), clock.real_now(), _read_memory()
    said = {
        "at": now.astimezone(UTC).isoformat(),
        "genesis": beginning,
        "outcome": _outcome(report.last_hash, not report.ok),
        "before": old.get("outcome", ""),
    }
    fresh = _memory().with_suffix(".part")
    try:
        fresh.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.write_text(json.dumps(said) + "\n", encoding="utf-8")
        fresh.replace(_memory())
    except OSError:
        log.exception("when the journal was checked cannot be written down")
        _remembered[beginning] = now


def _finish(id_: UUID, report: Report) -> None:
    findings = [asdict(finding) for finding in report.findings[:KEPT_FINDINGS]]
    _call(
        "journal_finish_check(%s, %s, %s, %s, %s::jsonb)",
        id_, report.last, bytes.fromhex(report.last_hash), report.entries, json.dumps(findings),
    )  # fmt: skip
    if findings:
        log.critical("the journal does not verify: %s", findings[:10])


def _outcome(last_hash: str, has_findings: bool) -> str:
    return f"{'wrong' if has_findings else 'right'} {last_hash}"


def _call(function: str, *values: UUID | bytes | str | int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}", values)


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
