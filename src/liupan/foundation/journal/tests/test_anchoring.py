"""The worker's own anchors."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection

from liupan.foundation.journal.anchoring import (
    anchor_head,
    other_files,
    own_anchors,
    own_file,
    set_later_anchors_aside,
)
from liupan.foundation.journal.checking import check_when_due, verify_installation
from liupan.foundation.journal.facade import chain_state, end_chain, find_chain, link_all, verify
from liupan.foundation.journal.models import Verification
from liupan.foundation.journal.tests.notes import pin, tamper


def test_the_head_is_anchored_when_it_has_moved(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    anchor_head()
    assert not own_file().exists(), "nothing to anchor"
    for _ in range(2):
        pin()
        link_all()
        anchor_head()
        anchor_head()
    assert [a.seq for a in own_anchors()] == [0, 1, 2]


def test_a_line_that_broke_off_stops_neither_anchoring_nor_the_check(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    pin()
    link_all()
    anchor_head()
    with own_file().open("a") as file:
        file.write('{"seq": 2, "ha')
    pin()
    link_all()
    anchor_head()
    assert [a.seq for a in own_anchors()] == [0, 1, 2]
    assert check_when_due()
    found = chain_state().verified
    assert found is not None
    assert found.ok


def test_anchors_that_cannot_be_read_are_a_finding(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    own_file().parent.mkdir()
    own_file().write_text("something else\n")
    pin()
    link_all()
    anchor_head()
    assert '"seq": 1' in own_file().read_text()
    assert check_when_due()
    found = chain_state().verified
    assert found is not None
    assert [f["what"] for f in found.findings] == ["anchors"]


def test_the_daily_check_compares_them(
    fresh_db: str, owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    pin()
    pin()
    link_all()
    anchor_head()
    tamper(
        owner_url,
        "DELETE FROM journal_concern WHERE pos = (SELECT pos FROM journal_link WHERE seq = 2)",
        "DELETE FROM journal_entry WHERE pos = (SELECT pos FROM journal_link WHERE seq = 2)",
        "DELETE FROM journal_link WHERE seq = 2",
    )
    assert check_when_due()
    found = chain_state().verified
    assert found is not None
    assert [(f["what"], f["seq"]) for f in found.findings] == [("anchor", 2)]
    assert Verification.objects.count() == 1


def begin_anew(owner_url: str) -> None:
    """Another chain in the place of this one."""
    tamper(
        owner_url,
        "DELETE FROM journal_concern",
        "DELETE FROM journal_entry",
        "DELETE FROM journal_link WHERE seq > 0",
        "UPDATE journal_link SET hash = sha256(hash)",
    )


def test_a_chain_that_was_anchored_here_and_is_gone_is_a_finding(
    fresh_db: str, owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    pin()
    link_all()
    anchor_head()
    begin_anew(owner_url)
    assert check_when_due()
    found = chain_state().verified
    assert found is not None
    assert [(f["what"], f["seq"]) for f in found.findings] == [("genesis", 1)]


def test_chains_that_were_ended_lead_to_the_present_one(
    fresh_db: str, owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    moment = datetime(2017, 11, 15, tzinfo=UTC)
    for _time in range(3):
        pin()
        link_all()
        anchor_head()
        former = find_chain(at=moment)
        assert not end_chain(former, why="nothing happened")
        begin_anew(owner_url)
        assert end_chain(former, why="demo reset")
    assert verify_installation().ok
    begin_anew(owner_url)
    assert [f.what for f in verify_installation().findings] == ["genesis"] * 3


def foreign(path: Path, *numbers: int) -> None:
    """Anchors of another chain, appended."""
    with path.open("a") as file:
        for seq in numbers:
            row = {"seq": seq, "hash": "aa" * 32, "at": "2017-11-15T02:00:00Z"}
            file.write(json.dumps({**row, "genesis": "bb" * 32}) + "\n")


def test_anchors_of_another_city_are_left_out_and_told(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    pin()
    link_all()
    anchor_head()
    foreign(own_file(), 1, 7)
    report = verify(anchors=own_anchors())
    assert report.ok, report.findings
    assert (report.anchors, report.foreign) == (2, 2)
    assert [f.what for f in verify_installation().findings] == ["genesis"], "nobody ended it"
    foreign(own_file().with_name("journal-bbbb.jsonl"), 1)
    assert [p.name for p in other_files()] == ["journal-bbbb.jsonl"]


def test_a_restore_sets_aside_what_came_after(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    pin()
    link_all()
    anchor_head()
    moment = datetime(2017, 11, 15, tzinfo=UTC)
    assert set_later_anchors_aside(at=moment) is None
    later = json.loads(own_file().read_text())
    with own_file().open("a") as file:
        file.write(json.dumps({**later, "seq": 9}) + "\n")
    assert not verify(anchors=own_anchors()).ok
    aside = set_later_anchors_aside(at=moment)
    assert aside in other_files()
    assert [a.seq for a in own_anchors()] == [0, 1]
    assert verify(anchors=own_anchors()).ok


def as_servers(*statements: str) -> None:
    """What somebody can do who makes the servers say any statement."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO journal_verification (id, asked_at, finished_at, entries, findings)"
        " VALUES (gen_random_uuid(), now() + interval '50 years', now(), 99999, '[]')",
        "UPDATE journal_verification SET findings = '[]'",
        "DELETE FROM journal_verification",
        "SELECT journal_finish_check(id, 99, decode('00', 'hex'), 99, '[]')"
        " FROM journal_verification",
    ],
)
def test_the_servers_role_can_neither_put_off_nor_change_a_check(
    fresh_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    as_servers("SELECT journal_ask_check(gen_random_uuid(), NULL)")
    with pytest.raises(ProgrammingError):
        as_servers(statement)


def test_an_outcome_that_nobody_came_to_is_told_and_puts_off_nothing(
    fresh_db: str, owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    pin()
    link_all()
    anchor_head()
    tamper(owner_url, "UPDATE journal_entry SET operation = 'x'")
    assert check_when_due()
    as_servers(
        "SELECT journal_ask_check(gen_random_uuid(), NULL)",
        "SELECT journal_begin_check(id) FROM journal_verification",
        "SELECT journal_finish_check(v.id, l.seq, l.hash, l.seq, '[]')"
        " FROM journal_verification v, journal_link l WHERE v.finished_at IS NULL AND l.seq = 1",
    )
    found = chain_state().verified
    assert found is not None
    assert [f["what"] for f in found.findings] == ["check"]
    checked = tmp_path / "anchors" / "checked.json"
    said = json.loads(checked.read_text())
    checked.write_text(json.dumps({**said, "at": "2015-01-01T00:00:00+00:00"}))
    assert check_when_due(), "its own memory says when, not the table"
