"""One's own background work: how far it is; tables handed in, looked at, confirmed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.foundation.design.facade import before_asked, signed_in
from liupan.foundation.jobs.facade import (
    CHECK,
    UPLOAD_LIMIT,
    JobRef,
    confirm_import,
    export_table,
    get_exporter,
    get_importer,
    get_job,
    hand_in_table,
    list_my_jobs,
    shown,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput

PAGE = 20

FORMS = (
    ("xlsx", gettext_lazy("Excel workbook (XLSX)")),
    ("csv", gettext_lazy("CSV, UTF-8")),
    ("csv-gb18030", gettext_lazy("CSV, GB 18030, for older programs")),
)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """One's jobs, newest first."""
    found = list_my_jobs(_actor(request), before=before_asked(request), limit=PAGE + 1)
    jobs = [(job, shown(job)) for job in found[:PAGE]]
    last = found[PAGE - 1].id if len(found) > PAGE else None
    return render(request, "workbench/jobs.html", {"jobs": jobs, "last": last})


@require_safe
@signed_in
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job: how far, what came of it, what can be done next."""
    found = get_job(_actor(request), job_id)
    return render(
        request,
        "workbench/job.html",
        {
            "job": found,
            "shown": shown(found),
            "is_own": found.owner_id == _actor(request).id,
            "preview": _preview(found),
            "figures": _figures(found),
        },
    )


@require_POST
@signed_in
def confirm(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Take in a file that was checked."""
    applied = confirm_import(check_id=job_id, actor=_actor(request), now=clock.now())
    return redirect("workbench:job", applied)


class TableForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("CSV or XLSX, at most 20 MB; the first row holds the headings."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > UPLOAD_LIMIT:
            raise forms.ValidationError(_("The file has more than 20 MB."))
        return file


@require_http_methods(["GET", "POST"])
@signed_in
def hand_in(request: HttpRequest, office: str, things: str) -> HttpResponse:
    """Hand in a table; it is checked first and nothing is written."""
    actor = _actor(request)
    table = get_importer(f"{office}.{things}")
    require(actor, table.permission)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            check = hand_in_table(
                table=table.name, file_name=file.name, content=file.read(), actor=actor,
                now=clock.now(),
            )  # fmt: skip
        except InvalidInput as error:
            form.add_error("file", f"{error.message} {error.next_step}".strip())
        else:
            return redirect("workbench:job", check)
    status = 422 if form.is_bound and not form.is_valid() else 200
    told = {"form": form, "table": table, "forms": FORMS}
    return render(request, "workbench/table_import.html", told, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def export(request: HttpRequest, office: str, things: str) -> HttpResponse:
    """Have a table written to a file."""
    actor = _actor(request)
    table = get_exporter(f"{office}.{things}")
    require(actor, table.permission)
    if request.method == "POST":
        form = request.POST.get("form", "xlsx")
        made = export_table(table=table.name, form=form, actor=actor, now=clock.now())
        return redirect("workbench:job", made)
    return render(request, "workbench/table_export.html", {"table": table, "forms": FORMS})


def _preview(found: JobRef) -> dict[str, Any] | None:
    """What a dry run found; None for other jobs."""
    if found.name != CHECK or found.state != "done":
        return None
    return {
        **found.outcome,
        "can_confirm": not found.outcome.get("errors") and not found.outcome.get("applied_by"),
        "more_errors": max(
            0, found.outcome.get("errors", 0) - len(found.outcome.get("first_errors", ()))
        ),
    }


def _figures(found: JobRef) -> list[tuple[str, int]]:
    words = {
        "rows": _("rows"),
        "added": _("added"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "errors": _("errors"),
    }
    return [(word, found.outcome[key]) for key, word in words.items() if key in found.outcome]
