"""The sequencer: each second links what has committed into the SM3 chain and signs the root.

Calls never wait for it. It takes what waits and is visible, in the order of `pos`; a message of a
transaction that ends late is linked late, never lost. Links, root and roll-ups are one transaction:
a kill leaves all of a batch or nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from liupan.capabilities.exchange.models import RootKey
from liupan.capabilities.exchange.operations.rolling import roll_up
from liupan.capabilities.exchange.queries.log_lines import joined_by_index
from liupan.capabilities.exchange.rules.chains import chained, root_text
from liupan.foundation.crypto.facade import (
    Algorithm,
    SigningKey,
    StoredKey,
    make_signing_key,
    open_signing_key,
    sm3,
)
from liupan.kernel import clock

BATCH = 5000
_TURN = "SELECT pg_try_advisory_xact_lock(hashtext('liupan.exchange.sequencer'))"
_WAITING = (
    "SELECT m.pos, m.at_us, exchange_text(m) FROM exchange_pendingmessage p"
    " JOIN exchange_message m ON m.at_us = p.at_us AND m.pos = p.pos ORDER BY p.pos LIMIT %s"
)
_APPEND = (
    "SELECT exchange_append(%s, %s, %s::bigint[], %s::bigint[], %s::bytea[], %s, %s, %s, %s, %s)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The last root."""

    number: int
    last: int
    hash: bytes


def link_all(limit: int = BATCH) -> int:
    """Link batch after batch until nothing waits; how many messages. What the worker calls."""
    total = 0
    while linked := link_batch(limit):
        total += linked
    return total


def link_batch(limit: int = BATCH) -> int:
    """Link up to `limit` messages under one signed root, in one transaction; how many.

    0 also when another process is at it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TURN)
        if not cursor.fetchone()[0]:
            return 0
        with joined_by_index():
            cursor.execute(_WAITING, [limit])
            if waiting := cursor.fetchall():
                _append(waiting)
        return len(waiting)


def find_head() -> Head:
    """The last root; number 0 is the installation's own random beginning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, last, hash FROM exchange_root ORDER BY number DESC LIMIT 1")
        number, last, digest = cursor.fetchone()
    return Head(number, last, bytes(digest))


def count_waiting() -> int:
    """Messages without a link, counted up to 10,000."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT 1 FROM exchange_pendingmessage LIMIT 10000) p")
        return int(cursor.fetchone()[0])


def _append(waiting: Sequence[tuple[int, int, str]]) -> None:
    head, at_us = find_head(), micros()
    positions, moments, texts = zip(*waiting, strict=True)
    digests = [sm3(text.encode()) for text in texts]
    digest = chained(head.hash, digests, sm3)
    key_id, key = signing_key()
    signature = key.sign(
        root_text(
            number=head.number + 1, first=head.last + 1, last=head.last + len(waiting),
            previous=head.hash, head=digest, at_us=at_us, key_id=key_id,
        )
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, [
            head.number + 1, head.last + 1, list(positions), list(moments), digests,
            head.hash, digest, at_us, key_id, signature,
        ])  # fmt: skip
    roll_up(positions, moments)


def signing_key() -> tuple[UUID, SigningKey]:
    """The installation's newest key for roots, made when there is none."""
    row = RootKey.objects.order_by("-made_at").first() or new_key()
    stored = StoredKey(row.id, Algorithm.SM2, bytes(row.public_key), row.sealed)
    return row.id, open_signing_key(stored)


def new_key() -> RootKey:
    """Another key: roots from now on are signed with it."""
    made = make_signing_key()
    return RootKey.objects.create(
        id=made.id, public_key=made.public_key, sealed=made.sealed, made_at=clock.real_now()
    )


def micros() -> int:
    """The city's clock in microseconds since 1970."""
    return int(clock.now().timestamp() * 1_000_000)
