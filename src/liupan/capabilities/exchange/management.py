"""`liupan exchange`: the message log written out and verified."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from liupan.capabilities.exchange.operations.exporting import export_log, operator
from liupan.capabilities.exchange.operations.sequencing import count_waiting, find_head, link_all
from liupan.capabilities.exchange.operations.verifying import verify_log
from liupan.capabilities.exchange.queries.proofs import signed
from liupan.capabilities.exchange.rules.verify_exchange_log import Checker, lines_of, told
from liupan.kernel import clock
from liupan.kernel.errors import LiupanError
from liupan.kernel.secrecy import CEILING

DAY = click.DateTime(formats=["%Y-%m-%d"])
SCRIPT = "verify_exchange_log.py"


@click.group("exchange")
def cli() -> None:
    """Data exchange and its message log (信息共享交换)."""


@cli.command("export-log")
@click.option("--from", "first", type=DAY, required=True, help="First day.")
@click.option("--until", "last", type=DAY, required=True, help="Last day.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_command(first: datetime, last: datetime, file: Path) -> None:
    """Write the messages of some days with their signed roots into FILE.

    `verify_exchange_log.py`, put beside it, checks it on any machine with Python.
    """
    link_all()
    try:
        fact = export_log(
            from_us=_micros(first), until_us=_micros(last + timedelta(days=1)), path=file,
            actor=operator(CEILING[settings.LIUPAN_ZONE]), now=clock.now(),
        )  # fmt: skip
    except LiupanError as error:
        raise click.ClickException(error.message) from error
    script = Path(__file__).parent / "rules" / SCRIPT
    file.with_name(SCRIPT).write_bytes(script.read_bytes())
    roots = f"{fact.first_root}-{fact.last_root}"
    click.echo(f"{fact.messages} messages, roots {roots}, last hash {fact.last_hash}")
    click.echo(f"Check it anywhere: python3 {SCRIPT} {file.name}")


@cli.command("verify")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@click.option("--key", "keys", multiple=True, help="SM3 of a key that you trust.")
@click.option("--root", "roots", multiple=True, help="NUMBER:HASH of a root written down.")
def verify_command(file: Path | None, keys: tuple[str, ...], roots: tuple[str, ...]) -> None:
    """Check FILE, or the log as it stands; exit code 1 when something does not fit."""
    try:
        known = {int(n): digest for n, digest in (one.split(":", 1) for one in roots)}
    except ValueError as error:
        raise click.UsageError(_("--root takes NUMBER:HASH.")) from error
    if file is None:
        verdict = verify_log(keys, known)
    else:
        verdict = Checker(keys, known, signed=signed).check(lines_of(str(file)))
    for line in told(verdict):
        click.echo(line)
    sys.exit(1 if verdict.wrong else 0)


@cli.command("state")
def state_command() -> None:
    """The last root, and how many messages wait for theirs."""
    head = find_head()
    click.echo(f"last root  {head.number}:{head.hash.hex()} ({head.last} messages)")
    click.echo(f"waiting    {count_waiting()}")


def _micros(day: datetime) -> int:
    return int(clock.start_of(day.date()).timestamp() * 1_000_000)
