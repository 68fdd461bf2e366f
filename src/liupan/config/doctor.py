"""`liupan doctor`: looks at what a Liupan stands on; each finding says what to do."""

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from liupan.config import database, running
from liupan.config.environment import environment
from liupan.config.sentences import MEGABYTE, NEEDED, free
from liupan.foundation.organisations.facade import find_installation
from liupan.kernel import clock
from liupan.kernel.errors import LiupanError

SKEW = 5.0  # seconds between our clock and the database's


class Verdict(Enum):
    """How it looks."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line."""

    name: str
    verdict: Verdict
    seen: str
    advice: str = ""


Look = Callable[[], Finding]


def examine() -> Iterator[Finding]:
    """All findings; a look that fails is a finding too."""
    for look in LOOKS:
        name = look.__name__.removeprefix("_").replace("_", " ")
        try:
            yield look()
        except LiupanError as error:
            yield Finding(name, Verdict.FAIL, error.message, error.next_step)
        except (DatabaseError, OSError) as error:
            yield Finding(name, Verdict.FAIL, str(error).strip().splitlines()[0])


def _python() -> Finding:
    return _finding("python", sys.version_info >= (3, 11), sys.version.split()[0], "Use >= 3.11.")


def _disk() -> Finding:
    left = free(environment().home)
    seen = f"{left // MEGABYTE} MB free for {environment().home}"
    if left < 5 * NEEDED:
        verdict = Verdict.FAIL if left < NEEDED else Verdict.WARN
        return Finding("disk", verdict, seen, "Free some space.")
    return Finding("disk", Verdict.OK, seen)


def _postgresql() -> Finding:
    with database.connect(environment().app_url) as connected:
        seen = f"{connected.info.server_version // 10000}, role {connected.info.user}"
        database.assert_chinese_known(connected)
    where = "embedded" if environment().is_embedded else "DATABASE_URL"
    return Finding("postgresql", Verdict.OK, f"{seen}, {where}")


def _roles() -> Finding:
    """The servers must not own what they serve: the journal's permanence rests on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables"
            " WHERE schemaname = 'public' AND tableowner = current_user"
        )
        owned = cursor.fetchone()[0]
    if owned:
        return Finding(
            "roles",
            Verdict.WARN,
            f"the servers' role owns {owned} tables, so it could rewrite the journal.",
            "Give the tables to a role of its own and name it in LIUPAN_OWNER_URL.",
        )
    return Finding("roles", Verdict.OK, "the servers' role owns no table")


def _tables() -> Finding:
    loader = MigrationLoader(connection)
    missing = set(loader.graph.nodes) - set(loader.applied_migrations)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    if unknown:
        return Finding("tables", Verdict.FAIL, "newer than this Liupan.", "Update it (git pull).")
    if missing:
        return Finding("tables", Verdict.FAIL, f"{len(missing)} steps behind.", "liupan upgrade")
    return Finding("tables", Verdict.OK, f"{len(loader.applied_migrations)} migrations")


def _city() -> Finding:
    found = find_installation()
    if found is None:
        return Finding("city", Verdict.WARN, "nobody has said which city this serves yet.")
    kind = "demo, " if found.is_demo else ""
    return Finding("city", Verdict.OK, f"{found.city_name} ({kind}clock at {clock.today()})")


def _time() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        skew = abs(cursor.fetchone()[0] - clock.real_now().timestamp())
    seen = f"{skew:.1f} s between this machine and the database"
    return _finding("time", skew <= SKEW, seen, "Set both by NTP.")


def _static_files() -> Finding:
    there = (settings.STATIC_ROOT / "staticfiles.json").exists()
    seen = "gathered" if there else "not gathered."
    return _finding("static files", there, seen, "liupan upgrade")


def _secrets() -> Finding:
    folder = environment().home / "secrets"
    loose = [p.name for p in folder.glob("*") if _is_open(p)] + ["."] * _is_open(folder)
    seen = f"others may read {', '.join(loose)}" if loose else "closed to other accounts"
    return _finding("secrets", not loose, seen, f"chmod -R go= '{folder}'")


def _mail() -> Finding:
    if "filebased" in settings.EMAIL_BACKEND:
        return Finding("mail", Verdict.WARN, f"written to {settings.EMAIL_FILE_PATH}, not sent.")
    return Finding("mail", Verdict.OK, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")


def _servers() -> Finding:
    if not environment().is_embedded and not running.is_running(environment().home):
        return Finding("servers", Verdict.OK, "not started by `liupan run` here")
    if not running.is_running(environment().home):
        return Finding("servers", Verdict.WARN, "not running.", "make run")
    status, said = running.ask(environment(), "/healthz")
    return _finding("servers", status == 200, said[:300] or f"status {status}", "See the logs.")


def _programs() -> Finding:
    absent = [p for p in ("unshare", "setpriv") if not shutil.which(p)]
    seen = f"{', '.join(absent)} missing" if absent else "all there"
    return _finding("programs", not absent, seen, "apt install util-linux")


LOOKS: tuple[Look, ...] = (
    _python, _programs, _disk, _postgresql, _roles, _tables, _city, _time, _static_files,
    _secrets, _mail, _servers,
)  # fmt: skip


def _finding(name: str, is_well: bool, seen: str, advice: str) -> Finding:
    if is_well:
        return Finding(name, Verdict.OK, seen)
    return Finding(name, Verdict.FAIL, seen, advice)


def _is_open(path: Path) -> bool:
    return bool(path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
