"""Whatever a stranger does to the tables is found and named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from liupan.foundation.journal.anchoring import read_anchors, write_anchor
from liupan.foundation.journal.sequencing import (
    find_head,
    link_all,
    link_hash,
    older_link_hash,
)
from liupan.foundation.journal.tests.notes import NOW, pin, rows, tamper
from liupan.foundation.journal.verifying import Finding, Report, verify

Hashed = Callable[[bytes, bytes], bytes]


@pytest.fixture
def entries(fresh_db: str) -> list[tuple[int, str]]:
    """Ten linked entries: (pos, id), in the order of the chain."""
    for number in range(10):
        pin(f'第{number}张："\\反斜线\t制表', number=number)
    assert link_all() == 10
    return rows("SELECT pos, id::text FROM journal_entry ORDER BY pos")


def named(report: Report) -> list[tuple[str, int | None, int | None]]:
    return [(f.what, f.seq, f.pos) for f in report.findings]


def test_an_untouched_journal_verifies(entries: list[tuple[int, str]]) -> None:
    report = verify(deep=True)
    assert report.ok
    assert (report.first, report.last, report.entries) == (1, 10, 10)
    assert report.last_hash == find_head().hash.hex()


def test_an_empty_journal_verifies(fresh_db: str) -> None:
    report = verify(deep=True)
    assert report.ok
    assert report.last_hash == find_head().hash.hex()


def test_an_altered_entry_is_named(entries: list[tuple[int, str]], owner_url: str) -> None:
    pos, id_ = entries[4]
    tamper(owner_url, f"UPDATE journal_entry SET changes = '{{\"a\": 1}}' WHERE pos = {pos}")
    assert verify().findings == [Finding("altered", 5, pos, id_, "test.note.pinned")]


COLUMNS = {
    "id": "gen_random_uuid()",
    "act": "'test.note.torn'",
    "thing_type": "'x'",
    "thing_id": "gen_random_uuid()",
    "actor_kind": "'citizen'",
    "actor_id": "gen_random_uuid()",
    "at": "at + interval '1 microsecond'",
    "recorded_at": "recorded_at - interval '1 microsecond'",
    "operation": "'other'",
    "secrecy": "3",
    "concerned": "array[gen_random_uuid()]",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_guarded(
    entries: list[tuple[int, str]], owner_url: str, column: str
) -> None:
    pos = entries[4][0]
    tamper(owner_url, f'UPDATE journal_entry SET "{column}" = {COLUMNS[column]} WHERE pos = {pos}')
    assert named(verify()) == [("altered", 5, pos)]


def test_every_column_is_tried() -> None:
    from liupan.foundation.journal.models import Entry

    assert {f.column for f in Entry._meta.fields} == {*COLUMNS, "pos", "changes"}


def test_a_removed_entry_is_named(entries: list[tuple[int, str]], owner_url: str) -> None:
    pos = entries[4][0]
    tamper(owner_url, f"DELETE FROM journal_entry WHERE pos = {pos}")
    assert named(verify()) == [("removed", 5, pos)]


def test_an_entry_removed_with_its_link_is_named(
    entries: list[tuple[int, str]], owner_url: str
) -> None:
    tamper(
        owner_url,
        f"DELETE FROM journal_entry WHERE pos = {entries[4][0]}",
        "DELETE FROM journal_link WHERE seq = 5",
    )
    assert named(verify()) == [("link_removed", 5, None)]


def test_closing_the_gap_does_not_help(entries: list[tuple[int, str]], owner_url: str) -> None:
    tamper(
        owner_url,
        f"DELETE FROM journal_entry WHERE pos = {entries[4][0]}",
        "DELETE FROM journal_link WHERE seq = 5",
        "UPDATE journal_link SET seq = -seq WHERE seq > 5",
        "UPDATE journal_link SET seq = -seq - 1 WHERE seq < 0",
    )
    assert named(verify()) == [("altered", 5, entries[5][0])]


def test_a_removed_link_is_named(entries: list[tuple[int, str]], owner_url: str) -> None:
    tamper(owner_url, "DELETE FROM journal_link WHERE seq = 5")
    assert named(verify()) == [("link_removed", 5, None), ("inserted", None, entries[4][0])]


def test_an_inserted_entry_is_named(entries: list[tuple[int, str]], owner_url: str) -> None:
    pos = entries[4][0]
    tamper(
        owner_url,
        "INSERT INTO journal_entry SELECT -7, gen_random_uuid(), act, thing_type, thing_id,"
        " actor_kind, actor_id, at, recorded_at, operation, secrecy, changes, concerned"
        f" FROM journal_entry WHERE pos = {pos}",
    )
    assert named(verify()) == [("inserted", None, -7)]


def test_an_altered_link_is_told_from_an_altered_entry(
    entries: list[tuple[int, str]], owner_url: str
) -> None:
    tamper(owner_url, "UPDATE journal_link SET hash = sha256('x') WHERE seq = 5")
    assert named(verify()) == [("link_altered", 5, entries[4][0])]


def test_two_entries_in_exchanged_places_are_named(
    entries: list[tuple[int, str]], owner_url: str
) -> None:
    a, b = entries[3][0], entries[6][0]
    tamper(
        owner_url,
        "UPDATE journal_link SET pos = -pos WHERE seq IN (4, 7)",
        f"UPDATE journal_link SET pos = {b} WHERE seq = 4",
        f"UPDATE journal_link SET pos = {a} WHERE seq = 7",
    )
    assert named(verify()) == [("altered", 4, b), ("altered", 7, a)]


def test_a_waiting_entry_that_is_gone_is_named(
    entries: list[tuple[int, str]], owner_url: str
) -> None:
    pin("等候")
    [(pos,)] = rows("SELECT pos FROM journal_pending")
    tamper(owner_url, f"DELETE FROM journal_entry WHERE pos = {pos}")
    assert link_all() == 0
    assert named(verify()) == [("removed", None, pos)]


def test_an_entry_kept_from_the_chain_is_named(
    entries: list[tuple[int, str]], owner_url: str
) -> None:
    pin("不入链")
    [(pos,)] = rows("SELECT pos FROM journal_pending")
    assert verify().waiting == 1
    tamper(owner_url, "DELETE FROM journal_pending")
    assert named(verify()) == [("inserted", None, pos)]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM journal_concern WHERE pos = {pos}", "hidden"),
        ("INSERT INTO journal_concern VALUES (gen_random_uuid(), {pos})", "shown"),
    ],
)
def test_the_index_of_things_is_compared_in_depth(
    entries: list[tuple[int, str]], owner_url: str, statement: str, what: str
) -> None:
    pos = entries[4][0]
    tamper(owner_url, statement.format(pos=pos))
    assert verify().ok
    assert named(verify(deep=True)) == [(what, None, pos)]


def rewrite(owner_url: str, since: int, hashed: Hashed = link_hash) -> None:
    """Alter the entry of link `since` and compute all later links anew, patiently."""
    texts = rows(
        "SELECT l.seq, e.pos, journal_text(e) FROM journal_link l"
        " JOIN journal_entry e USING (pos) WHERE seq >= %s ORDER BY seq",
        [since],
    )
    previous = bytes(rows("SELECT hash FROM journal_link WHERE seq = %s", [since - 1])[0][0])
    statements = [f"UPDATE journal_entry SET act = 'test.note.torn' WHERE pos = {texts[0][1]}"]
    for seq, _pos, text in texts:
        if seq == since:
            text = json.dumps(
                [
                    *json.loads(text)[:1],
                    "test.note.torn",
                    *json.loads(text)[2:],
                ],
                ensure_ascii=False,
            )
        previous = hashed(previous, text.encode())
        statements.append(f"UPDATE journal_link SET hash = '\\x{previous.hex()}' WHERE seq = {seq}")
    tamper(owner_url, *statements)


def test_a_chain_written_anew_is_found_by_an_anchor(
    entries: list[tuple[int, str]], owner_url: str, tmp_path: Path
) -> None:
    write_anchor(tmp_path / "a.jsonl", at=NOW)
    rewrite(owner_url, 4)
    anchors = read_anchors(tmp_path / "a.jsonl")
    assert verify().ok, "the chain itself fits again"
    assert named(verify(anchors=anchors)) == [("anchor", 10, None)]


def test_links_of_the_older_kind_still_verify_and_still_guard(
    entries: list[tuple[int, str]], owner_url: str
) -> None:
    rewrite(owner_url, 1, older_link_hash)
    assert verify().ok
    pin()
    assert link_all() == 1
    assert verify().ok, "both kinds in one chain"
    tamper(owner_url, f"UPDATE journal_entry SET operation = 'x' WHERE pos = {entries[4][0]}")
    assert named(verify()) == [("altered", 5, entries[4][0])]


def test_anchors_that_contradict_each_other_are_found_in_any_order(
    entries: list[tuple[int, str]], owner_url: str, tmp_path: Path
) -> None:
    write_anchor(tmp_path / "a.jsonl", at=NOW)
    rewrite(owner_url, 4)
    write_anchor(tmp_path / "a.jsonl", at=NOW)
    anchors = read_anchors(tmp_path / "a.jsonl")
    for order in (anchors, anchors[::-1]):
        assert named(verify(anchors=order)) == [("anchors_differ", 10, None)]


@pytest.mark.parametrize("keep", [7, 0])
def test_a_tail_cut_off_is_found_by_an_anchor(
    entries: list[tuple[int, str]], owner_url: str, tmp_path: Path, keep: int
) -> None:
    write_anchor(tmp_path / "a.jsonl", at=NOW)
    tamper(
        owner_url,
        f"DELETE FROM journal_entry WHERE pos IN (SELECT pos FROM journal_link WHERE seq > {keep})",
        f"DELETE FROM journal_link WHERE seq > {keep}",
    )
    anchors = read_anchors(tmp_path / "a.jsonl")
    assert verify().ok
    assert named(verify(anchors=anchors)) == [("anchor", 10, None)]


def test_another_installations_chain_does_not_fit_the_anchor(
    entries: list[tuple[int, str]], owner_url: str, tmp_path: Path
) -> None:
    write_anchor(tmp_path / "a.jsonl", at=NOW)
    tamper(owner_url, "UPDATE journal_link SET hash = sha256('other') WHERE seq = 0")
    what = named(verify(anchors=read_anchors(tmp_path / "a.jsonl")))
    assert ("anchor", 0, None) in what


def test_a_range_is_checked_alone(entries: list[tuple[int, str]], owner_url: str) -> None:
    tamper(owner_url, f"UPDATE journal_entry SET act = 'x' WHERE pos = {entries[1][0]}")
    assert verify(first=3, last=8).ok
    assert verify(first=3, last=8).entries == 6
    assert named(verify(first=2, last=8)) == [("altered", 2, entries[1][0])]


@pytest.mark.parametrize("span", [1, 3, 10, 11])
def test_spans_do_not_change_the_result(
    entries: list[tuple[int, str]],
    owner_url: str,
    span: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("liupan.foundation.journal.verifying.SPAN", span)
    assert verify().entries == 10
    tamper(owner_url, "DELETE FROM journal_link WHERE seq IN (3, 4, 10)")
    missing = [f.seq for f in verify(last=9).findings if f.what == "link_removed"]
    assert missing == [3, 4]


def test_memory_is_flat_and_findings_are_limited(
    entries: list[tuple[int, str]], owner_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liupan.foundation.journal.verifying.MOST_FINDINGS", 3)
    tamper(owner_url, "UPDATE journal_entry SET act = 'x'")
    assert len(verify().findings) == 3
