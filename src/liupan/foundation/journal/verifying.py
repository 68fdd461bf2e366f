"""Verifying: reads the chain as it stands in the tables and names whatever does not fit.

It streams: a server-side copy of link, entry and canonical text in order of the chain, hashed as it
comes. What a stranger could have done shows as:

- `altered`: the entry's text is not what was linked;
- `link_altered`: the link's hash was changed (its entry and its neighbours fit each other);
- `removed`: a link has no entry, or a waiting entry is gone;
- `link_removed`: the chain has a gap;
- `inserted`: an entry is neither linked nor waiting;
- `anchor`: the chain is whole but not the one that was anchored (the tail cut off, or all of it
  written anew);
- `anchors_differ`: two anchors say different things of one link: one of them is of another chain;
- `genesis`: there are anchors of a chain that no reset and no restore has ended;
- `anchors`: the installation's own file of anchors cannot be read;
- `hidden`, `shown`: the index of what concerns a thing differs from the entries (only with `deep`).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from time import monotonic
from typing import Any

from django.db import connection, transaction

from liupan.foundation.journal.sequencing import join_by_index, link_hash, older_link_hash

SPAN = 50_000
"""Links copied at once: memory stays flat, and each copy reads a range of the primary key."""

MOST_FINDINGS = 1000


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stood at link `seq` when it was written down elsewhere.

    `genesis` is the beginning of the chain it belongs to; "" is taken for this one. A chain's last
    anchor names the beginning of the chain that was put in its place, and why.
    """

    seq: int
    hash: str
    at: str = ""
    genesis: str = ""
    followed_by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit, with all that is known to find the row."""

    what: str
    seq: int | None = None
    pos: int | None = None
    id: str = ""
    act: str = ""


@dataclass(slots=True)
class Report:
    """What a check saw. `ok` when nothing was found."""

    first: int
    last: int
    last_hash: str = ""
    entries: int = 0
    waiting: int = 0
    anchors: int = 0
    foreign: int = 0  # anchors of other chains, left out
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.findings

    @property
    def rate(self) -> float:
        """Entries per second."""
        return self.entries / self.seconds if self.seconds else 0.0

    def note(self, finding: Finding) -> None:
        """Keep a finding; there is no use in more than a thousand."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"ok": self.ok, "rate": round(self.rate), **asdict(self)}


def verify(
    *,
    first: int = 1,
    last: int | None = None,
    anchors: Iterable[Anchor] = (),
    deep: bool = False,
) -> Report:
    """Check links `first` to `last` (the head when None).

    Checking to the head from 1 also looks for entries outside the chain. Anchors outside the range
    are left out, except those beyond the head: their links are gone. Anchors of other chains are
    counted and left out; when there are no others, the beginning of this chain is a finding.
    """
    began = monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        join_by_index(cursor, True)
        head = _head(cursor)
        report = Report(first=first, last=min(last or head, head))
        _check_chain(cursor, report, _own(cursor, report, anchors), head)
        join_by_index(cursor, False)
        if first == 1 and last is None:
            _find_outsiders(cursor, report)
        if deep:
            _compare_index(cursor, report)
    report.seconds = monotonic() - began
    return report


def _head(cursor: Any) -> int:
    cursor.execute("SELECT max(seq) FROM journal_link")
    return int(cursor.fetchone()[0] or 0)


def _own(cursor: Any, report: Report, anchors: Iterable[Anchor]) -> dict[int, set[str]]:
    """Hashes of this chain's anchors by link; several for one link contradict each other."""
    given, genesis = list(anchors), (_hash_at(cursor, 0) or b"").hex()
    own: dict[int, set[str]] = {}
    for anchor in given:
        if anchor.genesis in ("", genesis):
            own.setdefault(anchor.seq, set()).add(anchor.hash)
    for seq, hashes in sorted(own.items()):
        if len(hashes) > 1:
            report.note(Finding("anchors_differ", seq))
    report.foreign = sum(1 for a in given if a.seq and a.genesis not in ("", genesis))
    if given and not own:
        report.note(Finding("anchor", 0))
    return own


def _check_chain(cursor: Any, report: Report, anchors: dict[int, set[str]], head: int) -> None:
    walk = _Walk(report, anchors, report.first, _hash_at(cursor, report.first - 1))
    walk.compare(report.first - 1, walk.previous.hex() if walk.previous else "")
    for begin in range(report.first, report.last + 1, SPAN):
        for row in _copy(cursor, begin, min(begin + SPAN - 1, report.last)):
            walk.step(row)
    walk.end()
    for seq in anchors:
        if seq > head:
            report.note(Finding("anchor", seq))


def _hash_at(cursor: Any, seq: int) -> bytes | None:
    cursor.execute("SELECT hash FROM journal_link WHERE seq = %s", [seq])
    row = cursor.fetchone()
    return bytes(row[0]) if row else None


