"""Writing the message log out, root by root, as lines that `verify_exchange_log.py` checks.

The same lines verify the live log. Memory is flat: a cursor of the server gives them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from liupan.capabilities.exchange.models import Root, RootKey
from liupan.capabilities.exchange.rules.verify_exchange_log import end_text, written
from liupan.foundation.crypto.facade import SigningKey, running_sm3
from liupan.kernel.errors import Missing

CHUNK = 5000
_MESSAGES = """
SELECT l.seq, encode(l.digest, 'hex'), exchange_text(m)
FROM exchange_link l LEFT JOIN exchange_message m ON m.at_us = l.at_us AND m.pos = l.pos
WHERE l.seq BETWEEN %s AND %s ORDER BY l.seq
"""


@dataclass(frozen=True, slots=True)
class Range:
    """Roots `first` to `last`."""

    first: int
    last: int


def find_range(from_us: int, until_us: int) -> Range:
    """The roots over all messages of a time, whole. Raises `Missing`. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(seq), max(seq) FROM exchange_link WHERE at_us >= %s AND at_us < %s",
            [from_us, until_us],
        )
        low, high = cursor.fetchone()
    if low is None:
        raise Missing("no message of this time is in the log")
    first = Root.objects.filter(last__gte=low, number__gt=0).order_by("number")[0]
    last = Root.objects.filter(last__gte=high, number__gt=0).order_by("number")[0]
    return Range(first.number, last.number)


def lines_of(asked: Range, key_id: UUID, key: SigningKey) -> Iterator[bytes]:
    """The lines of an export, the end signed with the key; only within a transaction."""
    whole, lines, messages = running_sm3(), 0, 0
    for line in _body(asked):
        whole.update(line)
        lines, messages = lines + 1, messages + line.startswith(b'{"seq":')
        yield line
    end: dict[str, Any] = {
        "lines": lines, "messages": messages, "roots": asked.last - asked.first + 1,
        "sm3": whole.finalize().hex(), "key": str(key_id),
    }  # fmt: skip
    yield written({**end, "signature": key.sign(end_text(end)).hex()})


def _body(asked: Range) -> Iterator[bytes]:
    before = Root.objects.get(number=asked.first - 1)
    yield _head(before)
    roots = Root.objects.filter(number__range=(asked.first, asked.last)).order_by("number")
    last = Root.objects.get(number=asked.last).last
    messages = _messages(before.last + 1, last)
    waiting = next(messages, None)
    for root in roots.iterator(chunk_size=CHUNK):
        while waiting is not None and waiting[0] <= root.last:
            yield waiting[1]
            waiting = next(messages, None)
        yield _root(root)


def _head(before: Root) -> bytes:
    genesis = before if before.number == 0 else Root.objects.get(number=0)
    return written({
        "liupan": "exchange-log", "version": 1, "genesis": bytes(genesis.hash).hex(),
        "after": before.last, "after_root": before.number, "previous": bytes(before.hash).hex(),
        "keys": {
            str(key.id): bytes(key.public_key).hex() for key in RootKey.objects.order_by("made_at")
        },
    })  # fmt: skip


def _messages(first: int, last: int) -> Iterator[tuple[int, bytes]]:
    join_by_index()
    with connection.chunked_cursor() as cursor:
        cursor.execute(_MESSAGES, [first, last])
        while rows := cursor.fetchmany(CHUNK):
            for seq, digest, text in rows:
                entry = "null" if text is None or text.startswith("[null, null") else text
                yield seq, f'{{"seq":{seq},"digest":"{digest}","entry":{entry}}}\n'.encode()


def _root(root: Root) -> bytes:
    return written({
        "root": root.number, "first": root.first, "last": root.last, "at_us": root.at_us,
        "previous": bytes(root.previous).hex(), "hash": bytes(root.hash).hex(),
        "key": str(root.key_id), "signature": bytes(root.signature).hex(),
    })  # fmt: skip


WAYS = (
    "enable_hashjoin", "enable_mergejoin", "enable_sort", "enable_bitmapscan", "enable_seqscan",
    "enable_material", "jit",
)  # fmt: skip


def join_by_index() -> None:
    """Until the transaction ends, look messages up one by one, in order.

    Statistics are behind in tables that only grow; a plan that reads all of a month for the last
    second would cost seconds each second.
    """
    _set_ways("off")


@contextmanager
def joined_by_index() -> Iterator[None]:
    """The same within, for who goes on in the transaction: whole tables are joined again after."""
    _set_ways("off")
    yield
    _set_ways("DEFAULT")


def _set_ways(to: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {way} TO {to}" for way in WAYS))
