"""As root in private folders, as root without user namespaces, as an ordinary user."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.machinery.databases import ROOT
from tests.machinery.installations import LIUPAN, Installation
from tests.operations.conftest import as_root

pytestmark = [pytest.mark.slow, as_root]

NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="liupan-公共 ", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def without_namespaces(public_folder: Path) -> dict[str, str]:
    """An environment in which `unshare` fails, as under a strict kernel."""
    refusing = public_folder / "bin" / "unshare"
    refusing.parent.mkdir()
    refusing.write_text("#!/bin/sh\necho 'unshare failed: Operation not permitted' >&2\nexit 1\n")
    refusing.chmod(0o755)
    return {"PATH": f"{refusing.parent}:{os.environ['PATH']}"}


@pytest.fixture
def nobodys_python() -> list[str]:
    """An interpreter that an ordinary account can start, of the same version as ours."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        words = [*AS_NOBODY, "sh", "-c", '"$0" -c ""', python]
        tried = subprocess.run(words, capture_output=True, check=False)
        if not tried.returncode:
            return [*AS_NOBODY, python, *LIUPAN[1:]]
    pytest.skip("no Python of this version that an ordinary account can start")


def owners(liupan: Installation) -> set[int]:
    """Accounts whose processes run in this home."""
    found = set()
    for pid in liupan.processes():
        with suppress(FileNotFoundError):  # one that has ended meanwhile
            found.add(Path(f"/proc/{pid}").stat().st_uid)
    return found


def test_root_in_a_private_folder_needs_no_other_account(make) -> None:
    liupan: Installation = make()
    assert liupan.home.parent.stat().st_mode & 0o777 == 0o700
    accounts = Path("/etc/passwd").read_bytes()
    liupan.run()
    assert owners(liupan) == {0}
    assert liupan.server.data.stat().st_uid == 0
    assert liupan.end() == 0
    assert Path("/etc/passwd").read_bytes() == accounts


def test_root_without_namespaces_lends_an_ordinary_account(
    public_folder: Path, without_namespaces: dict[str, str]
) -> None:
    liupan = Installation(public_folder / "home", environ=without_namespaces)
    try:
        liupan.run()
        assert NOBODY in owners(liupan)
        assert liupan.server.data.stat().st_uid == NOBODY
        assert liupan.end() == 0
        assert liupan.processes() == {}
        done = liupan.call("doctor")  # with namespaces again: the data stay the account's
        assert "ok    postgresql" in done.stdout, done.stdout
    finally:
        liupan.kill_everything()


def test_root_without_namespaces_in_a_private_folder_is_told_what_to_do(
    make, without_namespaces: dict[str, str]
) -> None:
    liupan: Installation = make(is_empty=True, environ=without_namespaces)
    done = liupan.call("run")
    assert done.returncode == 1
    assert "PostgreSQL does not run as root" in done.stderr
    assert "ordinary user" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_ordinary_user(public_folder: Path, nobodys_python: list[str]) -> None:
    os.chown(public_folder, NOBODY, NOBODY)
    packages = next(p for p in sys.path if p.endswith("site-packages"))
    liupan = Installation(
        public_folder / "home",
        command=nobodys_python,
        environ={
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), packages]),
            "HOME": "/nonexistent",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    try:
        liupan.run()
        liupan.await_answer()
        assert owners(liupan) == {NOBODY}
        assert liupan.process
        done = subprocess.run([*AS_NOBODY, "kill", "-INT", str(liupan.process.pid)], check=False)
        assert done.returncode == 0
        assert liupan.process.wait(timeout=30) == 0
        assert liupan.processes() == {}
    finally:
        liupan.kill_everything()
