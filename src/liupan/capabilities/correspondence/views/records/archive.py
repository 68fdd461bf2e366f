"""The archive: the list of records, and the page of one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from liupan.capabilities.correspondence.policies import FILE, MANAGE, READ
from liupan.capabilities.correspondence.queries.files import taken_out
from liupan.capabilities.correspondence.queries.records import (
    RecordLine,
    RecordRows,
    RecordView,
    get_record,
    list_records,
)
from liupan.capabilities.correspondence.views.records.reading import actor_of, crumbs
from liupan.foundation.design.facade import (
    Column,
    Fact,
    ListPage,
    Preset,
    Role,
    Rows,
    city_day,
    city_moment,
    requires,
)
from liupan.foundation.documents.facade import print_guard, shown
from liupan.foundation.journal.facade import READ_JOURNAL
from liupan.kernel.authority import may
from liupan.kernel.secrecy import WORDS, Secrecy
from liupan.kernel.work import Text, place


def _title(line: RecordLine) -> Any:
    url = reverse("correspondence:record", args=[line.id])
    return format_html('<a class="lp-quiet" href="{}">{}</a>', url, line.title)


class RecordList(ListPage[RecordLine]):
    """Everything on file that the actor may see; those to appraise are a view of it."""

    key = "correspondence.records"
    title = gettext_lazy("Archive")
    search_hint = gettext_lazy("Archive number, number or title")
    begin_title = gettext_lazy("Nothing on file yet")
    begin_text = gettext_lazy("A document is filed once it was dispatched, or its handling done.")
    template_name = "correspondence/record_list.html"
    default_sort = "-filed_at"
    presets = (
        Preset(pgettext_lazy("records", "Permanent"), "retention=permanent"),
        Preset(pgettext_lazy("records", "To appraise"), "due=now", is_counted=True),
        Preset(pgettext_lazy("records", "Soon to appraise"), "due=soon"),
    )
    columns = (
        Column[RecordLine](key="item_number", label=gettext_lazy("Archive number"),
                           value=lambda r: r.item_number, sort="item_number", role=Role.NUMBER),
        Column[RecordLine](key="title", label=pgettext_lazy("column", "Title"),
                           value=lambda r: r.title, cell=_title, role=Role.TITLE),
        Column[RecordLine](key="unit", label=gettext_lazy("Unit"), value=lambda r: r.unit,
                           role=Role.UNIT),
        Column[RecordLine](key="class", label=pgettext_lazy("filing", "Class"),
                           value=lambda r: r.class_name, role=Role.ORIGIN),
        Column[RecordLine](key="direction", label=pgettext_lazy("document", "Direction"),
                           value=lambda r: r.direction_label, role=Role.ORIGIN),
        Column[RecordLine](key="retention", label=gettext_lazy("Retention"),
                           value=lambda r: r.retention_label, role=Role.STATE),
        Column[RecordLine](key="year", label=gettext_lazy("Year"), value=lambda r: r.year,
                           sort="year", role=Role.ORIGIN),
        Column[RecordLine](key="due", label=gettext_lazy("Appraisal"),
                           value=lambda r: r.due_for_appraisal_on, sort="due_for_appraisal_on",
                           role=Role.DUE),
        Column[RecordLine](key="filed_at", label=pgettext_lazy("column", "Filed"),
                           value=lambda r: r.filed_at, sort="filed_at", role=Role.MORE),
    )  # fmt: skip

    def rows(self) -> RecordRows:
        return list_records(self.actor)

    def taken_out(self, rows: Rows[RecordLine]) -> Rows[RecordLine]:
        return taken_out(rows, self.actor, unit="unit_id")

    def more_context(self) -> dict[str, Any]:
        return {
            "file_url": reverse("correspondence:records-file") if may(self.actor, FILE) else "",
            "plan_url": reverse("correspondence:filing") if may(self.actor, MANAGE) else "",
        }


@requires(READ)
@require_safe
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """A record: where it lies, how long, and its package with the SM3 that proves it."""
    actor = actor_of(request)
    found = get_record(actor, record_id)
    journal = place("console:journal_thing", found.line.id) if may(actor, READ_JOURNAL) else ""
    context = {
        "record": found,
        "facts": _facts(found),
        "files": shown([found.package]) if found.package else (),
        "document_url": document_url(found),
        "resolutions_url": _resolutions_url(found),
        "journal_url": journal,
        "print_guard": print_guard(actor, Secrecy(found.secrecy), found.mark),
        "crumbs": crumbs((found.line.item_number, "")),
    }
    return render(request, "correspondence/record.html", context)


def document_url(found: RecordView) -> str:
    """The page of the document itself."""
    name = "correspondence:outgoing" if found.is_outgoing else "correspondence:incoming"
    return place(name, found.document_id)


def _resolutions_url(found: RecordView) -> str:
    way = "outgoing" if found.is_outgoing else "incoming"
    return reverse(f"correspondence:{way}-resolutions", args=[found.document_id])


def _facts(found: RecordView) -> list[Fact]:
    line = found.line
    due = line.due_for_appraisal_on
    said: list[tuple[Text, Text]] = [
        (_("Archive number"), line.item_number),
        (_("Number"), found.number),
        (pgettext("document", "Direction"), line.direction_label),
        (_("Unit"), line.unit),
        (_("Year"), str(line.year)),
        (pgettext("filing", "Class"), line.class_name),
        (_("Retention"), line.retention_label),
        (_("Appraisal"), city_day(due) if due else _("kept for ever")),
        (_("Secrecy"), found.mark or WORDS[Secrecy(found.secrecy)]),
        (_("Pages"), str(line.pages) if line.pages else ""),
        (pgettext("record", "Filed"), f"{city_moment(line.filed_at)} {found.filed_by}".strip()),
        (_("SM3 of the package"), format_html('<span class="lp-hash">{}</span>', found.sm3)),
    ]
    return [Fact(name=name, value=value) for name, value in said if value]
