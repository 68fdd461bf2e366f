"""A key for each person; erasing; changing the master key."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from liupan.foundation.crypto import masters
from liupan.foundation.crypto.facade import (
    MasterKeyMissing,
    PersonErased,
    destroy_key,
    open_sealed,
    rotate_master,
    seal,
)
from liupan.foundation.crypto.models import MasterKey, PersonKey
from liupan.kernel.ids import uuid7

NOW = datetime(2017, 11, 15, tzinfo=UTC)
MA, LI = uuid7(), uuid7()


@pytest.fixture(autouse=True)
def own_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Key files of this test alone, and nothing remembered."""
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    monkeypatch.setattr(masters, "_known", {})
    return tmp_path / "secrets"


def test_what_is_sealed_is_opened(db: None) -> None:
    [name], [phone] = seal(MA, ["马晓燕"]), seal(LI, ["13995400000"])
    assert open_sealed([(LI, phone), (MA, name)]) == ["13995400000", "马晓燕"]
    assert "马" not in name


def test_the_same_value_never_looks_the_same(db: None) -> None:
    assert len(set(seal(MA, ["男"] * 5))) == 5


def test_an_erased_person_is_unreadable_for_ever(db: None) -> None:
    [name] = seal(MA, ["马晓燕"])
    [other] = seal(LI, ["李"])
    destroy_key(MA, now=NOW)
    assert open_sealed([(MA, name), (LI, other)]) == [None, "李"]
    with pytest.raises(PersonErased):
        seal(MA, ["again"])
    assert PersonKey.objects.get(person_id=MA).wrapped is None


def test_a_person_can_be_erased_before_anything_was_sealed(db: None) -> None:
    destroy_key(MA, now=NOW)
    with pytest.raises(PersonErased):
        seal(MA, ["x"])


def test_rotation_wraps_every_key_anew(db: None, own_secrets: Path) -> None:
    [name] = seal(MA, ["马晓燕"])
    gone = seal(LI, ["李"])
    destroy_key(LI, now=NOW)
    before = bytes(PersonKey.objects.get(person_id=MA).wrapped or b"")
    assert rotate_master(now=NOW) == 1
    row = PersonKey.objects.get(person_id=MA)
    assert bytes(row.wrapped or b"") != before
    assert row.fingerprint == MasterKey.objects.get().fingerprint
    assert (own_secrets / f"master-{row.fingerprint}.key").stat().st_mode & 0o777 == 0o600
    assert open_sealed([(MA, name), (LI, gone[0])]) == ["马晓燕", None]
    assert rotate_master(now=NOW) == 1, "and again"
    assert open_sealed([(MA, name)]) == ["马晓燕"]


def test_new_keys_use_the_new_master(db: None) -> None:
    seal(MA, ["x"])
    rotate_master(now=NOW)
    [text] = seal(LI, ["李"])
    assert PersonKey.objects.get(person_id=LI).fingerprint == MasterKey.objects.get().fingerprint
    assert open_sealed([(LI, text)]) == ["李"]


def test_a_server_that_did_not_rotate_finds_the_new_master(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    [name] = seal(MA, ["马晓燕"])
    remembered = dict(masters._known)
    rotate_master(now=NOW)
    monkeypatch.setattr(masters, "_known", remembered)
    assert open_sealed([(MA, name)]) == ["马晓燕"]


def test_a_missing_master_key_is_told_with_what_to_do(
    db: None, own_secrets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [name] = seal(MA, ["马晓燕"])
    rotate_master(now=NOW)
    for file in own_secrets.iterdir():
        file.unlink()
    monkeypatch.setattr(masters, "_known", {})
    with pytest.raises(MasterKeyMissing) as caught:
        open_sealed([(MA, name)])
    assert "secrets" in caught.value.next_step


def test_many_keys_are_wrapped_in_batches(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liupan.foundation.crypto.keys.BATCH", 3)
    people = [uuid7() for _ in range(7)]
    sealed = [(p, seal(p, [str(p)])[0]) for p in people]
    assert rotate_master(now=NOW) == 7
    assert open_sealed(sealed) == [str(p) for p in people]


def test_a_kill_in_the_midst_of_rotating_leaves_everything_readable(
    fresh_db: str, own_secrets: Path
) -> None:
    sealed = [(p, seal(p, ["值"])[0]) for p in (uuid7() for _ in range(5))]
    code = (
        "import django, os, signal; django.setup()\n"
        "from django.utils import timezone\n"
        "from liupan.foundation.crypto import keys\n"
        "wrap = keys._rewrap\n"
        "keys.BATCH = 2\n"
        "def rewrap(rows, fresh):\n"
        "    wrap(rows, fresh)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "keys._rewrap = rewrap\n"
        "keys.rotate_master(now=timezone.now())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    assert open_sealed(sealed) == ["值"] * 5
    assert rotate_master(now=NOW) == 5
    assert open_sealed(sealed) == ["值"] * 5
