"""What the operator may set from outside, read once."""

import os
import secrets
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from liupan.config.postgres import APP, OWNER, EmbeddedPostgres
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _
from liupan.kernel.secrecy import Zone


@dataclass(frozen=True, slots=True)
class Environment:
    """The installation's outward settings; each is an environment variable.

    `home` (LIUPAN_HOME) holds everything the installation writes outside the database.
    `host` and `port` (LIUPAN_BIND, PORT) are where pages are served.
    `database_url` (DATABASE_URL) is what the servers use; `owner_url` (LIUPAN_OWNER_URL) is the
    role that owns the tables and runs migrations. Empty means the embedded PostgreSQL.
    `pool` (LIUPAN_POOL) is set by the servers: they keep connections, commands do not.
    `origin` (LIUPAN_ORIGIN) is the address people know, without a path: links in letters begin so.
    `https` (LIUPAN_HTTPS) says that people come by https: cookies are sent only there.
    `proxies` (LIUPAN_PROXIES) is how many trusted proxies stand before the servers.
    `webhook_networks` (LIUPAN_WEBHOOK_NETWORKS) are private networks whose machines may be called.
    `workers` (LIUPAN_WORKERS) is how many processes serve pages; one for each core if not set.
    `idle_minutes` (LIUPAN_IDLE_MINUTES) without activity end a session.
    """

    home: Path
    host: str
    port: int
    database_url: str
    owner_url: str
    zone: Zone
    hosts: tuple[str, ...]
    debug: bool
    long_calls_origin: str
    origin: str
    pool: bool
    https: bool
    proxies: int
    idle_minutes: int
    webhook_networks: tuple[IPv4Network | IPv6Network, ...]
    workers: int

    @property
    def is_embedded(self) -> bool:
        """Whether Liupan brings its own PostgreSQL."""
        return not self.database_url

    @property
    def server(self) -> EmbeddedPostgres:
        """The embedded PostgreSQL of this installation."""
        return EmbeddedPostgres(self.home)

    @property
    def app_url(self) -> str:
        """Where the servers' role finds the database."""
        return self.database_url or self.server.url(APP)

    @property
    def tables_url(self) -> str:
        """Where the role that owns the tables finds it; the same when only one was given."""
        if self.is_embedded:
            return self.server.url(OWNER)
        return self.owner_url or self.database_url

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
    """The environment of this process. Raises NotReady when a value makes no sense."""
    get = os.environ.get
    return Environment(
        home=Path(get("LIUPAN_HOME") or _default_home()).absolute(),
        host=get("LIUPAN_BIND") or "127.0.0.1",
        port=_port(get("PORT") or "8000"),
        database_url=_address("DATABASE_URL"),
        owner_url=_address("LIUPAN_OWNER_URL"),
        zone=_zone(get("LIUPAN_ZONE") or "extranet"),
        hosts=tuple(h.strip() for h in get("LIUPAN_HOSTS", "localhost,127.0.0.1").split(",") if h),
        debug=get("LIUPAN_DEBUG") == "1",
        long_calls_origin=get("LIUPAN_LONG_CALLS_ORIGIN", ""),
        pool=get("LIUPAN_POOL") == "1",
        https=get("LIUPAN_HTTPS") == "1",
        origin=_origin(get("LIUPAN_ORIGIN") or ""),
        proxies=_number("LIUPAN_PROXIES", 0),
        idle_minutes=_number("LIUPAN_IDLE_MINUTES", 30),
        workers=_number("LIUPAN_WORKERS", 0) or len(os.sched_getaffinity(0)),
        webhook_networks=_networks(get("LIUPAN_WEBHOOK_NETWORKS") or ""),
    )


def _default_home() -> Path:
    """`var` in the checkout this code runs from, else in the current folder."""
    checkout = Path(__file__).resolve().parents[3]
    return (checkout if (checkout / "pyproject.toml").exists() else Path()) / "var"


def _port(given: str) -> int:
    if given.isascii() and given.isdigit() and 0 < int(given) < 65536:
        return int(given)
    raise NotReady(
        _("PORT=%(port)s is not a port.") % {"port": given},
        next_step=_("Set it to a number up to 65535."),
    )


def _number(name: str, unset: int) -> int:
    given = os.environ.get(name) or str(unset)
    if given.isascii() and given.isdigit():
        return int(given)
    raise NotReady(
        _("%(name)s=%(value)s is not a number.") % {"name": name, "value": given},
        next_step=_("Write it in digits, or unset it (%(unset)d).") % {"unset": unset},
    )


def _origin(given: str) -> str:
    """`given`, else made of the first name pages are served under; by http with the own port."""
    if given:
        parts = urlsplit(given)
        plain = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme in ("http", "https") and parts.hostname and given.rstrip("/") == plain:
            return plain
        raise NotReady(
            _("LIUPAN_ORIGIN=%(value)s is not the address of a site.") % {"value": given},
            next_step=_("Write it like https://www.example.gov.cn, without a path."),
        )
    get = os.environ.get
    host = get("LIUPAN_HOSTS", "localhost").split(",")[0].strip().lstrip(".") or "localhost"
    name = "localhost" if host == "*" else host
    is_https = get("LIUPAN_HTTPS") == "1"
    return f"https://{name}" if is_https else f"http://{name}:{get('PORT') or '8000'}"


def _networks(given: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in given.split(",") if part.strip())
    except ValueError as error:
        raise NotReady(
            _("LIUPAN_WEBHOOK_NETWORKS=%(value)s are not networks: %(error)s.")
            % {"value": given, "error": error},
            next_step=_("Write them like 10.20.0.0/16, with commas between them."),
        ) from None


def _zone(given: str) -> Zone:
    if given in list(Zone):
        return Zone(given)
    raise NotReady(
        _("LIUPAN_ZONE=%(zone)s is not a network zone.") % {"zone": given},
        next_step=_("Choose one of: %(zones)s.") % {"zones": ", ".join(Zone)},
    )


def _address(name: str) -> str:
    given = os.environ.get(name, "").strip()
    if given and not given.startswith(("postgresql://", "postgres://")):
        raise NotReady(
            _("%(name)s is not the address of a PostgreSQL database.") % {"name": name},
            next_step=_(
                "Write it as postgresql://role:password@host:5432/database, "
                "or unset it to use the embedded PostgreSQL."
            ),
        )
    try:
        parts = urlsplit(given)
        names = parts.port, parts.path.lstrip("/")  # asking for the port raises
    except ValueError:
        raise NotReady(
            _("%(name)s has a port that is not a number.") % {"name": name},
            next_step=_("Write it as postgresql://role:password@host:5432/database."),
        ) from None
    if given and not names[1]:
        raise NotReady(
            _("%(name)s names no database.") % {"name": name},
            next_step=_("Write it as postgresql://role:password@host:5432/database."),
        )
    return given
