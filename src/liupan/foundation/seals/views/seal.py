"""The page of a seal: its picture, where it stands, who keeps it, its uses, its life."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.foundation.design.facade import Fact, city_day, requires, state
from liupan.foundation.seals.policies import AUDIT, MANAGE_CERTIFICATES, READING
from liupan.foundation.seals.queries.seals import SealView, get_seal, picture_of
from liupan.foundation.seals.queries.uses import uses_of_seal
from liupan.foundation.seals.views.deeds import SEAL_DEEDS
from liupan.foundation.seals.views.lists import SEAL_MARKS, USE_MARKS
from liupan.foundation.seals.views.reading import actor_of, dotted, linked
from liupan.foundation.seals.views.timeline import events_of
from liupan.kernel.authority import Actor, may
from liupan.kernel.work import place

SHOWN_USES = 8
PIXELS = 96 / 25.4
"""To the millimetre, as browsers count: an impression is shown in its own size."""


@requires(*READING, AUDIT)
@require_safe
def seal(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """One seal."""
    actor = actor_of(request)
    found = get_seal(actor, seal_id)
    uses = uses_of_seal(actor, seal_id, limit=SHOWN_USES)
    context = {
        "seal": found,
        "badge": state(SEAL_MARKS[found.line.state], found.line.state_label),
        "line": [found.line.kind_label, found.line.unit, found.line.es_id],
        "crumbs": [(_("Seals"), reverse("seals:list")), (found.line.name, "")],
        "facts": _facts(found, actor),
        "deeds": _deeds(found),
        "uses": [(use, state(USE_MARKS[use.state], use.state_label)) for use in uses],
        "events": events_of(actor, seal_id, found.unit_id, *READING),
        "log_url": f"{reverse('seals:uses')}?seal={seal_id}",
        "request_url": f"{reverse('seals:request')}?seal={seal_id}" if found.may_request else "",
        "picture_url": reverse("seals:picture", args=[seal_id]),
        "pixels": [round(mm * PIXELS) for mm in (found.width_mm, found.height_mm)],
    }
    return render(request, "seals/seal.html", context)


@requires(*READING, AUDIT)
@require_safe
def picture(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """The impression, for those who see the seal."""
    answer = HttpResponse(picture_of(actor_of(request), seal_id), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _deeds(found: SealView) -> list[tuple[Any, str]]:
    return [
        (deed, reverse(f"seals:seal-{deed.key}", args=[found.line.id]))
        for deed in SEAL_DEEDS
        if deed.act in found.acts
    ]


def _facts(found: SealView, actor: Actor) -> list[Fact]:
    keepers = pgettext("between names", ", ").join(found.keepers) or _("nobody holds this post")
    shown = [
        (_("Keeper"), dotted(found.line.keeper_post, keepers), ""),
        (_("Size"), _("%(w)s × %(h)s mm") % {"w": found.width_mm, "h": found.height_mm}, ""),
        (_("Applied for"), dotted(city_day(found.line.applied_at), found.applied_by), ""),
    ]
    if found.decided_at:
        shown.append(
            (pgettext("seal", "Decided"), dotted(city_day(found.decided_at), found.decided_by), "")
        )
    if found.valid_from and found.line.valid_to:
        span = f"{city_day(found.valid_from)} – {city_day(found.line.valid_to)}"
        shown.append((_("Valid"), span, ""))
    if found.revoked_at:
        shown.append((_("Revoked"), dotted(city_day(found.revoked_at), found.cause_label), ""))
    if found.certificate_id:
        manages = may(actor, MANAGE_CERTIFICATES)
        url = place("seals:certificate", found.certificate_id) if manages else ""
        shown.append((_("Certificate number"), found.certificate_serial, url))
    return [Fact(name=name, value=linked(value, url)) for name, value, url in shown]
