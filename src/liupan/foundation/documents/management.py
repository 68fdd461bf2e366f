"""`liupan documents`: look whether what was kept is still what was handed in."""

import click

from liupan.foundation.documents.queries import count_contents, list_altered


@click.group("documents")
def cli() -> None:
    """Files attached to things."""


@cli.command()
def check() -> None:
    """Read every file and compare it with its SM3; exit code 1 when one is lost or altered."""
    altered = [content_id.hex for content_id in list_altered()]
    click.echo(f"{count_contents()} read, {len(altered)} lost or altered")
    for name in altered:
        click.echo(name)
    raise SystemExit(1 if altered else 0)
