"""deploy/ as it stands: systemd's units are run as they are written, nginx stands in front.

What cannot be had here is said when a test skips. Containers are only read.
"""

import contextlib
import datetime
import http.client
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from liupan.config.postgres import BINARIES, SUPERUSER, EmbeddedPostgres
from tests.machinery.databases import ROOT
from tests.machinery.installations import free_port

pytestmark = pytest.mark.slow

DEPLOY = ROOT / "deploy"
NAME = "liupan.example.gov.cn"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
needs_nginx = pytest.mark.skipif(not NGINX, reason="nginx is not here: apt install nginx-light")
NOBODY = 65534
PATIENCE = 180.0
LOOKING = os.WEXITED | os.WNOHANG | os.WNOWAIT
"""For whether a process has ended, which is not reaped by that."""

FRAME = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    log_format led '$uri $upstream_addr'; access_log {folder}/access.log led;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    include {folder}/liupan.conf;
}}
"""
"""What Debian's nginx.conf is to liupan.conf, without the right to write in /var."""


# --- systemd -----------------------------------------------------------------------------------
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    program = tmp_path / "opt" / ".venv/bin/liupan"
    program.parent.mkdir(parents=True)
    program.symlink_to("/bin/true")
    for unit in (DEPLOY / "systemd").glob("liupan*"):
        text = unit.read_text().replace("/opt/liupan", str(tmp_path / "opt"))
        (tmp_path / unit.name).write_text(text)
    units = sorted(str(p) for p in tmp_path.glob("liupan*"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True
    )
    said = [line for line in done.stderr.splitlines() if "liupan" in line]
    assert (done.returncode, said) == (0, []), done.stderr


def test_every_unit_runs_a_command_that_is_there() -> None:
    from click.testing import CliRunner

    from liupan.config import cli

    cli.add_commands()
    units = [Unit(p.stem, p.read_text()) for p in (DEPLOY / "systemd").glob("*.service")]
    assert len(units) == 5
    for unit in units:
        asked = [*unit.command[1:], "--help"]
        assert CliRunner().invoke(cli.cli, asked).exit_code == 0, unit.name


def test_compose_starts_the_same_commands() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    units = [Unit(p.stem, p.read_text()) for p in (DEPLOY / "systemd").glob("*.service")]
    for unit in units:
        if unit.name != "liupan-backup":
            words = ", ".join(f'"{word}"' for word in unit.command[1:])
            assert f"command: [{words}]" in text
    named = set(re.findall(r"\$\{(\w+)", text))
    assert named == {
        "POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "LIUPAN_HOSTS", "LIUPAN_DEMO",
        "LIUPAN_HTTPS", "LIUPAN_PROXIES", "LIUPAN_ORIGIN", "LIUPAN_MAIL_URL",
        "LIUPAN_SMS_ADAPTER", "LIUPAN_ZONE", "LIUPAN_S3_URL", "LIUPAN_S3_KEY_ID",
        "LIUPAN_S3_SECRET",
    }  # fmt: skip


# --- The whole -----------------------------------------------------------------------------------
@dataclass
class Unit:
    """A service as its file describes it."""

    name: str
    text: str

    @property
    def command(self) -> list[str]:
        return shlex.split(self.values("ExecStart")[0])

    def values(self, key: str) -> list[str]:
        return re.findall(rf"^{key}=(.*)$", self.text, re.MULTILINE)

    def environ(self, file: Path) -> dict[str, str]:
        """What systemd would give the service: its own lines, and the file's."""
        lines = [*self.values("Environment"), *file.read_text().splitlines()]
        given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        kept = {k: os.environ[k] for k in ("PATH", "PYTHONPATH") if k in os.environ}
        return {**kept, "LANG": "C.UTF-8", **given}


@dataclass
class Site:
    """The house behind nginx, with ports and folders of its own."""

    folder: Path
    database: EmbeddedPostgres
    database_port: int
    ports: dict[str, int] = field(default_factory=lambda: {k: free_port() for k in PLACES})
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "lib"

    def rendered(self, text: str) -> str:
        """A file of deploy/ with this site's ports, folders and passwords."""
        for key, written in PLACES.items():
            text = re.sub(written, lambda m, k=key: m[0].replace(m[1], str(self.ports[k])), text)
        for old, new in {
            "listen ": "listen 127.0.0.1:", "/var/lib/liupan": str(self.home),
            "/etc/liupan/tls": str(self.folder), "/opt/liupan/.venv/bin": str(BIN),
            "/opt/liupan": str(ROOT), "127.0.0.1:5432": f"127.0.0.1:{self.database_port}",
            "liupan_app:CHANGE-ME": "liupan_app:app%20secret",
            "liupan_owner:CHANGE-ME": "liupan_owner:owner-secret",
        }.items():  # fmt: skip
            text = text.replace(old, new)
        return text

    def unit(self, name: str) -> Unit:
        return Unit(name, self.rendered((DEPLOY / f"systemd/{name}.service").read_text()))

    def start(self, name: str) -> "subprocess.Popen[bytes]":
        """As systemd would: command, environment, umask."""
        unit = self.unit(name)
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                unit.command, env=unit.environ(self.folder / "environment"), cwd=ROOT,
                umask=int(unit.values("UMask")[0], 8), start_new_session=True,
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        return self.processes[name]

    def stop(self, name: str) -> None:
        """As KillMode=mixed does: a polite word to the first process, then all by force."""
        process = self.processes.pop(name)
        process.terminate()
        until = time.monotonic() + 20
        while os.waitid(os.P_PID, process.pid, LOOKING) is None and time.monotonic() < until:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)  # not reaped yet: the number is still its own
        process.wait()

    def start_nginx(self) -> None:
        words = ["-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        as_other = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
        self.processes["nginx"] = subprocess.Popen(
            [*(as_other if os.geteuid() == 0 else []), str(NGINX), *words], start_new_session=True
        )

    def get(
        self, path: str, data: bytes | None = None, **headers: str
    ) -> tuple[int, HTTPMessage, str]:
        """A page through nginx, by https, certificate and all."""
        address = f"https://{NAME}:{self.ports['https']}{path}"
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))
        asked = urllib.request.Request(address, data, headers={"Host": NAME, **headers})
        try:
            with opener.open(asked, timeout=60) as page:
                return page.status, page.headers, page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode(errors="replace")

    def led_to(self, path: str) -> str:
        """To which pool nginx led a path the last time."""
        found, until = "", time.monotonic() + 10  # nginx notes it after it has answered
        while not found and time.monotonic() < until:
            lines = (self.folder / "access.log").read_text().splitlines()
            noted = [line.split() for line in lines]
            found = next((words[1] for words in reversed(noted) if words[:1] == [path]), "")
            time.sleep(0.05)
        return next((k for k, port in self.ports.items() if found.endswith(f":{port}")), found)


