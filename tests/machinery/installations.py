"""Real installations in folders of their own: started, watched and killed as processes."""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from liupan.config.postgres import OWNER, EmbeddedPostgres
from tests.machinery.databases import ROOT

LIUPAN = [sys.executable, "-m", "liupan.config.cli"]
FOREIGN = ("DATABASE_URL", "LIUPAN_OWNER_URL", "LIUPAN_HOME", "PORT", "DJANGO_SETTINGS_MODULE")
PASSWORD = os.environ.get("LIUPAN_DEMO_PASSWORD") or "demo-of-the-journeys"
SEEDED = {"LIUPAN_DEMO": "1", "LIUPAN_DEMO_PASSWORD": PASSWORD}
SMALL = {**SEEDED, "LIUPAN_DEMO": "small"}
PATIENCE = 480.0  # seconds; two demo cities being built at once take minutes


@dataclass
class Installation:
    """One LIUPAN_HOME and what runs in it."""

    home: Path
    port: int = 0
    environ: dict[str, str] = field(default_factory=dict)
    command: Sequence[str] = tuple(LIUPAN)
    patience: float = PATIENCE
    said: list[str] = field(default_factory=list)
    process: "subprocess.Popen[str] | None" = None
    _listener: threading.Thread = field(default_factory=threading.Thread)

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def server(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(self.home)

    @property
    def text(self) -> str:
        """Everything `run` has said so far."""
        return "".join(self.said)

    def start(self) -> None:
        """`liupan run`, without waiting; an earlier one has ended."""
        self._forget()
        self.process = subprocess.Popen(
            [*self.command, "run"], env=self._environ(), text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT,
        )  # fmt: skip
        self.said = []
        self._listener = threading.Thread(target=self._listen, args=(self.process,), daemon=True)
        self._listener.start()

    def await_ready(self) -> None:
        """Wait until `run` says so."""
        wait_for(lambda: "Liupan is ready" in self.text or not self.is_running, self)
        assert "Liupan is ready" in self.text, self.text

    def run(self) -> None:
        """Start and wait until ready."""
        self.start()
        self.await_ready()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal to the supervisor alone; its exit code."""
        assert self.process
        self.process.send_signal(number)
        code = self.process.wait(timeout=self.patience)
        self._listener.join()
        return code

    def call(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """One `liupan` command."""
        return subprocess.run(
            [*self.command, *arguments], env=self._environ(), text=True, capture_output=True,
            cwd=ROOT, timeout=self.patience,
        )  # fmt: skip

    def get(self, path: str = "/healthz") -> int:
        """Status of a page; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as page:
                return int(page.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def await_answer(self) -> None:
        """Wait until it says that all is well; a busy machine's heart may skip a beat."""
        wait_for(lambda: self.get() == 200, self)

    def query(self, statement: str) -> list[tuple]:
        """Ask the embedded database as the owner."""
        with psycopg.connect(self.server.url(OWNER), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def processes(self) -> dict[int, str]:
        """Names and command lines of all living processes of this home, by process id."""
        return {pid: words for pid in _pids() if (words := self._words_if_ours(pid))}

    def pids(self, pattern: str) -> list[int]:
        """Process ids whose command line matches."""
        return [pid for pid, words in self.processes().items() if re.search(pattern, words)]

    def kill_everything(self) -> None:
        """Kill -9 all there is, as often as needed."""
        while found := self.processes():
            for pid in found:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        self._forget()

    def _forget(self) -> None:
        if self.process:
            self.process.wait()
            self._listener.join()

    def _words_if_ours(self, pid: int) -> str:
        folder = Path(f"/proc/{pid}")
        try:
            environ = (folder / "environ").read_bytes().split(b"\0")
            if os.fsencode(f"LIUPAN_HOME={self.home}") in environ or self._is_inside(folder):
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                return f"{(folder / 'comm').read_text().strip()}: {words}" if words else ""
        except OSError:
            pass
        return ""

    def _is_inside(self, folder: Path) -> bool:
        return (folder / "cwd").readlink().is_relative_to(self.home)

    def _environ(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if k not in FOREIGN}
        return {
            **inherited, "LIUPAN_HOME": str(self.home), "PORT": str(self.port),
            "LIUPAN_DEMO": "0", "LIUPAN_WORKERS": "1", "LIUPAN_LANGUAGE": "en", **self.environ,
        }  # fmt: skip

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout
        with process.stdout:
            self.said.extend(process.stdout)


def wait_for(happens: Callable[[], bool], installation: Installation) -> None:
    """Wait for something that must come; fails with what `run` said."""
    until = time.monotonic() + installation.patience
    while not happens():
        assert time.monotonic() < until, f"it never came:\n{installation.text}"
        time.sleep(0.05)


def free_port() -> int:
    """A port nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Made:
    """A stopped home, and what was said while it was made."""

    home: Path
    said: str


def installed_home() -> Path:
    """A home without a city, after `liupan upgrade`; tests copy it."""
    return _made_once("installed 六盘", {}).home


def seeded_home() -> Made:
    """A home with the demo city; tests copy it.

    Who writes journeys names a stopped home with a city in LIUPAN_JOURNEY_HOME, and waits less.
    """
    if prepared := os.environ.get("LIUPAN_JOURNEY_HOME"):
        return Made(Path(prepared), "")
    return _made_once("city", {**SEEDED, "LIUPAN_LANGUAGE": "zh"})


def _made_once(name: str, environ: dict[str, str]) -> Made:
    """Made once in a test session, by whichever worker comes first; the others wait."""
    session = Path(os.environ["LIUPAN_TEST_SESSION"])
    home, said = session / name, session / f"{name}.said"
    with (session / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            making = Installation(home, environ=environ)
            done = making.call("upgrade")
            assert done.returncode == 0, done.stdout + done.stderr
            assert not making.processes()
            said.write_text(done.stdout, "utf-8")
    return Made(home, said.read_text("utf-8"))


def copy_home(source: Path, target: Path) -> None:
    """A copy of a stopped home."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.lock", "socket", "logs"))


def _pids() -> list[int]:
    return [int(p.name) for p in Path("/proc").glob("[0-9]*")]
