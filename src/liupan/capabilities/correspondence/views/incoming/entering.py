"""Entering a document that came on paper or as a file from outside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.correspondence.forms.incoming import EnterForm
from liupan.capabilities.correspondence.operations.receiving.arriving import take_in_document
from liupan.capabilities.correspondence.policies import REGISTRY
from liupan.capabilities.correspondence.queries.incoming_page import list_own_units
from liupan.capabilities.correspondence.views.incoming.acting import crumbs
from liupan.capabilities.correspondence.views.reading import actor_of, place_errors
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal


@requires(REGISTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Take in a scan, a PDF or an OFD; what it says of itself is read."""
    actor, now = actor_of(request), clock.now()
    form = EnterForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        units=list_own_units(actor, REGISTRY, clock.on(now)), clearance=actor.clearance,
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            made = take_in_document(
                unit_id=said["unit_id"], secrecy=said["secrecy"], mark=said["mark"],
                files=said["attached"], once=said["once"], actor=actor, now=now,
            )  # fmt: skip
        except (NotAuthorised, Missing):
            raise
        except InvalidInput as wrong:
            place_errors(form, wrong)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        else:
            messages.success(request, _("Entered. Compare it with the paper, then register it."))
            return redirect("correspondence:incoming", incoming_id=made)
    context = {"form": form, "crumbs": crumbs(actor, (_("Enter a document"), ""))}
    status = 422 if form.is_bound else 200
    return render(request, "correspondence/incoming_enter.html", context, status=status)
