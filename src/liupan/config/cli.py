"""The `liupan` command: everything an operator does.

Each room offers its commands as a click group named `cli` in `management.py`; the group's name is
the room's. Django's own commands are under `liupan django`.
"""

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="liupan")
def cli() -> None:
    """Liupan (六盘): run and look after a city's e-government platform."""


@cli.command("django", context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django_command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["liupan django", *arguments])


def main() -> None:
    """Entry point of `liupan`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liupan.config.settings")
    import django
    from django.conf import settings

    django.setup()
    for app in settings.LIUPAN_APPS:
        if find_spec(f"{app}.management"):
            cli.add_command(import_module(f"{app}.management").cli)
    sys.exit(cli())
