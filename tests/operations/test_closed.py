"""What lies in LIUPAN_HOME is for Liupan's account; a proxy reads the static files and no more."""

import os
import tarfile
from pathlib import Path

import pytest

from liupan.config import homes
from liupan.config.archives import Manifest, writing


def test_an_archive_in_the_making_is_closed_from_its_first_byte(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    source = tmp_path / "paper"
    source.write_text("x" * 100_000)
    before = os.umask(0)
    try:
        with writing(folder / "a.tar", Manifest("1", "", "", [])) as archive:
            archive.add("paper", source)
            [part] = folder.iterdir()
            assert part.stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "a.tar").stat().st_mode & 0o077 == 0
    with tarfile.open(folder / "a.tar") as tar:
        assert "paper" in tar.getnames()


def test_what_a_killed_backup_left_open_is_not_written_on(tmp_path: Path) -> None:
    left = tmp_path / ".a.tar.part"
    left.write_text("half")
    left.chmod(0o644)
    with left.open("rb") as watched, writing(tmp_path / "a.tar", Manifest("1", "", "", [])):
        assert left.stat().st_ino != os.fstat(watched.fileno()).st_ino


def test_a_home_can_be_passed_through_and_what_was_left_open_is_closed(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    before = os.umask(homes.PRIVATE_UMASK)
    try:
        homes.make(home)
        for name in ("mail", "static", "logs"):
            (home / name).mkdir()
            (home / name).chmod(0o755)
        assert {p.name for p in homes.open_folders(home)} == {"mail", "logs"}
        homes.make(home)
    finally:
        os.umask(before)
    assert home.stat().st_mode & 0o777 == 0o711
    assert home.parent.stat().st_mode & 0o055 == 0o055
    assert not homes.open_folders(home)
    assert (home / "static").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("name", ["mail", "backups", "logs", "anchors"])
def test_doctor_tells_what_others_may_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from liupan.config import doctor

    class Ours:
        home = tmp_path

    monkeypatch.setattr(doctor, "environment", lambda: Ours)
    (tmp_path / name).mkdir(mode=0o700)
    assert doctor._closed().verdict is doctor.Verdict.OK
    (tmp_path / name).chmod(0o755)
    found = doctor._closed()
    assert found.verdict is doctor.Verdict.FAIL
    assert name in found.seen
