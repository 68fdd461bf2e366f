"""A proposal that needs a second person: read, confirmed, refused, carried out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liupan.foundation.access.facade import (
    DUTIES,
    ProposalRef,
    confirm_proposal,
    find_proposal,
    refuse_proposal,
    typed_form,
)
from liupan.foundation.organisations.facade import list_posts_held, list_units
from liupan.kernel import clock
from liupan.kernel.errors import Missing
from liupan.surfaces.console import marks
from liupan.surfaces.console.journal_fields import FIELDS
from liupan.surfaces.console.views.shown import actor_of


@marks.be_second
@require_GET
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """What is proposed, by whom and why; to its proposer also the way to carry it out."""
    actor = actor_of(request)
    found = find_proposal(proposal_id, actor, clock.now())
    if found is None:
        raise Missing(_("There is no such proposal."))
    context = {
        "proposal": found,
        "duty": dict(DUTIES)[found.duty.value],
        "held": list_posts_held(found.account_id, clock.today()) if found.account_id else [],
        "terms": _terms(found),
        "typed": typed_form(found.id, actor) if found.is_ready else [],
    }
    return render(request, "console/proposal.html", context)


@marks.be_second
@require_POST
def confirm(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Agree as the second person."""
    confirm_proposal(proposal_id=proposal_id, actor=actor_of(request), now=clock.now())
    messages.success(request, _("Confirmed. Who proposed it can carry it out within a day."))
    return redirect("console:proposal", proposal_id)


@marks.be_second
@require_POST
def refuse(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Do not agree, or take one's own proposal back."""
    refuse_proposal(proposal_id=proposal_id, actor=actor_of(request), now=clock.now())
    messages.success(request, _("The proposal is refused; nothing happens."))
    return redirect("console:proposal", proposal_id)


def _terms(found: ProposalRef) -> list[tuple[str, str]]:
    said = dict(found.terms)
    if unit_id := said.get("unit_id"):
        said["unit_id"] = "、".join(u.name for u in list_units([UUID(unit_id)]).values())
    return [(str(FIELDS.get(name, name)), value) for name, value in said.items()]
