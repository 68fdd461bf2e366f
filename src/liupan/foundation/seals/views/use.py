"""The page of a request: the document, who decided, whether it was sealed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.foundation.design.facade import Fact, city_moment, requires, state
from liupan.foundation.documents.facade import shown
from liupan.foundation.seals.policies import AUDIT, LOG, REQUEST
from liupan.foundation.seals.queries.uses import UseView, get_copy_signature, get_use
from liupan.foundation.seals.rules.states import UseState
from liupan.foundation.seals.views.deeds import USE_DEEDS
from liupan.foundation.seals.views.lists import USE_MARKS
from liupan.foundation.seals.views.reading import actor_of, dotted, linked
from liupan.foundation.seals.views.timeline import events_of


@requires(*LOG, REQUEST, AUDIT)
@require_safe
def use(request: HttpRequest, use_id: UUID) -> HttpResponse:
    """One request."""
    actor = actor_of(request)
    found = get_use(actor, use_id)
    line = found.line
    deeds = [
        (deed, reverse(f"seals:use-{deed.key}", args=[use_id]))
        for deed in USE_DEEDS
        if deed.act in found.acts
    ]
    context = {
        "use": found,
        "badge": state(USE_MARKS[line.state], line.state_label),
        "line": [line.number, line.seal, line.unit],
        "crumbs": [(_("Use log"), reverse("seals:uses")), (line.number, "")],
        "facts": _facts(found),
        "deeds": deeds,
        "waits": _waits(found),
        "handed_in": shown([found.file] if found.file else []),
        "sealed": shown([found.sealed] if found.sealed else []),
        "copy": shown([found.copy] if found.copy else []),
        "signature_url": reverse("seals:use-signature", args=[use_id]),
        "events": events_of(actor, use_id, found.unit_id, *LOG, REQUEST),
    }
    return render(request, "seals/use.html", context)


@requires(*LOG, REQUEST, AUDIT)
@require_safe
def signature(request: HttpRequest, use_id: UUID) -> HttpResponse:
    """The SM2 signature beside the sealed PDF copy, as a file."""
    name, content = get_copy_signature(actor_of(request), use_id)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _waits(found: UseView) -> str:
    """What comes next, for those who can do nothing now."""
    words = {
        UseState.REQUESTED: _(
            "Waits for somebody with the right to approve, who did not ask for it."
        ),
        UseState.APPROVED: _("Waits for the keeper of the seal: %(post)s.")
        % {"post": found.keeper_post},
        UseState.USED: _("The document was sealed. The request cannot be used again."),
        UseState.REFUSED: _("It was refused. Ask anew when the reason is gone."),
        UseState.WITHDRAWN: _("It was withdrawn."),
    }
    if found.line.state == UseState.APPROVED and found.seal_state != "in_use":
        return _("The seal is “%(state)s”; nothing can be sealed with it now.") % {
            "state": found.seal_state_label
        }
    return words[UseState(found.line.state)]


def _facts(found: UseView) -> list[Fact]:
    line = found.line
    rows = [
        (_("Seal"), line.seal, reverse("seals:seal", args=[line.seal_id])),
        (_("Purpose"), line.purpose, ""),
        (_("Copies"), str(line.copies), ""),
        (_("Asked for"), dotted(city_moment(line.requested_at), line.requested_by), ""),
    ]
    if line.decided_at:
        rows.append(
            (pgettext("seal", "Decided"), dotted(city_moment(line.decided_at), line.decided_by), "")
        )
    if found.opinion:
        rows.append((_("Opinion"), found.opinion, ""))
    if line.used_at:
        rows.append((_("Sealed"), dotted(city_moment(line.used_at), line.used_by), ""))
    return [Fact(name=name, value=linked(value, url)) for name, value, url in rows]
