"""Verifying the live log: the lines of an export are checked as they are read, and what stands
beside the chain is looked for."""

from collections.abc import Iterable

from django.db import connection, transaction

from liupan.capabilities.exchange.models import Archive, Root
from liupan.capabilities.exchange.operations.sequencing import find_head, signing_key
from liupan.capabilities.exchange.queries.log_lines import Range, lines_of
from liupan.capabilities.exchange.queries.proofs import signed
from liupan.capabilities.exchange.rules.verify_exchange_log import Checker, Verdict
from liupan.foundation.crypto.facade import sm3

_STRANGE = """
SELECT m.pos, m.id FROM exchange_message m
WHERE NOT EXISTS (SELECT 1 FROM exchange_link l WHERE l.at_us = m.at_us AND l.pos = m.pos)
    AND NOT EXISTS (SELECT 1 FROM exchange_pendingmessage p WHERE p.pos = m.pos)
LIMIT 100
"""
_LOST = """
SELECT p.pos FROM exchange_pendingmessage p WHERE NOT EXISTS (
    SELECT 1 FROM exchange_message m WHERE m.at_us = p.at_us AND m.pos = p.pos) LIMIT 100
"""
_BESIDE = """
SELECT l.seq, l.digest, exchange_text(m) FROM exchange_link l
JOIN exchange_message m ON m.at_us = l.at_us AND m.pos = l.pos WHERE l.seq <= %s ORDER BY l.seq
"""


def verify_log(trusted: Iterable[str] = (), roots: dict[int, str] | None = None) -> Verdict:
    """Whether the log as it stands is what was linked and signed; what does not fit, by number.

    Months that were archived and removed begin the chain where they ended. `roots`: hashes of roots
    written down elsewhere. Reads everything, in flat memory.
    """
    with transaction.atomic():
        begin = _archived()
        checker = Checker(trusted, roots, signed=signed)
        head = find_head()
        if head.number > begin:
            checker.check(lines_of(Range(begin + 1, head.number), *signing_key()))
        verdict = checker.verdict
        for number in sorted(set(roots or {}) - set(range(begin + 1, head.number + 1))):
            if number > head.number:
                verdict.note(f"root {number}: was written down, but is gone")
        _beside(verdict, begin)
    return verdict


def _archived() -> int:
    """The last root of which all messages were removed or written out."""
    last = Archive.objects.filter(dropped_at__isnull=False).order_by("-last_root").first()
    return last.last_root if last else 0


def _beside(verdict: Verdict, begin: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_STRANGE)
        for pos, message_id in cursor.fetchall():
            verdict.note(f"position {pos}, id {message_id}: neither linked nor waiting")
        cursor.execute(_LOST)
        for (pos,) in cursor.fetchall():
            verdict.note(f"position {pos}: waited for its link and is gone")
        cursor.execute(_BESIDE, [Root.objects.get(number=begin).last])
        for seq, digest, text in cursor.fetchall():
            if sm3(text.encode()) != bytes(digest):
                verdict.note(f"message {seq}: altered")
