"""What an operator does with keys: `liupan crypto ...`."""

import click

from liupan.foundation.crypto.facade import rotate_master
from liupan.kernel import clock


@click.group("crypto")
def cli() -> None:
    """Keys (密钥)."""


@cli.command()
def rotate() -> None:
    """Make a new master key and wrap every person's key anew, in one transaction.

    The old key file stays in the folder `secrets` for as long as older backups need it; take the
    folder into the next backup.
    """
    count = rotate_master(now=clock.now())
    click.echo(f"{count} keys wrapped under a new master key.")
