"""Units, posts, people and divisions as files: out, and in by way of a check."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from liupan.foundation.jobs.facade import (
    UPLOAD_LIMIT,
    export_table,
    get_importer,
    hand_in_table,
    table_template,
)
from liupan.kernel import clock
from liupan.kernel.transfers import Importer
from liupan.surfaces.console import marks
from liupan.surfaces.console.acts import Act, Crumb, Text
from liupan.surfaces.console.forms import ExportTableForm, TableFileForm
from liupan.surfaces.console.views.shown import actor_of

TABLES = ("units", "posts", "people", "divisions")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _name(table: str) -> str:
    return f"organisations.{table}"


class Table(Act):
    """One table: download it or its empty form, hand in a file. The check goes on as a job."""

    template_name = "console/table.html"
    title = gettext_lazy("Import and export")
    verb = gettext_lazy("Check the file")
    form_class = TableFileForm

    @cached_property
    def table(self) -> Importer:
        """The table it is about."""
        return get_importer(_name(self.kwargs["table"]))

    def crumbs(self) -> list[Crumb]:
        if self.kwargs["table"] == "divisions":
            return [(_("Administrative divisions"), reverse("console:divisions"))]
        return [(_("Units and posts"), reverse("console:units"))]

    def line(self) -> list[Text]:
        return [self.table.title]

    def more(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "key": self.kwargs["table"],
            "tables": [(key, get_importer(_name(key)).title) for key in TABLES],
            "export_form": ExportTableForm(auto_id="id_export_%s"),
            "limit": UPLOAD_LIMIT // 1024**2,
        }

    def act(self, data: dict[str, Any]) -> str:
        file = data["file"]
        job_id = hand_in_table(
            table=self.table.name,
            file_name=file.name,
            content=file.read(),
            actor=self.actor,
            now=clock.now(),
        )
        return _job(job_id)


@marks.changes_units
@require_GET
def template(request: HttpRequest, table: str) -> HttpResponse:
    """The table's empty form."""
    content = table_template(_name(table))
    name = _("%(table)s - template.xlsx") % {"table": get_importer(_name(table)).title}
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@marks.changes_units
@require_POST
def export(request: HttpRequest, table: str) -> HttpResponse:
    """Have the table written; the job's page has the file."""
    job_id = export_table(
        table=_name(table),
        form=request.POST.get("form", ""),
        actor=actor_of(request),
        now=clock.now(),
    )
    return redirect(_job(job_id))


def _job(job_id: UUID) -> str:
    return reverse("workbench:job", args=[job_id])
