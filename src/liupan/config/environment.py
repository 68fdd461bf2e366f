"""What the operator may set from outside, read once."""

import os
import re
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from liupan.config import keys
from liupan.config.postgres import APP, OWNER, EmbeddedPostgres
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _
from liupan.kernel.secrecy import Zone

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who takes our letters. By `smtps` all is encrypted; `starttls` asks for it in between."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    is_smtps: bool
    starttls: bool


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """Where contents of files are kept when not on the disk: a bucket of an S3 service.

    `prefix` is empty or ends with a slash. `is_virtual`: the bucket is part of the host's name.
    """

    endpoint: str
    bucket: str
    prefix: str
    region: str
    is_virtual: bool
    key_id: str
    secret: str = field(repr=False)

    @property
    def place(self) -> str:
        """For operators: service, bucket and prefix, without any key."""
        return f"{self.endpoint}/{self.bucket}/{self.prefix}".rstrip("/")


@dataclass(frozen=True, slots=True)
class Environment:
    """The installation's outward settings; each is an environment variable.

    `home` (LIUPAN_HOME) holds everything the installation writes outside the database.
    `host` and `port` (LIUPAN_BIND, PORT) are where pages are served.
    `database_url` (DATABASE_URL) is what the servers use; `owner_url` (LIUPAN_OWNER_URL) is the
    role that owns the tables and runs migrations. Empty means the embedded PostgreSQL.
    `pool` (LIUPAN_POOL) is set by the servers: how many connections a process keeps; commands none.
    `origin` (LIUPAN_ORIGIN) is the address people know, without a path: links in letters begin so.
    `https` (LIUPAN_HTTPS) says that people come by https: cookies are sent only there.
    `proxies` (LIUPAN_PROXIES) is how many trusted proxies stand before the servers.
    `webhook_networks` (LIUPAN_WEBHOOK_NETWORKS) are private networks whose machines may be called.
    `workers` (LIUPAN_WORKERS) is how many processes serve pages; one for each core if not set.
    `idle_minutes` (LIUPAN_IDLE_MINUTES) without activity end a session.
    `mail` (LIUPAN_MAIL_URL) takes our letters; without one they are written into `home/mail`.
    `sms_adapter` (LIUPAN_SMS_ADAPTER) is the dotted name of the class that sends text messages.
    `file_mb` (LIUPAN_FILE_MB) is how large a file attached to a thing may be, in megabytes.
    `fonts` (LIUPAN_FONTS) is a folder of the operator's own typefaces for official documents.
    `clamd` (LIUPAN_CLAMD) is where the virus scanner listens: `unix:/PATH` or `HOST:PORT`.
    `objects` (LIUPAN_S3_URL, LIUPAN_S3_KEY_ID, LIUPAN_S3_SECRET) is where contents of files are
    kept; without one on the disk.
    `log` (LIUPAN_LOG) is the least that is written to standard error.
    `tls_header` (LIUPAN_TLS_HEADER) names the header in which a proxy hands on the certificate of a
    calling system; it is believed from `tls_proxies` (LIUPAN_TLS_PROXIES) alone: this machine.
    `xroad_instance` (LIUPAN_XROAD_INSTANCE) is the instance in X-Road's addresses; else CN-CITY.
    `call_rate` (LIUPAN_CALL_RATE) is how many calls a second one grant may make.
    """

    home: Path
    host: str
    port: int
    database_url: str
    owner_url: str
    zone: Zone
    hosts: tuple[str, ...]
    debug: bool
    origin: str
    pool: int
    https: bool
    proxies: int
    idle_minutes: int
    webhook_networks: tuple[IPv4Network | IPv6Network, ...]
    workers: int
    mail: MailServer | None
    sms_adapter: str
    file_mb: int
    fonts: Path | None
    clamd: str
    objects: ObjectStore | None
    log: str
    tls_header: str = ""
    tls_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    xroad_instance: str = ""
    call_rate: int = 100

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
        return keys.kept(self.home / "secrets" / name, size)

    @property
    def master_key(self) -> bytes:
        """A key that wraps keys. Raises NotReady when a filled database has lost its own."""
        return keys.master(self.home / "secrets", self._is_filled)

    @property
    def digest_key(self) -> bytes:
        """The key of digests, which no rotation touches. Raises NotReady as `master_key`."""
        return keys.digest(self.home / "secrets", self._is_filled)

    def _is_filled(self) -> bool | None:
        """Whether the database holds a city or keys; None when it cannot say."""
        if self.is_embedded:  # keys are made before the server is, and it may not run yet
            return (self.server.data / "PG_VERSION").exists()
        return keys.is_filled(self.database_url)


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
        pool=_number("LIUPAN_POOL", 0),
        https=_https(),
        origin=_origin(get("LIUPAN_ORIGIN") or ""),
        proxies=_number("LIUPAN_PROXIES", 0),
        idle_minutes=_number("LIUPAN_IDLE_MINUTES", 30),
        workers=_number("LIUPAN_WORKERS", 0) or len(os.sched_getaffinity(0)),
        webhook_networks=_networks("LIUPAN_WEBHOOK_NETWORKS", ""),
        mail=_mail(get("LIUPAN_MAIL_URL", "").strip()),
        sms_adapter=_dotted(get("LIUPAN_SMS_ADAPTER", "").strip()),
        file_mb=_number("LIUPAN_FILE_MB", 25),
        fonts=_folder("LIUPAN_FONTS"),
        clamd=_clamd(get("LIUPAN_CLAMD", "").strip()),
        objects=_objects(get("LIUPAN_S3_URL", "").strip()),
        log=_log((get("LIUPAN_LOG") or "warning").upper()),
        tls_header=_tls_header(get("LIUPAN_TLS_HEADER", "").strip()),
        tls_proxies=_networks("LIUPAN_TLS_PROXIES", "127.0.0.1/32,::1/128"),
        xroad_instance=_instance(get("LIUPAN_XROAD_INSTANCE", "").strip()),
        call_rate=_number("LIUPAN_CALL_RATE", 100) or 1,
    )


