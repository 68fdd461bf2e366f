"""The `liupan` command: everything an operator does.

Each room offers its commands as a click group named `cli` in `management.py`; the group's name is
the room's. Django's own commands are under `liupan django`.
"""

import contextlib
import gc
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from liupan.config.homes import PRIVATE_UMASK
from liupan.config.processes import MARK
from liupan.config.terminal import gettext as _
from liupan.kernel.errors import LiupanError

LEAN: dict[tuple[str, ...], str] = {("plan", "import"): "liupan.capabilities.plan"}
"""Commands that need no more of the program than their room's words, by their room."""
SERVERLESS = {
    ("run",),
    ("serve",),
    ("sbom",),
    ("licences",),
    ("plan", "import"),
    ("documents", "render"),
}
"""Commands that bring their own database, or need none."""

PARTS = {
    "Try it": ["run", "demo"],
    "Look at it": ["doctor", "seals"],
    "Keep it safe": ["backup", "restore", "journal"],
    "Run it for real (docs/how-to/run-for-real.md)": [
        "upgrade",
        "found",
        "serve",
        "identity",
        "token",
        "access",
    ],
    "What it is made of": ["sbom", "licences", "django"],
}
"""The commands in the order in which an operator needs them; `COMMAND --help` says more."""

REST = "What each room offers"


def _titles() -> dict[str, str]:
    """The parts as people read them."""
    return {
        "Try it": _("Try it"),
        "Look at it": _("Look at it"),
        "Keep it safe": _("Keep it safe"),
        "Run it for real (docs/how-to/run-for-real.md)": _(
            "Run it for real (docs/how-to/run-for-real.md)"
        ),
        "What it is made of": _("What it is made of"),
        REST: _("What each room offers"),
    }


class Operators(click.Group):
    """The command's help in the order of use: run it, look at it, keep it, and the rooms."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        named = {name for names in PARTS.values() for name in names}
        rooms = [n for n in self.list_commands(context) if n not in named]
        for part, names in {**PARTS, REST: rooms}.items():
            rows = [(n, c.get_short_help_str(90)) for n in names if (c := self.commands.get(n))]
            with formatter.section(_titles()[part]):
                formatter.write_dl(rows)

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=Operators, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="liupan")
@click.pass_context
def cli(context: click.Context) -> None:
    """Liupan (六盘): run and look after a city's e-government platform.

    Begin with `liupan run`, then `liupan doctor`. Each command explains itself: `liupan backup
    --help`. Exit code 0 is well, 1 a refusal that says what to do, 2 a wrong word.

    The embedded PostgreSQL is started for a command that needs it and stopped afterwards, unless
    a running Liupan uses it. Settings are environment variables:

    \b
      PORT                   where pages are served (8000)
      LIUPAN_BIND            on which address (127.0.0.1)
      LIUPAN_HOME            everything outside the database (var)
      DATABASE_URL           a PostgreSQL of yours; else the embedded one
      LIUPAN_OWNER_URL       the role that owns its tables, where it is another one
      LIUPAN_ZONE            internet, extranet (default) or intranet
      LIUPAN_DEMO            0: an empty database becomes no demo city; small: a small one
      LIUPAN_DEMO_PASSWORD   password of the demo's people; else a random one
      LIUPAN_HOSTS           names pages are served under (localhost,127.0.0.1)
      LIUPAN_ORIGIN          the address people know, for links in letters
      LIUPAN_HTTPS           1: people come by https
      LIUPAN_PROXIES         how many proxies of yours stand in front (0)
      LIUPAN_WORKERS         processes that serve pages (one for each core)
      LIUPAN_IDLE_MINUTES    without activity, until a session ends (30)
      LIUPAN_MAIL_URL        who takes letters: smtps://user:password@host:port?from=address
      LIUPAN_SMS_ADAPTER     class that sends text messages, by its dotted name
      LIUPAN_FILE_MB         megabytes that a file attached to something may have (25)
      LIUPAN_FONTS           folder of your own typefaces for official documents
      LIUPAN_TLS_HEADER      header in which your proxy hands on a calling system's certificate
      LIUPAN_TLS_PROXIES     networks whose proxies are believed that header (this machine)
      LIUPAN_XROAD_INSTANCE  this city's code in addresses of the X-Road form (CN-CODE)
      LIUPAN_CALL_RATE       calls a second that one grant may make (100)
      LIUPAN_LOG             least that is logged: debug, info, warning (default), error
      LIUPAN_LANGUAGE        of the terminal: en or zh; else your locale's
    """
    asks_for_help = any(word in sys.argv for word in context.help_option_names)
    asked = tuple(word for word in sys.argv[1:] if not word.startswith("-"))
    if asks_for_help or any(asked[: len(words)] == words for words in SERVERLESS):
        return
    from liupan.config.environment import environment

    if environment().is_embedded:
        context.with_resource(environment().server.used())


@cli.command("django", context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django_command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["liupan django", *arguments])


def add_commands() -> None:
    """Hang the commands of the house and of its rooms into the group."""
    from django.conf import settings

    from liupan.config import helping, recovering
    from liupan.config.operators import COMMANDS

    for command in COMMANDS:
        cli.add_command(command)
    cli.add_command(recovering.cli)

    for app in settings.LIUPAN_APPS:
        if find_spec(f"{app}.management"):
            module = import_module(f"{app}.management")
            for group in (module.cli, *getattr(module, "GROUPS", ())):
                cli.add_command(group)
    helping.speak(cli)


def set_up_lean(room: str) -> None:
    """As much of Django as speaks: half a second less than all rooms with their tables."""
    import django
    from django.conf import settings

    folders = [Path(str(import_module(name).__file__)).parent for name in (room, "liupan.kernel")]
    settings.configure(LANGUAGE_CODE="zh-hans", LOCALE_PATHS=[f / "locale" for f in folders])
    django.setup(set_prefix=False)
    cli.add_command(import_module(f"{room}.management").cli)


@contextlib.contextmanager
def _sentences() -> Iterator[None]:
    """Errors made on purpose end the command with one sentence and exit code 1."""
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)
    except LiupanError as error:
        click.echo(f"liupan: {error.message} {error.next_step}".rstrip(), err=True)
        sys.exit(1)


def marked(home: Path) -> None:
    """Begin anew with the mark in the environment: what is forked shows that of its beginning."""
    if os.environ.get(MARK) != str(home):
        os.environ[MARK] = str(home)
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606


def main() -> None:
    """Entry point of `liupan`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liupan.config.settings")
    os.umask(PRIVATE_UMASK)  # the servers inherit it
    with _sentences():
        if room := LEAN.get(tuple(sys.argv[1:3])):
            set_up_lean(room)
            cli(standalone_mode=True)
        from liupan.config.environment import environment
        from liupan.config.sentences import explained

        if sys.argv[1:2] == ["run"]:
            marked(environment().home)
        with explained(Path(environment().home)):
            import django

            gc.disable()  # what is read now stays: looking through it again and again takes a fifth
            django.setup()
            add_commands()
            gc.freeze()
            gc.enable()
            cli(standalone_mode=True)


if __name__ == "__main__":
    main()
