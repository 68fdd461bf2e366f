"""What the operator may set from outside, read once."""

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from liupan.kernel.secrecy import Zone


@dataclass(frozen=True, slots=True)
class Environment:
    """The installation's outward settings; each is an environment variable.

    `home` (LIUPAN_HOME) holds everything the installation writes outside the database.
    `database_url` (DATABASE_URL) is what the servers use; `owner_url` (LIUPAN_OWNER_URL) is the
    role that owns the tables and runs migrations. Empty means the embedded PostgreSQL.
    `pool` (LIUPAN_POOL) is set by the servers: they keep connections, commands do not.
    `https` (LIUPAN_HTTPS) says that people come by https: cookies are sent only there.
    `proxies` (LIUPAN_PROXIES) is how many trusted proxies stand before the servers.
    `idle_minutes` (LIUPAN_IDLE_MINUTES) without activity end a session.
    """

    home: Path
    port: int
    database_url: str
    owner_url: str
    zone: Zone
    hosts: tuple[str, ...]
    debug: bool
    long_calls_origin: str
    pool: bool
    https: bool
    proxies: int
    idle_minutes: int

    def secret(self, name: str, size: int = 32) -> bytes:
        """A secret of `size` random bytes kept in `home/secrets/NAME`, made at first use."""
        path = self.home / "secrets" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
                f.write(secrets.token_bytes(size))
                f.flush()
                os.fsync(f.fileno())
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass  # another process was first; its secret is the secret
            finally:
                fresh.unlink()
        return path.read_bytes()


@cache
def environment() -> Environment:
    """The environment of this process."""
    get = os.environ.get
    return Environment(
        home=Path(get("LIUPAN_HOME") or "var").absolute(),
        port=int(get("PORT") or "8000"),
        database_url=get("DATABASE_URL", ""),
        owner_url=get("LIUPAN_OWNER_URL", ""),
        zone=Zone(get("LIUPAN_ZONE") or "extranet"),
        hosts=tuple(h.strip() for h in get("LIUPAN_HOSTS", "localhost,127.0.0.1").split(",") if h),
        debug=get("LIUPAN_DEBUG") == "1",
        long_calls_origin=get("LIUPAN_LONG_CALLS_ORIGIN", ""),
        pool=get("LIUPAN_POOL") == "1",
        https=get("LIUPAN_HTTPS") == "1",
        proxies=int(get("LIUPAN_PROXIES") or "0"),
        idle_minutes=int(get("LIUPAN_IDLE_MINUTES") or "30"),
    )
