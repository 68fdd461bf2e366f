"""The sequencer: links what has committed into the SM3 chain, seconds later, in batches.

Writers never wait for it nor for each other. It takes whatever waits and is visible, in the order
of `pos`; an entry of a transaction that ends late is linked late, never lost. Facts of one thing
keep their order because operations lock the thing: the later one is visible only with the earlier.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from liupan.foundation.crypto.facade import sm3

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain."""

    seq: int
    hash: bytes


def link_pending(limit: int = BATCH) -> int:
    """Link up to `limit` waiting entries, in one transaction; how many.

    0 also when another process is at it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not _take_turn(cursor):
            return 0
        join_by_index(cursor, True)
        head = find_head()
        cursor.execute(
            "SELECT p.pos, journal_text(e) FROM journal_pending p"
            " JOIN journal_entry e USING (pos) ORDER BY p.pos LIMIT %s",
            [limit],
        )
        waiting: list[tuple[int, str]] = cursor.fetchall()
        if waiting:
            hashes = chain(head.hash, [text for _pos, text in waiting])
            positions = [pos for pos, _text in waiting]
            cursor.execute(
                "SELECT journal_append_links(%s, %s::bigint[], %s::bytea[])",
                [head.seq + 1, positions, hashes],
            )
        return len(waiting)


def link_all(limit: int = BATCH) -> int:
    """Link batch after batch until nothing waits; how many. What the worker calls."""
    total = 0
    while linked := link_pending(limit):
        total += linked
    return total


def chain(previous: bytes, texts: list[str]) -> list[bytes]:
    """The hashes of consecutive links."""
    hashes = []
    for text in texts:
        previous = link_hash(previous, text.encode())
        hashes.append(previous)
    return hashes


def link_hash(previous: bytes, text: bytes) -> bytes:
    """`SM3(previous hash + SM3(text))`: the entry's digest proves the link without its text."""
    return sm3(previous + sm3(text))


def older_link_hash(previous: bytes, text: bytes) -> bytes:
    """How links were hashed at first. No text is as short as a digest: none passes as both."""
    return sm3(previous + text)


def find_head() -> Head:
    """The last link; number 0 is the installation's own random beginning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM journal_link ORDER BY seq DESC LIMIT 1")
        seq, digest = cursor.fetchone()
    return Head(seq, bytes(digest))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not linked yet: how many (counted up to 10,000) and since when."""

    count: int
    since: datetime | None


def find_waiting() -> Waiting:
    """Entries that the sequencer has not linked yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), (SELECT recorded_at FROM journal_entry e WHERE e.pos = min(p.pos))"
            " FROM (SELECT pos FROM journal_pending ORDER BY pos LIMIT 10000) p"
        )
        count, since = cursor.fetchone()
    return Waiting(count, since)


def join_by_index(cursor: Any, is_on: bool) -> None:
    """Until the transaction ends, look entries up one by one, in order, or as PostgreSQL likes.

    Its statistics are behind in a table that only grows; a plan that reads all entries for the
    last thousand would cost seconds each second.
    """
    other = "off" if is_on else "on"
    for way in ("enable_hashjoin", "enable_mergejoin", "enable_sort", "enable_bitmapscan", "jit"):
        cursor.execute(f"SET LOCAL {way} = {other}")


def _take_turn(cursor: Any) -> bool:
    """Whether no other process links; the turn ends with the transaction."""
    cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('liupan.journal.sequencer'))")
    return bool(cursor.fetchone()[0])
