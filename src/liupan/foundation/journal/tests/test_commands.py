"""What an operator sees of the journal on the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from liupan.foundation.journal.anchoring import anchor_head
from liupan.foundation.journal.management import WORDS, cli
from liupan.foundation.journal.tests.notes import pin, rows, tamper


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def test_verify_tells_that_all_is_right(db: None) -> None:
    pin()
    assert "1 linked" in call("work").output
    result = call("verify")
    assert result.exit_code == 0, result.output
    assert "RIGHT  1 entries (1 to 1), 0 waiting" in result.output
    [(last,)] = rows("SELECT encode(hash, 'hex') FROM journal_link WHERE seq = 1")
    assert f"Last hash: {last}" in result.output


def test_verify_names_what_is_wrong_and_exits_with_1(fresh_db: str, owner_url: str) -> None:
    entry = pin()
    call("work")
    tamper(owner_url, "UPDATE journal_entry SET operation = 'x'")
    result = call("verify")
    assert result.exit_code == 1
    [(pos,)] = rows("SELECT pos FROM journal_entry")
    assert (
        f"WRONG  link 1 pos {pos} id {entry} act test.note.pinned: {WORDS['altered']}"
        in result.output
    )
    told = json.loads(call("verify", "--json").output)
    assert told["ok"] is False
    assert told["findings"] == [
        {"what": "altered", "seq": 1, "pos": pos, "id": str(entry), "act": "test.note.pinned"}
    ]


def test_every_finding_has_words() -> None:
    room = Path(__file__).parents[1]
    text = (room / "verifying.py").read_text() + (room / "checking.py").read_text()
    assert all(f'"{what}"' in text or f"'{what}'" in text for what in WORDS)


def test_anchors_are_appended_and_compared(fresh_db: str, owner_url: str, tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    for number in (1, 2):
        pin()
        assert call("anchor", file).output.startswith(f"{number} ")
    assert len(file.read_text().splitlines()) == 2
    result = call("verify", "--anchor", file)
    assert result.exit_code == 0
    assert "Anchors compared: 3" in result.output, "both, and the beginning"
    tamper(
        owner_url,
        "DELETE FROM journal_entry WHERE pos = (SELECT pos FROM journal_link WHERE seq = 2)",
        "DELETE FROM journal_link WHERE seq = 2",
    )
    unwarned = call("verify")
    assert unwarned.exit_code == 0
    assert "NO ANCHOR WAS COMPARED" in unwarned.output
    assert call("verify", "--anchor", file).exit_code == 1
    refused = call("anchor", file)
    assert refused.exit_code == 1
    assert "does not fit this journal at link 2" in refused.output
    assert len(file.read_text().splitlines()) == 2


def test_the_installations_own_anchors_are_compared(
    fresh_db: str, owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    pin()
    pin()
    call("work")
    anchor_head()
    tamper(
        owner_url,
        "DELETE FROM journal_entry WHERE pos = (SELECT pos FROM journal_link WHERE seq = 2)",
        "DELETE FROM journal_link WHERE seq = 2",
    )
    result = call("verify")
    assert result.exit_code == 1, "a tail was cut off"
    assert f"WRONG  link 2: {WORDS['anchor']}" in result.output


def test_what_was_made_anew_by_hand_is_signed_off(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    pin()
    call("work")
    file = tmp_path / "anchors" / "journal-bbbb.jsonl"
    file.parent.mkdir()
    row = {"seq": 7, "hash": "aa" * 32, "at": "", "genesis": "bb" * 32}
    file.write_text(f"{json.dumps(row)}\n")
    result = call("verify")
    assert result.exit_code == 1
    assert WORDS["genesis"] in result.output
    assert call("sign-off", "--why", "moved to another server").exit_code == 0
    assert call("verify").exit_code == 0
    assert rows(
        "SELECT changes->>'why', changes->>'former_last' FROM journal_entry"
        " WHERE act = 'journal.chain.replaced'"
    ) == [("moved to another server", "7")]


def test_a_trusted_file_without_one_anchor_of_this_chain_is_wrong(db: None, tmp_path: Path) -> None:
    pin()
    file = tmp_path / "theirs.jsonl"
    row = {"seq": 1, "hash": "aa" * 32, "at": "", "genesis": "bb" * 32}
    file.write_text(f"{json.dumps(row)}\n")
    call("work")
    result = call("verify", "--anchor", file)
    assert result.exit_code == 1
    assert "anchors of other chains" in result.output
    call("anchor", file)
    result = call("verify", "--anchor", file)
    assert result.exit_code == 0, "a mixed file: ours fit, the others are told"
    assert "anchors of other chains" in result.output


def test_what_is_no_anchor_file_is_told(db: None, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text('{"seq": 1}\n')
    result = call("verify", "--anchor", file)
    assert result.exit_code == 1
    assert "line 1: not an anchor" in result.output


def test_an_export_is_written_and_recorded(db: None, tmp_path: Path) -> None:
    for _ in range(3):
        pin()
    call("work")
    result = call("export", "--from", 2, tmp_path / "out.zip")
    assert result.exit_code == 0, result.output
    assert "2 entries" in result.output
    assert rows("SELECT count(*) FROM journal_entry WHERE act = 'journal.range.exported'") == [(1,)]
    assert call("export", "--from", 9, tmp_path / "out.zip").exit_code == 1


@pytest.mark.parametrize("command", ["state", "verify", "work"])
def test_commands_work_on_an_empty_journal(db: None, command: str) -> None:
    assert call(command).exit_code == 0