def _clamd(given: str) -> str:
    """Raises NotReady unless it names a socket."""
    host, _colon, port = given.rpartition(":")
    is_network = bool(host) and port.isascii() and port.isdigit() and 0 < int(port) < 65536
    if not given or given.startswith("unix:/") or is_network:
        return given
    raise NotReady(
        _("LIUPAN_CLAMD is %(given)s, which names no socket.") % {"given": given},
        next_step=_("Set it to unix:/PATH or HOST:PORT, or leave it out."),
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


def _folder(name: str) -> Path | None:
    given = os.environ.get(name, "").strip()
    if given and not Path(given).is_dir():
        raise NotReady(
            _("%(name)s=%(value)s is not a folder.") % {"name": name, "value": given},
            next_step=_("Name one that is there, or unset it."),
        )
    return Path(given).absolute() if given else None


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


def _https() -> bool:
    """Whether people come by https. Liupan itself speaks http: a proxy in front ends TLS."""
    is_https = os.environ.get("LIUPAN_HTTPS") == "1"
    if is_https and not _number("LIUPAN_PROXIES", 0):
        raise NotReady(
            _("LIUPAN_HTTPS=1, but no proxy is named that ends TLS: no form could be sent."),
            next_step=_("Set LIUPAN_PROXIES to how many proxies of yours stand in front."),
        )
    return is_https


def _mail(given: str) -> MailServer | None:
    if not given:
        return None
    try:
        parts = urlsplit(given)
        port, options = parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:
        raise _no_mail_server() from None
    sender = options.pop("from", "")
    starttls = options.pop("starttls", "1" if parts.username else "0")
    is_smtps = parts.scheme == "smtps"
    is_sound = parts.scheme in ("smtp", "smtps") and parts.path in ("", "/") and not options
    if not (is_sound and parts.hostname and "@" in sender and starttls in ("0", "1")):
        raise _no_mail_server()
    return MailServer(
        host=parts.hostname,
        port=port or (465 if is_smtps else 587 if starttls == "1" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
        is_smtps=is_smtps,
        starttls=starttls == "1" and not is_smtps,
    )


def _no_mail_server() -> NotReady:
    """Without the value: it may hold a password."""
    return NotReady(
        _("LIUPAN_MAIL_URL is not the address of a mail server."),
        next_step=_(
            "Write it as smtps://user:password@host:465?from=liupan@example.gov.cn "
            "(smtp:// with STARTTLS; a user's or password's special characters as %XX)."
        ),
    )


def _objects(given: str) -> ObjectStore | None:
    """The bucket of `https://host/bucket/prefix?region=...`, with its keys."""
    if not given:
        return None
    key_id, secret = (os.environ.get(f"LIUPAN_S3_{n}", "").strip() for n in ("KEY_ID", "SECRET"))
    try:
        parts = urlsplit(given)
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        is_sound = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        raise _no_bucket() from None
    bucket, _slash, prefix = parts.path.strip("/").partition("/")
    region, style = options.pop("region", "us-east-1"), options.pop("style", "path")
    is_sound &= parts.scheme in ("http", "https") and style in ("path", "virtual") and not options
    if not (is_sound and bucket):
        raise _no_bucket()
    if not (key_id and secret):
        raise NotReady(
            _("LIUPAN_S3_URL is set, but not both of LIUPAN_S3_KEY_ID and LIUPAN_S3_SECRET."),
            next_step=_("Set all three; the key needs to list, read, write and delete objects."),
        )
    return ObjectStore(
        endpoint=f"{parts.scheme}://{parts.netloc}",
        bucket=bucket,
        prefix=f"{prefix}/" if prefix else "",
        region=region,
        is_virtual=style == "virtual",
        key_id=key_id,
        secret=secret,
    )


def _no_bucket() -> NotReady:
    """Without the value: somebody may have put a key into it."""
    return NotReady(
        _("LIUPAN_S3_URL names no bucket of an S3 service."),
        next_step=_(
            "Write it as https://s3.example.gov.cn/bucket?region=cn-north-1 (?style=virtual when "
            "the bucket is part of the host's name); keys go into LIUPAN_S3_KEY_ID and "
            "LIUPAN_S3_SECRET."
        ),
    )


def _dotted(given: str) -> str:
    if given and not ("." in given and all(part.isidentifier() for part in given.split("."))):
        raise NotReady(
            _("LIUPAN_SMS_ADAPTER=%(value)s is not the dotted name of a class.") % {"value": given},
            next_step=_("Write it like city_sms.gateway.Adapter, or unset it."),
        )
    return given


def _log(given: str) -> str:
    if given in LEVELS:
        return given
    raise NotReady(
        _("LIUPAN_LOG=%(value)s is not a level.") % {"value": given.lower()},
        next_step=_("Choose one of: %(levels)s.") % {"levels": ", ".join(LEVELS).lower()},
    )


def _tls_header(given: str) -> str:
    """Raises NotReady unless it can be a header, and a proxy is there that sets it."""
    if given and not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,63}", given):
        raise NotReady(
            _("LIUPAN_TLS_HEADER=%(value)s is not the name of a header.") % {"value": given},
            next_step=_("Write it like X-Client-Certificate, or unset it."),
        )
    if given and not _number("LIUPAN_PROXIES", 0):
        raise NotReady(
            _("LIUPAN_TLS_HEADER is set, but no proxy is named that sets the header."),
            next_step=_("Set LIUPAN_PROXIES to how many proxies of yours stand in front."),
        )
    return given


def _instance(given: str) -> str:
    if given and not re.fullmatch(r"[A-Za-z0-9._-]{1,60}", given):
        raise NotReady(
            _("LIUPAN_XROAD_INSTANCE=%(value)s is not the code of an instance.") % {"value": given},
            next_step=_("Write it in letters, digits, dots and hyphens, or unset it."),
        )
    return given


def _networks(name: str, unset: str) -> tuple[IPv4Network | IPv6Network, ...]:
    given = os.environ.get(name) or unset
    try:
        return tuple(ip_network(part.strip()) for part in given.split(",") if part.strip())
    except ValueError as error:
        raise NotReady(
            _("%(name)s=%(value)s are not networks: %(error)s.")
            % {"name": name, "value": given, "error": error},
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
