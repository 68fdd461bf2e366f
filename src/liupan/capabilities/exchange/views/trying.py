"""A service is tried out from a page (在线调试): the question, the call it makes, the answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.exchange.forms.trying import TryForm
from liupan.capabilities.exchange.operations.trying import Tried, try_service
from liupan.capabilities.exchange.policies import TRY
from liupan.capabilities.exchange.queries.files import Offer, get_offer
from liupan.capabilities.exchange.queries.trying import as_commands
from liupan.capabilities.exchange.rules.calls import Call, Way
from liupan.capabilities.exchange.views.doing import sent
from liupan.capabilities.exchange.views.reading import actor_of
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.errors import LiupanError, Missing, NotAuthorised
from liupan.kernel.ids import uuid7


@requires(TRY)
@require_http_methods(["GET", "HEAD", "POST"])
def try_out(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Filled in and sent: it is a call like any other."""
    offer = get_offer(actor_of(request), grant_id, way=Way.QUERY, now=clock.now())
    form, tried, commands = TryForm(sent(request), items=offer.items), None, []
    if form.is_bound and form.is_valid():
        root = request.build_absolute_uri("/").rstrip("/")
        commands = as_commands(offer, form.wanted(offer.number), root)
        tried = _tried(request, form, offer)
    context = {
        "offer": offer, "form": form, "tried": tried, "commands": commands,
        "crumbs": [(_("My data"), reverse("exchange:mine")), (offer.title, "")],
    }  # fmt: skip
    answer = render(request, "exchange/try.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _tried(request: HttpRequest, form: TryForm, offer: Offer) -> Tried | None:
    wanted = form.wanted(offer.number)
    call = Call(
        request_id=uuid7().hex, system_id=None, service=offer.service, way=Way.QUERY,
        grant=offer.number, case=wanted.case, unit_id=offer.unit_id,
    )  # fmt: skip
    try:
        return try_service(call=call, wanted=wanted, actor=actor_of(request), now=clock.now())
    except (NotAuthorised, Missing):
        raise
    except LiupanError as no:
        form.add_error(None, f"{no.message} {no.next_step}（{no.code}）".strip())
        return None
