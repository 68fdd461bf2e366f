"""What an operator does with plans: `liupan plan ...`."""

from importlib import import_module

import click

COMMANDS = {
    "list": ("editions", "list_command"),
    "export": ("editions", "export"),
    "enter": ("editions", "enter"),
    "import": ("notices", "import_command"),
}
"""Each command: its module here, and its name in it."""


class Commands(click.Group):
    """Loads a command when it is asked for: reading a notice needs no table of the program."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return command


@click.group("plan", cls=Commands)
def cli() -> None:
    """Plans, their editions and levels (规划)."""
