"""What is held back for a second person becomes a proposal (双人复核)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.foundation.access.facade import propose_act
from liupan.kernel import clock
from liupan.kernel.guarding import SecondPersonNeeded

UNSAID = {"csrfmiddlewaretoken"}


def propose(request: HttpRequest, needed: SecondPersonNeeded) -> HttpResponseRedirect:
    """Enter the proposal with what was typed, and lead to its page."""
    typed = [(n, v) for n, vs in request.POST.lists() if n not in UNSAID for v in vs]
    proposal_id = propose_act(
        act=needed.act,
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
        reason=request.POST.get("reason", ""),
        path=request.path,
        form=typed,
    )
    messages.info(request, _("This concerns an administrator. It was proposed to a second person."))
    return HttpResponseRedirect(reverse("console:proposal", args=[proposal_id]))
