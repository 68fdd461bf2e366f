"""The acts on a dataset, each a page of one form."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from liupan.capabilities.opendata.forms.acts import NothingForm
from liupan.capabilities.opendata.forms.office import (
    ChooseForm,
    DatasetForm,
    FileForm,
    WordsForm,
)
from liupan.capabilities.opendata.operations.drawing_up import draw_up_dataset, revise_dataset
from liupan.capabilities.opendata.operations.gate import check_dataset
from liupan.capabilities.opendata.operations.loading import load_data
from liupan.capabilities.opendata.operations.mending import (
    generalise_column,
    hide_column,
    remove_small_groups,
)
from liupan.capabilities.opendata.operations.releasing import (
    hand_in_dataset,
    release_dataset,
    return_dataset,
    withdraw_dataset,
)
from liupan.capabilities.opendata.operations.versions import drop_version
from liupan.capabilities.opendata.policies import EDIT, RELEASE
from liupan.capabilities.opendata.queries.offering import entries_to_open, offer_of
from liupan.capabilities.opendata.queries.office import get_dataset, said_of
from liupan.capabilities.opendata.views.doing import POST, actor_of, do, sent, sent_files
from liupan.capabilities.opendata.views.office.datasets import way
from liupan.foundation.design.facade import requires
from liupan.kernel import clock
from liupan.kernel.errors import Missing
from liupan.kernel.work import Text


@requires(EDIT)
@require_http_methods(POST)
def choose(request: HttpRequest) -> HttpResponse:
    """From which entry a dataset is drawn up."""
    return do(
        request,
        title=_("Draw up a dataset"),
        verb=_("Go on"),
        done="",
        lead=_("Entries that the catalogue opens to the public, of your units."),
        form=ChooseForm(sent(request), choices=entries_to_open(actor_of(request))),
        run=lambda said: said["resource"],
        back_url=reverse("opendata:staff-datasets"),
        next_url=lambda chosen: reverse("opendata:draw-up-from", args=[chosen]),
        crumbs=way((_("Draw up a dataset"), "")),
    )


@requires(EDIT)
@require_http_methods(POST)
def draw_up(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """What the dataset says, and which items it shows (起草)."""
    offer = offer_of(resource_id)
    if offer is None:
        raise Missing(_("The catalogue has no such published entry."))
    first = {
        "title": offer.title, "abstract": offer.abstract, "update_cycle": offer.update_cycle,
        "columns": offer.items,
    }  # fmt: skip
    form = DatasetForm(sent(request), items=offer.items, day=clock.today(), initial=first)
    return do(
        request,
        title=_("Draw up a dataset"),
        verb=_("Draw up"),
        done=_("It was drawn up; load its data next."),
        form=form,
        run=lambda _said: draw_up_dataset(
            resource_id=resource_id, said=form.said(), columns=form.shown(),
            actor=actor_of(request), now=clock.now(),
        ),
        back_url=reverse("opendata:staff-datasets"),
        next_url=lambda made: reverse("opendata:staff-dataset", args=[made]),
        crumbs=way((_("Draw up a dataset"), "")),
    )  # fmt: skip


@requires(EDIT)
@require_http_methods(POST)
def revise(request: HttpRequest, dataset_id: UUID) -> HttpResponse:
    """Change what it says (修改)."""
    actor = actor_of(request)
    said = said_of(actor, dataset_id)
    offer = offer_of(said["resource_id"])
    items = offer.items if offer else ()
    form = DatasetForm(sent(request), items=items, day=clock.today(), initial=said)
    return _do(
        request, dataset_id, form, title=pgettext("dataset", "Change"), verb=_("Save"),
        run=lambda told: revise_dataset(
            dataset_id=dataset_id, said=form.said(), columns=form.shown(),
            version=told["version"] or 0, actor=actor, now=clock.now(),
        ),
    )  # fmt: skip


@requires(EDIT)
@require_http_methods(POST)
def load(request: HttpRequest, dataset_id: UUID) -> HttpResponse:
    """A file of new data (更新数据)."""
    return _do(
        request, dataset_id, FileForm(sent(request), sent_files(request)),
        title=_("Load data"), verb=_("Load"),
        consequence=_("The check looks them through; what fails is not shown, the previous stay."),
        run=lambda told: load_data(
            dataset_id=dataset_id, file_name=told["file"].name, content=told["file"].chunks(),
            encoding=told["encoding"], actor=actor_of(request), now=clock.now(),
        ),
    )  # fmt: skip


@requires(EDIT)
@require_http_methods(POST)
def check(request: HttpRequest, dataset_id: UUID) -> HttpResponse:
    """Look the data through before they are handed in (检查)."""
    return _do(
        request, dataset_id, NothingForm(sent(request)), title=_("Check now"),
        verb=_("Look through"),
        run=lambda _said: check_dataset(
            dataset_id=dataset_id, actor=actor_of(request), now=clock.now()
        ),
    )  # fmt: skip


@requires(EDIT)
@require_http_methods(POST)
def mend(request: HttpRequest, dataset_id: UUID) -> HttpResponse:
    """One of the ways that the report offers (处理)."""
    told = request.GET
    kind, column, how = (told.get(name, "")[:100] for name in ("way", "column", "how"))
    common: dict[str, Any] = {
        "dataset_id": dataset_id, "actor": actor_of(request), "now": clock.now()
    }  # fmt: skip
    ways = {
        "hide": lambda: hide_column(column=column, **common),
        "generalise": lambda: generalise_column(column=column, how=how, **common),
        "remove": lambda: remove_small_groups(**common),
    }
    if kind not in ways:
        raise Missing(_("There is no such way."))
    return _do(
        request, dataset_id, NothingForm(sent(request)), title=_("Mend the data"),
        verb=_("Mend them"), lead=column,
        consequence=_("The data are computed anew and checked; what was before is gone."),
        run=lambda _said: ways[kind](),
    )  # fmt: skip


@requires(EDIT)
@require_http_methods(POST)
def hand_in(request: HttpRequest, dataset_id: UUID) -> HttpResponse:
    """Hand it in for review (提交审核)."""
    return _do(
        request, dataset_id, WordsForm(sent(request), label=_("Opinion"), is_needed=False),
        title=_("Hand in for review"), verb=_("Hand in"),
        consequence=_("The check runs now and again at the release; somebody else releases it."),
        run=lambda told: hand_in_dataset(
            dataset_id=dataset_id, opinion=told["words"], actor=actor_of(request), now=clock.now()
        ),
    )  # fmt: skip


@requires(RELEASE)
@require_http_methods(POST)
def give_back(request: HttpRequest, dataset_id: UUID) -> HttpResponse:
    """Give it back with the reason (退回)."""
    return _do(
        request, dataset_id, WordsForm(sent(request)), title=_("Return"), verb=_("Return"),
        run=lambda told: return_dataset(
            dataset_id=dataset_id, reason=told["words"], actor=actor_of(request), now=clock.now()
        ),
    )  # fmt: skip


@requires(RELEASE)
@require_http_methods(POST)
def release(request: HttpRequest, dataset_id: UUID) -> HttpResponse:
    """Release it to everybody (发布)."""
    return _do(
        request, dataset_id, WordsForm(sent(request), label=_("Opinion"), is_needed=False),
        title=_("Release"), verb=_("Release"), consequence=_("Everybody sees it at once."),
        run=lambda told: release_dataset(
            dataset_id=dataset_id, opinion=told["words"], actor=actor_of(request), now=clock.now()
        ),
    )  # fmt: skip


@requires(EDIT, RELEASE)
@require_http_methods(POST)
def withdraw(request: HttpRequest, dataset_id: UUID) -> HttpResponse:
    """Take it from everybody (下架)."""
    return _do(
        request, dataset_id, WordsForm(sent(request)), title=_("Withdraw the dataset"),
        verb=pgettext("dataset", "Withdraw"), consequence=_("Nobody sees it any more, for good."),
        run=lambda told: withdraw_dataset(
            dataset_id=dataset_id, reason=told["words"], actor=actor_of(request), now=clock.now()
        ),
    )  # fmt: skip


@requires(EDIT, RELEASE)
@require_http_methods(POST)
def drop(request: HttpRequest, dataset_id: UUID, number: int) -> HttpResponse:
    """Give the rows of an earlier version out no more (停止提供)."""
    return _do(
        request, dataset_id, WordsForm(sent(request)),
        title=_("Stop giving out the rows of V%(number)s") % {"number": number},
        verb=_("Stop giving them out"),
        consequence=_("Its rows are taken away by night, for good; everybody reads the reason."),
        run=lambda told: drop_version(
            dataset_id=dataset_id, number=number, reason=told["words"], actor=actor_of(request),
            now=clock.now(),
        ),
    )  # fmt: skip


def _do(
    request: HttpRequest, dataset_id: UUID, form: forms.Form, *, title: Text, **said: Any
) -> HttpResponse:
    found = get_dataset(actor_of(request), dataset_id)
    url = reverse("opendata:staff-dataset", args=[dataset_id])
    said.setdefault("lead", found.line.title)
    return do(
        request,
        title=title,
        form=form,
        back_url=url,
        done=_("It was recorded."),
        crumbs=way((found.line.title, url), (title, "")),
        **said,
    )