BIN = Path(sys.executable).parent
PLACES = {
    "http": r"listen (80);", "https": r"listen (443) ", "pages": r"(?:0\.1:|PORT=)(8000)",
    "long": r"(?:0\.1:|PORT=)(8001)",
}  # fmt: skip
"""Where ports stand in the files."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Files in place, a PostgreSQL with the two roles that deploy/database.sh makes."""
    folder = Path(tempfile.mkdtemp(prefix="liupan-deploy-", dir="/tmp"))
    folder.chmod(0o777)  # nginx is another account, as it is in earnest
    port = free_port()
    access = folder / "hba.conf"
    access.write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    server = EmbeddedPostgres(
        folder / "pg",
        ("listen_addresses=127.0.0.1", f"port={port}", f"hba_file='{access}'", "fsync=off"),
    )
    site = Site(folder, server, port)
    site.home.mkdir(mode=int(site.unit("liupan-pages").values("StateDirectoryMode")[0], 8))
    certify(folder)
    for source, name in (
        ("systemd/environment.example", "environment"),
        ("nginx/liupan.conf", "liupan.conf"),
    ):
        text = site.rendered((DEPLOY / source).read_text())
        (folder / name).write_text(text)
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder))
    resolve_to_loopback(monkeypatch)
    with server.used():
        make_roles(site)
        yield site
        for name in list(site.processes):
            site.stop(name)
    shutil.rmtree(folder)


