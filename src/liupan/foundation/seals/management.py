"""`liupan seals`: verifying a file without a browser."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from liupan.foundation.seals.formats.beside import ENDING
from liupan.foundation.seals.formats.verdicts import Finding, Outcome, Result, Verdict
from liupan.foundation.seals.verifying import require_size, verify_file
from liupan.foundation.seals.wording import form_of, summary_of, word_of
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MARKS = {Result.HOLDS: "+", Result.FAILS: "x", Result.UNKNOWN: "?"}


@click.group("seals")
def cli() -> None:
    """Electronic seals (电子印章)."""


@cli.command()
@click.argument("file", type=FILE)
@click.option(
    "--signature",
    "signatures",
    type=FILE,
    multiple=True,
    help="An SM2 signature beside a PDF; FILE.sm2 is looked for by itself.",
)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def verify(file: Path, signatures: tuple[Path, ...], as_json: bool) -> None:
    """Say check by check whether the seals on an OFD or a PDF hold.

    Exit code 0 when it is valid, 1 when not, 2 when something that trust needs could not be
    checked.
    """
    beside = file.with_name(file.name + ENDING)
    found = signatures or ((beside,) if beside.is_file() else ())
    try:
        require_size(file.stat().st_size, [one.stat().st_size for one in found])
        verdict = verify_file(
            file.read_bytes(), signatures=[one.read_bytes() for one in found], now=clock.now()
        )
    except InvalidInput as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(_as_json(verdict) if as_json else _as_text(verdict))
    raise SystemExit({Outcome.VALID: 0, Outcome.UNPROVEN: 2}.get(verdict.outcome, 1))


def _as_json(verdict: Verdict) -> str:
    said = {"outcome": verdict.outcome, **asdict(verdict)}
    return json.dumps(said, ensure_ascii=False, indent=2, default=str)


def _as_text(verdict: Verdict) -> str:
    lines = [f"{word_of(verdict.outcome)}. {summary_of(verdict.outcome)}", ""]
    lines += [_line(one) for one in verdict.findings]
    for signature in verdict.signatures:
        lines += ["", f"{signature.id} {signature.seal} ({signature.signer})"]
        lines.append(form_of(signature.form))
        lines += [_line(one) for one in signature.findings]
    return "\n".join(lines)


def _line(one: Finding) -> str:
    return f"{MARKS[one.result]} {one.number:2} {one.title}: {one.sentence}"
