"""Backup and restore, rehearsed: what comes back is what was saved, or nothing happens."""

import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from liupan.config import backups
from liupan.config.postgres import APP
from tests.machinery.installations import Installation, copy_home, installed_home
from tests.operations.conftest import Make
from tests.operations.test_commands import FOUND

pytestmark = pytest.mark.slow

SAVED = "saved 备份.tar"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
RIGHTS = (
    "SELECT relname, relacl::text, pg_get_userbyid(relowner) FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
)


@pytest.fixture(scope="module")
def filled_home() -> Iterator[Path]:
    """A home with a city, journal entries, rows and files, stopped; beside it a backup of it."""
    with tempfile.TemporaryDirectory(prefix="liupan-六盘 ", dir="/tmp") as folder:
        liupan = Installation(Path(folder) / "filled")
        copy_home(installed_home(), liupan.home)
        founded = liupan.call("django", "shell", "--no-imports", "-c", FOUND)
        assert founded.returncode == 0, founded.stderr
        with liupan.server.used():
            liupan.query(
                "INSERT INTO django_session"
                " SELECT 's' || n, '固原', now() FROM generate_series(1, 500) n"
            )
        paper = liupan.home / "files" / "2017" / "通知 一.ofd"
        paper.parent.mkdir(parents=True)
        paper.write_bytes(bytes(range(256)) * 100)
        saved(liupan)
        assert not liupan.processes()
        yield liupan.home


@pytest.fixture
def filled(make: Make, filled_home: Path) -> Installation:
    """A copy of it."""
    return make(source=filled_home)


@pytest.fixture
def archive(filled: Installation, filled_home: Path) -> Path:
    """The backup that was made of it, to do with as one likes."""
    return Path(shutil.copy2(filled_home.parent / SAVED, filled.home.parent))


def contents(liupan: Installation) -> dict[str, object]:
    """Digests of all rows by table, rights by table, and all files."""
    with liupan.server.used():
        rows = {
            table: liupan.query(
                f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
            )
            for (table,) in liupan.query(TABLES)
        }
        rights = liupan.query(RIGHTS)
    files = {
        str(p.relative_to(liupan.home)): p.read_bytes()
        for p in (liupan.home / "files").rglob("*")
        if p.is_file()
    }
    return {**rows, "rights": rights, "files": files}


def without_the_note(found: dict[str, object]) -> dict[str, object]:
    """Contents but for the journal, to which a restore adds one entry of its own."""
    return {name: rows for name, rows in found.items() if not name.startswith("journal_")}


def acts(liupan: Installation) -> list[str]:
    """What the journal says, in order."""
    with liupan.server.used():
        return [act for (act,) in liupan.query("SELECT act FROM journal_entry ORDER BY pos")]


def anchor_something_later(liupan: Installation) -> None:
    """An entry that no backup has, and an anchor of it where the worker keeps them."""
    with liupan.server.used():
        [(genesis,)] = liupan.query("SELECT encode(hash, 'hex') FROM journal_link WHERE seq = 0")
    own = liupan.home / "anchors" / f"journal-{genesis[:16]}.jsonl"
    for command in (("work",), ("export", str(liupan.home / "range.zip")), ("anchor", str(own))):
        done = liupan.call("journal", *command)
        assert done.returncode == 0, done.stderr


def saved(liupan: Installation, *options: str) -> Path:
    """A backup of it."""
    target = liupan.home.parent / SAVED
    done = liupan.call("backup", "--output", str(target), *options)
    assert done.returncode == 0, done.stderr
    return target


