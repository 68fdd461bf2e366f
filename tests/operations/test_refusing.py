"""What keeps Liupan from running is said in one sentence with what to do; nothing is damaged."""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import StreamRequestHandler, TCPServer

import pytest
from psycopg import connect

from liupan.config.postgres import SUPERUSER, EmbeddedPostgres
from tests.machinery.installations import Installation, free_port
from tests.operations.conftest import as_root

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL that asks for passwords, as a city's own would; its host and port."""
    home = tmp_path_factory.mktemp("foreign")
    port = free_port()
    access = home / "hba.conf"
    access.write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    server = EmbeddedPostgres(
        home, ("listen_addresses=127.0.0.1", f"port={port}", f"hba_file='{access}'", "fsync=off")
    )
    with server.used():
        url = f"{server.url(SUPERUSER, 'postgres')}&port={port}"
        with connect(url, autocommit=True) as superuser:
            superuser.execute("CREATE ROLE clerk LOGIN PASSWORD 'right'")
            superuser.execute("CREATE DATABASE city OWNER clerk")
            superuser.execute(
                "CREATE DATABASE deaf OWNER clerk TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'"
            )
        yield f"127.0.0.1:{port}"


def refusal(liupan: Installation, command: str = "run") -> str:
    """What is said; it must be one sentence or two, and no traceback."""
    done = liupan.call(command)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("liupan: ")
    assert liupan.processes() == {}
    return done.stderr


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"PORT": "eighty"}, "PORT=eighty is not a port."),
        ({"PORT": "99999"}, "PORT=99999 is not a port."),
        ({"LIUPAN_ZONE": "moon"}, "LIUPAN_ZONE=moon is not a network zone. Choose one of:"),
        ({"LIUPAN_PROXIES": "one"}, "LIUPAN_PROXIES=one is not a number."),
        ({"LIUPAN_WORKERS": "-1"}, "LIUPAN_WORKERS=-1 is not a number."),
        ({"DATABASE_URL": "postgresql://clerk@localhost:5432"}, "names no database."),
        ({"DATABASE_URL": "mysql://root@localhost/city"}, "is not the address of a PostgreSQL"),
        ({"DATABASE_URL": "postgresql://localhost:x/city"}, "has a port that is not a number"),
    ],
)
def test_settings_that_make_no_sense(make, environ: dict[str, str], said: str) -> None:
    liupan: Installation = make(is_empty=True, environ=environ)
    assert said in refusal(liupan)
    assert not liupan.home.exists()


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1"])
def test_an_address_that_is_not_this_machines(make, host: str) -> None:
    text = refusal(make(environ={"LIUPAN_BIND": host}))
    assert f"LIUPAN_BIND={host} is no address of this machine" in text


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_home_that_is_no_folder(make, tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("precious")
    text = refusal(Installation(tmp_path / "file" / below))
    assert "cannot be used as a folder" in text
    assert "Set LIUPAN_HOME to a folder" in text
    assert (tmp_path / "file").read_text() == "precious"


def test_a_home_whose_name_is_too_long(make, tmp_path: Path) -> None:
    assert "cannot be used as a folder" in refusal(Installation(tmp_path / ("长" * 90)))


def test_a_path_too_long_for_a_socket_works(make, tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["很深的文件夹"] * 8)
    deep.mkdir(parents=True)
    liupan: Installation = make()
    liupan.home.rename(deep / "home")
    moved = Installation(deep / "home")
    assert moved.call("doctor").returncode == 0
    assert moved.processes() == {}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("clerk:wrong@{foreign}/city", "does not accept role 'clerk'"),
        ("nobody:right@{foreign}/city", "does not accept role 'nobody'"),
        ("clerk:right@{foreign}/village", "has no database 'village'. Make it: createdb"),
        ("clerk:right@127.0.0.1:{closed}/city", "No PostgreSQL answers at 127.0.0.1:"),
        ("clerk:right@{foreign}/deaf", "does not recognise Chinese letters"),
    ],
)
def test_a_wrong_database_address(make, foreign: str, address: str, said: str) -> None:
    url = f"postgresql://{address.format(foreign=foreign, closed=free_port())}"
    text = refusal(make(is_empty=True, environ={"DATABASE_URL": url}))
    assert said in text
    assert "wrong" not in text  # the password is nobody's business


def test_a_server_that_is_no_postgresql(make) -> None:
    class Chatter(StreamRequestHandler):
        def handle(self) -> None:
            self.request.recv(64)
            self.wfile.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with TCPServer(("127.0.0.1", 0), Chatter) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"postgresql://clerk@127.0.0.1:{server.server_address[1]}/city"
        text = refusal(make(is_empty=True, environ={"DATABASE_URL": url}))
        server.shutdown()
    assert "No PostgreSQL answers at 127.0.0.1:" in text


def test_a_database_of_the_citys_own_works_with_one_role(make, foreign: str) -> None:
    liupan: Installation = make(
        is_empty=True, environ={"DATABASE_URL": f"postgresql://clerk:right@{foreign}/city"}
    )
    done = liupan.call("upgrade")
    assert done.returncode == 0, done.stderr
    told = liupan.call("doctor").stdout
    assert "the servers' role owns" in told
    assert "LIUPAN_OWNER_URL" in told
    liupan.run()
    liupan.await_answer()
    assert not (liupan.home / "postgres").exists()


def test_tables_newer_than_the_code(liupan: Installation) -> None:
    with liupan.server.used():
        liupan.query("INSERT INTO django_migrations VALUES (9999, 'plan', '0099_later', now())")
        before = liupan.query("SELECT count(*) FROM pg_class")
    text = refusal(liupan)
    assert "The database is newer than this Liupan: it has plan.0099_later." in text
    assert "git pull" in text
    with liupan.server.used():
        assert liupan.query("SELECT count(*) FROM pg_class") == before


def test_missing_migrations_are_applied_after_a_backup(liupan: Installation) -> None:
    with liupan.server.used():
        liupan.query("DELETE FROM django_migrations WHERE app = 'sessions'")
        liupan.query("DROP TABLE django_session")
    done = liupan.call("upgrade")
    assert done.returncode == 0, done.stderr
    assert "1 migrations; the state before is in" in done.stdout
    (saved,) = (liupan.home / "backups").glob("before-upgrade-*.dump")
    assert saved.read_bytes().startswith(b"PGDMP")
    with liupan.server.used():
        assert liupan.query("SELECT count(*) FROM django_session") == [(0,)]


@as_root
def test_a_full_disk(make, tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", tmp_path], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        liupan: Installation = Installation(tmp_path / "home")
        text = refusal(liupan)
        assert "is nearly full" in text
        assert "Free some space" in text
        assert not (liupan.home / "postgres").exists()
        upgraded = liupan.call("upgrade")  # goes on until the disk is full in earnest
        assert upgraded.returncode == 1
        assert "is full" in upgraded.stderr
        assert "Traceback" not in upgraded.stderr
        assert liupan.processes() == {}
    finally:
        subprocess.run(["umount", "-l", tmp_path], check=True)


@as_root
def test_a_folder_that_may_not_be_written(make, tmp_path: Path) -> None:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", tmp_path], capture_output=True
    )
    if done.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        text = refusal(Installation(tmp_path / "home"))
        assert f"may not write {tmp_path / 'home'}" in text
    finally:
        subprocess.run(["umount", "-l", tmp_path], check=True)
