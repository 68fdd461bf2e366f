"""The worker's own anchors."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from liupan.foundation.journal.anchoring import (
    anchor_head,
    other_files,
    own_anchors,
    own_file,
    set_later_anchors_aside,
)
from liupan.foundation.journal.checking import check_when_due
from liupan.foundation.journal.facade import chain_state, link_all, verify
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
