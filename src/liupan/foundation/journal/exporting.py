"""Exports: a range of the chain as a file that proves itself without us.

A zip of `entries.jsonl`, `manifest.json` and `verify_journal.py`, which needs nothing but Python.
Personal values stay sealed; entries above the reader's clearance come as their digest alone, which
proves their link without their text.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.journal.anchoring import genesis
from liupan.foundation.journal.sequencing import join_by_index
from liupan.kernel.errors import InvalidInput
from liupan.kernel.secrecy import Secrecy

FIELDS = (
    "id", "act", "thing_type", "thing_id", "actor_kind", "actor_id", "at", "recorded_at",
    "operation", "secrecy", "changes", "concerned",
)  # fmt: skip
"""Order of an entry's values in its canonical text; times in microseconds since 1970."""

BATCH = 5000
SCRIPT = Path(__file__).with_name("verify_journal.py")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the file claims to hold; the script checks every word of it."""

    first: int
    last: int
    entries: int
    withheld: int
    previous_hash: str
    last_hash: str
    genesis: str
    exported_at: str
    algorithm: str = "hash = SM3(previous hash + SM3(UTF-8 text of the entry))"
    fields: tuple[str, ...] = FIELDS


def write_export(
    file: IO[bytes] | Path, *, first: int, last: int, clearance: Secrecy, at: datetime
) -> Manifest:
    """Write links `first` to `last` into a zip; flat memory. Raises `InvalidInput`."""
    with transaction.atomic(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        previous = _hash_before(first, last)
        entries = withheld = 0
        digest = previous
        with archive.open("entries.jsonl", "w", force_zip64=True) as lines:
            for seq, digest, text, is_shown in _links(first, last, clearance):
                entries, withheld = entries + 1, withheld + (not is_shown)
                lines.write(_line(seq, digest, text, is_shown))
        manifest = Manifest(
            first=first,
            last=last,
            entries=entries,
            withheld=withheld,
            previous_hash=previous,
            last_hash=digest,
            genesis=genesis(),
            exported_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        )
        archive.writestr("manifest.json", json.dumps(asdict(manifest), indent=2) + "\n")
        archive.write(SCRIPT, SCRIPT.name)
    return manifest


def _line(seq: int, digest: str, text: str, is_shown: bool) -> bytes:
    # The text is put in as it was hashed: reading it as JSON and writing it again might differ.
    proof = "" if is_shown else f'"digest": "{sm3(text.encode()).hex()}", '
    entry = text if is_shown else "null"
    return f'{{"seq": {seq}, "hash": "{digest}", {proof}"entry": {entry}}}\n'.encode()


def _hash_before(first: int, last: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT encode(hash, 'hex') FROM journal_link WHERE seq = %s),"
            " (SELECT max(seq) FROM journal_link)",
            [first - 1],
        )
        previous, head = cursor.fetchone()
    if not 1 <= first <= last <= head or previous is None:
        raise InvalidInput(
            _("There is no such range: the chain goes from 1 to %(head)s.") % {"head": head}
        )
    return str(previous)


def _links(first: int, last: int, clearance: Secrecy) -> Iterator[tuple[int, str, str, bool]]:
    """(number, hash, text, whether the reader may see it), in order."""
    with connection.cursor() as settings:
        join_by_index(settings, True)
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT l.seq, encode(l.hash, 'hex'),"
            " journal_text(e), e.secrecy <= %s"
            " FROM journal_link l JOIN journal_entry e USING (pos)"
            " WHERE l.seq BETWEEN %s AND %s ORDER BY l.seq",
            [int(clearance), first, last],
        )
        while rows := cursor.fetchmany(BATCH):
            yield from rows
