"""The operator's commands that belong to no room: thin, one call each."""

import os
from datetime import datetime
from pathlib import Path

import click

from liupan.config import servers
from liupan.config.environment import environment
from liupan.config.progress import part
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _


@click.command()
def run() -> None:
    """Start everything in the foreground; Ctrl-C stops it."""
    from liupan.config import running

    running.run()


@click.command()
@click.argument("group", type=click.Choice(["pages", "long-calls", "worker"]))
def serve(group: str) -> None:
    """Start one group of processes alone, for systemd or containers.

    Run `liupan upgrade` before. PORT and LIUPAN_BIND say where pages or long calls are served.
    """
    ours = environment()
    if ours.is_embedded:
        raise NotReady(
            _("Groups that run alone need a PostgreSQL of yours."),
            next_step=_("Set DATABASE_URL."),
        )
    commands = {
        "pages": lambda: servers.pages(ours.host, ours.port),
        "long-calls": lambda: servers.long_calls(ours.host, ours.port),
        "worker": servers.worker,
    }
    command = commands[group]()
    os.environ.update(servers.pooled(group))
    os.execv(command[0], command)  # noqa: S606


@click.command()
def upgrade() -> None:
    """Bring tables, texts and static files up to date; starts no servers.

    `liupan run` does the same by itself. A dump is put into LIUPAN_HOME/backups before tables
    are changed.
    """
    from liupan.config import demo, installing

    installing.install(with_demo=demo.is_wanted())


@click.command()
@click.option("--city", prompt=_("City (such as 固原市)"), help="The city's name.")
@click.option("--code", prompt=_("Division code, six digits"), help="Its code (GB/T 2260).")
@click.option("--government", default="", help="Name of the unit at the top; else CITY人民政府.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]),
    help="From which day on units can be entered; else from this year's first.",
)  # fmt: skip
@click.option("--system", prompt=_("System administrator's user name"), metavar="USERNAME")
@click.option("--system-name", prompt=_("System administrator's name"), metavar="NAME")
@click.option("--security", prompt=_("Security administrator's user name"), metavar="USERNAME")
@click.option("--security-name", prompt=_("Security administrator's name"), metavar="NAME")
@click.option("--audit", prompt=_("Audit administrator's user name"), metavar="USERNAME")
@click.option("--audit-name", prompt=_("Audit administrator's name"), metavar="NAME")
def found(
    city: str,
    code: str,
    government: str,
    since: datetime | None,
    **names: str,
) -> None:
    """Found a real city in an empty installation, with its three administrators.

    What is not given is asked for. Each administrator gets a link that sets a first password,
    once, within three days; a second factor is asked for at the first sign-in.
    """
    from liupan.config import founding, installing
    from liupan.kernel import clock

    installing.install(with_demo=False)
    links = founding.found(
        city=city,
        code=code,
        government=government or f"{city}人民政府",
        since=since.date() if since else clock.today().replace(month=1, day=1),
        administrators=[
            founding.Administrator(f"{duty}-administrator", names[duty], names[f"{duty}_name"])
            for duty in ("system", "security", "audit")
        ],
    )
    click.echo(_("%(city)s is founded. Give each administrator their link:") % {"city": city})
    for link in links:
        click.echo(f"  {link.title} ({link.username})\n    {link.address}")