def resolve_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The city's name leads here, as its name server would say."""
    ask = socket.getaddrinfo
    here = {NAME: "127.0.0.1"}
    resolve = lambda host, *more, **named: ask(here.get(host, host), *more, **named)  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def make_roles(site: Site) -> None:
    """By the script of the container, which the manual's statements are."""
    environ = {
        **os.environ, "PATH": f"{BINARIES}:{os.environ['PATH']}",
        "PGHOST": str(site.database.sockets), "PGPORT": str(site.database_port),
        "OWNER_PASSWORD": "owner-secret", "APP_PASSWORD": "app secret",
    }  # fmt: skip
    script = str(DEPLOY / "database.sh")
    done = subprocess.run(["sh", script], env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def certify(folder: Path) -> None:
    """A certificate of the city's name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@needs_nginx
def test_nginx_accepts_the_file(site: Site) -> None:
    words = [str(NGINX), "-t", "-q", "-p", str(site.folder), "-c", str(site.folder / "nginx.conf")]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@needs_nginx
def test_the_units_serve_the_city_through_nginx(site: Site) -> None:
    upgrade = site.start("liupan-upgrade")
    assert upgrade.wait(PATIENCE) == 0, (site.folder / "liupan-upgrade.log").read_text()
    for name in ("liupan-pages", "liupan-long-calls", "liupan-worker"):
        site.start(name)
    site.start_nginx()
    await_answer(site)

    status, headers, text = site.get("/")
    assert status == 200
    assert len(headers.get_all("Strict-Transport-Security") or []) == 1
    assert headers["X-Frame-Options"] == "DENY"
    assert site.led_to("/") == "pages"

    style = re.search(r'href="(/static/[^"]+\.css)"', text)
    assert style
    status, headers, _ = site.get(style[1], **{"Accept-Encoding": "identity"})
    assert status == 200
    assert headers["Content-Type"].startswith("text/css")
    assert "max-age=31536000" in headers["Cache-Control"]
    unlogged = style[1] not in (site.folder / "access.log").read_text()
    assert unlogged, "nginx reads it itself and keeps no note of it"

    assert site.get("/api/v1/openapi.json")[0] == 200
    assert site.led_to("/api/v1/openapi.json") == "long"
    job = "/jobs/00000000-0000-7000-8000-000000000000"
    for path, pool in ((f"{job}/files/result", "long"), (f"{job}/state", "pages")):
        site.get(path)
        assert site.led_to(path) == pool

    status, headers, _ = site.get("/account/login/")
    assert status == 200
    assert "secure" in headers["Set-Cookie"].lower(), "it knows that people come by https"

    assert site.get("/metrics")[0] == 200, "this machine may"
    assert plain_status(site.ports["http"]) == 301
    assert addresses_told(site) == 1, "whatever the callers claim"

    status, _, _ = site.get("/secrets/master.key")
    assert status == 404
    assert (site.home / "secrets").stat().st_mode & 0o077 == 0

    site.stop("liupan-long-calls")
    assert site.get("/api/v1/openapi.json")[0] == 502
    assert site.get("/")[0] == 200

    backup = site.start("liupan-backup")
    assert backup.wait(PATIENCE) == 0, (site.folder / "liupan-backup.log").read_text()
    assert list((site.home / "backups").glob("liupan-*.tar"))


def await_answer(site: Site) -> None:
    """Until the house is well, seen from outside."""
    until = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError):
            status, _, said = site.get("/healthz")
            if status == 200:
                return
            assert time.monotonic() < until, said
        assert time.monotonic() < until, (site.folder / "error.log").read_text()
        time.sleep(0.5)


def plain_status(port: int) -> int:
    """What is answered without TLS."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    client.request("GET", "/", headers={"Host": NAME})
    answer = client.getresponse()
    assert answer.getheader("Location") == f"https://{NAME}/"
    client.close()
    return answer.status


def addresses_told(site: Site) -> int:
    """How many callers the servers see in two failed sign-ins that claim to come from afar."""
    _, headers, text = site.get("/account/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    cookie = re.search(r"liupan_csrf=\w+", str(headers))
    assert token
    assert cookie
    fields = {"csrfmiddlewaretoken": token[1], "login": "nobody", "password": "wrong"}
    for claim in ("203.0.113.9", "203.0.113.10"):
        told = {"Cookie": cookie[0], "Referer": f"https://{NAME}/", "X-Forwarded-For": claim}
        assert site.get("/account/login/", urlencode(fields).encode(), **told)[0] == 200
    url = f"{site.database.url(SUPERUSER)}&port={site.database_port}"
    with psycopg.connect(url) as connection:
        query = "SELECT hits FROM identity_window WHERE action = 'sign_in.ip'"
        found = connection.execute(query).fetchall()
    assert sum(hits for (hits,) in found) == 2
    return len(found)
