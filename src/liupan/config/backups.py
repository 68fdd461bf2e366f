"""Backup and restore: one consistent file, refused when it is not what was saved.

The dump is one snapshot of the database. Files come and go meanwhile, so they are held (as links)
both before and after it: whatever the dump names stood at one of these moments.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from liupan.config import archives, database, homes, keys, loading
from liupan.config.archives import DUMP, Manifest
from liupan.config.environment import environment
from liupan.config.postgres import DATABASE, OWNER, SUPERUSER
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _
from liupan.foundation.crypto.facade import fingerprint
from liupan.foundation.documents.facade import OUTGOING
from liupan.foundation.journal.facade import (
    Anchor,
    end_chain,
    find_chain,
    note_replaced_chain,
    note_restore,
    operator,
    set_later_anchors_aside,
)
from liupan.foundation.organisations.facade import find_installation
from liupan.kernel import clock
from liupan.kernel.secrecy import CEILING

PARTS = ("files", "secrets")
LEFT_OUT = f"files/{OUTGOING.name}"
"""What is on its way into object storage: evidence of this very home, false anywhere else."""
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
    parts = ["files", *(["secrets"] if with_secrets else [])]
    with _scratch() as folder, archives.writing(target, manifest) as archive:
        held = folder / "held"
        _hold(home, parts, held)
        loading.dump(folder / DUMP)
        _hold(home, parts, held)
        archive.add(DUMP, folder / DUMP)
        for file in sorted(p for p in held.rglob("*") if p.is_file()):
            archive.add(str(file.relative_to(held)), file)
    return manifest


def _hold(home: Path, parts: list[str], held: Path) -> None:
    """Link the finished files of these folders into `held`, where no sweep reaches them."""
    for part in parts:
        for file in (home / part).rglob("*"):
            kept = held / file.relative_to(home)
            if file.suffix == ".part" or kept.exists() or not file.is_file():
                continue
            if file.is_relative_to(home / LEFT_OUT):
                continue
            kept.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # swept at this moment
                _link(file, kept)


def _link(file: Path, kept: Path) -> None:
    try:
        os.link(file, kept)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        shutil.copy2(file, kept)


def restore(source: Path, *, replace: bool) -> tuple[Manifest, Anchor | None]:
    """Bring back what `source` holds, all of it or nothing. Raises NotReady.

    Returns with it where the journal stood that was there before, if there was one.

    Secrets and files are put beside the old ones just before the database changes, and what does
    not belong to the backup goes after it: a kill at any moment leaves no database without its
    keys and files, and the same command again completes it.
    """
    manifest = archives.verified(source)
    _require_known(manifest)
    database.make_ready()
    if find_installation() is not None and not replace:
        raise NotReady(
            _("The database is not empty."),
            next_step=_(
                "Restore with --replace to put the backup in its place, "
                "or set LIUPAN_HOME or DATABASE_URL to an empty one."
            ),
        )
    former = standing_chain()
    with _scratch() as folder:
        archives.extract(source, manifest, "", folder)
        connection.close()
        _replace_database(folder / DUMP, partial(_add_folders, folder))
        _remove_others(folder)
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
    loading.dump(target)
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
            _("The backup was made by a newer Liupan (%(version)s, %(migration)s).")
            % {"version": manifest.liupan, "migration": newer[0]},
            next_step=_("Update this one first (git pull). Nothing was changed."),
        )


def _replace_database(source: Path, before_it_shows: Callable[[], None]) -> None:
    """Put the dump in the place of the database; `before_it_shows` runs when all of it was read."""
    ours = environment()
    if not ours.is_embedded:
        if applied():
            save_before_upgrade()
        connection.close()
        loading.replace(source, ours.tables_url, app_url=ours.app_url, then=before_it_shows)
        return
    fresh, old = f"{DATABASE}_restored", f"{DATABASE}_replaced"
    with database.connect(ours.server.url(SUPERUSER, "postgres")) as server:
        database.drop(server, fresh)
        database.provision(ours.server, fresh)
        loading.load(source, ours.server.url(OWNER, fresh))
        before_it_shows()
        database.swap(server, DATABASE, fresh, old)


def _add_folders(unpacked: Path) -> None:
    """Put the backup's files and secrets beside what is there; master keys all stay."""
    home = environment().home
    if (unpacked / "secrets").exists():
        _keep_master(home / "secrets")
        _complete_secrets(unpacked / "secrets")
    for part in PARTS:
        for file in sorted(p for p in (unpacked / part).rglob("*") if p.is_file()):
            _put(file, home / file.relative_to(unpacked))
    for file in (home / "secrets").glob("*"):
        file.chmod(0o600)


def _keep_master(folder: Path) -> None:
    """Give the first master key the name that rotations give, so that another may be the first."""
    if (folder / keys.MASTER).exists():
        key = (folder / keys.MASTER).read_bytes()
        keys.write(folder / f"master-{fingerprint(key)}.key", key)


def _complete_secrets(folder: Path) -> None:
    """A backup from before digests had a key of their own: it was the master key."""
    if (folder / keys.MASTER).exists():
        keys.digest(folder, lambda: False)


def _put(file: Path, target: Path) -> None:
    """In one move, so that no moment is without it."""
    folders = [p for p in target.parents if not p.exists()]
    for folder in reversed(folders):
        folder.mkdir(mode=0o700)
    beside = target.with_name(f".{target.name}.restored")
    shutil.copy2(file, beside)
    beside.replace(target)


def _remove_others(unpacked: Path) -> None:
    """Remove what is not of the backup; secrets only if it has some, and no master key."""
    home = environment().home
    for part in PARTS:
        if part == "secrets" and not (unpacked / part).exists():
            continue
        for file in sorted(p for p in (home / part).rglob("*") if p.is_file()):
            is_master = part == "secrets" and file.name.startswith("master-")
            if not (is_master or (unpacked / file.relative_to(home)).exists()):
                file.unlink()


@contextmanager
def _scratch() -> Iterator[Path]:
    home = environment().home
    homes.make(home)
    with tempfile.TemporaryDirectory(prefix="scratch-", dir=home) as folder:
        yield Path(folder)
