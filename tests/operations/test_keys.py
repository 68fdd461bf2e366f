"""Keys: made once, kept for good, and never made anew beside a database that needs the old."""

from pathlib import Path

import pytest

from liupan.config import keys
from liupan.config.sentences import NotReady


def test_an_empty_installation_gets_keys_of_its_own(tmp_path: Path) -> None:
    digest = keys.digest(tmp_path / "secrets", lambda: False)
    master = keys.master(tmp_path / "secrets", lambda: False)
    assert digest != master
    assert keys.digest(tmp_path / "secrets", lambda: True) == digest
    assert keys.master(tmp_path / "secrets", lambda: True) == master
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert (tmp_path / "secrets" / keys.DIGEST).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("which", [keys.master, keys.digest])
def test_a_key_lost_beside_a_filled_database_is_not_made_anew(tmp_path: Path, which) -> None:
    with pytest.raises(NotReady, match="is missing, and the database needs it"):
        which(tmp_path, lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_while_nobody_can_say_no_key_is_written(tmp_path: Path) -> None:
    assert keys.master(tmp_path, lambda: None) != keys.master(tmp_path, lambda: None)
    assert list(tmp_path.iterdir()) == []


def test_digests_of_before_stay_right(tmp_path: Path) -> None:
    (tmp_path / keys.MASTER).write_bytes(b"m" * 16)
    assert keys.digest(tmp_path, lambda: True) == b"m" * 16
    (tmp_path / keys.MASTER).unlink()  # retired after a rotation
    (tmp_path / "master-abc.key").write_bytes(b"n" * 16)
    assert keys.digest(tmp_path, lambda: True) == b"m" * 16
    assert keys.master(tmp_path, lambda: True) == b"n" * 16
    assert not (tmp_path / keys.MASTER).exists()


@pytest.mark.slow
def test_a_start_without_its_keys_is_refused(liupan) -> None:
    for file in (liupan.home / "secrets").glob("*.key"):
        file.rename(file.with_name(f"{file.name}.away"))
    done = liupan.call("upgrade")
    assert done.returncode == 1
    assert "is missing, and the database needs it" in done.stderr
    made = {file.name for file in (liupan.home / "secrets").glob("*.key")}
    assert made <= {"django.key"}  # it signs cookies: a new one only signs people out
    for file in (liupan.home / "secrets").glob("*.away"):
        file.rename(file.with_suffix(""))
    assert liupan.call("upgrade").returncode == 0
