"""`liupan run`: database, installation, pages, long calls and worker in the foreground.

The supervisor owns a lock on LIUPAN_HOME; every process it starts carries a mark, so that the
next run (or the guard) finds what a killed one left. See docs/adr/0005.
"""

import contextlib
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FrameType

from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from liupan.config import demo, homes, installing, processes, servers, terminal
from liupan.config.environment import Environment, environment
from liupan.config.processes import MARK, Child
from liupan.config.progress import say, step
from liupan.config.sentences import NotReady, explained, require_space
from liupan.config.terminal import gettext as _
from liupan.foundation.identity.facade import demo_sign_in
from liupan.foundation.organisations.facade import find_installation

PATIENCE = 180.0  # seconds until a first answer
LATER = "long-calls"  # the group that starts when the others answer
TRIES = 3  # deaths of a child, or of the database, that are taken as bad luck


@dataclass
class Ending:
    """How signals end a run: the first asks, a second while it ends forces."""

    is_forced: bool = False
    has_begun: bool = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.has_begun:
            self.is_forced = True
            return
        self.has_begun = True
        raise KeyboardInterrupt

    def obey(self) -> None:
        """End now if a signal came whose exception was lost, as it is in a finalizer."""
        if self.has_begun:
            raise KeyboardInterrupt


def run() -> None:
    """Run Liupan until a signal ends it. Raises NotReady."""
    ours = environment()
    ending = Ending()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ending)
    with contextlib.suppress(KeyboardInterrupt), explained(ours.home), only_one(ours):
        require_space(ours.home)
        if processes.sweep(ours.home):  # before the port is looked at: they may hold it
            say("  " + _("Ended what an earlier run had left."))
        require_port(ours)
        with guarded(ours), serving_database(ours):
            installing.install(with_demo=demo.is_wanted())
            serve(ours, ending)
    say(_("Liupan was stopped by force.") if ending.is_forced else _("Liupan has stopped."))


def serve(ours: Environment, ending: Ending) -> None:
    """Start the three groups, say when they answer, and keep them running.

    Pages and worker come first: `/healthz` asks for both.
    """
    children = groups(ours)
    greeting = welcome(ours)
    connection.close()
    try:
        with step(_("Pages, long calls, worker")):
            import_module("liupan.config.wsgi")  # once for all of them
            first = [child for child in children if child.name != LATER]
            for child in first:
                child.start()
            await_answer(ours, first, ending)
            for child in children:
                if child not in first:
                    child.start()
        say(greeting)
        watch(ours, children, ending)
    finally:
        ending.has_begun = True
        say(_("Stopping (Ctrl-C again: at once) ..."))
        processes.stop(children, lambda: ending.is_forced)


def groups(ours: Environment) -> list[Child]:
    """The children, as they are to run: each goes on with the program that was read here."""
    ports = {"pages": ours.port, LATER: free_port(ours.host), "worker": 0}
    patience = {"worker": 25.0}
    return [
        Child(name, servers.going_on(ours, name, port), ours.home, patience.get(name, 10.0))
        for name, port in ports.items()
    ]


def watch(ours: Environment, children: list[Child], ending: Ending) -> None:
    """Start again what dies, until a signal comes."""
    deaths = 0
    while True:
        time.sleep(0.5)
        ending.obey()
        if ours.is_embedded and not ours.server.is_alive():
            deaths += 1
            log = ours.server.folder / "postgres.log"
            say(_("PostgreSQL ended; starting it again") + _(" (see %(file)s)") % {"file": log})
            try:
                ours.server.start()
            except NotReady:
                if deaths >= TRIES:
                    raise
                time.sleep(2.0**deaths)
        for child in children:
            if news := child.revive():
                say(news + _(" (see %(file)s)") % {"file": child.log})


def await_answer(ours: Environment, children: list[Child], ending: Ending) -> None:
    """Wait until a page is served. Raises NotReady."""
    until, said = time.monotonic() + PATIENCE, "no answer"
    while time.monotonic() < until:
        ending.obey()
        status, said = ask(ours, "/healthz")
        if status == http.client.NOT_FOUND:  # a Liupan without a gateway
            status, said = ask(ours, "/")
            status = http.client.OK if http.client.OK <= status < 500 else status
        if status == http.client.OK:
            return
        for child in children:
            child.revive()
            if child.failures >= TRIES:
                raise NotReady(
                    _("%(name)s does not start:") % {"name": child.name} + f"\n{child.tail()}\n",
                    next_step=_("The whole log is %(file)s.") % {"file": child.log},
                )
        time.sleep(0.1)
    raise NotReady(
        _("Liupan has not become ready in %(seconds)d s: %(why)s")
        % {"seconds": PATIENCE, "why": said[:500]},
        next_step=_("See the logs in %(folder)s.") % {"folder": ours.home / "logs"},
    )


