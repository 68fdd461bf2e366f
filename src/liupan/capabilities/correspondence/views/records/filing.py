"""Finished documents that wait to be filed: chosen ones are filed together."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from liupan.capabilities.correspondence.forms.records import FileForm
from liupan.capabilities.correspondence.operations.records import Filed, file_documents
from liupan.capabilities.correspondence.policies import FILE
from liupan.capabilities.correspondence.queries.records import ToFile, classes_for, list_to_file
from liupan.capabilities.correspondence.views.records.reading import actor_of, crumbs
from liupan.foundation.design.facade import requires
from liupan.kernel import clock

TOLD = 5
"""So many refusals are told one by one."""


@requires(FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def to_file(request: HttpRequest) -> HttpResponse:
    """Choose documents and a class, or leave the class to what each type suggests."""
    actor, now = actor_of(request), clock.now()
    waiting = list_to_file(actor)
    form = FileForm(request.POST if request.method == "POST" else None, classes=classes_for(actor))
    if request.method == "POST" and form.is_valid():
        chosen = _chosen(request, waiting)
        if not chosen:
            form.add_error(None, _("Choose at least one document."))
        else:
            outcomes = file_documents(
                outgoing_ids=[one.document_id for one in chosen if one.is_outgoing],
                incoming_ids=[one.document_id for one in chosen if not one.is_outgoing],
                class_id=UUID(form.cleaned_data["class_id"])
                if form.cleaned_data["class_id"]
                else None,
                actor=actor,
                now=now,
            )
            _tell(request, outcomes)
            return redirect("correspondence:records-file")
    context = {
        "waiting": waiting,
        "form": form,
        "picked": set(request.POST.getlist("pick")),
        "crumbs": crumbs((_("To be filed"), "")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "correspondence/record_filing.html", context, status=status)


def _chosen(request: HttpRequest, waiting: Sequence[ToFile]) -> list[ToFile]:
    picked = set(request.POST.getlist("pick"))
    return [one for one in waiting if one.id in picked]


def _tell(request: HttpRequest, outcomes: Sequence[Filed]) -> None:
    done = sum(1 for one in outcomes if not one.refusal)
    if done:
        words = ngettext("%(n)s document filed.", "%(n)s documents filed.", done)
        messages.success(request, words % {"n": done})
    for one in [one for one in outcomes if one.refusal][:TOLD]:
        messages.warning(request, one.refusal)
