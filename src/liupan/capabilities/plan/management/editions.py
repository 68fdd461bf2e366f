"""Plans and their editions: listed, written into files, entered from files."""

from pathlib import Path

import click

from liupan.capabilities.plan.facts.texts import as_json, as_yaml, read_text
from liupan.capabilities.plan.operations.editions import enter_edition
from liupan.capabilities.plan.queries.editions import get_edition, get_numbered, list_in_force
from liupan.capabilities.plan.queries.texts import text_of
from liupan.foundation.access.facade import actor_for
from liupan.foundation.identity.facade import find_account_by_username
from liupan.kernel import clock
from liupan.kernel.factfiles import BadFactFile


@click.command("list")
def list_command() -> None:
    """The plans in force, from above to below."""
    for e in list_in_force(clock.today()):
        click.echo(f"{e.plan_code:24} {e.level:8} {e.division_code:8} {e.number:4}  {e.title}")


@click.command()
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--edition", type=click.IntRange(1), help="Its number; else the one in force.")
def export(code: str, file: Path, edition: int | None) -> None:
    """Write an edition of plan CODE into FILE, as JSON when FILE ends so, else as YAML."""
    found = get_numbered(code, edition) if edition else get_edition(code)
    text = text_of(found.id)
    written = as_json(text) if file.suffix == ".json" else as_yaml(text)
    file.write_text(written, encoding="utf-8")
    click.echo(f"{found.plan.code}, edition {found.number}: {file}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="Who enters it: a username.")
def enter(file: Path, username: str) -> None:
    """Enter the edition in FILE (as `export` writes it) as a draft."""
    account = find_account_by_username(username)
    if account is None:
        raise click.ClickException(f"There is no account {username}.")
    try:
        text = read_text(file.read_text(encoding="utf-8"), file.name)
    except (BadFactFile, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    draft = enter_edition(text=text, actor=actor_for(account.id), now=clock.now())
    click.echo(f"draft {draft} of {text.plan.code}")
