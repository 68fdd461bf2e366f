"""A new document: blank, from a template, from an earlier one, in reply to one received."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.correspondence.forms.drafting import NewForm
from liupan.capabilities.correspondence.operations.drafting import begin_document
from liupan.capabilities.correspondence.policies import DRAFT
from liupan.capabilities.correspondence.queries.drafting import Reply, find_reply
from liupan.capabilities.correspondence.queries.upkeep import find_offered_template
from liupan.capabilities.correspondence.views.reading import (
    actor_of,
    identifier,
    place_errors,
)
from liupan.foundation.design.facade import requires
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput


@requires(DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a document (拟稿). `?template=`, `?from=`, `?in_reply_to=` and `?type=` fill in."""
    actor = actor_of(request)
    sent = request.POST if request.method == "POST" else None
    reply = _reply(request)
    form = NewForm(sent, actor=actor, initial=_asked(request, reply))
    if sent is not None and form.is_valid():
        try:
            made = begin_document(
                particulars=form.particulars(),
                template_id=form.cleaned_data["template_id"],
                from_document_id=form.cleaned_data["earlier_id"],
                actor=actor, now=clock.now(),
            )  # fmt: skip
        except InvalidInput as wrong:
            place_errors(form, wrong)
        else:
            return redirect("correspondence:draft-edit", document_id=made)
    context = {
        "form": form,
        "reply": reply,
        "units": unit_options(clock.today()),
        "crumbs": [(_("New document"), "")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "correspondence/draft_new.html", context, status=status)


def _reply(request: HttpRequest) -> Reply | None:
    sent = request.POST if request.method == "POST" else request.GET
    asked = identifier(sent.get("in_reply_to", ""))
    return find_reply(actor_of(request), asked) if asked else None


def _asked(request: HttpRequest, reply: Reply | None) -> dict[str, object]:
    template_id: UUID | None = identifier(request.GET.get("template", ""))
    template = find_offered_template(template_id) if template_id else None
    said: dict[str, object] = {"type": request.GET.get("type", "") or "通知"}
    if reply:
        said |= {"in_reply_to": reply.id, "type": "函", "form": "letter"}
    if template:
        said |= {"template_id": template.id, "type": template.type, "form": template.form,
                 "title": template.source["title"]}  # fmt: skip
    return said | {"earlier_id": request.GET.get("from", "")}
