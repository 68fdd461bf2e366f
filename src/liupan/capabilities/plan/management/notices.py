"""A notice on a terminal: what it proposes, as lines or as JSON. Writes nothing."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from liupan.capabilities.plan.gateways import proposal_of_file


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "wants_json", is_flag=True, help="The proposal as JSON.")
def import_command(file: Path, wants_json: bool) -> None:
    """Read a notice (.txt, .docx, .pdf) and say what it proposes. Writes nothing.

    Issuer, date, cited papers, sections, targets and key tasks, each with its place in the text.
    """
    found = proposal_of_file(file.name, file.read_bytes())
    if wants_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found)))


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    """What a person at a terminal reads first."""
    yield found["title"] or _("(no title found)")
    head = {
        _("Issuer"): found["issuer"],
        _("Document number"): found["number"],
        _("Date"): found["date"],
        _("Runs until"): found["ends_on"],
    }
    for name, value in head.items():
        yield f"{name}: {value or _('not found')}"
    for cited in found["cites"]:
        said = " ".join(word for word in (cited["title"], cited["number"]) if word)
        yield _("Cites: %(paper)s") % {"paper": said}
    yield _("Targets: %(n)s") % {"n": len(found["targets"])}
    for target in found["targets"]:
        figure = "" if target["figure"] is None else f"{target['figure']}{target['unit']}"
        deadline = target["deadline"] or ""
        yield f"  {target['name']}  {target['comparison']} {figure}  {deadline}".rstrip()
    yield _("Key tasks: %(n)s") % {"n": len(found["tasks"])}
    for number, task in enumerate(found["tasks"], start=1):
        units = ", ".join(task["units"])
        yield f"  {number}. {task['name']}" + (f" ({units})" if units else "")
