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
from django.utils.module_loading import import_string

from liupan.config import database, homes, installing, running
from liupan.config.environment import environment
from liupan.config.messages import catalogues
from liupan.config.sentences import MEGABYTE, NEEDED, free
from liupan.config.terminal import gettext as _
from liupan.foundation.documents.facade import (
    ScannerSilent,
    bucket_place,
    count_contents,
    count_on_disk,
    list_lost,
    scanner_version,
    try_bucket,
)
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
    ("roles", "tables", "city", "time", "journal", "object storage", "files"),
    _("Mend what is said of postgresql first."),
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
    return _finding(
        "python", sys.version_info >= (3, 11), sys.version.split()[0], _("Use 3.11 or newer.")
    )


def _disk() -> Finding:
    left = free(environment().home)
    seen = _("%(free)d MB free for %(home)s") % {
        "free": left // MEGABYTE,
        "home": environment().home,
    }
    if left < 5 * NEEDED:
        verdict = Verdict.FAIL if left < NEEDED else Verdict.WARN
        return Finding("disk", verdict, seen, _("Free some space."))
    return Finding("disk", Verdict.OK, seen)


def _front_end() -> Finding:
    there = finders.find(installing.BUNDLE)
    seen = _("built") if there else _("not built.")
    return _finding("front end", bool(there), seen, "python3 tools/bootstrap.py prepare")


def _texts() -> Finding:
    stale = [p for p in catalogues() if _is_older(p.with_suffix(".mo"), p)]
    seen = _("%(n)d not compiled.") % {"n": len(stale)} if stale else _("compiled")
    return _finding("texts", not stale, seen, "liupan upgrade")


def _port() -> Finding:
    ours = environment()
    where = f"{ours.host}:{ours.port}"
    if running.is_running(ours.home):
        return Finding("port", Verdict.OK, _("%(where)s, served") % {"where": where})
    running.require_port(ours)
    return Finding("port", Verdict.OK, _("%(where)s is free") % {"where": where})


def _backups() -> Finding:
    """The newest file of `liupan backup`, which is to be from yesterday or today."""
    found = sorted((environment().home / "backups").glob("liupan-*.tar"))
    if not found:
        return Finding("backups", Verdict.WARN, _("none yet."), "liupan backup")
    days = (clock.real_now().timestamp() - found[-1].stat().st_mtime) / 86400
    seen = _("%(file)s, %(days)d days old") % {"file": found[-1].name, "days": days}
    return Finding("backups", Verdict.OK if days < 2 else Verdict.WARN, seen)


def _journal() -> Finding:
    """What the last check of the chain found; the worker checks once a day."""
    state = chain_state()
    seen = _("%(links)d links, %(waiting)d waiting") % {
        "links": state.last_seq,
        "waiting": state.waiting,
    }
    if state.verified and not state.verified.ok:
        advice = _("liupan journal verify, and keep a copy of everything before you do more.")
        seen += _("; it does not verify.")
        return Finding("journal", Verdict.FAIL, seen, advice)
    when = _(", not verified yet")
    if state.verified:
        when = _(", verified %(day)s") % {"day": f"{state.verified.finished_at:%Y-%m-%d}"}
    return Finding("journal", Verdict.OK, seen + when)


def _object_storage() -> Finding:
    """Whether contents can be written to the bucket, listed, read and deleted."""
    place = bucket_place()
    if not place:
        return Finding(
            "object storage", Verdict.OK, _("none (LIUPAN_S3_URL): files are on the disk")
        )
    try:
        try_bucket()
    except LiupanError as error:
        advice = _(
            "Look at LIUPAN_S3_URL, LIUPAN_S3_KEY_ID and LIUPAN_S3_SECRET, and at %(place)s."
        )
        return Finding("object storage", Verdict.FAIL, error.message, advice % {"place": place})
    seen = _("%(place)s: written, listed, read and deleted") % {"place": place}
    if left := count_on_disk():
        seen = _("%(place)s works; %(n)d files still lie on the disk.") % {
            "place": place,
            "n": left,
        }
        return Finding("object storage", Verdict.WARN, seen, "liupan documents move")
    return Finding("object storage", Verdict.OK, seen)


def _files() -> Finding:
    """Whether every file that a row names is where files are kept."""
    lost, kept = list_lost(), count_contents()
    if not lost:
        return Finding("files", Verdict.OK, _("%(n)d, all there") % {"n": kept})
    seen = _("%(n)d of %(kept)d are lost, first %(first)s.") % {
        "n": len(lost),
        "kept": kept,
        "first": lost[0].hex,
    }
    where = environment().home / "files" / "documents"
    advice = _("Bring them back into %(folder)s from a backup.") % {"folder": where}
    return Finding("files", Verdict.FAIL, seen, advice)


def _virus_scanner() -> Finding:
    """Whether files are scanned, and by what."""
    if not settings.LIUPAN_CLAMD:
        advice = _("Set LIUPAN_CLAMD to where clamd listens.")
        return Finding("virus scan", Verdict.WARN, _("files are not scanned."), advice)
    try:
        return Finding("virus scan", Verdict.OK, scanner_version())
    except ScannerSilent as silent:
        seen = _("%(place)s does not answer; files wait.") % {"place": settings.LIUPAN_CLAMD}
        return Finding("virus scan", Verdict.FAIL, seen, silent.next_step)


def _postgresql() -> Finding:
    with database.connect(environment().app_url) as connected:
        seen = _("%(version)d, role %(role)s") % {
            "version": connected.info.server_version // 10000,
            "role": connected.info.user,
        }
        database.assert_chinese_known(connected)
    where = _("embedded") if environment().is_embedded else "DATABASE_URL"
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
            _("the servers' role owns %(n)d tables, so it could rewrite the journal.")
            % {"n": owned},
            _("Give the tables to a role of its own and name it in LIUPAN_OWNER_URL."),
        )
    return Finding("roles", Verdict.OK, _("the servers' role owns no table"))


