"""The filing plan: its classes, entered and changed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from liupan.capabilities.correspondence.forms.records import ClassForm
from liupan.capabilities.correspondence.operations.filing import set_class
from liupan.capabilities.correspondence.policies import MANAGE
from liupan.capabilities.correspondence.queries.records import (
    ClassLine,
    ClassRows,
    get_class,
    list_classes,
)
from liupan.capabilities.correspondence.views.records.reading import (
    actor_of,
    crumbs,
    place_errors,
)
from liupan.foundation.design.facade import Column, ListPage, Role, requires, state
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput


def _in_use(line: ClassLine) -> str:
    return _("in use") if line.is_active else _("not in use")


class PlanList(ListPage[ClassLine]):
    """Classes by code; a unit's own stand beside the city's."""

    key = "correspondence.filing"
    title = gettext_lazy("Filing plan")
    lead = gettext_lazy("Records keep the class and the period they were filed under.")
    begin_title = gettext_lazy("No class yet")
    begin_text = gettext_lazy("Documents can be filed once the plan has classes.")
    template_name = "correspondence/record_plan.html"
    default_sort = "code"
    columns = (
        Column[ClassLine](key="code", label=gettext_lazy("Code"), value=lambda c: c.code,
                          sort="code", role=Role.NUMBER),
        Column[ClassLine](key="name", label=gettext_lazy("Name"), value=lambda c: c.name,
                          url=lambda c: reverse("correspondence:filing-class", args=[c.id]),
                          role=Role.TITLE),
        Column[ClassLine](key="scope", label=pgettext_lazy("filing", "What belongs here"),
                          value=lambda c: c.scope, role=Role.MORE),
        Column[ClassLine](key="retention", label=gettext_lazy("Retention"),
                          value=lambda c: c.retention_label, role=Role.CLOCK),
        Column[ClassLine](key="unit", label=gettext_lazy("Unit"),
                          value=lambda c: c.unit or _("whole city"), role=Role.UNIT),
        Column[ClassLine](key="active", label=gettext_lazy("State"), value=_in_use,
                          cell=lambda c: state("done" if c.is_active else "back", _in_use(c)),
                          role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ClassRows:
        return list_classes()

    def crumbs(self) -> Any:
        return crumbs((_("Filing plan"), ""))


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a class."""
    return _page(request, None)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Change a class; what is on file keeps its own."""
    return _page(request, get_class(class_id))


def _page(request: HttpRequest, found: ClassLine | None) -> HttpResponse:
    form = ClassForm(request.POST if request.method == "POST" else None, initial=_initial(found))
    if found:
        del form.fields["unit_id"]
    if request.method == "POST" and form.is_valid():
        said = {"unit_id": found.unit_id if found else None, **form.cleaned_data}
        try:
            set_class(
                **said, class_id=found.id if found else None, actor=actor_of(request),
                now=clock.now(),
            )  # fmt: skip
        except InvalidInput as wrong:
            place_errors(form, wrong)
        else:
            messages.success(request, _("The filing plan was changed."))
            return redirect("correspondence:filing")
    title = found.name if found else _("New class")
    way = (_("Filing plan"), reverse("correspondence:filing"))
    context = {
        "form": form,
        "title": title,
        "units": unit_options(clock.today()) if not found else "",
        "crumbs": crumbs(way, (title, "")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "correspondence/record_class.html", context, status=status)


def _initial(found: ClassLine | None) -> dict[str, Any]:
    names = ("code", "name", "scope", "retention", "is_active", "version")
    return {name: getattr(found, name) for name in names} if found else {}
