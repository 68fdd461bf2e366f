"""The message log is written out: by an operator, and month by month to the archive."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from liupan.capabilities.exchange.events.log import LogExported
from liupan.capabilities.exchange.models import Root
from liupan.capabilities.exchange.operations.sequencing import signing_key
from liupan.capabilities.exchange.policies import EXPORT_LOG, HOLD_LOG
from liupan.capabilities.exchange.queries.log_lines import Range, find_range, lines_of
from liupan.foundation.crypto.facade import running_sm3
from liupan.foundation.journal.facade import operation, record
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind, require
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


def operator(clearance: Secrecy) -> Actor:
    """Whoever has a shell on the server."""
    return Actor(
        id=uuid5(UUID(int=0), "liupan.operator"),
        kind=ActorKind.MACHINE,
        name="operator",
        clearance=clearance,
        rights={one.code: frozenset({ANYWHERE}) for one in (EXPORT_LOG, HOLD_LOG)},
    )


@operation
def export_log(
    *, from_us: int, until_us: int, path: Path, actor: Actor, now: datetime
) -> LogExported:
    """Write all messages of a time to a file, with the roots over them. Raises `Missing`."""
    require(actor, EXPORT_LOG)
    asked = find_range(from_us, until_us)
    write_lines(path, lines_of(asked, *signing_key()))
    fact = said(asked)
    record(fact, actor=actor, now=now)
    return fact


def said(asked: Range) -> LogExported:
    """What was written."""
    before, last = (Root.objects.get(number=n) for n in (asked.first - 1, asked.last))
    return LogExported(
        thing_id=uuid7(), first_root=asked.first, last_root=asked.last,
        messages=last.last - before.last, last_hash=bytes(last.hash).hex(),
    )  # fmt: skip


def write_lines(path: Path, lines: Iterable[bytes]) -> tuple[int, str]:
    """Write a file for the owner's eyes that is there whole or not at all; size and SM3."""
    digest, size, part = running_sm3(), 0, path.with_name(path.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for line in lines:
            file.write(line)
            digest.update(line)
            size += len(line)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return size, digest.finalize().hex()
