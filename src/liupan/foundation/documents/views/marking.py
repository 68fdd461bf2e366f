"""Secrecy marks: asking for another one, deciding over a lower one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liupan.foundation.design.facade import requires
from liupan.foundation.documents.forms import DecisionForm, MarkForm, errors_shown
from liupan.foundation.documents.operations.marking import change_mark, decide_mark
from liupan.foundation.documents.policies import CHANGE_MARKS, DECIDE_MARKS
from liupan.foundation.documents.views.reading import actor_of
from liupan.foundation.documents.views.viewing import file_page
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput


@requires(CHANGE_MARKS)
@require_POST
def change(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Give a file another mark, or ask for it."""
    form = MarkForm(request.POST)
    if not form.is_valid():
        return file_page(request, file_id, form, 422)
    said = form.cleaned_data
    try:
        is_done = change_mark(
            file_id=file_id, mark=said["mark"], reason=said["reason"],
            actor=actor_of(request), now=clock.now(),
        )  # fmt: skip
    except InvalidInput as wrong:
        errors_shown(form, wrong.fields)
        return file_page(request, file_id, form, wrong.status)
    told = _("The mark has been changed.") if is_done else _("Asked for. Somebody else decides.")
    messages.success(request, told)
    return redirect("documents:page", file_id)


@requires(DECIDE_MARKS)
@require_POST
def decide(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Approve or refuse a lower mark."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("Choose whether the lower mark is approved."))
    file_id = decide_mark(
        change_id=change_id, is_granted=form.cleaned_data["is_granted"],
        answer=form.cleaned_data["answer"], actor=actor_of(request), now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Decided."))
    return redirect("documents:page", file_id)
