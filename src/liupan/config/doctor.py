"""`liupan doctor`: looks at what a Liupan stands on; each finding says what to do."""

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from liupan.config import database, installing, running
from liupan.config.environment import environment
from liupan.config.messages import catalogues
from liupan.config.sentences import MEGABYTE, NEEDED, free
from liupan.foundation.journal.facade import chain_state
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

ADVICE = dict.fromkeys(
    ("roles", "tables", "city", "time"), "Mend what is said of postgresql first."
)
"""What to do when a look itself fails."""


def examine() -> Iterator[Finding]:
    """All findings; a look that fails is a finding too."""
    for look in LOOKS:
        name = look.__name__.removeprefix("_").replace("_", " ")
        try:
            yield look()
        except LiupanError as error:
            yield Finding(name, Verdict.FAIL, error.message, error.next_step)
        except (DatabaseError, OSError) as error:
            said = str(error).strip().splitlines()[0]
            yield Finding(name, Verdict.FAIL, said, ADVICE.get(name, ""))


def _python() -> Finding:
    return _finding("python", sys.version_info >= (3, 11), sys.version.split()[0], "Use >= 3.11.")


def _disk() -> Finding:
    left = free(environment().home)
    seen = f"{left // MEGABYTE} MB free for {environment().home}"
    if left < 5 * NEEDED:
        verdict = Verdict.FAIL if left < NEEDED else Verdict.WARN
        return Finding("disk", verdict, seen, "Free some space.")
    return Finding("disk", Verdict.OK, seen)


def _front_end() -> Finding:
    there = finders.find(installing.BUNDLE)
    seen = "built" if there else "not built."
    return _finding("front end", bool(there), seen, "python3 tools/bootstrap.py prepare")


def _texts() -> Finding:
    stale = [p for p in catalogues() if _is_older(p.with_suffix(".mo"), p)]
    seen = f"{len(stale)} not compiled." if stale else "compiled"
    return _finding("texts", not stale, seen, "liupan upgrade")


def _port() -> Finding:
    ours = environment()
    where = f"{ours.host}:{ours.port}"
    if running.is_running(ours.home):
        return Finding("port", Verdict.OK, f"{where}, served")
    running.require_port(ours)
    return Finding("port", Verdict.OK, f"{where} is free")


def _backups() -> Finding:
    """The newest file of `liupan backup`, which is to be from yesterday or today."""
    found = sorted((environment().home / "backups").glob("liupan-*.tar"))
    if not found:
        return Finding("backups", Verdict.WARN, "none yet.", "liupan backup")
    days = (clock.real_now().timestamp() - found[-1].stat().st_mtime) / 86400
    seen = f"{found[-1].name}, {days:.0f} days old"
    return Finding("backups", Verdict.OK if days < 2 else Verdict.WARN, seen)


def _journal() -> Finding:
    """What the last check of the chain found; the worker checks once a day."""
    state = chain_state()
    seen = f"{state.last_seq} links, {state.waiting} waiting"
    if state.verified and not state.verified.ok:
        advice = "liupan journal verify, and keep a copy of everything before you do more."
        return Finding("journal", Verdict.FAIL, f"{seen}; it does not verify.", advice)
    when = (
        f"verified {state.verified.finished_at:%Y-%m-%d}" if state.verified else "not verified yet"
    )
    return Finding("journal", Verdict.OK, f"{seen}, {when}")


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
        seen = "nobody has said which city this serves yet."
        return Finding("city", Verdict.WARN, seen, "`liupan demo seed` builds the demo city.")
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
        return Finding(
            "mail",
            Verdict.WARN,
            f"written to {settings.EMAIL_FILE_PATH}, not sent.",
            "This version sends no mail; read it there.",
        )
    return Finding("mail", Verdict.OK, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")


def _servers() -> Finding:
    if not environment().is_embedded and not running.is_running(environment().home):
        return Finding("servers", Verdict.OK, "not started by `liupan run` here")
    if not running.is_running(environment().home):
        return Finding("servers", Verdict.WARN, "not running.", "liupan run")
    status, said = running.ask(environment(), "/healthz")
    return _finding(
        "servers",
        status == 200,
        said[:300] or f"status {status}",
        f"See {environment().home / 'logs'}.",
    )


def _programs() -> Finding:
    absent = [p for p in ("unshare", "setpriv") if not shutil.which(p)]
    seen = f"{', '.join(absent)} missing" if absent else "all there"
    return _finding("programs", not absent, seen, "apt install util-linux")


LOOKS: tuple[Look, ...] = (
    _python, _programs, _disk, _secrets, _front_end, _texts, _static_files, _postgresql, _roles,
    _tables, _time, _city, _journal, _backups, _mail, _port, _servers,
)  # fmt: skip


def _finding(name: str, is_well: bool, seen: str, advice: str) -> Finding:
    if is_well:
        return Finding(name, Verdict.OK, seen)
    return Finding(name, Verdict.FAIL, seen, advice)


def _is_older(compiled: Path, source: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _is_open(path: Path) -> bool:
    return bool(path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
