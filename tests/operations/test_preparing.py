"""tools/bootstrap.py: half-made environments, missing parts, a second start that does nothing."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.machinery.databases import ROOT

SCRIPT = ROOT / "tools" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, at work in an empty checkout whose path is hard to write."""
    checkout = tmp_path / "六盘 山"
    (checkout / "requirements").mkdir(parents=True)
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("VENV", "PYTHON", "UV", "STAMPS", "REQUIREMENTS", "BUNDLE", "TYPEFACES"):
        here = checkout / getattr(module, name).relative_to(ROOT)
        monkeypatch.setattr(module, name, here)
    monkeypatch.setattr(module, "ROOT", checkout)
    return module


def test_a_half_made_environment_is_made_anew(bootstrap: ModuleType) -> None:
    (bootstrap.VENV / "bin").mkdir(parents=True)
    bootstrap.PYTHON.symlink_to("/nowhere/python")
    bootstrap.environment()
    assert bootstrap.works(bootstrap.PYTHON)
    made = bootstrap.PYTHON.stat().st_ino, bootstrap.VENV.stat().st_ctime_ns
    bootstrap.environment()
    assert made == (bootstrap.PYTHON.stat().st_ino, bootstrap.VENV.stat().st_ctime_ns)


def test_an_environment_whose_python_has_gone_is_made_anew(bootstrap: ModuleType) -> None:
    bootstrap.environment()
    bootstrap.PYTHON.unlink()
    bootstrap.PYTHON.symlink_to("/usr/bin/python3.0")
    bootstrap.environment()
    assert bootstrap.works(bootstrap.PYTHON)


def test_a_step_that_fails_has_no_stamp_and_says_how_to_go_on(bootstrap: ModuleType) -> None:
    (bootstrap.REQUIREMENTS / "bootstrap.txt").write_text("uv\n")
    with pytest.raises(bootstrap.Stop, match="run the same command again"):
        bootstrap.installer()
    assert bootstrap.read_stamp("installer") == ""


def test_a_richer_profile_is_kept(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("bootstrap", "run", "test"):
        (bootstrap.REQUIREMENTS / f"{name}.txt").write_text(f"{name}==1\n")
    synced: list[str] = []
    monkeypatch.setattr(bootstrap, "uv", lambda *words: synced.append(Path(words[-1]).name))
    for profile in ("run", "test", "run", "test"):
        bootstrap.packages(profile)
    assert synced == ["run.txt", "test.txt"]
    (bootstrap.REQUIREMENTS / "test.txt").write_text("test==2\n")
    bootstrap.packages("run")
    assert synced == ["run.txt", "test.txt", "test.txt"]


def test_a_python_without_ensurepip_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    shutil.copy(SCRIPT, tmp_path / "tools")
    (tmp_path / "src/liupan/config").mkdir(parents=True)
    shutil.copy(ROOT / "src/liupan/config/progress.py", tmp_path / "src/liupan/config")
    code = (
        "import runpy, sys; sys.modules['ensurepip'] = None; sys.argv = ['bootstrap.py', 'run'];"
        f"runpy.run_path({str(tmp_path / 'tools/bootstrap.py')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(
    not (ROOT / ".venv/.liupan/project").exists(), reason="this environment was not made by make"
)
def test_a_second_start_needs_no_network() -> None:
    unreachable = "http://127.0.0.1:9"
    environ = {
        **os.environ, "http_proxy": unreachable, "https_proxy": unreachable,
        "UV_OFFLINE": "1", "npm_config_offline": "true",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, SCRIPT, "run", "--help"], capture_output=True, text=True, env=environ
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage:")  # no step was shown: none was needed


def test_typefaces_are_unpacked_once(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = bootstrap.ROOT / "node_modules/@fontsource/lxgw-wenkai/files" / bootstrap.WENKAI
    packed.parent.mkdir(parents=True)
    packed.write_bytes(b"packed")
    (bootstrap.ROOT / "package-lock.json").write_text("{}")
    called: list[str] = []

    def call(*command: str, **_: object) -> None:
        called.append(command[-1])
        bootstrap.TYPEFACES.mkdir(parents=True)

    monkeypatch.setattr(bootstrap, "call", call)
    bootstrap.typefaces()
    bootstrap.typefaces()
    assert called == [str(packed)]
