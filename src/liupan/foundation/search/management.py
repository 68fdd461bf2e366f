"""`liupan search`: rebuild the index and compare it with its sources."""

import click

from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.search import operations
from liupan.foundation.search.policies import REBUILD_INDEX
from liupan.kernel import clock


@click.group("search")
def cli() -> None:
    """The search index."""


@cli.command()
def rebuild() -> None:
    """Make the index agree with its sources."""
    actor = worker_actor(REBUILD_INDEX)
    written, removed = operations.rebuild_index(actor=actor, now=clock.now())
    click.echo(f"{written} written, {removed} removed")


@cli.command()
def check() -> None:
    """Compare the index with its sources; exit code 1 when they differ."""
    found = operations.compare_index()
    for c in found:
        click.echo(
            f"{c.thing_type:32} {c.right:8} right {c.missing:6} missing "
            f"{c.stale:6} stale {c.orphaned:6} orphaned"
        )
    raise SystemExit(0 if all(c.is_right for c in found) else 1)
