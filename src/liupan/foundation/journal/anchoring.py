"""Anchors: what the chain's head was, written down outside the database.

Whoever can rewrite the whole chain cannot rewrite yesterday's anchor on another machine.
One line of JSON each: `{"seq": 41, "hash": "...", "at": "2017-11-15T02:00:00Z", "genesis": "..."}`.
"""

import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from liupan.foundation.journal.sequencing import find_head
from liupan.foundation.journal.verifying import Anchor
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput

log = logging.getLogger(__name__)


def genesis() -> str:
    """The beginning of this installation's chain, in hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(hash, 'hex') FROM journal_link WHERE seq = 0")
        row = cursor.fetchone()
    return row[0] if row else ""


def write_anchor(path: Path, *, at: datetime) -> Anchor:
    """Append an anchor of the head to the file, durably. Only ever appends."""
    head = find_head()
    anchor = Anchor(head.seq, head.hash.hex(), at.astimezone(UTC).isoformat(timespec="seconds"))
    line = {"seq": anchor.seq, "hash": anchor.hash, "at": anchor.at, "genesis": genesis()}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" * _is_torn(path) + json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def read_anchors(path: Path) -> list[Anchor]:
    """The anchors in the file. Raises `InvalidInput` when it is no anchor file.

    A line that breaks off is passed over: the disk was full, or the machine died.
    Each says too with which hash its chain began: that is one more anchor, of link 0.
    """
    anchors: set[Anchor] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or (line.startswith('{"') and not line.endswith("}")):
            continue
        try:
            row = json.loads(line)
            anchors |= {Anchor(int(row["seq"]), row["hash"], row["at"]), Anchor(0, row["genesis"])}
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput(f"{path}, line {number}: not an anchor.") from error
    return sorted(anchors, key=lambda anchor: anchor.seq)


def _is_torn(path: Path) -> bool:
    """Whether the last line was not written to its end."""
    written = path.read_bytes()[-1:]
    return written not in (b"", b"\n")


def own_file() -> Path:
    """Where the worker writes an anchor every hour; named after the beginning of the chain."""
    return Path(settings.LIUPAN_HOME) / "anchors" / f"journal-{genesis()[:16]}.jsonl"


def own_anchors() -> list[Anchor]:
    """What the worker has anchored so far."""
    path = own_file()
    return read_anchors(path) if path.exists() else []


def anchor_head() -> None:
    """Anchor the head in the installation's own file when the chain has grown."""
    if find_head().seq > _anchored():
        write_anchor(own_file(), at=clock.real_now())


def _anchored() -> int:
    """The last link anchored; 0 when the file cannot be read, so that anchoring goes on."""
    try:
        known = own_anchors()
    except InvalidInput:
        log.exception("the file of anchors cannot be read")
        return 0
    return known[-1].seq if known else 0
