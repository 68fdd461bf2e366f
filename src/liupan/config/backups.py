"""Backup and restore: one consistent file, refused when it is not what was saved.

The dump is one snapshot of the database. Files are copied after it: they are written before the
rows that name them and swept long after, so every file the dump names is there.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from liupan.config import archives, database
from liupan.config.archives import DUMP, Manifest
from liupan.config.environment import environment
from liupan.config.postgres import BINARIES, DATABASE, OWNER, SUPERUSER
from liupan.config.sentences import NotReady, disk_full
from liupan.foundation.journal.facade import (
    Anchor,
    end_chain,
    find_chain,
    note_replaced_chain,
    note_restore,
    operator,
    set_later_anchors_aside,
)
from liupan.foundation.journal.migrations import _checks
from liupan.foundation.journal.migrations._functions import GRANTS
from liupan.foundation.organisations.facade import find_installation
from liupan.kernel import clock
from liupan.kernel.secrecy import CEILING

KEPT = 5
"""How many dumps made before upgrades stay."""


def back_up(target: Path, *, with_secrets: bool) -> Manifest:
    """Write everything into `target`. Raises NotReady."""
    home = environment().home
    city = find_installation()
    manifest = Manifest(
        liupan=version("liupan"),
        made_at=clock.real_now().isoformat(timespec="seconds"),
        city=city.city_name if city else "",
        migrations=sorted(applied()),
    )
    with _scratch() as folder, archives.writing(target, manifest) as archive:
        dump(folder / DUMP)
        archive.add(DUMP, folder / DUMP)
        for part in ["files", *(["secrets"] if with_secrets else [])]:
            for file in sorted(p for p in (home / part).rglob("*") if p.is_file()):
                archive.add(str(file.relative_to(home)), file)
    return manifest


def restore(source: Path, *, replace: bool) -> tuple[Manifest, Anchor | None]:
    """Bring back what `source` holds, all of it or nothing. Raises NotReady.

    Returns with it where the journal stood that was there before, if there was one.
    """
    manifest = archives.verified(source)
    _require_known(manifest)
    database.make_ready()
    if find_installation() is not None and not replace:
        raise NotReady(
            "The database is not empty.",
            next_step="Restore with --replace to put the backup in its place, "
            "or set LIUPAN_HOME or DATABASE_URL to an empty one.",
        )
    former = standing_chain()
    with _scratch() as folder:
        archives.extract(source, manifest, "", folder)
        connection.close()
        _replace_database(folder / DUMP)
        for part in ("files", "secrets"):
            if (folder / part).exists():
                _replace_folder(folder / part, environment().home / part)
    return manifest, former


def note(manifest: Manifest, former: Anchor | None) -> Path | None:
    """Say in the restored journal where it came from; set anchors of what is gone aside.

    Returns the file these anchors are in, if there were any. Tables are up to date.
    """
    aside = set_later_anchors_aside(at=clock.real_now())
    actor = operator(CEILING[environment().zone])
    note_restore(seal=manifest.seal, made_at=manifest.made_at, actor=actor, now=clock.now())
    note_end(former, "restore")
    return aside


def standing_chain() -> Anchor | None:
    """Where the journal stands, if this database has one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('journal_link') IS NOT NULL")
        [is_there] = cursor.fetchone()
    return find_chain(at=clock.real_now()) if is_there else None


def note_end(former: Anchor | None, why: str) -> None:
    """Say among the anchors and in the present journal that it took the place of `former`."""
    if former and end_chain(former, why=why):
        actor = operator(CEILING[environment().zone])
        note_replaced_chain(former=former, why=why, actor=actor, now=clock.now())


def save_before_upgrade() -> Path:
    """A dump of the database beside the others, in case an upgrade goes wrong."""
    folder = environment().home / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"before-upgrade-{clock.real_now():%Y%m%dT%H%M%SZ}.dump"
    dump(target)
    for old in sorted(folder.glob("before-upgrade-*.dump"))[:-KEPT]:
        old.unlink()
    return target


def applied() -> set[str]:
    """The migrations of this database."""
    return {f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations}


def _require_known(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise NotReady(
            f"The backup was made by a newer Liupan ({manifest.liupan}, {newer[0]}).",
            next_step="Update this one first (git pull). Nothing was changed.",
        )


def dump(target: Path, *options: str) -> None:
    """Write all of the database into `target`, for `load`. Raises NotReady."""
    fresh = target.with_suffix(".part")
    _call(
        "pg_dump", "--format=custom", "--no-comments", *options, f"--file={fresh}",
        environment().tables_url,
    )  # fmt: skip
    fresh.chmod(0o600)
    fresh.replace(target)


def load(source: Path, url: str) -> None:
    """Load a dump as the owner: rights come from the owner's defaults and the journal's own."""
    _call(
        "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-acl",
        f"--dbname={url}", str(source),
    )  # fmt: skip
    with psycopg.connect(url) as owner:
        owner.execute(GRANTS)
        owner.execute(_checks.GRANTS)


def _replace_database(source: Path) -> None:
    ours = environment()
    if not ours.is_embedded:
        saved = save_before_upgrade() if applied() else None
        connection.close()
        try:
            empty_foreign(ours.tables_url)
            load(source, ours.tables_url)
        except (NotReady, psycopg.Error) as error:
            raise NotReady(f"{error} What was there before is in {saved}.") from error
        return
    fresh, old = f"{DATABASE}_restored", f"{DATABASE}_replaced"
    with database.connect(ours.server.url(SUPERUSER, "postgres")) as server:
        database.drop(server, fresh)
        database.provision(ours.server, fresh)
        load(source, ours.server.url(OWNER, fresh))
        database.swap(server, DATABASE, fresh, old)


def empty_foreign(url: str) -> None:
    """Throw away all tables of a database that is not ours to drop."""
    with database.connect(url) as owner, owner.transaction():
        owner.execute("DROP SCHEMA public CASCADE")
        owner.execute("CREATE SCHEMA public")
    database.make_ready()


def _replace_folder(fresh: Path, target: Path) -> None:
    beside = target.with_name(f"{target.name}.restored")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(fresh, beside)
    old = target.with_name(f"{target.name}.replaced")
    if target.exists():
        target.replace(old)
    beside.replace(target)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _scratch() -> Iterator[Path]:
    home = environment().home
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="scratch-", dir=home) as folder:
        yield Path(folder)


def _call(program: str, *arguments: str) -> None:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    done = subprocess.run(
        [BINARIES / program, *arguments],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        env={**inherited, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    if done.returncode:
        if "No space left" in done.stderr:
            raise disk_full(environment().home)
        raise NotReady(f"{program} failed: {done.stderr.strip()[-600:]}")