def test_another_installation_gets_the_same(filled: Installation, make) -> None:
    before = contents(filled)
    archive = saved(filled, "--with-secrets")
    other: Installation = make("other", is_empty=True)
    done = other.call("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert without_the_note(contents(other)) == without_the_note(before)
    assert acts(other) == [*acts(filled), "journal.backup.restored"]
    for secret in (filled.home / "secrets").iterdir():
        assert (other.home / "secrets" / secret.name).read_bytes() == secret.read_bytes()
    assert (other.home / "secrets").stat().st_mode & 0o777 == 0o700
    assert archive.stat().st_mode & 0o077 == 0


KEEP = """
from liupan.foundation.documents.tests.factories import kept
from liupan.foundation.organisations.tests import factories as city
unit = city.unit("固原市人民政府", category="government")
kept(owner_unit_id=unit)
kept(owner_unit_id=unit, name="说明.txt", content=b"x" * 200_000)
"""


def test_attached_files_come_back_and_every_one_is_read(filled: Installation, make) -> None:
    done = filled.call("django", "shell", "--no-imports", "-c", KEEP)
    assert done.returncode == 0, done.stderr
    archive = saved(filled)
    other: Installation = make("other", is_empty=True)
    done = other.call("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "liupan documents check" in done.stderr, "without keys nothing can be read"
    for key in (filled.home / "secrets").glob("*.key"):
        shutil.copy2(key, other.home / "secrets")
    done = other.call("restore", "--replace", str(archive))
    assert "2 files read, 0 are not as they were handed in." in done.stdout, done.stderr
    paths = [p for p in (other.home / "files" / "documents").rglob("*") if p.is_file()]
    paths[0].write_bytes(paths[0].read_bytes()[:-1])
    checked = other.call("documents", "check")
    assert (checked.returncode, checked.stdout) == (
        1,
        f"2 read, 1 lost or altered\n{paths[0].name}\n",
    )
    paths[0].unlink()
    told = other.call("doctor")
    assert f"1 of 2 are lost, first {paths[0].name}." in told.stdout
    archive = saved(other)
    done = other.call("restore", "--replace", str(archive))
    assert done.returncode == 1
    assert "lost or altered" in done.stderr


def test_the_servers_still_may_not_touch_the_restored_journal(archive: Path, make) -> None:
    import psycopg

    other: Installation = make("other", is_empty=True)
    other.call("restore", str(archive))
    with other.server.used(), psycopg.connect(other.server.url(APP), autocommit=True) as app:
        assert app.execute("SELECT act FROM journal_entry").fetchall()
        for statement in ("DELETE FROM journal_entry", "UPDATE journal_entry SET act = 'x.y.z'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)


def test_a_running_one_can_be_saved_and_must_be_stopped_to_restore(filled: Installation) -> None:
    filled.run()
    archive = saved(filled)
    done = filled.call("restore", "--replace", str(archive))
    assert done.returncode == 1
    assert "Stop it first" in done.stderr
    filled.await_answer()


def test_replacing_takes_back_what_happened_since(filled: Installation, archive: Path) -> None:
    before = contents(filled)
    with filled.server.used():
        filled.query("DELETE FROM django_session")
    (filled.home / "files" / "later.txt").write_text("later")
    anchor_something_later(filled)
    done = filled.call("restore", "--replace", str(archive))
    assert done.returncode == 0, done.stderr
    assert "were set aside" in done.stdout
    assert without_the_note(contents(filled)) == without_the_note(before)
    assert acts(filled)[-1] == "journal.backup.restored"
    verified = filled.call("journal", "verify")
    assert verified.returncode == 0, verified.stdout
    assert "anchors of other chains (journal-" in verified.stdout


def test_files_that_come_and_go_meanwhile_are_held(tmp_path: Path) -> None:
    home, held = tmp_path / "home", tmp_path / "held"
    folder = home / "files" / "2017"
    folder.mkdir(parents=True)
    for name in ("stays", "swept", "half.part"):
        (folder / name).write_text(name)
    backups._hold(home, ["files"], held)
    (folder / "swept").unlink()
    (folder / "half.part").rename(folder / "half")
    backups._hold(home, ["files"], held)
    found = {p.name: p.read_text() for p in held.rglob("*") if p.is_file()}
    assert found == {"stays": "stays", "swept": "swept", "half": "half.part"}


def test_a_file_that_goes_while_it_is_listed_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "one").write_text("one")

    def gone(file: Path, kept: Path) -> None:
        raise FileNotFoundError(file)

    monkeypatch.setattr(backups, "_link", gone)
    backups._hold(tmp_path, ["files"], tmp_path / "held")


def test_another_keys_do_not_take_the_place_of_ours_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between secrets and database a kill leaves one that still opens."""
    home, unpacked = tmp_path / "home", tmp_path / "unpacked"
    for folder, key in ((home, b"ours" * 4), (unpacked, b"them" * 4)):
        (folder / "secrets").mkdir(parents=True)
        (folder / "secrets" / "master.key").write_bytes(key)
    monkeypatch.setattr(backups, "environment", lambda: SimpleNamespace(home=home))
    backups._add_folders(unpacked)
    found = {p.read_bytes() for p in (home / "secrets").glob("master*.key")}
    assert found == {b"ours" * 4, b"them" * 4}
    backups._remove_others(unpacked)
    assert (home / "secrets" / "master.key").read_bytes() == b"them" * 4
    assert (home / "secrets" / "digest.key").read_bytes() == b"them" * 4


def test_without_the_flag_the_secrets_stay_at_home(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        assert not [name for name in tar.getnames() if name.startswith("secrets")]


@pytest.mark.parametrize("harm", ["cut", "bit", "swap", "seal"])
def test_a_harmed_backup_is_refused_and_nothing_changes(
    filled: Installation, archive: Path, harm: str
) -> None:
    before = contents(filled)
    options = [*harms[harm](archive)]
    done = filled.call("restore", "--replace", *options, str(archive))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(archive) in done.stderr
    assert contents(filled) == before


def _cut(archive: Path) -> list[str]:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    return []


def _flip_a_bit(archive: Path) -> list[str]:
    content = bytearray(archive.read_bytes())
    content[content.index(b"PGDMP") + 5000] ^= 1
    archive.write_bytes(content)
    return []


def _swap_a_file(archive: Path) -> list[str]:
    folder = archive.with_name("unpacked")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (folder / "files" / "2017" / "通知 一.ofd").write_bytes(b"another paper")
    with tarfile.open(archive, "w") as tar:
        tar.add(folder, arcname=".")
    return []


def _expect_another_seal(archive: Path) -> list[str]:
    return ["--seal", "0" * 64]


harms = {
    "cut": _cut,
    "bit": _flip_a_bit,
    "swap": _swap_a_file,
    "seal": _expect_another_seal,
}


def test_a_backup_of_a_newer_liupan_is_refused(filled: Installation) -> None:
    with filled.server.used():
        filled.query("INSERT INTO django_migrations VALUES (9999, 'plan', '0099_later', now())")
    archive = saved(filled)
    with filled.server.used():
        filled.query("DELETE FROM django_migrations WHERE name = '0099_later'")
    done = filled.call("restore", "--replace", str(archive))
    assert done.returncode == 1
    assert "made by a newer Liupan" in done.stderr


def test_a_database_with_a_city_is_not_replaced_by_accident(
    filled: Installation, archive: Path
) -> None:
    done = filled.call("restore", str(archive))
    assert done.returncode == 1
    assert "--replace" in done.stderr


def test_the_manifest_says_what_is_inside(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        content = tar.extractfile("manifest.json")
        assert content
        manifest = json.load(content)
    assert manifest["members"]["files/2017/通知 一.ofd"][0] == 25_600
    assert any(name.startswith("journal.") for name in manifest["migrations"])
