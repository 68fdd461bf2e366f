"""What happens before the servers start: database, tables, texts, static files, demo city.

Every step looks first and does nothing when nothing is to be done, so a second start is short.
"""

import hashlib
import os
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from liupan.config import backups, database, demo
from liupan.config.environment import environment
from liupan.config.messages import compile_all, read_anew
from liupan.config.progress import part, step
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _
from liupan.foundation.access.facade import apply_built_in_roles, program
from liupan.kernel import clock

BUNDLE = "liupan/dist"


def install(*, with_demo: bool) -> None:
    """Do what is missing, showing each step. The embedded server runs. Raises NotReady."""
    with step(_("Database")) as current:
        current.result = database.make_ready()
    with step(_("Texts")) as current:
        current.result = _counted(compile_texts(), _("%(n)d compiled"))
    with step(_("Static files")) as current:
        current.result = collect_static()
    with step(_("Tables")) as current:
        current.result = migrate()
    with step(_("Roles")) as current:
        current.result = _counted(apply_built_in_roles(now=clock.now()), _("%(n)d built in"))
    with step(_("Rules and days")) as current:
        current.result = _counted(install_rooms(), _("%(n)d rooms"))
    if with_demo and demo.is_empty():
        with step(_("Demo city")) as current:
            seconds = demo.seed()
            current.result = _counted(len(seconds), _("%(n)d rooms"))
        for room, took in seconds.items():
            part(room, took)


def install_rooms() -> int:
    """Have each room with `installing.py` enter what it ships and is not there yet; how many."""
    apps = [app for app in settings.LIUPAN_APPS if find_spec(f"{app}.installing")]
    for app in apps:
        room = import_module(f"{app}.installing")
        room.install(program(*room.PERMITS), clock.now())
    return len(apps)


def compile_texts() -> int:
    """Compile every .po whose .mo is older or absent; how many that were."""
    written = len(compile_all())
    if written:
        read_anew()
    return written


def collect_static() -> str:
    """Gather static files under `home/static` when they have changed. Raises NotReady."""
    if not finders.find(BUNDLE):
        raise NotReady(_("The front end has not been built."), next_step=_("`make run` builds it."))
    stamp = environment().home / "static.stamp"
    wanted = _static_state()
    if stamp.exists() and stamp.read_text() == wanted and settings.STATIC_ROOT.exists():
        return _("up to date")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    return _("gathered")


def migrate() -> str:
    """Apply missing migrations as the owner, after a backup when there is something to lose."""
    loader = MigrationLoader(connection)
    applied, known = set(loader.applied_migrations), set(loader.graph.nodes)
    if unknown := sorted(f"{app}.{name}" for app, name in applied - set(loader.disk_migrations)):
        raise NotReady(
            _("The database is newer than this Liupan: it has %(names)s.")
            % {"names": ", ".join([*unknown[:3], *(["…"] if unknown[3:] else [])])},
            next_step=_(
                "Start the newer version again (git pull), or restore a backup made with "
                "this version. Nothing was changed."
            ),
        )
    missing = known - applied
    if not missing and _has_cache_table():
        return _("up to date")
    saved = backups.save_before_upgrade() if applied and missing else None
    _as_owner("-m", "liupan.config.migrating")
    done = _counted(len(missing), _("%(n)d migrations"))
    if not saved:
        return done
    return done + _("; the state before is in %(file)s") % {"file": saved}


def _as_owner(*arguments: str) -> None:
    urls = {"DATABASE_URL": environment().tables_url, "LIUPAN_OWNER_URL": environment().tables_url}
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, **urls},
        start_new_session=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise NotReady(
            _("The tables could not be brought up to date: %(why)s") % {"why": "".join(last)},
            next_step=_(
                "Nothing half-done remains. `liupan django migrate` shows the whole error."
            ),
        )


def _has_cache_table() -> bool:
    location = cast(dict[str, dict[str, str]], settings.CACHES)["default"]["LOCATION"]
    return location in connection.introspection.table_names()


def _static_state() -> str:
    """A digest of which static files there are, how long and how old."""
    digest = hashlib.sha256(f"{settings.DEBUG}\0".encode())
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _counted(number: int, what: str) -> str:
    return what % {"n": number} if number else _("up to date")
