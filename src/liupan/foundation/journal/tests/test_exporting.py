"""An export proves itself, with the script that comes with it and nothing else."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liupan.foundation.crypto.facade import destroy_key, sm3
from liupan.foundation.journal import verify_journal
from liupan.foundation.journal.anchoring import write_anchor
from liupan.foundation.journal.exporting import SCRIPT
from liupan.foundation.journal.facade import EXPORT_JOURNAL, export_journal, link_all
from liupan.foundation.journal.tests.notes import (
    CLERK,
    NOW,
    NoteSigned,
    clerk,
    pin,
    pin_note,
    rows,
)
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

AUDITOR = clerk(EXPORT_JOURNAL)


@pytest.fixture
def journal(db: None) -> None:
    for number in range(10):
        pin(f'第{number}张 "引号" \\ 反斜线', number=number)
    link_all()


def export(folder: Path, first: int = 1, last: int = 10, **more: object) -> Path:
    """An unpacked export."""
    path = folder / "export.zip"
    export_journal(first=first, last=last, path=path, actor=AUDITOR, now=NOW, **more)  # type: ignore[arg-type]
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder / "out")
    return folder / "out"


def check(*arguments: object) -> tuple[int, str]:
    """The script in a Python that knows nothing of us."""
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(SCRIPT), *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_the_script_is_short_and_alone() -> None:
    text = SCRIPT.read_text()
    assert len(text.splitlines()) < 200
    imported = {
        line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))
    }
    assert imported <= sys.stdlib_module_names


def test_an_untouched_export_is_right(journal: None, tmp_path: Path) -> None:
    folder = export(tmp_path)
    for place in (folder, tmp_path / "export.zip"):
        code, said = check(place)
        assert code == 0, said
        assert said.startswith("RIGHT  10 entries (1 to 10)")
    inside = subprocess.run([sys.executable, folder / "verify_journal.py"], check=False)
    assert inside.returncode == 0, "its own folder is the default"


def test_a_range_is_right_and_fits_an_anchor(journal: None, tmp_path: Path) -> None:
    write_anchor(tmp_path / "a.jsonl", at=NOW)
    code, said = check(export(tmp_path, 4, 10), "--anchor", tmp_path / "a.jsonl")
    assert code == 0, said
    assert "7 entries (4 to 10), 0 withheld, 2 anchors compared" in said


def replace(old: str, new: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [line.replace(old, new) for line in lines]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (replace("第4张", "第5张"), "entry 5: altered"),
        (replace('"number": 4', '"number": 4.0'), "entry 5: altered"),
        (lambda lines: lines[:4] + lines[5:], "entry 5: missing or out of order (found 6)"),
        (lambda lines: lines[1:], "entry 1: missing"),
        (lambda lines: lines[:-1], "manifest: entries is said to be 10, but is 9"),
        (lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], "entry 5: missing"),
        (lambda lines: [*lines, lines[-1]], "entry 11: missing or out of order (found 10)"),
        (replace('"entry": [', '"entry": null, "was": ['), "entry 5: UNPROVEN"),
        (replace('"entry": [', '"entry":["forged", "x"], "a\\"entry": ['), "entry 5: altered"),
    ],
)
def test_a_changed_export_is_wrong(
    journal: None, tmp_path: Path, change: Callable[[list[str]], list[str]], told: str
) -> None:
    folder = export(tmp_path)
    file = folder / "entries.jsonl"
    file.write_text("".join(change(file.read_text().splitlines(keepends=True))))
    code, said = check(folder)
    assert code == 1, said
    assert told in said


@pytest.mark.parametrize("key", ["first", "last", "entries", "previous_hash", "last_hash"])
def test_a_changed_manifest_is_wrong(journal: None, tmp_path: Path, key: str) -> None:
    folder = export(tmp_path, 2, 9)
    file = folder / "manifest.json"
    claim = json.loads(file.read_text())
    claim[key] = claim[key] + 1 if isinstance(claim[key], int) else "00" * 32
    file.write_text(json.dumps(claim))
    assert check(folder)[0] == 1


def test_another_chain_does_not_fit_the_anchor(journal: None, tmp_path: Path) -> None:
    write_anchor(tmp_path / "a.jsonl", at=NOW)
    anchor = json.loads((tmp_path / "a.jsonl").read_text())
    for key, told in (("hash", "entry 10: not the chain"), ("genesis", "entry 0: not the chain")):
        (tmp_path / "b.jsonl").write_text(json.dumps({**anchor, key: "00" * 32}))
        code, said = check(export(tmp_path), "--anchor", tmp_path / "b.jsonl")
        assert code == 1
        assert told in said


def test_files_that_cannot_be_read_are_told_apart(tmp_path: Path) -> None:
    assert check(tmp_path)[0] == 2
    assert check(tmp_path / "absent.zip")[0] == 2


def test_personal_values_stay_sealed_and_the_erased_still_verify(db: None, tmp_path: Path) -> None:
    person = uuid7()
    pin_note(fact=NoteSigned(thing_id=uuid7(), person_id=person, name="马晓燕"))
    link_all()
    destroy_key(person, now=NOW)
    folder = export(tmp_path, 1, 1)
    assert "马" not in (folder / "entries.jsonl").read_text()
    assert check(folder)[0] == 0


def blank(folder: Path, last: int, digest: str = "") -> None:
    """What a forger does: entries become "withheld", the manifest agrees."""
    rows = [json.loads(line) for line in (folder / "entries.jsonl").read_text().splitlines()]
    proof = {"digest": digest} if digest else {}
    lines = [json.dumps({"seq": r["seq"], "hash": r["hash"], **proof, "entry": None}) for r in rows]
    (folder / "entries.jsonl").write_text("\n".join(lines[:last]) + "\n")
    claim = json.loads((folder / "manifest.json").read_text())
    claim |= {"last": last, "entries": last, "withheld": last, "last_hash": rows[last - 1]["hash"]}
    (folder / "manifest.json").write_text(json.dumps(claim))


@pytest.mark.parametrize("digest", ["", "00" * 32])
def test_what_is_said_to_be_withheld_must_prove_its_link(
    journal: None, tmp_path: Path, digest: str
) -> None:
    folder = export(tmp_path)
    blank(folder, 10, digest)
    code, said = check(folder)
    assert code == 1
    assert "entry 5: UNPROVEN" in said
    code, said = check(folder, "--unproven", "10")
    assert code == 0, "an export of links of before there were digests"
    assert "10 UNPROVEN" in said


def test_an_export_cut_before_an_anchor_is_wrong(journal: None, tmp_path: Path) -> None:
    write_anchor(tmp_path / "a.jsonl", at=NOW)
    folder = export(tmp_path, 1, 7)
    code, said = check(folder, "--anchor", tmp_path / "a.jsonl")
    assert code == 1
    assert "entry 10: was anchored, but the export ends before" in said
    code, said = check(folder, "--anchor", tmp_path / "a.jsonl", "--part")
    assert code == 0, said
    assert "1 outside the export not compared" in said


@pytest.mark.parametrize("place", ["before", "after"])
def test_contradicting_anchors_are_wrong(journal: None, tmp_path: Path, place: str) -> None:
    file = tmp_path / "a.jsonl"
    write_anchor(file, at=NOW)
    true = file.read_text()
    other = json.dumps({**json.loads(true), "hash": "00" * 32}) + "\n"
    file.write_text(other + true if place == "before" else true + other)
    code, said = check(export(tmp_path), "--anchor", file)
    assert code == 1
    assert "entry 10: its anchors contradict each other" in said


def test_what_is_above_the_readers_clearance_comes_as_its_digest(db: None, tmp_path: Path) -> None:
    pin("公开")
    pin("机密之事", secrecy=Secrecy.CONFIDENTIAL)
    pin("公开")
    link_all()
    folder = export(tmp_path, 1, 3)
    assert "机密之事" not in (folder / "entries.jsonl").read_text()
    code, said = check(folder)
    assert code == 0
    assert "3 entries (1 to 3), 1 withheld" in said


@pytest.mark.parametrize(("first", "last"), [(0, 3), (4, 3), (1, 11), (12, 12)])
def test_a_range_that_is_not_there_is_refused(
    journal: None, tmp_path: Path, first: int, last: int
) -> None:
    with pytest.raises(InvalidInput):
        export(tmp_path, first, last)


def test_exporting_needs_the_right_and_leaves_a_fact(journal: None, tmp_path: Path) -> None:
    with pytest.raises(NotAuthorised):
        export_journal(first=1, last=2, path=tmp_path / "x.zip", actor=CLERK, now=NOW)
    export(tmp_path, 2, 3)
    assert rows(
        "SELECT changes->>'first', changes->>'last' FROM journal_entry"
        " WHERE act = 'journal.range.exported'"
    ) == [("2", "3")]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_the_scripts_own_sm3_is_sm3(data: bytes) -> None:
    assert verify_journal.plain_sm3(data) == sm3(data)


def test_the_script_works_where_python_has_no_sm3(
    journal: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, seen = verify_journal.check(
        verify_journal.Export(export(tmp_path)), {}, verify_journal.plain_sm3
    )
    assert not wrong
    assert seen.startswith("10 entries")

    def lacking(*_: object) -> bytes:
        raise ValueError

    monkeypatch.setattr(verify_journal, "fast_sm3", lacking)
    assert verify_journal.choose() is verify_journal.plain_sm3
