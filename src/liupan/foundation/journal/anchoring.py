"""Anchors: what the chain's head was, written down outside the database.

Whoever can rewrite the whole chain cannot rewrite yesterday's anchor on another machine.
One line of JSON each: `{"seq": 41, "hash": "...", "at": "2017-11-15T02:00:00Z", "genesis": "..."}`.
`genesis` is the beginning of the chain and says whose anchor it is: a new city is a new chain.
A reset or a restore ends a chain with an anchor that says `followed_by` and `why`; a chain that
was anchored here and neither goes on nor was ended so has been taken away.
"""

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from liupan.foundation.journal.sequencing import find_head
from liupan.foundation.journal.verifying import Anchor
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput

log = logging.getLogger(__name__)

SET_ASIDE = "-replaced-"
"""In the name of a file of anchors beyond the head that a restore went back to."""


def genesis() -> str:
    """The beginning of this installation's chain, in hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(hash, 'hex') FROM journal_link WHERE seq = 0")
        row = cursor.fetchone()
    return row[0] if row else ""


def write_anchor(path: Path, *, at: datetime) -> Anchor:
    """Append an anchor of the head to the file, durably. Only ever appends."""
    anchor = find_chain(at=at)
    _append(path, [anchor])
    return anchor


def find_chain(*, at: datetime) -> Anchor:
    """The head as an anchor that nobody has written down yet."""
    with transaction.atomic():  # head and beginning of one chain, even while a reset swaps them
        head, beginning = find_head(), genesis()
    said = at.astimezone(UTC).isoformat(timespec="seconds")
    return Anchor(head.seq, head.hash.hex(), said, beginning)


def _append(path: Path, anchors: Iterable[Anchor]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" * _is_torn(path))
        file.writelines(f"{_line(anchor)}\n" for anchor in anchors)
        file.flush()
        os.fsync(file.fileno())


def _line(anchor: Anchor) -> str:
    ending = ("followed_by", "why")
    return json.dumps({k: v for k, v in asdict(anchor).items() if v or k not in ending})


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
            begun = row["genesis"]
            anchors |= {
                Anchor(
                    int(row["seq"]),
                    row["hash"],
                    row["at"],
                    begun,
                    row.get("followed_by", ""),
                    row.get("why", ""),
                ),
                Anchor(0, begun, genesis=begun),
            }
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidInput(f"{path}, line {number}: not an anchor.") from error
    return sorted(anchors, key=lambda anchor: anchor.seq)


def _is_torn(path: Path) -> bool:
    """Whether the last line was not written to its end."""
    written = path.read_bytes()[-1:]
    return written not in (b"", b"\n")


def own_file() -> Path:
    """Where the worker writes an anchor every hour; named after the beginning of the chain."""
    return _file_of(genesis())


def _file_of(beginning: str) -> Path:
    return Path(settings.LIUPAN_HOME) / "anchors" / f"journal-{beginning[:16]}.jsonl"


def own_anchors() -> list[Anchor]:
    """What the worker has anchored so far."""
    path = own_file()
    return read_anchors(path) if path.exists() else []


def other_files() -> list[Path]:
    """Anchors in the same folder that are not this chain's: of before a reset or a restore."""
    return sorted(p for p in own_file().parent.glob("*.jsonl") if p != own_file())


@dataclass(frozen=True, slots=True)
class Known:
    """What the installation's folder of anchors says.

    `strange` are the last anchors of chains that are not the present one and from which no reset
    and no restore leads to it.
    """

    own: tuple[Anchor, ...]
    unreadable: tuple[str, ...]
    strange: tuple[Anchor, ...]


def known_anchors() -> Known:
    """All anchors of the folder, whichever chain they are of."""
    present = genesis()
    anchors: list[Anchor] = []
    unreadable = []
    for path in sorted(own_file().parent.glob("journal-*.jsonl")):
        if SET_ASIDE in path.name:  # true, but of entries that a restore took back
            continue
        try:
            anchors += read_anchors(path)
        except (InvalidInput, OSError):
            log.critical("%s cannot be read", path)
            unreadable.append(path.name)
    last = {a.genesis: a for a in sorted(anchors, key=lambda anchor: anchor.seq)}
    strange = last.keys() - _led_to(present, anchors)
    return Known(
        own=tuple(a for a in anchors if a.genesis == present),
        unreadable=tuple(unreadable),
        strange=tuple(last[beginning] for beginning in sorted(strange)),
    )


def _led_to(present: str, anchors: Iterable[Anchor]) -> set[str]:
    """Beginnings of the chains from which resets and restores lead to the present one."""
    steps = {(a.genesis, a.followed_by) for a in anchors if a.followed_by}
    found, new = {present}, {present}
    while new:
        new = {old for old, following in steps if following in new} - found
        found |= new
    return found


def contradicted(anchors: Iterable[Anchor]) -> list[int]:
    """Links of the present chain, by number, that are not what was anchored, or are gone."""
    present = genesis()
    own = [a for a in anchors if a.genesis == present]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, encode(hash, 'hex') FROM journal_link WHERE seq = ANY(%s)",
            [[a.seq for a in own]],
        )
        held: dict[int, str] = dict(cursor.fetchall())
    return sorted({a.seq for a in own if held.get(a.seq) != a.hash})


def end_chain(former: Anchor, *, why: str) -> bool:
    """Write down that the present chain took the place of `former`; whether it is another one."""
    present = genesis()
    if former.genesis == present:
        return False
    _append(_file_of(former.genesis), [replace(former, followed_by=present, why=why)])
    return True


def set_later_anchors_aside(*, at: datetime) -> Path | None:
    """After a restore: put anchors beyond the restored head into a file of their own.

    They are true, but of entries that this chain no longer has. Returns the file, if it was needed.
    """
    head, known = find_head().seq, own_anchors()
    later = [a for a in known if a.seq > head]
    if not later:
        return None
    own = own_file()
    aside = own.with_name(f"{own.stem}{SET_ASIDE}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.jsonl")
    _append(aside, later)
    fresh = own.with_suffix(".part")
    fresh.unlink(missing_ok=True)
    _append(fresh, (a for a in known if 0 < a.seq <= head))
    fresh.replace(own)
    return aside


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