def _tables() -> Finding:
    loader = MigrationLoader(connection)
    missing = set(loader.graph.nodes) - set(loader.applied_migrations)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    if unknown:
        return Finding(
            "tables", Verdict.FAIL, _("newer than this Liupan."), _("Update it (git pull).")
        )
    if missing:
        return Finding(
            "tables", Verdict.FAIL, _("%(n)d steps behind.") % {"n": len(missing)}, "liupan upgrade"
        )
    return Finding(
        "tables", Verdict.OK, _("%(n)d migrations") % {"n": len(loader.applied_migrations)}
    )


def _city() -> Finding:
    found = find_installation()
    if found is None:
        seen = _("nobody has said which city this serves yet.")
        advice = _("`liupan found` founds a real one, `liupan demo seed` builds the demo city.")
        return Finding("city", Verdict.WARN, seen, advice)
    said = _("%(city)s (demo, clock at %(day)s)") if found.is_demo else _("%(city)s, today %(day)s")
    seen = said % {"city": found.city_name, "day": clock.today()}
    return Finding("city", Verdict.OK, seen)


def _time() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        skew = abs(cursor.fetchone()[0] - clock.real_now().timestamp())
    seen = _("%(seconds).1f s between this machine and the database") % {"seconds": skew}
    return _finding("time", skew <= SKEW, seen, _("Set both by NTP."))


def _static_files() -> Finding:
    there = (settings.STATIC_ROOT / "staticfiles.json").exists()
    seen = _("gathered") if there else _("not gathered.")
    return _finding("static files", there, seen, "liupan upgrade")


def _secrets() -> Finding:
    folder = environment().home / "secrets"
    loose = [p.name for p in folder.glob("*") if _is_open(p)] + ["."] * _is_open(folder)
    seen = (
        _("others may read %(files)s.") % {"files": ", ".join(loose)}
        if loose
        else _("closed to other accounts")
    )
    return _finding("secrets", not loose, seen, f"chmod -R go= '{folder}'")


def _closed() -> Finding:
    """Letters, logs and backups hold links and data that are for no other account."""
    loose = homes.open_folders(environment().home)
    names = ", ".join(p.name for p in loose)
    seen = f"others may enter {names}" if loose else "letters, logs, backups: for Liupan's account"
    advice = "chmod go= " + " ".join(f"'{p}'" for p in loose)
    return _finding("closed", not loose, seen, advice)


def _mail() -> Finding:
    if "filebased" in settings.EMAIL_BACKEND:
        return Finding(
            "mail",
            Verdict.WARN,
            _("written to %(folder)s, not sent.") % {"folder": settings.EMAIL_FILE_PATH},
            _("Set LIUPAN_MAIL_URL; without it or text messages no citizen can register."),
        )
    return Finding("mail", Verdict.OK, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")


def _text_messages() -> Finding:
    if not settings.LIUPAN_SMS_ADAPTER:
        seen = _("written to %(folder)s, not sent.") % {"folder": environment().home / "sms"}
        advice = _("Set LIUPAN_SMS_ADAPTER; without it nobody registers by phone.")
        return Finding("text messages", Verdict.WARN, seen, advice)
    try:
        import_string(settings.LIUPAN_SMS_ADAPTER)
    except ImportError as error:
        advice = _("Correct LIUPAN_SMS_ADAPTER, or install what it names.")
        return Finding("text messages", Verdict.FAIL, str(error), advice)
    return Finding("text messages", Verdict.OK, settings.LIUPAN_SMS_ADAPTER)


def _origin() -> Finding:
    """Where people come to: for a real city by https and under a name of its own."""
    found, ours = find_installation(), environment()
    if found and not found.is_demo and not (ours.https and ours.origin.startswith("https://")):
        return Finding(
            "origin",
            Verdict.WARN,
            _("%(origin)s: people do not come by https.") % {"origin": ours.origin},
            _("Put a proxy in front, set LIUPAN_HTTPS, LIUPAN_PROXIES and LIUPAN_ORIGIN."),
        )
    return Finding("origin", Verdict.OK, ours.origin)


def _servers() -> Finding:
    if not environment().is_embedded and not running.is_running(environment().home):
        return Finding("servers", Verdict.OK, _("not started by `liupan run` here"))
    if not running.is_running(environment().home):
        return Finding("servers", Verdict.WARN, _("not running."), "liupan run")
    status, said = running.ask(environment(), "/healthz")
    return _finding(
        "servers",
        status == 200,
        said[:300] or _("status %(n)d") % {"n": status},
        _("See %(folder)s.") % {"folder": environment().home / "logs"},
    )


def _programs() -> Finding:
    absent = [p for p in ("unshare", "setpriv") if not shutil.which(p)]
    seen = (
        _("%(programs)s missing.") % {"programs": ", ".join(absent)} if absent else _("all there")
    )
    return _finding("programs", not absent, seen, "apt install util-linux")


LOOKS: tuple[Look, ...] = (
    _python, _programs, _disk, _secrets, _closed, _front_end, _texts, _static_files, _postgresql,
    _roles, _tables, _time, _city, _journal, _object_storage, _files, _virus_scanner, _backups,
    _mail, _text_messages, _origin, _port, _servers,
)  # fmt: skip


def _finding(name: str, is_well: bool, seen: str, advice: str) -> Finding:
    if is_well:
        return Finding(name, Verdict.OK, seen)
    return Finding(name, Verdict.FAIL, seen, advice)


def _is_older(compiled: Path, source: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _is_open(path: Path) -> bool:
    return bool(path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
