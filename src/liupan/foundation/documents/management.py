"""`liupan documents`: what was kept is still what was handed in; an official document; any file."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
from django.utils.translation import gettext as _

from liupan.foundation.documents.inspecting import FontFigures, Inspection, inspect
from liupan.foundation.documents.layout.checking import LayoutVerdict, check_layout
from liupan.foundation.documents.layout.faces import Choice, MissingGlyph
from liupan.foundation.documents.layout.pages import read_pdf
from liupan.foundation.documents.layout.reading import read_source
from liupan.foundation.documents.layout.typesetting import render_pdf
from liupan.foundation.documents.layout.validating import Lack, validate
from liupan.foundation.documents.moving import move_contents
from liupan.foundation.documents.ofd.checking import Check
from liupan.foundation.documents.queries import count_contents, list_altered
from liupan.foundation.documents.stores import bucket_place
from liupan.kernel.errors import InvalidInput


@click.group("documents")
def cli() -> None:
    """Files attached to things; official documents."""


@cli.command()
def check() -> None:
    """Read every file and compare it with its SM3; exit code 1 when one is lost or altered."""
    altered = [content_id.hex for content_id in list_altered()]
    click.echo(f"{count_contents()} read, {len(altered)} lost or altered")
    for name in altered:
        click.echo(name)
    raise SystemExit(1 if altered else 0)


@cli.command()
def move() -> None:
    """Move files from the disk into object storage (LIUPAN_S3_URL). Liupan may run meanwhile.

    Each leaves the disk only after it was read back and compared with its SM3. The command may be
    stopped and given again at any time. Exit code 1 when a file was altered: it stays on the disk.
    """
    moved, altered = 0, list[str]()
    for content_id, is_moved in move_contents():
        if not is_moved:
            altered.append(content_id.hex)
            continue
        moved += 1
        if moved % 100 == 0:
            click.echo(_("%(n)d moved so far") % {"n": moved})
    click.echo(
        _("%(n)d moved to %(place)s, %(altered)d lost or altered")
        % {"n": moved, "place": bucket_place(), "altered": len(altered)}
    )
    for name in altered:
        click.echo(name)
    raise SystemExit(1 if altered else 0)


@cli.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder for the file; the current one if not given.",
)
def render(source: Path, folder: Path) -> None:
    """Make the PDF of an official document (GB/T 9704-2012) and measure it.

    SOURCE is a JSON file after docs/reference/official-document.schema.json. Exit code 1 when
    something is missing for its type, or a check of the layout fails.
    """
    document = read_source(source.read_bytes())
    made = render_pdf(document)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{source.stem}.pdf"
    target.write_bytes(made.pdf)
    pages = read_pdf(made.pdf)
    lacks, verdicts = validate(document), check_layout(document, pages)
    click.echo(_("%(file)s: %(count)s pages") % {"file": target, "count": len(pages)})
    for line in (*_faces(made.faces), *_substituted(made.substituted), *_findings(lacks, verdicts)):
        click.echo(line)
    raise SystemExit(1 if lacks or not all(v.holds for v in verdicts) else 0)


def _faces(choices: tuple[Choice, ...]) -> list[str]:
    """Which face each role is printed in."""
    return [
        f"{choice.role.label}: {choice.face.family}"
        + ("" if choice.wish.is_proper else " " + str(_("(stands in)")))
        for choice in choices
    ]


def _substituted(missing: tuple[MissingGlyph, ...]) -> list[str]:
    return [
        _("%(character)s in %(place)s is not in %(wanted)s, printed in %(used)s")
        % {"character": m.character, "place": m.place, "wanted": m.wanted, "used": m.used}
        for m in missing
    ]


def _findings(lacks: tuple[Lack, ...], verdicts: tuple[LayoutVerdict, ...]) -> list[str]:
    held = sum(verdict.holds for verdict in verdicts)
    return [
        *(f"{lack.place}: {lack.message}" for lack in lacks),
        _("%(held)s of %(all)s checks of the layout hold") % {"held": held, "all": len(verdicts)},
        *(f"{v.number}. {v.name}: {'; '.join(v.complaints)}" for v in verdicts if not v.holds),
    ]


@cli.command("inspect")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def inspect_file(file: Path, as_json: bool) -> None:
    """Say what a file is: pages, text, fonts; an OFD is checked. Exit code 1 when it is refused."""
    try:
        found = inspect(file.read_bytes())
    except InvalidInput as refused:
        said = {"refused": refused.code, "message": refused.message, "next": refused.next_step}
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else refused.message)
        raise SystemExit(1) from refused
    click.echo(_as_json(found) if as_json else "\n".join(_lines(found)))


def _as_json(found: Inspection) -> str:
    said = asdict(found) | {"characters": found.characters}
    for one, whole in zip(said["checks"], found.checks, strict=True):
        one["is_met"] = whole.is_met
    return json.dumps(said, ensure_ascii=False, indent=2)


def _lines(found: Inspection) -> Iterator[str]:
    yield _("%(kind)s, %(size)s bytes") % {"kind": found.kind, "size": f"{found.size:,}"}
    if found.info:
        yield _("Title: %(title)s; made on %(day)s") % {
            "title": found.info.title or "-", "day": found.info.created or "-",
        }  # fmt: skip
        yield _in_form(found)
        yield _("Stamps: %(count)s") % {"count": found.stamps}
    if found.pages:
        yield _("%(pages)s pages, %(characters)s characters") % {
            "pages": len(found.pages), "characters": found.characters,
        }  # fmt: skip
    for number, page in enumerate(found.pages, 1):
        yield "  " + _("Page %(number)s: %(width)s × %(height)s mm, %(count)s characters") % {
            "number": number, "width": f"{page.width:g}", "height": f"{page.height:g}",
            "count": page.characters,
        }  # fmt: skip
    yield from map(_font_line, found.fonts)
    yield from map(_check_line, found.checks)


def _in_form(found: Inspection) -> str:
    if found.is_canonical:
        return _("Every byte follows from the contents.")
    return _("Packed by another program: not every byte follows from the contents.")


def _font_line(font: FontFigures) -> str:
    line = _("Font %(name)s: %(count)s characters") % {"name": font.name, "count": font.characters}
    if font.embedded is None:
        return f"  {line}"
    inside = _("%(size)s bytes inside the file") % {"size": f"{font.embedded:,}"}
    return f"  {line}, {inside if font.embedded else _('not embedded')}"


def _check_line(check: Check) -> str:
    mark = _("ok") if check.is_met else _("not met")
    doubt = " " + _("(not certain that the standard asks it)") if check.is_unsure else ""
    found = f" {'; '.join(check.found)}" if check.found else ""
    return f"  {check.number:<4}{mark}  {check.what}{doubt}{found}"