@click.command()
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; "
    "else LIUPAN_HOME/backups/liupan-<time>.tar.",
)  # fmt: skip
@click.option(
    "--with-secrets", is_flag=True, help="Include keys and passwords of LIUPAN_HOME/secrets. "
    "Without them sealed personal data can be read only where the same secrets are.",
)  # fmt: skip
def backup(output: Path | None, with_secrets: bool) -> None:
    """Save database and files as one consistent file. Liupan may run meanwhile.

    Files in object storage (LIUPAN_S3_URL) are not in it: they stay in their bucket.
    """
    from liupan.config import backups
    from liupan.foundation.documents.facade import bucket_place
    from liupan.kernel import clock

    name = f"liupan-{clock.real_now():%Y%m%dT%H%M%SZ}.tar"
    target = (output or environment().home / "backups" / name).absolute()
    manifest = backups.back_up(target, with_secrets=with_secrets)
    click.echo(f"{target}\n" + _("seal (SM3): %(seal)s") % {"seal": manifest.seal})
    if with_secrets:
        said = _("It holds the keys: keep it like them, away from the other backups.")
    else:
        said = _("It does not hold the keys: keep a copy of LIUPAN_HOME/secrets elsewhere.")
    click.echo(said, err=True)
    if place := bucket_place():
        said = _("Files in %(place)s are not in it: they stay there, save that bucket by itself.")
        click.echo(said % {"place": place}, err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of what is there.")
@click.option("--seal", default="", help="The seal that `backup` printed, to be compared.")
def restore(file: Path, replace: bool, seal: str) -> None:
    """Bring back a backup, all of it or nothing. Liupan must not run.

    A file that was cut off or altered is refused. Tables older than this Liupan are upgraded.
    """
    from liupan.config import archives, backups, installing, running

    home = environment().home
    if running.is_running(home):
        raise NotReady(
            _("Liupan runs in %(home)s.") % {"home": home},
            next_step=_("Stop it first (Ctrl-C)."),
        )
    if seal and archives.verified(file).seal != seal.lower():
        raise NotReady(
            _("%(file)s has another seal.") % {"file": file},
            next_step=_("It is not that backup; get it anew."),
        )
    manifest, former = backups.restore(file, replace=replace)
    installing.install(with_demo=False)
    aside = backups.note(manifest, former)
    what = {"city": manifest.city or _("an empty city"), "time": manifest.made_at}
    click.echo(_("Restored %(city)s as of %(time)s.") % what)
    if aside:
        said = _("Anchors of what came after it were set aside: %(file)s")
        click.echo(said % {"file": aside})
    if not any(name.startswith("secrets/") for name in manifest.members):
        said = _("The backup holds no keys; those in LIUPAN_HOME/secrets are used.")
        click.echo(said, err=True)
    _check_files()
    click.echo(_("Now check the record: liupan journal verify"))


def _check_files() -> None:
    """Read every file that was restored; one that is not as it was handed in is named."""
    from liupan.foundation.crypto.facade import MasterKeyMissing
    from liupan.foundation.documents.facade import (
        StorageRefuses,
        StorageSilent,
        bucket_place,
        count_contents,
        list_altered,
    )

    try:
        altered = [content_id.hex for content_id in list_altered()]
    except MasterKeyMissing:
        said = _("Files cannot be read before their keys are in LIUPAN_HOME/secrets; then look:")
        click.echo(f"{said} liupan documents check", err=True)
        return
    except (StorageSilent, StorageRefuses) as error:
        said = _("Everything was restored, but files in %(place)s could not be read: %(why)s")
        raise NotReady(
            said % {"place": bucket_place(), "why": error.message},
            next_step=_("When it answers, look at the files: liupan documents check"),
        ) from error
    said = _("%(n)d files read, %(altered)d are not as they were handed in.")
    click.echo(said % {"n": count_contents(), "altered": len(altered)})
    if altered:
        raise NotReady(
            _("Files are lost or altered: %(names)s") % {"names": ", ".join(altered[:3])},
            next_step=_(
                "Everything else was restored. If files were in object storage, set LIUPAN_S3_URL "
                "and its keys and run `liupan documents check`; else look for them in an older "
                "backup."
            ),
        )


@click.command()
def doctor() -> None:
    """Look at everything Liupan stands on and say what to do.

    One line each: ok, warn or fail. Exit code 1 when something fails.
    """
    from liupan.config.doctor import Verdict, examine

    findings = list(examine())
    for finding in findings:
        advice = f" {finding.advice}" if finding.advice else ""
        click.echo(f"{finding.verdict.value:<5} {finding.name:<16} {finding.seen}{advice}")
    if any(finding.verdict is Verdict.FAIL for finding in findings):
        raise SystemExit(1)


@click.group()
def demo() -> None:
    """The demo city: build it, throw it away and build it anew."""


@demo.command("seed")
def demo_seed() -> None:
    """Build the demo city in an empty database."""
    from liupan.config import demo as city
    from liupan.config import installing

    installing.install(with_demo=False)
    if not city.is_empty():
        raise NotReady(
            _("This database has a city."), next_step=_("`liupan demo reset` builds anew.")
        )
    seconds = city.seed()
    for room, took in seconds.items():
        part(room, took)
    click.echo(_("%(n)d rooms had a part in it.") % {"n": len(seconds)})


@demo.command("reset")
def demo_reset() -> None:
    """Throw the demo city away and build it anew; a running Liupan goes on with the new one."""
    from liupan.config.resetting import reset

    reset()
    click.echo(_("The demo city is new."))


@click.command()
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Else to standard output."
)
def sbom(output: Path | None) -> None:
    """List every locked part as CycloneDX JSON, a bill of materials."""
    from liupan.config import supply

    text = supply.bill_of_materials()
    output.write_text(text) if output else click.echo(text)


@click.command()
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path),
    default=Path("THIRD-PARTY-LICENCES.md"), show_default=True, help="File to write.",
)  # fmt: skip
def licences(output: Path) -> None:
    """Write the licences of everything Liupan is built with."""
    from liupan.config import supply

    output.write_text(supply.licences())
    click.echo(output)


COMMANDS = (run, upgrade, found, serve, backup, restore, doctor, demo, sbom, licences)
