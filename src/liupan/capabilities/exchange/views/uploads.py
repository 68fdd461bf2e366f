"""A provider's file: chosen, looked at beside the table, loaded (数据上传)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liupan.capabilities.exchange.forms.uploads import ENCODINGS, ChooseForm, LoadForm
from liupan.capabilities.exchange.operations.uploads import drop_upload, keep_upload, load_upload
from liupan.capabilities.exchange.policies import KEEP_SERVICES
from liupan.capabilities.exchange.queries.services import get_service
from liupan.capabilities.exchange.queries.uploads import get_upload, load_of
from liupan.capabilities.exchange.views.doing import do, sent
from liupan.capabilities.exchange.views.reading import actor_of, crumbs
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing
from liupan.kernel.work import place

READ_AGAIN = ("encoding", "sheet")


@requires(KEEP_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """A file is chosen; it is looked at on the next page, nothing is loaded yet."""
    actor = actor_of(request)
    view = get_service(actor, service_id, now=clock.now())
    if not view.is_kept or not view.is_hosted:
        raise Missing(_("No table is hosted for this service."))
    form = ChooseForm(sent(request), request.FILES if request.method == "POST" else None)

    def run(told: dict[str, Any]) -> UUID:
        return keep_upload(
            service_id=service_id, file_name=told["file"].name, content=told["file"].chunks(),
            encoding=told["encoding"], actor=actor, now=clock.now(),
        )  # fmt: skip

    back, title = reverse("exchange:service", args=[service_id]), _("Upload data")
    return do(
        request, title=title, verb=_("Look at the file"), done=_("Look it through, then load it."),
        form=form, run=run, back_url=back, crumbs=crumbs((view.line.code, back), (title, "")),
        next_url=lambda made: reverse("exchange:upload", args=[made]),
        lead=_("Columns are matched by their names. Nothing is loaded before you confirm it."),
    )  # fmt: skip


@requires(KEEP_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Its columns beside the table's, how to load it; loaded, the job that does it."""
    actor = actor_of(request)
    begun = load_of(actor, upload_id)
    if begun:
        return redirect(place("workbench:job", begun.job_id) or reverse("exchange:services"))
    told = request.POST if request.method == "POST" else request.GET
    again = {name: told.get(name, "").replace("\0", "")[:100] for name in READ_AGAIN}
    wrong = ""
    try:
        view = get_upload(actor, upload_id, **again)
    except InvalidInput as error:  # read in another way, it is no table
        wrong, again = f"{error.message} {error.next_step}".strip(), dict.fromkeys(READ_AGAIN, "")
        view = get_upload(actor, upload_id)
    form = LoadForm(
        sent(request), headings=[one.name for one in view.headings], has_key=view.has_key,
        is_new=view.is_new, initial=again,
    )  # fmt: skip

    def run(told: dict[str, Any]) -> UUID:
        return load_upload(upload_id=upload_id, actor=actor, now=clock.now(), **told)

    back = reverse("exchange:service", args=[view.service_id])
    return do(
        request, title=view.title, verb=_("Load"), done=_("Loading has begun."), form=form,
        run=run, back_url=back, crumbs=crumbs((view.code, back), (_("Upload data"), "")),
        next_url=lambda _load: reverse("exchange:upload", args=[upload_id]),
        template="exchange/upload.html", view=view, encodings=ENCODINGS, again=again, wrong=wrong,
    )  # fmt: skip


@requires(KEEP_SERVICES)
@require_POST
def drop(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """It is not wanted."""
    actor = actor_of(request)
    view = get_upload(actor, upload_id)
    drop_upload(upload_id=upload_id, actor=actor, now=clock.now())
    messages.success(request, _("The file was thrown away."))
    return redirect("exchange:service", service_id=view.service_id)
