"""Conditional data: the application, its page among one's own acts, the download."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.capabilities.opendata.forms.acts import ApplyForm, NothingForm
from liupan.capabilities.opendata.operations.applying import (
    apply_for_data,
    take_back_application,
    use_data,
)
from liupan.capabilities.opendata.operations.counting import count_use
from liupan.capabilities.opendata.queries.acts import (
    get_known,
    list_followed,
    list_own,
    list_own_applications,
    newest_agreement,
    view_of,
)
from liupan.capabilities.opendata.rules.uses import Way
from liupan.capabilities.opendata.views.doing import POST, actor_of, do, sent
from liupan.foundation.design.facade import public, signed_in
from liupan.foundation.tables.facade import Export, export_csv
from liupan.kernel import clock
from liupan.kernel.errors import Missing
from liupan.kernel.work import place


@signed_in
@require_http_methods(POST)
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Apply for data that are open on conditions (申请)."""
    known = get_known(code)
    if not known.is_conditional:
        raise Missing(_("There is no such dataset."))
    version, text = newest_agreement()
    return do(
        request,
        title=_("Apply for %(title)s") % {"title": known.title},
        verb=_("Apply for it"),
        done=_("It was sent; you find it below with its day."),
        lead=known.conditions,
        consequence=_("The unit replies within 15 working days, extended once at most."),
        form=ApplyForm(sent(request), initial={"agreement": version}),
        agreement=text,
        run=lambda said: apply_for_data(
            dataset_id=known.id, purpose=said["purpose"], agreement=said["agreement"],
            actor=actor_of(request), now=clock.now(),
        ),
        back_url=place("opendata:dataset", known.code) or reverse("opendata:my-acts"),
        next_url=lambda _made: reverse("opendata:my-acts"),
        crumbs=[(_("Open data"), place("opendata:home")), (known.title, "")],
    )  # fmt: skip


@signed_in
@require_http_methods(POST)
def take_back(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The applicant takes it back (撤回)."""
    return do(
        request,
        title=_("Take the application back"),
        verb=_("Withdraw this application"),
        done=_("It was recorded."),
        form=NothingForm(sent(request)),
        run=lambda _said: take_back_application(
            application_id=application_id, actor=actor_of(request), now=clock.now()
        ),
        back_url=reverse("opendata:my-acts"),
        crumbs=[
            (_("My open data"), reverse("opendata:my-acts")),
            (_("Take the application back"), ""),
        ],
    )


@signed_in
@require_POST
def download(request: HttpRequest, code: str) -> HttpResponseBase:
    """The rows, for whoever was accepted; each time stands in the journal."""
    known = get_known(code)
    dataset = use_data(dataset_id=known.id, form="csv", actor=actor_of(request), now=clock.now())
    if dataset.table_id is None:
        raise Missing(_("There is no such dataset."))
    export = export_csv(dataset.table_id, view_of(dataset.id))
    count_use(dataset.id, Way.DOWNLOAD, agent="", now=clock.now())
    answer = StreamingHttpResponse(_closing(export), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{known.code}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@signed_in
@require_safe
def my_acts(request: HttpRequest) -> HttpResponse:
    """What the account applied for, sent in and follows (我的开放数据)."""
    actor = actor_of(request)
    context = {
        "applications": list_own_applications(actor, clock.today()),
        "told": list_own(actor),
        "followed": list_followed(actor),
    }
    return render(request, "opendata/my_acts.html", context)


@public
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """What applicants agree to (开放利用协议)."""
    version, text = newest_agreement()
    return render(request, "opendata/agreement.html", {"version": version, "text": text})


def _closing(export: Export) -> Iterator[bytes]:
    yield from export
