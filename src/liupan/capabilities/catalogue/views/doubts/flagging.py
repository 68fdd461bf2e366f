"""A record is doubted: choose the grant it was used under, then say what is wrong."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.capabilities.catalogue.forms.doubts import PARTS, FlagForm
from liupan.capabilities.catalogue.operations.doubts.flagging import flag_record, take_correction
from liupan.capabilities.catalogue.policies import FLAG
from liupan.capabilities.catalogue.queries.doubts.holdings import GrantToUse, grants_to_use
from liupan.capabilities.catalogue.queries.doubts.page import get_correction
from liupan.capabilities.catalogue.views.doubts.acting import evidence_of, place_errors
from liupan.capabilities.catalogue.views.doubts.showing import crumbs_of
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal


@requires(FLAG)
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest) -> HttpResponse:
    """Without a grant in the address: one's grants to choose from; with one: the form."""
    grants = grants_to_use(actor_of(request), clock.today())
    asked = request.GET.get("grant", "")
    if not asked:
        title = _("Under which grant was the record used?")
        context = {"grants": grants, "title": title, "crumbs": crumbs_of((_("Doubt a record"), ""))}
        return render(request, "catalogue/doubt_choose.html", context)
    chosen = next((one for one in grants if str(one.id) == asked), None)
    if chosen is None:
        raise Missing(_("There is no such grant."))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FlagForm(*sent, items=chosen.items)
    if request.method == "POST" and form.is_valid():
        return _perform(request, chosen, form)
    return _page(request, chosen, form, 422 if form.is_bound else 200)


@requires(FLAG)
@require_safe
def correction(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """What was corrected, as far as the unit's grants show it."""
    found = get_correction(actor_of(request), correction_id)
    crumb = (_("Corrections"), reverse("catalogue:corrections"))
    context = {"correction": found, "crumbs": crumbs_of(crumb, (found.line.number, ""))}
    return render(request, "catalogue/correction.html", context)


@requires(FLAG)
@require_POST
def take(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """The unit took the correction over."""
    take_correction(correction_id=correction_id, actor=actor_of(request), now=clock.now())
    messages.success(request, _("Noted: your unit took the correction over."))
    return redirect("catalogue:correction", correction_id=correction_id)


def _perform(request: HttpRequest, chosen: GrantToUse, form: FlagForm) -> HttpResponse:
    try:
        made = flag_record(
            grant_id=chosen.id, told=form.told, words=form.cleaned_data["words"],
            files=evidence_of(form), once=form.cleaned_data["once"], actor=actor_of(request),
            now=clock.now(),
        )  # fmt: skip
    except (NotAuthorised, Missing):
        raise
    except InvalidInput as wrong:
        place_errors(form, wrong)
        return _page(request, chosen, form, wrong.status)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
        return _page(request, chosen, form, refusal.status)
    messages.success(request, _("The provider was told; its limit runs."))
    return redirect("catalogue:doubt", doubt_id=made)


def _page(request: HttpRequest, chosen: GrantToUse, form: FlagForm, status: int) -> HttpResponse:
    context = {
        "grant": chosen,
        "form": form,
        "heads": [pgettext("catalogue", "Item"), *PARTS.values()],
        "crumbs": crumbs_of((_("Doubt a record"), reverse("catalogue:doubt-flag"))),
    }
    return render(request, "catalogue/doubt_flag.html", context, status=status)
