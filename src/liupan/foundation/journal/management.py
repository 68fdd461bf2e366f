"""What an operator does with the journal: `liupan journal ...`."""

import json
import sys
from pathlib import Path

import click
from django.conf import settings

from liupan.foundation.journal.facade import (
    Finding,
    Report,
    chain_state,
    contradicted,
    dispatch_all,
    end_chain,
    export_journal,
    known_anchors,
    link_all,
    note_replaced_chain,
    operator,
    other_files,
    read_anchors,
    verify_installation,
    write_anchor,
)
from liupan.kernel import clock
from liupan.kernel.errors import LiupanError
from liupan.kernel.secrecy import CEILING

WORDS = {
    "altered": "the entry is not what was linked",
    "link_altered": "the link's hash was changed",
    "removed": "the entry is gone",
    "link_removed": "the link is gone",
    "inserted": "the entry is neither linked nor waiting",
    "anchor": "the link is not the one that was anchored, or is gone",
    "anchors": "the file of anchors cannot be read",
    "anchors_differ": "two anchors contradict each other: one is of another chain",
    "genesis": "this chain was anchored here and is gone; no reset and no restore ended it",
    "hidden": "the index of things does not lead to this entry",
    "shown": "the index of things leads to an entry that does not concern the thing",
}


@click.group("journal")
def cli() -> None:
    """The permanent record (总账)."""


@cli.command("verify")
@click.option("--from", "first", type=click.IntRange(1), default=1, help="First link.")
@click.option("--to", "last", type=click.IntRange(1), help="Last link; else the newest.")
@click.option(
    "--anchor",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of anchors written earlier, kept on another machine; "
    "those in LIUPAN_HOME/anchors are compared in any case.",
)
@click.option("--deep", is_flag=True, help="Compare the index of things too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify_command(
    first: int, last: int | None, anchor: Path | None, deep: bool, as_json: bool
) -> None:
    """Check that no entry was altered, removed, inserted or moved; exit code 1 when one was."""
    try:
        anchors = read_anchors(anchor) if anchor else []
    except LiupanError as error:
        raise click.ClickException(error.message) from error
    report = verify_installation(first=first, last=last, given=anchors, deep=deep)
    strange = Finding("anchor", 0)  # a file that somebody trusts has not one anchor of this chain
    is_strange = anchors and report.foreign == sum(1 for a in anchors if a.seq)
    if is_strange and strange not in report.findings:
        report.note(strange)
    if as_json:
        click.echo(json.dumps(report.as_dict(), indent=2))
    else:
        _tell(report)
    sys.exit(0 if report.ok else 1)


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def anchor(file: Path) -> None:
    """Append the newest link's number and hash to FILE; keep FILE on another machine.

    What FILE holds is compared first; where it does not fit, nothing is appended.
    """
    link_all()
    try:
        if file.exists() and (broken := contradicted(read_anchors(file))):
            raise click.ClickException(
                f"{file} does not fit this journal at link {', '.join(map(str, broken))}. "
                "Nothing was appended; keep the file and look: liupan journal verify --anchor"
            )
    except LiupanError as error:
        raise click.ClickException(error.message) from error
    written = write_anchor(file, at=clock.real_now())
    click.echo(f"{written.seq} {written.hash}")


@cli.command()
@click.option("--from", "first", type=click.IntRange(1), default=1, help="First link.")
@click.option("--to", "last", type=click.IntRange(1), help="Last link; else the newest.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(first: int, last: int | None, file: Path) -> None:
    """Write a range into FILE (zip), with a script that checks it without Liupan.

    Personal values stay sealed. The export itself is recorded.
    """
    try:
        manifest = export_journal(
            first=first,
            last=last or chain_state().last_seq,
            path=file,
            actor=operator(CEILING[settings.LIUPAN_ZONE]),
            now=clock.now(),
        )
    except LiupanError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{manifest.entries} entries, last hash {manifest.last_hash}")
    click.echo(f"Check it anywhere: unpack, then python3 verify_journal.py {file.name}")


@cli.command()
def state() -> None:
    """How the chain stands: newest link, what waits, what failed, last check."""
    now = chain_state()
    click.echo(f"last link     {now.last_seq} {now.last_hash}")
    click.echo(f"waiting       {now.waiting}" + (f" since {now.waiting_since}" * bool(now.waiting)))
    click.echo(f"failed facts  {now.dead} given up, {now.delayed} tried again")
    if now.verified:
        outcome = "fits" if now.verified.ok else f"{len(now.verified.findings)} findings"
        click.echo(
            f"last check    {now.verified.finished_at} to {now.verified.last_seq}: {outcome}"
        )


@cli.command("sign-off")
@click.option("--why", required=True, help="What became of the chain; it stays in the journal.")
def sign_off(why: str) -> None:
    """Say that chains anchored here were replaced on purpose, by you and not by `demo reset`.

    For a database that was made anew by hand. Verifying names such chains until then.
    """
    for former in known_anchors().strange:
        note_replaced_chain(
            former=former, why=why, actor=operator(CEILING[settings.LIUPAN_ZONE]), now=clock.now()
        )
        end_chain(former, why=why)
        click.echo(f"Signed off: the chain {former.genesis[:16]}, anchored up to {former.seq}.")


@cli.command()
def work() -> None:
    """Link and dispatch now what the worker would do within a second."""
    click.echo(f"{link_all()} linked, {dispatch_all()} handled")


def _tell(report: Report) -> None:
    for finding in report.findings:
        click.echo(f"WRONG  {_place(finding)}: {WORDS[finding.what]}")
    seen = f"{report.entries} entries ({report.first} to {report.last})"
    rate = f"{report.seconds:.1f} s, {report.rate:,.0f} a second"
    click.echo(f"{'RIGHT' if report.ok else 'WRONG'}  {seen}, {report.waiting} waiting, {rate}")
    click.echo(f"Anchors compared: {report.anchors}. Last hash: {report.last_hash}")
    if not report.anchors:
        click.echo(
            "NO ANCHOR WAS COMPARED: a tail cut off, or a chain written anew, would not be seen. "
            "Give a file kept on another machine (--anchor)."
        )
    if others := [p.name for p in other_files()] + ["that file"] * bool(report.foreign):
        click.echo(
            f"Left out: anchors of other chains ({', '.join(others)}); "
            "a reset or a restore leaves them, nothing else should."
        )


def _place(finding: Finding) -> str:
    parts = {"link": finding.seq, "pos": finding.pos, "id": finding.id, "act": finding.act}
    return " ".join(f"{name} {value}" for name, value in parts.items() if value not in (None, ""))
