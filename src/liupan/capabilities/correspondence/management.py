"""`liupan correspondence`: finished files written out, packages of the archive checked."""

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.operations.exporting import Exported, export_document
from liupan.capabilities.correspondence.rules.packages import Checked, Finding, checked
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.identity.facade import acting
from liupan.foundation.journal.facade import by_operator
from liupan.kernel import clock


@click.group("correspondence")
def cli() -> None:
    """Official documents and their archive (公文)."""


@cli.command()
@click.argument("number")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the files.",
)
@click.option("--overwrite", is_flag=True, help="Write over files that are there.")
@click.option("--as", "username", required=True, help="Who takes them out: a username.")
def export(number: str, folder: Path, overwrite: bool, username: str) -> None:
    """Write the OFD and the PDF of the document NUMBER, such as 固政发〔2017〕21号."""
    with by_operator(f"{acting.operator()} via cli"):
        files = export_document(
            number=number, where=str(folder.resolve()), actor=acting.named(username),
            now=clock.now(),
        )  # fmt: skip
    targets = [folder / one.name for one in files]
    there = [target for target in targets if target.exists()]
    if there and not overwrite:
        raise click.ClickException(
            _("%(file)s is there already. Nothing was written; --overwrite writes over it.")
            % {"file": there[0]}
        )
    folder.mkdir(parents=True, exist_ok=True)
    for one, target in zip(files, targets, strict=True):
        _write(one, target, overwrite=overwrite)
        click.echo(f"{target}  SM3 {sm3(one.content).hex()}")


def _write(one: Exported, target: Path, *, overwrite: bool) -> None:
    with target.open("wb" if overwrite else "xb") as file:
        file.write(one.content)


@cli.command()
@click.argument("package", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def verify(package: Path, as_json: bool) -> None:
    """Check PACKAGE of a filed document, part by part; exit code 1 when it is not whole.

    It needs nothing but the file. The SM3 that it tells is to be compared with that of the record.
    """
    content = package.read_bytes()
    found, digest = checked(content, lambda part: sm3(part).hex()), sm3(content).hex()
    click.echo(_as_json(found, digest) if as_json else "\n".join(_lines(found, digest)))
    raise SystemExit(0 if found.holds else 1)


def _as_json(found: Checked, digest: str) -> str:
    said = {
        "holds": found.holds,
        "sm3": digest,
        "parts": found.parts,
        "record": dict(found.record),
        "findings": [{"fault": one.fault, "name": one.name} for one in found.findings],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _lines(found: Checked, digest: str) -> list[str]:
    record = found.record
    head = [f"{record.get('item_number', '')}  {record.get('title', '')}"] if record else []
    if found.holds:
        verdict = _("Whole: %(count)s parts are as the manifest says.") % {"count": found.parts}
    else:
        verdict = _("Not whole.")
    return [
        *head, *(_words(one) for one in found.findings), verdict,
        _("SM3 of the package, to compare with the record: %(sm3)s") % {"sm3": digest},
    ]  # fmt: skip


def _words(one: Finding) -> str:
    words = {
        "unreadable": _("This is no package, or it is damaged."),
        "no_manifest": _("It has no manifest: it is not a package of the archive."),
        "too_large": _("It unfolds to more than a package may."),
        "altered": _("%(name)s was altered."),
        "missing": _("%(name)s is missing."),
        "unlisted": _("%(name)s does not belong to it."),
        "twice": _("%(name)s is there twice."),
    }
    sentence = words[one.fault]
    return sentence % {"name": one.name} if one.name else sentence
