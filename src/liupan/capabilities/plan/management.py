"""What an operator does with plans: `liupan plan ...`."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
from django.utils.translation import gettext as _

from liupan.capabilities.plan.facts.texts import as_json, as_yaml, read_text
from liupan.capabilities.plan.gateways import words_of_file
from liupan.capabilities.plan.notices.proposal import Proposal, propose
from liupan.capabilities.plan.notices.showing import as_data
from liupan.capabilities.plan.operations.editions import enter_edition
from liupan.capabilities.plan.queries.editions import get_edition, get_numbered, list_in_force
from liupan.capabilities.plan.queries.texts import text_of
from liupan.foundation.access.facade import actor_for
from liupan.foundation.identity.facade import find_account_by_username
from liupan.kernel import clock
from liupan.kernel.factfiles import BadFactFile


@click.group("plan")
def cli() -> None:
    """Plans, their editions and levels (规划)."""


@cli.command("list")
def list_command() -> None:
    """The plans in force, from above to below."""
    for e in list_in_force(clock.today()):
        click.echo(f"{e.plan_code:24} {e.level:8} {e.division_code:8} {e.number:4}  {e.title}")


@cli.command()
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


@cli.command()
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


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "wants_json", is_flag=True, help="The proposal as JSON.")
def import_command(file: Path, wants_json: bool) -> None:
    """Read a notice (.txt, .docx, .pdf) and say what it proposes. Writes nothing.

    Issuer, date, cited papers, sections, targets and key tasks, each with its place in the text.
    """
    found: Proposal = propose(words_of_file(file.name, file.read_bytes()))
    if wants_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found)))


def _lines(found: Proposal) -> Iterator[str]:
    """What a person at a terminal reads first."""
    yield found.title or _("(no title found)")
    head = {
        _("Issuer"): found.issuer,
        _("Document number"): found.number,
        _("Date"): found.issued_on,
        _("Runs until"): found.ends_on,
    }
    for name, value in head.items():
        yield f"{name}: {value or _('not found')}"
    for cited in found.cites:
        said = " ".join(word for word in (cited.title, cited.number) if word)
        yield _("Cites: %(paper)s") % {"paper": said}
    yield _("Targets: %(n)s") % {"n": len(found.targets)}
    for target in found.targets:
        figure = "" if target.figure is None else f"{target.figure.normalize():f}{target.unit}"
        yield f"  {target.name}  {target.comparison} {figure}  {target.deadline or ''}".rstrip()
    yield _("Key tasks: %(n)s") % {"n": len(found.tasks)}
    for number, task in enumerate(found.tasks, start=1):
        units = ", ".join(unit for unit in (task.lead, *task.assisting) if unit)
        yield f"  {number}. {task.name}" + (f" ({units})" if units else "")