def _copy(cursor: Any, begin: int, end: int) -> Iterator[bytes]:
    """Rows of `seq, pos, hash in hex, canonical text`, as PostgreSQL's COPY writes them."""
    query = f"""COPY (
        SELECT l.seq, l.pos, encode(l.hash, 'hex'),
               CASE WHEN e.pos IS NOT NULL THEN journal_text(e) END
        FROM journal_link l LEFT JOIN journal_entry e USING (pos)
        WHERE l.seq BETWEEN {begin:d} AND {end:d} ORDER BY l.seq
    ) TO STDOUT"""  # noqa: S608 (two integers)
    with cursor.copy(query) as copy:
        for row in copy:
            yield bytes(row)


@dataclass(slots=True)
class _Walk:
    """Goes along the chain, link by link; `previous` is the hash that the last link holds."""

    report: Report
    anchors: dict[int, set[str]]
    expected: int
    previous: bytes | None
    doubtful: tuple[bytes, ...] = ()  # what the last link's hash should have been, when it was not

    def step(self, row: bytes) -> None:
        """Check one link and its entry."""
        seq_text, pos, held, text = row.rstrip(b"\n").split(b"\t", 3)
        seq = int(seq_text)
        if seq != self.expected:
            self.gap(seq)
        self.expected = seq + 1
        digest = bytes.fromhex(held.decode())
        if text == b"\\N":
            self.report.note(Finding("removed", seq, int(pos)))
            self.previous, self.doubtful = digest, ()
        else:
            if b"\\" in text:
                text = text.replace(b"\\\\", b"\\")
            self.hash(seq, int(pos), digest, text)
        if self.anchors:
            self.compare(seq, held.decode())

    def hash(self, seq: int, pos: int, held: bytes, text: bytes) -> None:
        """Check the link's hash against the one before it and the text."""
        self.report.entries += 1
        if self.previous is None:  # after a gap nothing can be said of this one
            self.previous = held
            return
        if _fits(self.previous, text, held):
            self.doubtful = ()
        elif any(_fits(right, text, held) for right in self.doubtful):
            self.report.findings[-1] = replace(self.report.findings[-1], what="link_altered")
            self.doubtful = ()
        else:
            entry = json.loads(text)
            self.report.note(Finding("altered", seq, pos, entry[0], entry[1]))
            self.doubtful = (
                link_hash(self.previous, text),
                older_link_hash(self.previous, text),
            )
        self.previous = held

    def gap(self, until: int) -> None:
        """Links are missing from the expected one to the one before `until`."""
        for seq in range(self.expected, min(until, self.expected + MOST_FINDINGS)):
            self.report.note(Finding("link_removed", seq))
        self.previous, self.doubtful = None, ()

    def compare(self, seq: int, held: str) -> None:
        """Check a link against what was anchored."""
        if seq in self.anchors:
            self.report.anchors += 1
            if held not in self.anchors[seq]:
                self.report.note(Finding("anchor", seq))

    def end(self) -> None:
        """After the last row."""
        if self.expected <= self.report.last:
            self.gap(self.report.last + 1)
        self.report.last_hash = self.previous.hex() if self.previous else ""


def _fits(previous: bytes, text: bytes, held: bytes) -> bool:
    return link_hash(previous, text) == held or older_link_hash(previous, text) == held


OUTSIDERS = """
    SELECT 'inserted', e.pos, e.id::text, e.act FROM journal_entry e WHERE e.pos IN (
        SELECT pos FROM journal_entry x
        WHERE NOT EXISTS (SELECT FROM journal_link l WHERE l.pos = x.pos)
          AND NOT EXISTS (SELECT FROM journal_pending p WHERE p.pos = x.pos))
    UNION ALL
    SELECT 'removed', p.pos, '', '' FROM journal_pending p
    WHERE NOT EXISTS (SELECT FROM journal_entry e WHERE e.pos = p.pos)
    UNION ALL
    SELECT 'inserted', p.pos, '', '' FROM journal_pending p
    WHERE EXISTS (SELECT FROM journal_link l WHERE l.pos = p.pos)
    LIMIT %s
"""

INDEX = """
    SELECT 'hidden', e.pos, e.id::text, e.act
    FROM journal_entry e CROSS JOIN LATERAL unnest(e.thing_id || e.concerned) AS t (thing)
    WHERE NOT EXISTS (
        SELECT FROM journal_concern c WHERE c.thing_id = t.thing AND c.pos = e.pos)
    UNION ALL
    SELECT 'shown', c.pos, c.thing_id::text, '' FROM journal_concern c
    WHERE NOT EXISTS (
        SELECT FROM journal_entry e WHERE e.pos = c.pos
        AND (e.thing_id = c.thing_id OR c.thing_id = ANY (e.concerned)))
    LIMIT %s
"""


def _find_outsiders(cursor: Any, report: Report) -> None:
    cursor.execute("SELECT count(*) FROM journal_pending")
    report.waiting = cursor.fetchone()[0]
    _note_rows(cursor, report, OUTSIDERS)


def _compare_index(cursor: Any, report: Report) -> None:
    _note_rows(cursor, report, INDEX)


def _note_rows(cursor: Any, report: Report, query: str) -> None:
    cursor.execute(query, [MOST_FINDINGS])
    for what, pos, id_, act in cursor.fetchall():
        report.note(Finding(what, None, pos, id_, act))