def ask(ours: Environment, path: str) -> tuple[int, str]:
    """Status and body of a page; 0 when nobody answers."""
    host = "127.0.0.1" if ours.host in ("0.0.0.0", "::", "") else ours.host  # noqa: S104
    client = http.client.HTTPConnection(host, ours.port, timeout=10)
    try:
        client.request("GET", path, headers={"Host": f"{ours.hosts[0]}:{ours.port}"})
        answer = client.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        client.close()


def welcome(ours: Environment) -> str:
    """What is said when Liupan is ready."""
    address = f"http://localhost:{ours.port}/"
    lines = [_("Liupan is ready: %(address)s") % {"address": address}]
    found = find_installation()
    if found and found.is_demo:
        page = f"{address.rstrip('/')}{_sign_in_path()}"
        lines.append("  " + _("Sign in at %(address)s") % {"address": page})
        said = _("with one click, or with the password %(password)s as:")
        lines.append("  " + said % {"password": demo.password()})
        lines += [f"    {one.username:<16} {_called(one)}" for one in _offered()]
    return "\n".join([*lines, _("Ctrl-C stops it.")])


def _offered() -> list[demo_sign_in.DemoRole]:
    return list(demo_sign_in.offered().values())


def _called(role: demo_sign_in.DemoRole) -> str:
    """In the terminal's language; in both where nobody said which: the pages speak Chinese."""
    with translation.override(terminal.language()):
        said = str(role.label)
    if not terminal.is_silent():
        return said
    with translation.override("zh-hans"):
        return f"{said} ({role.label})"


def _sign_in_path() -> str:
    try:
        return reverse("account_login")
    except NoReverseMatch:
        return "/"


# --- What must hold before and while it runs ---------------------------------------------------
@contextlib.contextmanager
def only_one(ours: Environment) -> Iterator[None]:
    """Hold the lock that says: this home is running. Raises NotReady when another holds it."""
    homes.make(ours.home)
    with (ours.home / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise NotReady(
                _("Liupan already runs in %(home)s (%(what)s).")
                % {"home": ours.home, "what": lock.read().strip() or _("starting")},
                next_step=_(
                    "Use that one, stop it (Ctrl-C there), "
                    "or set LIUPAN_HOME and PORT to start a second one beside it."
                ),
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, http://localhost:{ours.port}/")
        lock.flush()
        yield
        lock.truncate(0)


def is_running(home: Path) -> bool:
    """Whether a Liupan runs in `home`."""
    if not (home / "run.lock").exists():
        return False
    with (home / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def require_port(ours: Environment) -> None:
    """Raise NotReady when pages cannot be served on this port."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((ours.host, ours.port))
    except socket.gaierror as error:
        raise _no_address(ours, error) from error
    except PermissionError as error:
        raise NotReady(
            _("This account may not serve on port %(port)d.") % {"port": ours.port},
            next_step=_("Set PORT to a number above 1023."),
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise _no_address(ours, error) from error
        raise NotReady(
            _("Port %(port)d on %(host)s is in use by another program (%(why)s).")
            % {"port": ours.port, "host": ours.host, "why": error.strerror},
            next_step=_("Stop that program, or choose another port: PORT=%(port)d make run")
            % {"port": ours.port + 1},
        ) from error


def _no_address(ours: Environment, error: OSError) -> NotReady:
    return NotReady(
        _("LIUPAN_BIND=%(host)s is no address of this machine (%(why)s).")
        % {"host": ours.host, "why": error.strerror},
        next_step=_("Set it to 127.0.0.1, to 0.0.0.0 for all, or unset it."),
    )


def free_port(host: str) -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving_database(ours: Environment) -> Iterator[None]:
    """Run the embedded PostgreSQL meanwhile; nothing to do for a foreign one."""
    if not ours.is_embedded:
        yield
        return
    with contextlib.ExitStack() as stack:
        with step(_("PostgreSQL")):
            stack.enter_context(ours.server.used())
        yield
        connection.close()


@contextlib.contextmanager
def guarded(ours: Environment) -> Iterator[None]:
    """Have a guard that tidies up should this process be killed."""
    guard = subprocess.Popen(
        [sys.executable, "-m", "liupan.config.guard", str(ours.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, MARK: str(ours.home)},
    )
    try:
        yield
    finally:
        assert guard.stdin
        guard.stdin.close()
        guard.wait()
