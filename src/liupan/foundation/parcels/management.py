"""`liupan parcels`: the ferry from the shell of a station."""

from pathlib import Path

import click
from django.utils.translation import gettext as _

from liupan.foundation.identity.facade import acting
from liupan.foundation.journal.facade import by_operator
from liupan.foundation.parcels.operations.receiving import receive_parcel
from liupan.foundation.parcels.operations.sending import PackedFile, take_parcel
from liupan.foundation.parcels.operations.statements import (
    Comparison,
    make_statement,
    take_statement,
)
from liupan.foundation.parcels.queries.parcels import list_packed
from liupan.foundation.parcels.queries.stations import list_trusted
from liupan.foundation.parcels.wording import cause_words, gap_words
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, Refusal
from liupan.kernel.filenames import safe_name

FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
FOLDER = click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of the medium.",
)


def _named(context: click.Context, _option: click.Parameter, username: str) -> Actor:
    """The actor; entries tell who of the operating system says so."""
    context.with_resource(by_operator(f"{acting.operator()} via cli"))
    return acting.named(username)


AS = click.option(
    "--as",
    "actor",
    required=True,
    metavar="USERNAME",
    callback=_named,
    help="The courier on whose authority this is done.",
)


@click.group("parcels")
def cli() -> None:
    """Parcels between network zones (跨网摆渡)."""


@cli.command()
@FOLDER
@AS
def export(folder: Path, actor: Actor) -> None:
    """Take every packed parcel that was not taken yet, and our statements, onto the medium."""
    for one in list_packed(actor):
        file = take_parcel(parcel_id=one.id, actor=actor, now=clock.now())
        click.echo(_written(folder, file))
    for peer_id in list_trusted():
        made = make_statement(peer_id=peer_id, actor=actor, now=clock.now())
        path = folder / safe_name(made.name)
        path.write_bytes(made.content)
        click.echo(path.name)


@cli.command("import")
@FILES
@AS
def take_in(files: tuple[Path, ...], actor: Actor) -> None:
    """Take parcels in, each once; exit code 1 when one was turned away."""
    has_refused = False
    for path in files:
        with path.open("rb") as source:
            came = receive_parcel(source=source, file_name=path.name, actor=actor, now=clock.now())
        click.echo(f"{path.name}: {came.sentence}")
        has_refused |= came.state == "refused"
    raise SystemExit(1 if has_refused else 0)


@cli.command()
@FILES
@AS
def reconcile(files: tuple[Path, ...], actor: Actor) -> None:
    """Take statements in and say where both logs differ; exit code 1 when they do."""
    agree = True
    for path in files:
        try:
            found = take_statement(data=path.read_bytes(), actor=actor, now=clock.now())
        except (Refusal, Missing) as refusal:
            raise click.ClickException(f"{path.name}: {refusal.message}") from refusal
        click.echo(f"{path.name}: {_summary(found)}")
        agree &= found.agrees
    raise SystemExit(0 if agree else 1)


def _written(folder: Path, file: PackedFile) -> str:
    """Write the file whole or not at all; its name."""
    path = folder / safe_name(file.name)
    half = path.with_suffix(".part")
    with half.open("wb") as out:
        for piece in file.content:
            out.write(piece)
    half.rename(path)
    return path.name


def _summary(found: Comparison) -> str:
    if found.agrees:
        words = _("both logs agree: %(sent)s parcels sent, %(received)s received")
        return words % {"sent": found.sent, "received": found.received}
    ways = ((_("we sent"), found.out), (_("we received"), found.into))
    return "\n".join(
        f"{way} {one.number} {gap_words(one.gap)} {cause_words(one.cause)}".rstrip()
        for way, differences in ways
        for one in differences
    )
