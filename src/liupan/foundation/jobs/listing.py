"""Large exports of list pages, as jobs."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.foundation.design.facade import KINDS, Export, table_of, write_table
from liupan.foundation.jobs.operations import start_job
from liupan.foundation.jobs.progress import Progress
from liupan.kernel import clock

EXPORT = "jobs.export_list"


def start_list_export(export: Export) -> str:
    """What the list page calls; returns the address where the progress is seen."""
    job_id = start_job(
        EXPORT,
        {
            "page": export.page,
            "query": export.query,
            "address": export.arguments,
            "kind": export.kind,
            "name": export.name,
        },
        title=_("Export: %(table)s") % {"table": export.name},
        owner=export.actor,
        now=clock.now(),
    )
    return reverse("workbench:job", args=[job_id])


def export_list(
    progress: Progress, *, page: str, query: str, address: dict[str, str], kind: str, name: str
) -> None:
    """Write the lines of a list as its owner may see them now."""
    export = Export(
        page=page, query=query, arguments=address, kind=kind, name=name, actor=progress.actor
    )
    lines = _counted(table_of(export), progress)
    with progress.file(f"{name}.{kind}", KINDS[kind]) as file:
        write_table(cast(BinaryIO, file), kind, lines)


def _counted(lines: Iterable[Sequence[object]], progress: Progress) -> Iterable[Sequence[object]]:
    for line in lines:
        yield line
        progress.advance()
