"""Questions, reports of errors, requests for data, what was made of them: forms of the public."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liupan.capabilities.opendata.forms.acts import (
    ErrorForm,
    NothingForm,
    QuestionForm,
    RequestForm,
    ReuseForm,
)
from liupan.capabilities.opendata.operations.pictures import (
    PictureDrawn,
    PictureSaid,
    require_picture,
)
from liupan.capabilities.opendata.operations.submitting import Words, follow_dataset, submit
from liupan.capabilities.opendata.queries.acts import (
    Known,
    datasets_to_choose,
    get_known,
    is_followed,
)
from liupan.capabilities.opendata.rules.acts import Kind
from liupan.capabilities.opendata.views.doing import POST, actor_of, do, sent, sent_files
from liupan.foundation.design.facade import signed_in
from liupan.kernel import clock
from liupan.kernel.work import Text, place


@signed_in
@require_http_methods(POST)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """A question to a dataset (提问)."""
    known = get_known(code)
    return _about(
        request, known, QuestionForm(sent(request)), Kind.QUESTION,
        title=_("Ask about %(title)s") % {"title": known.title}, verb=_("Ask"),
        consequence=_("The unit answers you; a person looks before everybody sees it."),
    )  # fmt: skip


@signed_in
@require_http_methods(POST)
def report_error(request: HttpRequest, code: str) -> HttpResponse:
    """A report of an error (数据纠错)."""
    known = get_known(code)
    return _about(
        request, known, ErrorForm(sent(request)), Kind.ERROR,
        title=_("Report an error in %(title)s") % {"title": known.title}, verb=_("Report"),
        consequence=_("The unit checks it and tells you the outcome; nobody else sees it."),
    )  # fmt: skip


@signed_in
@require_http_methods(POST)
def request_data(request: HttpRequest) -> HttpResponse:
    """A request for data that are not there (数据需求)."""
    return do(
        request,
        title=_("Request data that are not there"),
        verb=_("Send in"),
        done=_("It was sent; you find it below with its day."),
        lead=_("Look whether somebody asked for it already."),
        consequence=_("You get an answer within 15 working days; a person looks before it shows."),
        form=RequestForm(sent(request)),
        run=_run(request, Kind.REQUEST),
        back_url=reverse("opendata:my-acts"),
        crumbs=_way(_("Request data")),
    )


@signed_in
@require_http_methods(POST)
def submit_reuse(request: HttpRequest) -> HttpResponse:
    """Something made of the data (应用成果)."""
    return do(
        request,
        title=_("Show what you made of the data"),
        verb=_("Send in"),
        done=_("It was sent; you find it below with its day."),
        consequence=_("A person looks before everybody sees it."),
        form=ReuseForm(sent(request), sent_files(request), datasets=datasets_to_choose()),
        run=_run(request, Kind.REUSE),
        back_url=reverse("opendata:my-acts"),
        crumbs=_way(_("What was made of the data"), reverse("opendata:gallery")),
    )


@signed_in
@require_http_methods(POST)
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Hear of new data (关注), or no more."""
    known, actor = get_known(code), actor_of(request)
    stops = is_followed(actor, known.id)
    return do(
        request,
        title=_("Do not follow %(title)s any more") % {"title": known.title}
        if stops
        else _("Follow %(title)s") % {"title": known.title},
        verb=_("Do not follow") if stops else _("Follow"),
        done=_("It was recorded."),
        consequence="" if stops else _("You hear of it whenever it has new data."),
        form=NothingForm(sent(request)),
        run=lambda _said: follow_dataset(dataset_id=known.id, actor=actor, now=clock.now()),
        back_url=_back(known),
        crumbs=_way(known.title, _back(known)),
    )


def _about(
    request: HttpRequest, known: Known, form: forms.Form, kind: Kind, **said: Text
) -> HttpResponse:
    return do(
        request,
        form=form,
        done=_("It was sent; you find it below with its day."),
        run=_run(request, kind, known.id),
        back_url=_back(known),
        next_url=lambda _made: reverse("opendata:my-acts"),
        crumbs=_way(known.title, _back(known)),
        **said,
    )


def _picture(request: HttpRequest, said: dict[str, Any]) -> PictureDrawn | None:
    file = said.get("picture")
    if not file:
        return None
    picture = PictureSaid(content=file.read(), words=said["picture_words"])
    return require_picture(picture, actor=actor_of(request))


def _run(
    request: HttpRequest, kind: Kind, dataset_id: UUID | None = None
) -> Callable[[dict[str, Any]], UUID]:
    def run(said: dict[str, Any]) -> UUID:
        words = Words(
            title=said["title"], text=said["text"], address=said.get("address", ""),
            uses=tuple(said.get("uses", ())),
        )  # fmt: skip
        return submit(
            kind=kind, words=words, dataset_id=dataset_id, picture=_picture(request, said),
            actor=actor_of(request), now=clock.now(),
        )  # fmt: skip

    return run


def _back(known: Known) -> str:
    """The dataset's page."""
    return place("opendata:dataset", known.code) or reverse("opendata:my-acts")


def _way(last: Text, url: str = "") -> list[tuple[Text, str]]:
    return [(_("Open data"), place("opendata:home") or reverse("opendata:gallery")), (last, url)]
