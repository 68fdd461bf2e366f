"""`liupan jobs`: run the worker and look at it."""

import click

from liupan.foundation.jobs import upkeep
from liupan.foundation.jobs.worker import run_worker


@click.group("jobs")
def cli() -> None:
    """Background work."""


@cli.command()
@click.option("--long", default=2, show_default=True, help="Threads for long jobs.")
@click.option("--short", default=2, show_default=True, help="Threads for small work.")
def worker(long: int, short: int) -> None:
    """Work in the foreground until SIGTERM."""
    run_worker(long=long, short=short)


@cli.command()
def health() -> None:
    """Say whether a worker lives; exit code 1 when none does."""
    found = upkeep.worker_health()
    since = f"{found.last_beat_at:%Y-%m-%d %H:%M:%S} UTC" if found.last_beat_at else "never"
    click.echo(
        f"workers {found.workers}, last beat {since}, "
        f"queued {found.queued}, running {found.running}"
    )
    raise SystemExit(0 if found.is_alive else 1)
